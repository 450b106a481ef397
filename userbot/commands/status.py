"""`userbot status`: what each watched chat is owed, and why, from the ledger alone. The daemon may run meanwhile."""

from typing import TYPE_CHECKING, Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from userbot.core import Chat


@guarded
def status(
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one JSON object.")] = False,
) -> None:
    """Show for each watched chat what is owed, since when, and why. Ids, no names, no words."""
    import json
    from dataclasses import asdict

    from harvest.errors import UserError
    from userbot.ledger import Ledger

    _, data = enter("userbot", config, data_dir)
    if not data.ledger.is_file():
        raise UserError(f"{data.ledger}: the daemon never ran here. Start it: userbot run")
    ledger = Ledger.open(data.ledger)
    chats = ledger.chats()
    ledger.close()
    if as_json:
        out.print_json(json.dumps({"chats": [asdict(chat) for chat in chats]}))
    else:
        _print(chats)


def _print(chats: "list[Chat]") -> None:
    from datetime import UTC, datetime

    from rich.table import Table

    table = Table("chat", "state", "last heard (UTC)", "due (UTC)", "why", box=None, pad_edge=False)
    for chat in chats:
        times = (
            datetime.fromtimestamp(t, UTC).strftime("%m-%d %H:%M:%S") if t else "" for t in (chat.heard_at, chat.due_at)
        )
        table.add_row(str(chat.chat_id), chat.state, *times, chat.reason)
    out.print(table)
