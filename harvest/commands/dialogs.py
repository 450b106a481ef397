"""`harvest dialogs`: who could be harvested, and why the others cannot."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from harvest.account import Choice
    from harvest.datadir import DataDir
    from harvest.settings import Settings


CountOption = Annotated[
    bool, typer.Option("--count", help="Also ask how many messages each has: one request a dialog.")
]


@guarded
def dialogs(count: CountOption = False, config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """List private dialogs: who is taken, and why the others are not."""
    import asyncio

    settings, data = enter("harvest", config, data_dir)
    with data.account_lock():
        asyncio.run(_dialogs(settings, data, count=count))


async def _dialogs(settings: "Settings", data: "DataDir", *, count: bool) -> None:
    from harvest.account import choose, know_the_account
    from harvest.asking import Asking
    from harvest.at_rest import open_archive
    from harvest.client import connected, telegram_errors
    from harvest.consent import NO_CONSENT
    from harvest.dialogs import message_count, private_dialogs

    with telegram_errors(), open_archive(settings, data) as archive:
        async with connected(settings, data) as client:
            await know_the_account(client, archive)
            ask = Asking(client, settings.harvest.pace_s)
            choice = choose(await private_dialogs(ask), settings.harvest)
            people = choice.taken + [d for d, reason in choice.refused if reason == NO_CONSENT]
            totals = {dialog.peer.id: await message_count(ask, dialog) for dialog in people} if count else {}
        _say(choice, archive.counts(), totals)


def _say(choice: "Choice", counts: dict[int, int], totals: dict[int, int]) -> None:
    from datetime import UTC, datetime

    from harvest.commands.tables import plain_table

    columns = ("name", "user id", "username", "last", "messages", "archived", "taken")
    table = plain_table(*columns, figures={"user id", "messages", "archived"})
    for dialog, reason in [*((dialog, "yes") for dialog in choice.taken), *choice.refused]:
        peer = dialog.peer
        last = f"{datetime.fromtimestamp(dialog.last_at, UTC):%Y-%m-%d}"
        username = f"@{peer.username}" if peer.username else ""
        total = f"{totals[peer.id]:,}" if peer.id in totals else ""
        archived = f"{counts.get(peer.id, 0):,}"
        table.add_row(escape(peer.name), str(peer.id), username, last, total, archived, escape(reason))
    out.print(table)
