"""The daemon's memory on disk: what each chat owes, what was sent, and why. Decides nothing.

Every change is one SQLite transaction with `synchronous=FULL`: what the daemon acted on is on disk before it acts.
All calls come from the event loop's thread and last a disk sync at most.
"""

import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from enum import StrEnum
from pathlib import Path

from harvest.errors import TryAgainLater, UserError
from harvest.messages import Peer
from userbot.core import Chat, State

SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE chat (
    chat_id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, state TEXT NOT NULL,
    heard_id INTEGER NOT NULL, heard_at REAL NOT NULL, answered_id INTEGER NOT NULL, due_at REAL NOT NULL,
    reason TEXT NOT NULL);
CREATE TABLE seen (chat_id INTEGER, message_id INTEGER, PRIMARY KEY (chat_id, message_id)) WITHOUT ROWID;
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY, chat_id INTEGER NOT NULL, epoch INTEGER NOT NULL, random_id INTEGER NOT NULL UNIQUE,
    text TEXT NOT NULL, state TEXT NOT NULL, msg_id INTEGER, planned_at REAL NOT NULL, sent_at REAL);
CREATE INDEX outbox_by_chat ON outbox (chat_id, epoch);
CREATE TABLE peer (name TEXT PRIMARY KEY, user_id INTEGER NOT NULL, access_hash INTEGER NOT NULL);
CREATE TABLE audit (at REAL NOT NULL, chat_id INTEGER NOT NULL, epoch INTEGER NOT NULL, state TEXT NOT NULL,
    reason TEXT NOT NULL);
"""


class Sending(StrEnum):
    """PLANNED: not tried. IN_FLIGHT: Telegram may have it. UNKNOWN: nobody can tell any more, so never sent again."""

    PLANNED = "planned"
    IN_FLIGHT = "in_flight"
    SENT = "sent"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One bubble of the clone's. random_id: what makes Telegram take it once, however often it is sent."""

    id: int
    chat_id: int
    epoch: int
    random_id: int
    text: str
    state: Sending
    msg_id: int | None
    sent_at: float | None


class Ledger:
    """Open with `Ledger.open`; close when done. Raises TryAgainLater when another program holds the file."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @classmethod
    def open(cls, path: Path) -> "Ledger":
        db = sqlite3.connect(path, isolation_level=None, timeout=5.0)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
            if db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("quick_check")
            cls._migrate(db, path)
        except sqlite3.OperationalError as error:
            raise TryAgainLater(f"{path}: the ledger is busy or unreachable ({error}). Try again later.") from None
        except sqlite3.DatabaseError:
            raise UserError(
                f"{path}: the ledger is damaged, so nothing is sent. Move the file away; open chats are read anew."
            ) from None
        return cls(db)

    @staticmethod
    def _migrate(db: sqlite3.Connection, path: Path) -> None:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise UserError(f"{path}: written by a newer understudy (schema {version}). Upgrade understudy.")
        if version == 0:
            db.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version={SCHEMA_VERSION}; COMMIT;")

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # chats

    def watch(self, chat_id: int, newest_id: int) -> Chat:
        """The chat, remembered from now on. At first sight all that stands there (newest_id) counts as answered."""
        first = "INSERT OR IGNORE INTO chat VALUES (?,0,'quiet',0,0,?,0,'watched from here on')"
        with self._transaction():
            self._db.execute(first, (chat_id, newest_id))
        return self.chat(chat_id)

    def chat(self, chat_id: int) -> Chat:
        """Raises KeyError for a chat that was never watched."""
        row = self._db.execute("SELECT * FROM chat WHERE chat_id=?", (chat_id,)).fetchone()
        if row is None:
            raise KeyError(chat_id)
        return _chat(row)

    def chats(self) -> list[Chat]:
        return [_chat(row) for row in self._db.execute("SELECT * FROM chat ORDER BY chat_id")]

    def update(self, chat_id: int, decide: Callable[[Chat], Chat], now: float) -> Chat:
        """Replace the chat by what `decide` makes of it, in one transaction, and note the change."""
        with self._transaction():
            return self._update(chat_id, decide, now)

    def hear(self, chat_id: int, message_id: int, decide: Callable[[Chat], Chat], now: float) -> Chat | None:
        """The same for a message, once: None if it was heard before, or changed nothing."""
        with self._transaction():
            if not self._db.execute("INSERT OR IGNORE INTO seen VALUES (?,?)", (chat_id, message_id)).rowcount:
                return None
            was = self.chat(chat_id)
            chat = self._update(chat_id, decide, now)
            return chat if chat != was else None

    def knows(self, chat_id: int, message_id: int) -> bool:
        """Heard before, sent by the clone, or from before the last answer: nothing new can come of it."""
        found = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM chat WHERE chat_id=:chat AND answered_id>=:id)"
            " OR EXISTS (SELECT 1 FROM seen WHERE chat_id=:chat AND message_id=:id)"
            " OR EXISTS (SELECT 1 FROM outbox WHERE chat_id=:chat AND msg_id=:id)",
            {"chat": chat_id, "id": message_id},
        )
        return bool(found.fetchone()[0])

    def _update(self, chat_id: int, decide: Callable[[Chat], Chat], now: float) -> Chat:
        was = self.chat(chat_id)
        chat = decide(was)
        if chat == was:
            return was
        self._db.execute("REPLACE INTO chat VALUES (?,?,?,?,?,?,?,?)", astuple(chat))
        if (chat.state, chat.reason, chat.epoch) != (was.state, was.reason, was.epoch):
            note = (now, chat_id, chat.epoch, chat.state, chat.reason)
            self._db.execute("INSERT INTO audit VALUES (?,?,?,?,?)", note)
        if chat.epoch != was.epoch:
            outdated = "UPDATE outbox SET state='dropped' WHERE chat_id=? AND epoch<? AND state='planned'"
            self._db.execute(outdated, (chat_id, chat.epoch))
        return chat

    # bubbles

    def plan(self, chat_id: int, epoch: int, bubbles: Sequence[str], now: float) -> list[Outgoing]:
        """Store a reply before any of it is sent. Nothing is stored if the epoch has passed."""
        with self._transaction():
            if self.chat(chat_id).epoch != epoch:
                return []
            self._db.executemany(
                "INSERT INTO outbox (chat_id, epoch, random_id, text, state, planned_at) VALUES (?,?,?,?,'planned',?)",
                [(chat_id, epoch, new_random_id(), bubble, now) for bubble in bubbles],
            )
        return self.outgoing(chat_id, epoch)

    def outgoing(self, chat_id: int, epoch: int) -> list[Outgoing]:
        """The reply of that epoch, in order."""
        return self._outgoing("chat_id=? AND epoch=? ORDER BY id", (chat_id, epoch))

    def in_flight(self, chat_id: int) -> list[Outgoing]:
        return self._outgoing("chat_id=? AND state='in_flight' ORDER BY id", (chat_id,))

    def take_off(self, bubble: Outgoing, now: float) -> bool:
        """PLANNED or IN_FLIGHT to IN_FLIGHT, if its epoch is still the chat's: the last word before the send."""
        with self._transaction():
            changed = self._db.execute(
                "UPDATE outbox SET state='in_flight', sent_at=coalesce(sent_at, ?) "
                "WHERE id=? AND state IN ('planned','in_flight') "
                "AND epoch=(SELECT epoch FROM chat WHERE chat.chat_id=outbox.chat_id)",
                (now, bubble.id),
            )
            return changed.rowcount == 1

    def landed(self, bubble_id: int, message_id: int) -> None:
        with self._transaction():
            self._db.execute("UPDATE outbox SET state='sent', msg_id=? WHERE id=?", (message_id, bubble_id))

    def settle(self, bubble_id: int, state: Sending) -> None:
        """Any other end: back to PLANNED after a refusal, DROPPED, or UNKNOWN."""
        sent_at = ", sent_at=NULL" if state is Sending.PLANNED else ""
        with self._transaction():
            self._db.execute(f"UPDATE outbox SET state=?{sent_at} WHERE id=?", (state, bubble_id))  # noqa: S608

    def give_up(self, before: float) -> int:
        """Bubbles in doubt since before then become UNKNOWN: too old to send again. Returns how many."""
        doubted = "UPDATE outbox SET state='unknown' WHERE state='in_flight' AND sent_at<?"
        with self._transaction():
            return self._db.execute(doubted, (before,)).rowcount

    def has_written_to(self, chat_id: int) -> bool:
        """Whether the clone ever sent, or may have sent, anything to this chat."""
        states = "('sent','in_flight','unknown')"
        found = self._db.execute(f"SELECT 1 FROM outbox WHERE chat_id=? AND state IN {states}", (chat_id,))  # noqa: S608
        return found.fetchone() is not None

    def replies_since(self, since: float, chat_id: int | None = None) -> int:
        """How many replies (not bubbles) were sent since then, to one chat or to all."""
        found = self._db.execute(
            "SELECT count(DISTINCT chat_id || ':' || epoch) FROM outbox "
            "WHERE state IN ('sent','in_flight','unknown') AND sent_at>=? AND (? IS NULL OR chat_id=?)",
            (since, chat_id, chat_id),
        )
        return int(found.fetchone()[0])

    def _outgoing(self, where: str, values: tuple[object, ...]) -> list[Outgoing]:
        rows = self._db.execute(
            f"SELECT id, chat_id, epoch, random_id, text, state, msg_id, sent_at FROM outbox WHERE {where}",  # noqa: S608
            values,
        )
        return [Outgoing(r[0], r[1], r[2], r[3], r[4], Sending(r[5]), r[6], r[7]) for r in rows]

    # whom @names mean, and why things happened

    def known_peer(self, name: str) -> tuple[int, int] | None:
        """(user id, access hash) of a whitelisted name that was resolved before."""
        row = self._db.execute("SELECT user_id, access_hash FROM peer WHERE name=?", (name,)).fetchone()
        return (row[0], row[1]) if row else None

    def remember_peer(self, name: str, peer: Peer) -> None:
        with self._transaction():
            self._db.execute("REPLACE INTO peer VALUES (?,?,?)", (name, peer.id, peer.access_hash))

    def history(self, chat_id: int, newest: int = 20) -> list[tuple[float, str, str]]:
        """(when, state, reason) of the chat's last changes, oldest first."""
        rows = self._db.execute(
            "SELECT at, state, reason FROM audit WHERE chat_id=? ORDER BY rowid DESC LIMIT ?", (chat_id, newest)
        )
        return list(rows)[::-1]


def _chat(row: tuple[int, int, str, int, float, int, float, str]) -> Chat:
    return Chat(row[0], row[1], State(row[2]), *row[3:])


def new_random_id() -> int:
    """A nonzero signed 64-bit number from the system's randomness, as Telegram takes it."""
    return (secrets.randbits(63) | 1) * secrets.choice((-1, 1))
