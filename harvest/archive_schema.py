"""The archive's tables, how an older archive gets what it lacks, and what SQLite's troubles mean for the owner."""

import sqlite3
from pathlib import Path

from harvest.errors import UserError

SCHEMA_VERSION = 2
SCHEMA = """
CREATE TABLE peers(
    id INTEGER PRIMARY KEY, first_name TEXT NOT NULL, last_name TEXT NOT NULL, username TEXT NOT NULL,
    phone TEXT NOT NULL, access_hash INTEGER NOT NULL, is_self INTEGER NOT NULL, is_bot INTEGER NOT NULL,
    is_deleted INTEGER NOT NULL, is_contact INTEGER NOT NULL, is_support INTEGER NOT NULL
) STRICT;
CREATE TABLE messages(
    chat_id INTEGER NOT NULL, id INTEGER NOT NULL, sent_at REAL NOT NULL, is_out INTEGER NOT NULL,
    text TEXT NOT NULL, entities TEXT, media TEXT, emoji TEXT, duration_s INTEGER, reply_to INTEGER,
    edited_at REAL, is_borrowed INTEGER NOT NULL, PRIMARY KEY(chat_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE cursors(chat_id INTEGER PRIMARY KEY, last_id INTEGER NOT NULL) STRICT;
CREATE TABLE datasets(hash TEXT NOT NULL, chat_id INTEGER NOT NULL, PRIMARY KEY(hash, chat_id)) STRICT, WITHOUT ROWID;
CREATE TABLE clone_written(
    chat_id INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY(chat_id, id)
) STRICT, WITHOUT ROWID;
"""
TABLES = {"peers", "messages", "cursors"}  # that every archive has had
# What each version lacks of the next one. The first archives had no `datasets`, later ones of the same version did.
LACKS = {
    1: "CREATE TABLE IF NOT EXISTS datasets(hash TEXT NOT NULL, chat_id INTEGER NOT NULL, PRIMARY KEY(hash, chat_id)) "
    "STRICT, WITHOUT ROWID",
}
NO_ARCHIVE = "this is no archive. Move it away; the next pull or import makes a new one."


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables, or bring older ones up to date. Raises UserError on another program's file, or a newer one."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if tables and not tables >= TABLES:
        raise UserError(f"{path}: {NO_ARCHIVE}")
    connection.execute("PRAGMA journal_mode = WAL")
    # A power cut may undo the last commits, never half of one: a page and its cursor go together and are asked again.
    connection.execute("PRAGMA synchronous = NORMAL")
    if _version(connection) != SCHEMA_VERSION:
        _bring_up_to_date(connection, path)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """All of it or nothing. Another process may have done the same a moment ago, so the version is read anew."""
    connection.execute("BEGIN IMMEDIATE")
    version = _version(connection)
    if version > SCHEMA_VERSION:
        raise UserError(f"{path}: made by a newer understudy (archive version {version}). Update this one.")
    steps = [LACKS[older] for older in range(version, SCHEMA_VERSION)] if version else SCHEMA.split(";")
    for step in steps:
        connection.execute(step)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def trouble(error: sqlite3.DatabaseError) -> str:
    known = {
        "SQLITE_FULL": "the disk is full. What was stored before is safe; make room and run the same command again.",
        "SQLITE_BUSY": "another harvest is writing to it. Wait for it, then run the same command again.",
        "SQLITE_NOTADB": NO_ARCHIVE,
        "SQLITE_CORRUPT": "the file is damaged. Move it away, then pull and import again.",
        "SQLITE_IOERR": "the disk would not take it. What was stored before is safe; check the disk, run it again.",
        "SQLITE_READONLY": "it cannot be written. Check the file's owner and the disk.",
    }
    name = getattr(error, "sqlite_errorname", "")
    return next((line for key, line in known.items() if name.startswith(key)), f"SQLite gave up ({name or 'no name'}).")
