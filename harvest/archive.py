"""Everything harvested, once: one SQLite file of peers, messages and how far each dialog was read.

A page of messages and the cursor that says they were taken are one transaction, so stopping anywhere loses nothing
and takes nothing twice. Messages of a pull and of an export meet by (chat, message id); the newest edit wins.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from harvest.archive_rows import MESSAGE_COLUMNS, PEER_COLUMNS, message_row, peer_row, to_message, to_peer
from harvest.archive_schema import prepare, trouble
from harvest.datadir import refuse_loose_modes
from harvest.errors import UserError
from harvest.messages import Message, Peer
from harvest.sealed import Seal

LARGEST_ID = 2**63 - 1
# The newest edit wins; what was seen to be borrowed stays so: exports name fewer of the bots that posted for somebody.
PUT_MESSAGE = f"""
INSERT INTO messages({MESSAGE_COLUMNS}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT(chat_id, id) DO UPDATE SET
    sent_at = excluded.sent_at, is_out = excluded.is_out, text = excluded.text, entities = excluded.entities,
    media = excluded.media, emoji = excluded.emoji, duration_s = excluded.duration_s, reply_to = excluded.reply_to,
    edited_at = excluded.edited_at, is_borrowed = max(is_borrowed, excluded.is_borrowed)
WHERE coalesce(excluded.edited_at, 0) >= coalesce(edited_at, 0)
"""
# What the account sees of a user (access_hash) goes before what an export says of them. Of a deleted account Telegram
# tells no name: the one that was known stays, and goes on being redacted.
TOLD = {name: f"excluded.{name}" for name in PEER_COLUMNS[1:]}
TOLD |= {name: f"iif(excluded.is_deleted, {name}, excluded.{name})" for name in ("first_name", "last_name", "phone")}
PUT_PEER = f"""
INSERT INTO peers({", ".join(PEER_COLUMNS)}) VALUES({", ".join("?" * len(PEER_COLUMNS))})
ON CONFLICT(id) DO UPDATE SET {", ".join(f"{name} = {value}" for name, value in TOLD.items())}
WHERE excluded.access_hash != 0 OR access_hash = 0
"""


class Archive:
    """Open with `Archive.open(path)`, or as a context manager. One writer at a time, from one thread."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path

    @classmethod
    def open(cls, path: Path, seal: Seal | None = None) -> "Archive":
        """The archive at `path`, made if missing. Raises UserError on a file that is no archive.

        seal: it is encrypted, or is to be from now on.
        """
        is_new = not path.exists()
        if is_new:
            path.touch(mode=0o600)
        refuse_loose_modes(path)
        connection = seal.connect(path) if seal else sqlite3.connect(path, isolation_level=None, timeout=30)
        try:
            prepare(connection, path)
        except UserError:
            connection.close()
            raise
        except connection.DatabaseError as error:
            connection.close()
            raise UserError(f"{path}: {seal.trouble(error) if seal else trouble(error)}") from error
        return cls(connection, path)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block's writes, or none. Raises UserError when the disk is full or the file is locked."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except self._db.OperationalError as error:
            self._roll_back()
            raise UserError(f"{self.path}: {trouble(error)}") from error
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def put_peers(self, peers: Iterable[Peer]) -> None:
        self._db.executemany(PUT_PEER, map(peer_row, peers))

    def put_messages(self, messages: Iterable[Message]) -> None:
        self._db.executemany(PUT_MESSAGE, map(message_row, messages))

    def put_page(self, chat_id: int, messages: Iterable[Message], last_id: int) -> None:
        """A page of history and the cursor that says it was taken, as one."""
        with self.transaction():
            self.put_messages(messages)
            self._db.execute("INSERT OR REPLACE INTO cursors(chat_id, last_id) VALUES(?, ?)", (chat_id, last_id))

    def put_reread(self, chat_id: int, messages: Sequence[Message], first_id: int, last_id: int) -> tuple[int, int]:
        """The ids from first_id to last_id as they stand now. Returns how many were edited, and how many are gone."""
        now = {message.id for message in messages}
        with self.transaction():
            rows = self._db.execute(
                "SELECT id, coalesce(edited_at, 0) FROM messages WHERE chat_id = ? AND id BETWEEN ? AND ?",
                (chat_id, first_id, last_id),
            )
            before: dict[int, float] = dict(rows.fetchall())
            gone = before.keys() - now
            self._db.executemany("DELETE FROM messages WHERE chat_id = ? AND id = ?", ((chat_id, id) for id in gone))
            self.put_messages(messages)
        return sum((m.edited_at or 0) > before.get(m.id, float("inf")) for m in messages), len(gone)

    def put_clone_written(self, sent: Iterable[tuple[int, int]]) -> None:
        """(chat_id, message id) of what the clone wrote; kept here, as the daemon's ledger may be gone one day."""
        with self.transaction():
            self._db.executemany("INSERT OR IGNORE INTO clone_written(chat_id, id) VALUES(?, ?)", sent)

    def put_dataset(self, hash: str, chat_ids: Iterable[int]) -> None:
        """Whose words a dataset holds: so that a run trained on it can be told of when one of them is forgotten."""
        with self.transaction():
            rows = ((hash, chat_id) for chat_id in chat_ids)
            self._db.executemany("INSERT OR IGNORE INTO datasets(hash, chat_id) VALUES(?, ?)", rows)

    def datasets_without(self, chat_id: int) -> set[str]:
        """Hashes of the datasets known to hold nothing of this chat."""
        rows = self._db.execute("SELECT hash FROM datasets GROUP BY hash HAVING max(chat_id = ?) = 0", (chat_id,))
        return {row[0] for row in rows}

    def forget(self, chat_id: int) -> int:
        """Remove all that is known of a chat, from the file's free pages too. Returns how many messages that were."""
        with self._wiping(), self.transaction():
            gone = self._db.execute("DELETE FROM messages WHERE chat_id = ?", (chat_id,)).rowcount
            for table in ("cursors", "clone_written", "datasets"):
                self._db.execute(f"DELETE FROM {table} WHERE chat_id = ?", (chat_id,))  # noqa: S608
            self._db.execute("DELETE FROM peers WHERE id = ?", (chat_id,))
        return gone

    def purge(self) -> None:
        """Remove all messages, and how far each dialog was read. Who the people are stays."""
        with self._wiping(), self.transaction():
            for table in ("messages", "cursors"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608

    @contextmanager
    def _wiping(self) -> Iterator[None]:
        """What is deleted is overwritten, and no older copy is left in the write-ahead log."""
        self._db.execute("PRAGMA secure_delete = ON")
        yield
        try:
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except self._db.OperationalError as error:
            raise UserError(f"{self.path}: {trouble(error)}") from error

    def cursor(self, chat_id: int) -> int:
        """The last message id that a pull has taken of this chat, 0 before the first."""
        row = self._db.execute("SELECT last_id FROM cursors WHERE chat_id = ?", (chat_id,)).fetchone()
        return int(row[0]) if row else 0

    def last_at(self, chat_id: int, up_to_id: int = LARGEST_ID) -> float:
        """When the newest stored message with an id up to that was sent; minus infinity without one."""
        row = self._db.execute(
            "SELECT sent_at FROM messages WHERE chat_id = ? AND id <= ? ORDER BY id DESC LIMIT 1", (chat_id, up_to_id)
        ).fetchone()
        return float(row[0]) if row else float("-inf")

    def peers(self) -> list[Peer]:
        rows = self._db.execute(f"SELECT {', '.join(PEER_COLUMNS)} FROM peers ORDER BY id")  # noqa: S608
        return [to_peer(row) for row in rows]

    def chats(self) -> list[int]:
        """Every chat with a message, by id."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT chat_id FROM messages ORDER BY chat_id")]

    def count(self, chat_id: int) -> int:
        row = self._db.execute("SELECT count(*) FROM messages WHERE chat_id = ?", (chat_id,)).fetchone()
        return int(row[0])

    def counts(self) -> dict[int, int]:
        """Messages in each chat."""
        return dict(self._db.execute("SELECT chat_id, count(*) FROM messages GROUP BY chat_id").fetchall())

    def time_span(self, chat_ids: Iterable[int]) -> tuple[float, float] | None:
        """When the first and the last message of those chats were sent; None without one."""
        query = "SELECT min(sent_at), max(sent_at) FROM messages WHERE chat_id = ?"
        spans = [self._db.execute(query, (chat_id,)).fetchone() for chat_id in chat_ids]
        told = [span for span in spans if span[0] is not None]
        return (min(first for first, _ in told), max(last for _, last in told)) if told else None

    def activity(self, chat_id: int, since: float, period_s: float) -> list[tuple[int, int, int]]:
        """(period, is_out, messages) of one chat, counted in periods from `since` on."""
        return self._db.execute(
            "SELECT CAST((sent_at - ?) / ? AS INTEGER), is_out, count(*) FROM messages WHERE chat_id = ? GROUP BY 1, 2",
            (since, period_s, chat_id),
        ).fetchall()

    def messages(self, chat_id: int) -> Iterator[Message]:
        """One chat, oldest first, streamed."""
        rows = self._db.execute(
            f"SELECT {MESSAGE_COLUMNS} FROM messages WHERE chat_id = ? ORDER BY id",  # noqa: S608
            (chat_id,),
        )
        return map(to_message, rows)

    def message(self, chat_id: int, id: int) -> Message | None:
        row = self._db.execute(
            f"SELECT {MESSAGE_COLUMNS} FROM messages WHERE chat_id = ? AND id = ?",  # noqa: S608
            (chat_id, id),
        ).fetchone()
        return to_message(row) if row else None

    def machine_like(self, min_chars: int, min_chats: int) -> frozenset[str]:
        """Long texts that the owner sent to many people, letter by letter the same."""
        rows = self._db.execute(
            "SELECT trim(text) FROM messages WHERE is_out AND media IS NULL AND length(text) >= ? "
            "GROUP BY trim(text) HAVING count(DISTINCT chat_id) >= ?",
            (min_chars, min_chats),
        )
        return frozenset(row[0] for row in rows)

    def clone_written(self, chat_id: int) -> frozenset[int]:
        rows = self._db.execute("SELECT id FROM clone_written WHERE chat_id = ?", (chat_id,))
        return frozenset(row[0] for row in rows)
