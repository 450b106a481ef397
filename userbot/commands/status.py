"""`userbot status`: what each watched chat is owed, and why, from the ledger alone. The daemon may run meanwhile."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from harvest.settings import Settings
    from userbot.ledger import Ledger
    from userbot.manner import Manners


@guarded
def status(
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one JSON object.")] = False,
) -> None:
    """Show for each watched chat its mode, what is owed, since when, and why. Ids, no names, no words."""
    from harvest.errors import UserError
    from userbot.ledger import Ledger
    from userbot.pidfile import running_daemon

    settings, data = enter("userbot", config, data_dir)
    if not data.ledger.is_file():
        raise UserError(f"{data.ledger}: the daemon never ran here. Start it: userbot run")
    ledger = Ledger.open(data.ledger)
    try:
        show = _print_json if as_json else _print
        show(ledger, _manners(settings, ledger), _running(lambda: running_daemon(data)))
    finally:
        ledger.close()


def _running(pid: Callable[[], int | None]) -> str | None:
    """How one would name the running daemon; None if there is none."""
    from harvest.errors import UserError

    try:
        number = pid()
    except UserError:  # just starting, or in a container: its number means nothing here
        return "elsewhere, or just starting"
    return None if number is None else f"process {number}"


def _manners(settings: "Settings", ledger: "Ledger") -> "Manners":
    """As the daemon has them, as far as it has met the contacts."""
    from userbot.manner import Manners

    known = [(ledger.known_peer(str(contact.peer)), contact) for contact in settings.userbot.contacts]
    tables = {peer[0]: contact for peer, contact in known if peer is not None}
    return Manners(settings.userbot, ledger.choices, contacts=tables)


def _print_json(ledger: "Ledger", manners: "Manners", daemon: str | None) -> None:
    import json
    import time

    until = ledger.choices.paused_until()
    is_off = until == float("inf")
    told = {
        "running": daemon is not None,
        "is_off": is_off,
        "paused_until": until if time.time() < until and not is_off else None,
        "proposals": [proposal.chat_id for proposal in ledger.notebook.proposals()],
        "chats": [asdict(chat) | {"mode": manners.mode(chat.chat_id)} for chat in ledger.chats()],
    }
    out.print_json(json.dumps(told))


def _print(ledger: "Ledger", manners: "Manners", daemon: str | None) -> None:
    from rich.table import Table

    from userbot.local_time import local, zone

    table = Table("chat", "mode", "state", f"last heard ({zone()})", "due", "why", box=None, pad_edge=False)
    for chat in ledger.chats():
        heard, due = (local(at) if at else "" for at in (chat.heard_at, chat.due_at))
        table.add_row(str(chat.chat_id), manners.mode(chat.chat_id), chat.state, heard, due, chat.reason)
    out.print(table)
    out.print(_standing(ledger, daemon, local), soft_wrap=True, markup=False)


def _standing(ledger: "Ledger", daemon: str | None, local: Callable[[float], str]) -> str:
    """One line about the daemon as a whole."""
    import time

    until = ledger.choices.paused_until()
    running = f"The daemon runs ({daemon})" if daemon else "The daemon is not running"
    if until == float("inf"):
        return f"{running}, and is off until you write resume in Saved Messages."
    return f"{running}, paused until {local(until)}." if until > time.time() else f"{running}."
