"""`userbot why CONTACT`: the last decisions about one chat, from the ledger. The daemon may run meanwhile."""

from typing import TYPE_CHECKING, Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from userbot.record import Decision, Record


@guarded
def why(
    contact: Annotated[str, typer.Argument(metavar="CONTACT", help="A user id, @username, or name.")],
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
    newest: Annotated[int, typer.Option("--newest", min=1, help="How many decisions.")] = 20,
) -> None:
    """Say why a chat was answered, or was not: its last decisions, newest last. Nobody's words."""
    from userbot.record import Record, find_chat

    _, data = enter("userbot", config, data_dir)
    with Record.open(data.ledger) as record:
        chat_id = find_chat(contact, record, data.archive)
        _print(record.steps(chat_id, newest))
        out.print(_present(record, chat_id), soft_wrap=True, markup=False)


def _print(decisions: "list[Decision]") -> None:
    from rich.markup import escape
    from rich.table import Table

    from userbot.local_time import local, zone

    table = Table(f"when ({zone()})", "state", "bubbles", "why", box=None, pad_edge=False)
    for decision in decisions:
        bubbles = str(len(decision.texts)) if decision.texts else ""
        table.add_row(local(decision.at), decision.state, bubbles, escape(decision.reason))
    out.print(table)


def _present(record: "Record", chat_id: int) -> str:
    from userbot.local_time import local

    state, due_at, reason = record.now(chat_id)
    due = f", a reply is due at {local(due_at)}" if state == "waiting" and due_at else ""
    return f"Now: chat {chat_id} is {state}{due} ({reason})."
