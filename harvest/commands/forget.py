"""`harvest forget` and `harvest purge`: let go of what was harvested."""

from typing import Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, can_ask, enter, guarded, out

ContactArgument = Annotated[str, typer.Argument(metavar="CONTACT", help="A user id, or an @username.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@guarded
def forget(contact: ContactArgument, config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Take a contact out of archive and dataset, and mark the training runs that read them as stale."""
    from harvest.at_rest import open_archive
    from harvest.consent import names
    from harvest.errors import UserError
    from harvest.forget import forget as forget_contact

    settings, data = enter("harvest", config, data_dir)
    if not data.archive.is_file():
        raise UserError(f"{data.archive}: nothing harvested yet, so there is nobody to forget.")
    with open_archive(settings, data) as archive:
        gone = forget_contact(contact, archive, data)
    lines = [f"{gone.messages:,} messages are out of the archive, {gone.conversations:,} conversations of the dataset."]
    if gone.runs:
        lines.append(f"Stale, because they read them: {', '.join(gone.runs)}. Train again: finetune train")
    if any(names(consent, gone.peer) for consent in settings.harvest.contacts):
        lines.append("They still stand in harvest.contacts: take them out there, or the next pull takes them again.")
    for line in lines:
        out.print(line, soft_wrap=True, markup=False)


@guarded
def purge(yes: YesOption = False, config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Remove the raw history from the archive. The dataset stays; a later pull starts from the beginning."""
    from harvest.at_rest import open_archive
    from harvest.errors import UserError

    settings, data = enter("harvest", config, data_dir)
    if not data.archive.is_file():
        raise UserError(f"{data.archive}: nothing harvested yet, so there is nothing to purge.")
    with open_archive(settings, data) as archive:
        count = sum(archive.counts().values())
        if not yes and not _is_agreed(count):
            raise UserError("harvest purge: nothing was removed. Say --yes to remove the raw history without asking.")
        archive.purge()
    out.print(f"{count:,} messages are gone from {data.archive}. The dataset stays.", soft_wrap=True, markup=False)


def _is_agreed(count: int) -> bool:
    return can_ask() and typer.confirm(f"Remove {count:,} messages from the archive? The dataset stays.")
