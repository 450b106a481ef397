"""What goes to the owner's Saved Messages, what was proposed there, and the drafts left in chats. Decides nothing.

A note is sent as a reply is: its random_id is on disk before the first try, so it arrives once.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from userbot.database import transaction
from userbot.numbers import new_random_id

KEPT_S = 30 * 86400.0


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of a note that leads to a person's chat. offset, length: in UTF-16 units, as Telegram counts."""

    offset: int
    length: int
    user_id: int


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    random_id: int
    text: str
    links: tuple[Link, ...]
    at: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reply that waits for the owner's word. epoch: of its chat; in a later one it is outdated.

    note_id: the message in Saved Messages that shows it, None while that is not sent yet.
    """

    chat_id: int
    epoch: int
    bubbles: tuple[str, ...]
    note_id: int | None


@dataclass(frozen=True, slots=True)
class Notebook:
    """Kept in the ledger's file."""

    db: sqlite3.Connection

    # notes

    def write(self, key: str, text: str, links: Sequence[Link], now: float) -> bool:
        """Put a note in line. False if one with this key was written before."""
        with transaction(self.db):
            return self._write(key, text, links, now)

    def _write(self, key: str, text: str, links: Sequence[Link], now: float) -> bool:
        listed = json.dumps([(link.offset, link.length, link.user_id) for link in links])
        written = self.db.execute(
            "INSERT OR IGNORE INTO note (key, random_id, text, links, state, at) VALUES (?,?,?,?,'planned',?)",
            (key, new_random_id(), text, listed, now),
        )
        return written.rowcount == 1

    def unsent(self) -> list[Note]:
        rows = self.db.execute("SELECT id, random_id, text, links, at FROM note WHERE state='planned' ORDER BY id")
        return [Note(r[0], r[1], r[2], tuple(Link(*link) for link in json.loads(r[3])), r[4]) for r in rows]

    def sent(self, note: Note, message_id: int | None) -> None:
        """Its words are in Saved Messages now, and no longer needed here."""
        self._end(note, "sent", message_id)

    def given_up(self, note: Note) -> None:
        self._end(note, "dropped", None)

    def _end(self, note: Note, state: str, message_id: int | None) -> None:
        with transaction(self.db):
            self.db.execute("UPDATE note SET state=?, msg_id=?, text='' WHERE id=?", (state, message_id, note.id))

    def message_of(self, key: str) -> int | None:
        row = self.db.execute("SELECT msg_id FROM note WHERE key=?", (key,)).fetchone()
        return row[0] if row else None

    def key_of(self, message_id: int) -> str | None:
        """Which note that message in Saved Messages is; None for one of the owner's."""
        row = self.db.execute("SELECT key FROM note WHERE msg_id=?", (message_id,)).fetchone()
        return row[0] if row else None

    def is_ours(self, message_id: int) -> bool:
        """Whether that message in Saved Messages is a note, not the owner's."""
        return self.db.execute("SELECT 1 FROM note WHERE msg_id=?", (message_id,)).fetchone() is not None

    def forget_old(self, now: float) -> None:
        with transaction(self.db):
            self.db.execute("DELETE FROM note WHERE at<? AND state<>'planned'", (now - KEPT_S,))

    # proposals

    def propose(
        self, chat_id: int, epoch: int, bubbles: Sequence[str], text: str, links: Sequence[Link], now: float
    ) -> None:
        """The chat's proposal, in place of one of an earlier epoch, and the note that shows it. In the same epoch the
        first one stands: what is sent must be what was shown.
        """
        key = f"proposal:{chat_id}:{epoch}"
        with transaction(self.db):
            if self._write(key, text, links, now):
                self.db.execute(
                    "REPLACE INTO proposal SELECT ?,?,?,id,? FROM note WHERE key=?",
                    (chat_id, epoch, json.dumps(bubbles), now, key),
                )

    def proposal_of(self, chat_id: int) -> Proposal | None:
        return self._proposal("proposal.chat_id=?", chat_id)

    def proposal_shown_by(self, message_id: int) -> Proposal | None:
        """The proposal whose note is that message of Saved Messages."""
        return self._proposal("note.msg_id=?", message_id)

    def proposals(self) -> list[Proposal]:
        """All that wait, the oldest first."""
        rows = self.db.execute("SELECT chat_id FROM proposal ORDER BY at").fetchall()
        return [found for (chat_id,) in rows if (found := self.proposal_of(chat_id))]

    def _proposal(self, where: str, value: int) -> Proposal | None:
        row = self.db.execute(f"{_SELECT_PROPOSAL} WHERE {where}", (value,)).fetchone()
        return Proposal(row[0], row[1], tuple(json.loads(row[2])), row[3]) if row else None

    def settle_proposal(self, chat_id: int) -> None:
        with transaction(self.db):
            self.db.execute("DELETE FROM proposal WHERE chat_id=?", (chat_id,))

    # drafts

    def left_draft(self, chat_id: int) -> str | None:
        """The draft that the clone left in that chat's input field."""
        row = self.db.execute("SELECT text FROM draft WHERE chat_id=?", (chat_id,)).fetchone()
        return row[0] if row else None

    def leave_draft(self, chat_id: int, text: str, now: float) -> None:
        with transaction(self.db):
            self.db.execute("REPLACE INTO draft VALUES (?,?,?)", (chat_id, text, now))


_SELECT_PROPOSAL = (
    "SELECT proposal.chat_id, epoch, bubbles, note.msg_id FROM proposal JOIN note ON note.id = proposal.note_id"
)
