"""The daemon's memory on disk: what each chat owes, what was sent, and why. Decides nothing.

Beside the chats and their bubbles the same file holds the owner's choices and the notes to Saved Messages.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from harvest.messages import Peer
from userbot import core
from userbot.choices import Choices
from userbot.core import Chat, State
from userbot.database import opened, transaction
from userbot.notebook import Notebook
from userbot.numbers import new_random_id

NOTES_FROM = "notes_from"
NO_EPOCH = -1  # of what no reply of the clone's sent
COLUMNS = tuple(field.name for field in fields(Chat))


class Sending(StrEnum):
    """PLANNED: not tried. IN_FLIGHT: Telegram may have it. UNKNOWN: nobody can tell any more, so never sent again.

    DRAFTED: the owner sent the draft that the clone had left; no reply of the clone's, but its words.
    DROPPED: the chat moved on, or Telegram refused it. UNDONE: sent, and deleted again at the owner's word.
    """

    PLANNED = "planned"
    IN_FLIGHT = "in_flight"
    SENT = "sent"
    DROPPED = "dropped"
    UNKNOWN = "unknown"
    UNDONE = "undone"
    DRAFTED = "drafted"


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
        self.choices = Choices(db)
        self.notebook = Notebook(db)

    @classmethod
    def open(cls, path: Path) -> "Ledger":
        return cls(opened(path))

    def close(self) -> None:
        self._db.close()

    # chats

    def watch(self, chat_id: int, newest_id: int) -> Chat:
        """The chat, remembered from now on. At first sight all that stands there (newest_id) counts as answered."""
        self.watch_all({chat_id: newest_id})
        return self.chat(chat_id)

    def watch_all(self, newest_ids: Mapping[int, int]) -> None:
        """The same for many chats, by chat id."""
        first = [Chat(chat_id, answered_id=top, reason="watched from here on") for chat_id, top in newest_ids.items()]
        with transaction(self._db):
            self._db.executemany(f"INSERT OR IGNORE INTO {_CHAT_ROW}", map(_values, first))

    def chat(self, chat_id: int) -> Chat:
        """Raises KeyError for a chat that was never watched."""
        row = self._db.execute(f"{_SELECT_CHAT} WHERE chat_id=?", (chat_id,)).fetchone()
        if row is None:
            raise KeyError(chat_id)
        return _chat(row)

    def chats(self) -> list[Chat]:
        return [_chat(row) for row in self._db.execute(f"{_SELECT_CHAT} ORDER BY chat_id")]

    def owing(self) -> list[Chat]:
        """Chats that wait for a reply, or get one just now."""
        return [_chat(row) for row in self._db.execute(f"{_SELECT_CHAT} WHERE state<>'quiet' ORDER BY due_at")]

    def update(self, chat_id: int, decide: Callable[[Chat], Chat], now: float) -> Chat:
        """Replace the chat by what `decide` makes of it, in one transaction, and note the change."""
        with transaction(self._db):
            return self._update(chat_id, decide, now)

    def hear(self, chat_id: int, message_id: int, decide: Callable[[Chat], Chat], now: float) -> Chat | None:
        """The same for a message, once: None if it was heard before, or changed nothing."""
        with transaction(self._db):
            if not self._db.execute("INSERT OR IGNORE INTO seen VALUES (?,?)", (chat_id, message_id)).rowcount:
                return None
            was = self.chat(chat_id)
            chat = self._update(chat_id, decide, now)
            return chat if chat != was else None

    def watch_notes(self, newest_id: int) -> None:
        """Saved Messages, remembered from now on: what stands there at first sight is no command."""
        if self.choices.remembered(NOTES_FROM) is None:
            self.choices.remember(NOTES_FROM, newest_id)

    def is_new(self, chat_id: int, message_id: int) -> bool:
        """Whether this message in Saved Messages is the owner's, and was not taken in yet."""
        if message_id <= int(self.choices.remembered(NOTES_FROM) or 0) or self.notebook.is_ours(message_id):
            return False
        return not self.has_seen(chat_id, message_id)

    def has_seen(self, chat_id: int, message_id: int) -> bool:
        """Whether that message of the contact's or the owner's was taken in."""
        found = self._db.execute("SELECT 1 FROM seen WHERE chat_id=? AND message_id=?", (chat_id, message_id))
        return found.fetchone() is not None

    def taken_in(self, chat_id: int, message_id: int) -> None:
        with transaction(self._db):
            self._db.execute("INSERT OR IGNORE INTO seen VALUES (?,?)", (chat_id, message_id))

    def has_place_for(self, chat_id: int, message_id: int) -> bool:
        """Whether nobody is known yet to have written that message."""
        found = self._db.execute("SELECT 1 FROM outbox WHERE chat_id=? AND msg_id=?", (chat_id, message_id))
        return found.fetchone() is None and not self.has_seen(chat_id, message_id)

    def unanswered(self, chat_id: int, above: int) -> list[int]:
        """Ids, above that one, of messages that nobody has answered."""
        rows = self._db.execute(
            "SELECT message_id FROM seen JOIN chat USING (chat_id)"
            " WHERE chat_id=? AND message_id>max(?, answered_id) AND message_id<=heard_id",
            (chat_id, above),
        )
        return [row[0] for row in rows]

    def forget(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Those messages are gone."""
        with transaction(self._db):
            gone = [(chat_id, message_id) for message_id in message_ids]
            self._db.executemany("DELETE FROM seen WHERE chat_id=? AND message_id=?", gone)

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
        self._db.execute(f"REPLACE INTO {_CHAT_ROW}", _values(chat))
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
        with transaction(self._db):
            if self.chat(chat_id).epoch != epoch:
                return []
            self._plan(chat_id, epoch, bubbles, now)
        return self.outgoing(chat_id, epoch)

    def _plan(self, chat_id: int, epoch: int, bubbles: Sequence[str], now: float) -> None:
        self._db.executemany(
            "INSERT INTO outbox (chat_id, epoch, random_id, text, state, planned_at) VALUES (?,?,?,?,'planned',?)",
            [(chat_id, epoch, new_random_id(), bubble, now) for bubble in bubbles],
        )

    def approve(self, chat_id: int, epoch: int, bubbles: Sequence[str], now: float) -> Chat | None:
        """Plan the reply that the owner approved, and make its chat due, at once. None if the chat moved on."""
        with transaction(self._db):
            chat = self.chat(chat_id)
            if chat.epoch != epoch or chat.state is not State.QUIET or not chat.is_owed:
                return None
            self._plan(chat_id, epoch, bubbles, now)
            self._db.execute("DELETE FROM proposal WHERE chat_id=?", (chat_id,))
            return self._update(chat_id, lambda c: core.approved(c, epoch, now), now)

    def outgoing(self, chat_id: int, epoch: int) -> list[Outgoing]:
        """The reply of that epoch, in order."""
        return self._outgoing("chat_id=? AND epoch=? ORDER BY id", (chat_id, epoch))

    def in_flight(self, chat_id: int) -> list[Outgoing]:
        return self._outgoing("chat_id=? AND state='in_flight' ORDER BY id", (chat_id,))

    def take_off(self, bubble: Outgoing, now: float) -> bool:
        """PLANNED or IN_FLIGHT to IN_FLIGHT, if its epoch is still the chat's: the last word before the send."""
        with transaction(self._db):
            changed = self._db.execute(
                "UPDATE outbox SET state='in_flight', sent_at=coalesce(sent_at, ?) "
                "WHERE id=? AND state IN ('planned','in_flight') "
                "AND epoch=(SELECT epoch FROM chat WHERE chat.chat_id=outbox.chat_id)",
                (now, bubble.id),
            )
            return changed.rowcount == 1

    def landed(self, bubble_id: int, message_id: int) -> None:
        """It stands in the chat. The first of its reply makes the reply count."""
        others = (
            "SELECT me.chat_id, (SELECT count(*) FROM outbox WHERE chat_id=me.chat_id AND epoch=me.epoch"
            " AND state='sent') FROM outbox AS me WHERE id=?"
        )
        with transaction(self._db):
            chat_id, already = self._db.execute(others, (bubble_id,)).fetchone()
            self._db.execute("UPDATE outbox SET state='sent', msg_id=? WHERE id=?", (message_id, bubble_id))
            if not already:
                self._db.execute(f"REPLACE INTO {_CHAT_ROW}", _values(core.began(self.chat(chat_id))))

    def settle(self, bubble_id: int, state: Sending) -> None:
        """Any other end: back to PLANNED after a refusal, DROPPED, or UNKNOWN."""
        sent_at = ", sent_at=NULL" if state is Sending.PLANNED else ""
        with transaction(self._db):
            self._db.execute(f"UPDATE outbox SET state=?{sent_at} WHERE id=?", (state, bubble_id))  # noqa: S608

    def drop_planned(self, chat_id: int, epoch: int) -> None:
        """What was not tried yet of that reply will not be."""
        with transaction(self._db):
            self._db.execute(
                "UPDATE outbox SET state='dropped' WHERE chat_id=? AND epoch=? AND state='planned'", (chat_id, epoch)
            )

    def long_in_doubt(self, before: float) -> list[Outgoing]:
        return self._outgoing("state='in_flight' AND sent_at<? ORDER BY id", (before,))

    def give_up(self, before: float) -> list[Outgoing]:
        """Bubbles in doubt since before then become UNKNOWN: too old to send again. Returns them."""
        doubted = self.long_in_doubt(before)
        with transaction(self._db):
            self._db.executemany("UPDATE outbox SET state='unknown' WHERE id=?", [(b.id,) for b in doubted])
        return doubted

    def draft_was_sent(self, chat_id: int, message_id: int, text: str, now: float) -> None:
        """The owner sent the clone's draft as it was: `harvest` must not take it for the owner's own words."""
        with transaction(self._db):
            self._db.execute(
                "INSERT INTO outbox (chat_id, epoch, random_id, text, state, msg_id, planned_at) "
                "VALUES (?,?,?,?,?,?,?)",
                (chat_id, NO_EPOCH, new_random_id(), text, Sending.DRAFTED, message_id, now),
            )

    def last_reply(self, chat_id: int | None = None) -> list[Outgoing]:
        """The bubbles that stand of the newest reply, to this chat or to any."""
        newest = self._outgoing("state='sent' AND (?1 IS NULL OR chat_id=?1) ORDER BY sent_at DESC LIMIT 1", (chat_id,))
        return (
            [b for b in self.outgoing(newest[0].chat_id, newest[0].epoch) if b.state is Sending.SENT] if newest else []
        )

    def sent_since(self, since: float) -> list[Outgoing]:
        """Every bubble that was sent since then, in order."""
        return self._outgoing("state='sent' AND sent_at>=? ORDER BY sent_at, id", (since,))

    def has_told(self, chat_id: int, text: str) -> bool:
        """Whether this very bubble was ever sent, or may have been, to this chat."""
        states = "('sent','in_flight','unknown')"
        found = self._db.execute(
            f"SELECT 1 FROM outbox WHERE chat_id=? AND text=? AND state IN {states}",  # noqa: S608
            (chat_id, text),
        )
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
        with transaction(self._db):
            self._db.execute("REPLACE INTO peer VALUES (?,?,?)", (name, peer.id, peer.access_hash))

    def history(self, chat_id: int, newest: int = 20) -> list[tuple[float, str, str]]:
        """(when, state, reason) of the chat's last changes, oldest first."""
        rows = self._db.execute(
            "SELECT at, state, reason FROM audit WHERE chat_id=? ORDER BY rowid DESC LIMIT ?", (chat_id, newest)
        )
        return list(rows)[::-1]


_SELECT_CHAT = f"SELECT {', '.join(COLUMNS)} FROM chat"  # noqa: S608
_CHAT_ROW = f"chat ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"


def _chat(row: tuple[Any, ...]) -> Chat:
    values = dict(zip(COLUMNS, row, strict=True))
    return Chat(**values | {"state": State(values["state"]), "is_approved": bool(values["is_approved"])})


def _values(chat: Chat) -> tuple[Any, ...]:
    return tuple(getattr(chat, name) for name in COLUMNS)
