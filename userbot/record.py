"""What the daemon did and why, read from the ledger while it runs. Changes nothing: the file is opened for reading.

A decision is a change of a chat's state; a reply is one that sent bubbles, a silence one that ended without any.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from harvest.errors import TryAgainLater, UserError

LONGEST_REPLY_S = 86400.0  # from its first bubble to its last
UNDER_WAY = ("waiting", "replying")
LEFT_US = ("sent", "in_flight", "unknown", "undone")  # bubbles that Telegram has, had, or may have


@dataclass(frozen=True, slots=True)
class Decision:
    """at: UTC seconds. message_ids: of the bubbles Telegram confirmed. texts: of all that went out, in order."""

    at: float
    chat_id: int
    epoch: int
    state: str
    reason: str
    message_ids: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        return self.state not in UNDER_WAY

    @property
    def kind(self) -> str:
        """reply, silence, or step: one on the way to either."""
        if not self.is_settled:
            return "step"
        return "reply" if self.texts else "silence"


@dataclass(frozen=True, slots=True)
class _Reply:
    """The bubbles of one epoch of a chat."""

    last_at: float
    message_ids: tuple[int, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    _db: sqlite3.Connection

    @classmethod
    @contextmanager
    def open(cls, ledger: Path) -> Iterator["Record"]:
        """Raises UserError if there is no ledger to read, or a damaged one."""
        if not ledger.is_file():
            raise UserError(f"{ledger}: the daemon never ran here. Start it: userbot run")
        try:
            with closing(sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)) as db:
                yield cls(db)
        except sqlite3.OperationalError as error:
            raise TryAgainLater(f"{ledger}: cannot be read now ({error}). Try again.") from None
        except sqlite3.DatabaseError:
            raise UserError(f"{ledger}: the ledger is damaged. Move the file away; open chats are read anew.") from None

    def steps(self, chat_id: int, newest: int) -> list[Decision]:
        """The chat's last decisions, those on the way to a reply too. Newest last."""
        rows = self._db.execute(
            "SELECT at, chat_id, epoch, state, reason FROM audit WHERE chat_id=? ORDER BY rowid DESC LIMIT ?",
            (chat_id, newest),
        )
        found = [Decision(*row) for row in rows]
        replies = self._replies(0.0, chat_id)
        told = [_with_bubbles(decision, replies.pop((chat_id, decision.epoch), None)) for decision in found]
        return told[::-1]

    def settled(self, since: float) -> list[Decision]:
        """Every reply and every silence since then, of all chats, newest last."""
        replies = self._replies(since - LONGEST_REPLY_S)
        rows = self._db.execute(
            "SELECT at, chat_id, epoch, state, reason FROM audit WHERE at>=? AND state NOT IN ('waiting', 'replying')",
            (since,),
        )
        last = {(row[1], row[2]): Decision(*row) for row in rows}  # a proposal's end is what came of it
        found = [_with_bubbles(decision, replies.pop(key, None)) for key, decision in last.items()]
        found += [self._unfinished(*key, reply) for key, reply in replies.items() if reply.last_at >= since]
        return sorted(found, key=lambda decision: decision.at)

    def chat_ids(self) -> list[int]:
        return [row[0] for row in self._db.execute("SELECT chat_id FROM chat ORDER BY chat_id")]

    def now(self, chat_id: int) -> tuple[str, float, str]:
        """(state, when a reply is due or 0, reason) of the chat at present. Raises KeyError for an unwatched one."""
        row = self._db.execute("SELECT state, due_at, reason FROM chat WHERE chat_id=?", (chat_id,)).fetchone()
        if row is None:
            raise KeyError(chat_id)
        return row[0], row[1], row[2]

    def names(self) -> dict[str, int]:
        """The user id of each whitelisted name, as the config has them."""
        return dict(self._db.execute("SELECT name, user_id FROM peer").fetchall())

    def _replies(self, since: float, chat_id: int | None = None) -> dict[tuple[int, int], _Reply]:
        marks = ",".join("?" * len(LEFT_US))
        rows = self._db.execute(
            "SELECT chat_id, epoch, coalesce(sent_at, planned_at) AS at, msg_id, text FROM outbox "  # noqa: S608
            f"WHERE state IN ({marks}) AND at>=? AND chat_id=coalesce(?, chat_id) ORDER BY id",
            (*LEFT_US, since, chat_id),
        )
        found: dict[tuple[int, int], _Reply] = {}
        for chat_id, epoch, at, message_id, text in rows:
            was = found.get((chat_id, epoch), _Reply(0.0, (), ()))
            ids = was.message_ids + ((message_id,) if message_id is not None else ())
            found[chat_id, epoch] = _Reply(max(was.last_at, at), ids, (*was.texts, text))
        return found

    def _unfinished(self, chat_id: int, epoch: int, reply: _Reply) -> Decision:
        """Bubbles went out, and the chat moved on before the rest; or it is going on just now."""
        is_on = self._db.execute("SELECT 1 FROM chat WHERE chat_id=? AND epoch=?", (chat_id, epoch)).fetchone()
        reason = "still under way" if is_on else "cut short: the chat moved on"
        return Decision(reply.last_at, chat_id, epoch, "sent", reason, reply.message_ids, reply.texts)


def find_chat(name: str, record: Record, archive: Path) -> int:
    """By user id, @username, or first, last or whole name. Raises UserError for nobody, and for several."""
    watched = set(record.chat_ids())
    if name.isdecimal() and int(name) in watched:
        return int(name)
    wanted = name.casefold()
    found = {user_id for listed, user_id in record.names().items() if listed.casefold() == wanted}
    found |= {user_id for user_id, names in _archived_names(archive) if wanted in names}
    if len(found & watched) > 1:
        told = ", ".join(str(user_id) for user_id in sorted(found & watched))
        raise UserError(f"{name}: several watched chats go by this name. Name one by its id: {told}")
    if not found & watched:
        raise UserError(f"{name}: no watched chat goes by this name. `userbot status` lists them by id.")
    return (found & watched).pop()


def _archived_names(archive: Path) -> Iterator[tuple[int, set[str]]]:
    """What harvest knows of people's names; nothing without an archive, or while it cannot be read."""
    if not archive.is_file():
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{archive.absolute().as_uri()}?mode=ro", uri=True)) as db:
        for user_id, first, last, username in db.execute("SELECT id, first_name, last_name, username FROM peers"):
            names = {first, last, f"{first} {last}".strip(), f"@{username}" if username else ""}
            yield user_id, {name.casefold() for name in names if name}


def _with_bubbles(decision: Decision, reply: _Reply | None) -> Decision:
    return replace(decision, message_ids=reply.message_ids, texts=reply.texts) if reply else decision
