"""The daemon's SQLite file: opened, checked, brought up to date. Knows tables, not what they mean.

Every change is one transaction with `synchronous=FULL`: what the daemon acted on is on disk before it acts. All calls
come from the event loop's thread and last a disk sync at most.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harvest.errors import TryAgainLater, UserError

SCHEMA_VERSION = 2
V1 = """
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
V2 = """
ALTER TABLE chat ADD COLUMN owed_since REAL NOT NULL DEFAULT 0;
ALTER TABLE chat ADD COLUMN streak INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chat ADD COLUMN is_approved INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chat ADD COLUMN read_id INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_by_time ON outbox (sent_at);
CREATE INDEX audit_by_chat ON audit (chat_id);
CREATE TABLE note (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, random_id INTEGER NOT NULL UNIQUE, text TEXT NOT NULL,
    links TEXT NOT NULL, state TEXT NOT NULL, msg_id INTEGER, at REAL NOT NULL);
CREATE TABLE proposal (
    chat_id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, bubbles TEXT NOT NULL, note_id INTEGER NOT NULL,
    at REAL NOT NULL);
CREATE TABLE draft (chat_id INTEGER PRIMARY KEY, text TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE choice (chat_id INTEGER, key TEXT, value TEXT NOT NULL, PRIMARY KEY (chat_id, key)) WITHOUT ROWID;
"""
STEPS = (V1, V2)


def opened(path: Path) -> sqlite3.Connection:
    """Raises TryAgainLater when another program holds the file, UserError when it is damaged or too new."""
    db = sqlite3.connect(path, isolation_level=None, timeout=5.0)
    try:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        if db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("quick_check")
        _migrate(db, path)
    except sqlite3.OperationalError as error:
        raise TryAgainLater(f"{path}: the ledger is busy or unreachable ({error}). Try again later.") from None
    except sqlite3.DatabaseError:
        raise UserError(
            f"{path}: the ledger is damaged, so nothing is sent. Move the file away; open chats are read anew."
        ) from None
    return db


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise UserError(f"{path}: written by a newer understudy (schema {version}). Upgrade understudy.")
    for number, step in enumerate(STEPS[version:], start=version + 1):
        db.executescript(f"BEGIN IMMEDIATE; {step} PRAGMA user_version={number}; COMMIT;")


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing; waits for other writers."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
