"""`userbot audit`: every reply and every silence, from the ledger. The daemon may run meanwhile."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from userbot.record import Decision

DAY_S = 86400.0


@guarded
def audit(
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: a JSON array.")] = False,
    days: Annotated[float, typer.Option("--days", min=0, help="How far back; 0: everything.")] = 7.0,
    words: Annotated[bool, typer.Option("--words", help="Also what the clone wrote.")] = False,
) -> None:
    """List every reply and every silence: when, in which chat, why, how many bubbles, and their message ids."""
    import json
    import time

    from userbot.record import Record

    _, data = enter("userbot", config, data_dir)
    with Record.open(data.ledger) as record:
        decisions = record.settled(time.time() - days * DAY_S if days else 0.0)
        names = {user_id: name for name, user_id in record.names().items() if name.startswith("@")}
    if as_json:
        out.print_json(json.dumps([_row(decision, names, words=words) for decision in decisions]))
        return
    _print(decisions, names, words=words)
    replies = sum(decision.kind == "reply" for decision in decisions)
    out.print(f"{replies} replies, {len(decisions) - replies} silences")


def _row(decision: "Decision", names: dict[int, str], *, words: bool) -> dict[str, Any]:
    from datetime import UTC, datetime

    row = {
        "at": datetime.fromtimestamp(decision.at, UTC).isoformat(timespec="seconds"),
        "chat": decision.chat_id,
        "name": names.get(decision.chat_id, ""),
        "kind": decision.kind,
        "state": decision.state,
        "reason": decision.reason,
        "bubbles": len(decision.texts),
        "message_ids": list(decision.message_ids),
    }
    return row | {"texts": list(decision.texts)} if words else row


def _print(decisions: "list[Decision]", names: dict[int, str], *, words: bool) -> None:
    from rich.markup import escape
    from rich.table import Table

    from userbot.local_time import local, zone

    heads = [f"when ({zone()})", "chat", "what", "state", "bubbles", "message ids", "why"]
    table = Table(*heads, *(["words"] if words else []), box=None, pad_edge=False)
    for decision in decisions:
        table.add_row(
            local(decision.at),
            f"{decision.chat_id} {escape(names.get(decision.chat_id, ''))}".strip(),
            decision.kind,
            decision.state,
            str(len(decision.texts) or ""),
            " ".join(str(message_id) for message_id in decision.message_ids),
            escape(decision.reason),
            *([escape("\n".join(decision.texts))] if words else []),
        )
    out.print(table)
