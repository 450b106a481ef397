"""Which messages the clone itself sent: read from the daemon's ledger, so that it never learns from itself."""

import sqlite3
from pathlib import Path

from harvest.archive import Archive
from harvest.errors import UserError


def remember_clone_written(archive: Archive, ledger: Path) -> int:
    """Copy the ledger's sent ids into the archive, where they outlive it. Returns how many the ledger knows."""
    sent = sent_ids(ledger)
    archive.put_clone_written(sent)
    return len(sent)


def sent_ids(ledger: Path) -> list[tuple[int, int]]:
    """(chat_id, message id) of each message sent. Raises UserError if a ledger is there but cannot be read:
    without it the clone's words would pass for the owner's.
    """
    if not ledger.is_file():
        return []
    try:
        connection = sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        try:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'outbox'").fetchone():
                return []
            rows = connection.execute("SELECT chat_id, msg_id FROM outbox WHERE msg_id IS NOT NULL ORDER BY 1, 2")
            return [(int(chat_id), int(message_id)) for chat_id, message_id in rows]
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise UserError(
            f"{ledger}: the daemon's ledger cannot be read ({type(error).__name__}). Mend it first."
        ) from None
