"""`harvest dialogs`: who could be harvested, and why the others cannot."""

from typing import TYPE_CHECKING

from rich.markup import escape

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from harvest.account import Choice
    from harvest.datadir import DataDir
    from harvest.settings import Settings


@guarded
def dialogs(config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """List private dialogs: who is taken, and why the others are not."""
    import asyncio

    settings, data = enter("harvest", config, data_dir)
    with data.account_lock():
        asyncio.run(_dialogs(settings, data))


async def _dialogs(settings: "Settings", data: "DataDir") -> None:
    from harvest.account import choose, know_the_account
    from harvest.archive import Archive
    from harvest.asking import Asking
    from harvest.client import connected, telegram_errors
    from harvest.dialogs import private_dialogs

    with telegram_errors(), Archive.open(data.archive) as archive:
        async with connected(settings, data) as client:
            await know_the_account(client, archive)
            choice = choose(await private_dialogs(Asking(client, settings.harvest.pace_s)), settings.harvest)
        _say(choice, archive.counts())


def _say(choice: "Choice", counts: dict[int, int]) -> None:
    from datetime import UTC, datetime

    from rich.table import Table

    table = Table("name", "user id", "username", "last", "archived", "taken", box=None, pad_edge=False)
    for dialog, reason in [*((dialog, "yes") for dialog in choice.taken), *choice.refused]:
        peer = dialog.peer
        last = f"{datetime.fromtimestamp(dialog.last_at, UTC):%Y-%m-%d}"
        username = f"@{peer.username}" if peer.username else ""
        table.add_row(escape(peer.name), str(peer.id), username, last, f"{counts.get(peer.id, 0):,}", escape(reason))
    out.print(table)
