"""Bring the notes in the notebook to Saved Messages, each once, in order, whatever goes wrong on the way."""

import asyncio
from collections.abc import Callable, Mapping

from loguru import logger
from telethon import errors

from harvest.client import telegram_errors
from harvest.errors import TryAgainLater
from harvest.messages import Peer
from userbot.ledger import Ledger
from userbot.notebook import Note
from userbot.wire import Wire

TOO_LATE_S = 24 * 3600.0  # what could not be told in a day is no news any more


class Notes:
    """peers: whom links may lead to. However often `deliver` is called, one at a time sends."""

    def __init__(
        self, wire: Wire, ledger: Ledger, peers: Callable[[], Mapping[int, Peer]], clock: Callable[[], float]
    ) -> None:
        self._wire, self._ledger, self._peers, self._clock = wire, ledger, peers, clock
        self._not_before = 0.0
        self._turn = asyncio.Lock()

    async def deliver(self) -> None:
        """Send what waits. What Telegram does not take now stays for the next time. Raises AccountError."""
        async with self._turn:
            for note in self._ledger.notebook.unsent():
                if self._clock() < self._not_before:
                    return
                try:
                    with telegram_errors():
                        await self._send(note)
                except TryAgainLater:
                    return

    async def _send(self, note: Note) -> None:
        """A note in doubt is sent again with its random_id, as a bubble is."""
        notebook = self._ledger.notebook
        if self._clock() - note.at > TOO_LATE_S:
            notebook.given_up(note)
            return
        people = [peer for link in note.links if (peer := self._peers().get(link.user_id))]
        try:
            notebook.sent(note, await self._wire.send_note(note.text, note.links, people, note.random_id))
        except errors.RandomIdDuplicateError:
            notebook.sent(note, None)
        except errors.FloodWaitError as error:
            self._not_before = self._clock() + error.seconds
            raise TryAgainLater("Telegram asks to wait") from None
        except errors.BadRequestError as error:
            logger.warning("a note to Saved Messages was refused ({})", type(error).__name__)
            notebook.given_up(note)
