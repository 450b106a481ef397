"""`harvest pull`: take what is new of the contacts who agreed."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from harvest.door import ConfigOption, DataDirOption, enter, err, guarded, out

if TYPE_CHECKING:
    from harvest.account import Choice
    from harvest.archive import Archive
    from harvest.datadir import DataDir
    from harvest.pull import Taken
    from harvest.settings import HarvestSettings, Settings

ContactsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="CONTACT", help="User ids or @usernames. Default: all who agreed.")
]


TakeoutOption = Annotated[
    bool, typer.Option("--takeout", help="As an export, with higher limits; Telegram asks you to allow it in the app.")
]


@guarded
def pull(
    contacts: ContactsArgument = None,
    takeout: TakeoutOption = False,
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Take what is new from Telegram into the archive. Stop it when you like; running it again goes on."""
    import asyncio

    settings, data = enter("harvest", config, data_dir)
    with data.account_lock():
        asyncio.run(_pull(settings, data, contacts or [], takeout=takeout))


async def _pull(settings: "Settings", data: "DataDir", contacts: list[str], *, takeout: bool) -> None:
    from harvest.account import know_the_account
    from harvest.at_rest import open_archive
    from harvest.client import connected, exporting, telegram_errors
    from harvest.clone_written import remember_clone_written

    with telegram_errors(), open_archive(settings, data) as archive:
        async with connected(settings, data) as client:
            await know_the_account(client, archive)
            async with exporting(client) if takeout else nullcontext(client) as source:
                choice, taken = await _take(source, archive, settings.harvest, contacts)
        by_clone = remember_clone_written(archive, data.ledger)
        _say(choice, taken, archive)
        if by_clone:
            out.print(f"{by_clone} messages in the daemon's ledger were written by the clone: never trained on.")


async def _take(
    source: Any, archive: "Archive", settings: "HarvestSettings", contacts: list[str]
) -> "tuple[Choice, dict[int, Taken]]":
    """source: sends one request."""
    import time

    from harvest.account import choose
    from harvest.asking import Asking
    from harvest.commands.progress import PullProgress
    from harvest.dialogs import private_dialogs
    from harvest.pull import Pull

    with PullProgress(err) as progress:
        ask = Asking(source, settings.pace_s, progress.waits)
        choice = choose(await private_dialogs(ask), settings, contacts)
        with archive.transaction():
            archive.put_peers(dialog.peer for dialog in choice.taken)
        reread_since = time.time() - settings.reread_days * 86400
        return choice, await Pull(ask, archive, progress, reread_since).dialogs(choice.taken)


def _say(choice: "Choice", taken: "dict[int, Taken]", archive: "Archive") -> None:
    from harvest.commands.tables import plain_table

    if not choice.taken:
        out.print("Nobody was taken: list who agreed in harvest.contacts, or see `harvest dialogs`.")
        return
    columns = ("contact", "user id", "new", "edited", "deleted", "in the archive")
    table = plain_table(*columns, figures=set(columns[1:]))
    counts = archive.counts()
    for dialog in choice.taken:
        peer, changed = dialog.peer, taken.get(dialog.peer.id)
        figures = (changed.new, changed.edited, changed.deleted) if changed else (0, 0, 0)
        table.add_row(escape(peer.name), str(peer.id), *(f"{n:,}" for n in (*figures, counts.get(peer.id, 0))))
    out.print(table)
    new = sum(changed.new for changed in taken.values())
    out.print(f"{new:,} new messages in {archive.path}. Next: harvest build", soft_wrap=True)
