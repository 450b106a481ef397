"""`harvest build`: from the archive to the dataset."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from harvest.conversations import Conversation
    from harvest.dataset import Sample
    from harvest.manifest import Manifest

ShowOption = Annotated[bool, typer.Option("--show", help="Also show one conversation before and after redaction.")]


@guarded
def build(show: ShowOption = False, config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Make the dataset: split, redact, count, hold the newest out. Says what it kept, dropped and redacted."""
    import os

    from harvest.archive import Archive
    from harvest.clone_written import remember_clone_written
    from harvest.dataset import build as write_dataset
    from harvest.dataset import redactor_for
    from harvest.errors import UserError
    from harvest.redact import KnownSecrets

    settings, data = enter("harvest", config, data_dir)
    if not data.archive.is_file():
        raise UserError(f"{data.archive}: nothing harvested yet. Run harvest pull or harvest import first.")
    with Archive.open(data.archive) as archive:
        if not archive.chats():
            raise UserError(f"{data.archive}: holds no messages. Run harvest pull or harvest import first.")
        remember_clone_written(archive, data.ledger)
        redactor = redactor_for(archive, settings.harvest)
        known = KnownSecrets.load(data.root)
        workers = os.cpu_count() or 1
        manifest, sample = write_dataset(archive, settings.harvest, data.dataset, redactor, workers, known)
        known.save(data.root)
    _say(manifest)
    out.print(f"{data.dataset}  hash {manifest.hash[:12]}", soft_wrap=True, markup=False)
    if show and sample:
        _show(sample)


def _say(manifest: "Manifest") -> None:
    from rich.table import Table

    table = Table("", "", "count", box=None, pad_edge=False)
    for name, facts in manifest.files.items():
        table.add_row(
            "kept", f"conversations in {name} ({facts.owner_turns:,} of the owner's turns)", f"{facts.examples:,}"
        )
    for reason, count in manifest.dropped.items():
        table.add_row("dropped", f"conversations: {reason}", f"{count:,}")
    for reason, count in manifest.left_out.items():
        table.add_row("left out", f"the owner's messages: {reason}", f"{count:,}")
    for kind, count in manifest.redacted.items():
        table.add_row("redacted", kind, f"{count:,}")
    out.print(table)


def _show(sample: "Sample") -> None:
    out.print(
        f"\nOne conversation of {len(sample.before.turns)} turns, with {sample.findings} redactions", style="bold"
    )
    for title, conversation in (("as it was said", sample.before), ("as it will be trained", sample.after)):
        out.print(f"\n{title}", style="bold")
        _print_turns(conversation)


def _print_turns(conversation: "Conversation") -> None:
    for turn in conversation.turns:
        who = "[green]you[/]    " if turn.is_owner else "[cyan]contact[/]"
        for bubble in turn.bubbles:
            out.print(f"  {who}  {escape(bubble.text)}", soft_wrap=True)
