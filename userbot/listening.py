"""What each thing heard from Telegram means: for a chat, for the owner's presence, for the whole account."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from loguru import logger

from harvest.userbot_settings import UserbotSettings
from userbot.choices import UNTIL_RESUMED
from userbot.hearing import Hearing
from userbot.ledger import Ledger
from userbot.presence import Presence
from userbot.replies import Replies, unrecorded
from userbot.wire import Seen


@dataclass(frozen=True, slots=True)
class Listening:
    """A userbot.ears.Listener. note_heard: a message of the owner's to themselves. fail: ends the daemon, which would
    not know what it owes if something could not be recorded.
    """

    settings: UserbotSettings
    ledger: Ledger
    hearing: Hearing
    presence: Presence
    replies: Replies
    note_heard: Callable[[Seen], None]
    trouble: Callable[[str, str], None]
    folders_changed: Callable[[], None]
    fail: Callable[[Exception], None]
    clock: Callable[[], float]

    def on_message(self, message: Seen) -> None:
        if message.is_out:
            self.presence.note()
        with self._recorded():
            self.hearing.note(message, self.clock())

    def on_own_note(self, message: Seen) -> None:
        self.presence.note()
        self.note_heard(message)

    def on_contact_composing(self, chat_id: int) -> None:
        with self._recorded():
            self.hearing.note_composing(chat_id, is_owner=False, now=self.clock())

    def on_draft(self, chat_id: int, text: str) -> None:
        """Unless it is the one the clone left there."""
        with self._recorded():
            if text != self.ledger.notebook.left_draft(chat_id):
                self.presence.note()
                self.hearing.note_composing(chat_id, is_owner=True, now=self.clock())

    def on_call(self, chat_id: int) -> None:
        self.presence.note()
        with self._recorded():
            self.hearing.note_call(chat_id, self.clock())

    def on_reading(self, chat_id: int, up_to_id: int) -> None:
        how = self.settings.reading
        with self._recorded():
            if how != "ignore":
                self.hearing.note_reading(chat_id, up_to_id, settles=how == "cancel", now=self.clock())

    def on_edit(self, chat_id: int, message_id: int) -> None:
        with self._recorded():
            self.hearing.note_edit(chat_id, message_id, self.clock())

    def on_deletion(self, message_ids: Sequence[int]) -> None:
        with self._recorded():
            self.hearing.note_deletion(message_ids, self.clock())

    def on_new_login(self, device: str) -> None:
        """Somebody may have got hold of the account: nothing is sent until the owner says so."""
        logger.warning("a new login on the account: paused until the owner resumes")
        with self._recorded():
            self.ledger.choices.pause(UNTIL_RESUMED)
            self.replies.halt()
            self.trouble("new_login", device)

    def on_folders_changed(self) -> None:
        self.folders_changed()

    @contextmanager
    def _recorded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            self.fail(unrecorded(error))
