"""Take a dialog's history upward from where the last pull stopped. Knows nothing of terminals: a watcher shows it.

Each page is stored with its cursor before the next one counts, so a pull that is stopped anywhere goes on from there.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from loguru import logger
from telethon import TelegramClient, errors
from telethon.tl import functions, types

from harvest.archive import Archive
from harvest.client import REFUSALS
from harvest.dialogs import Dialog
from harvest.errors import TryAgainLater
from harvest.messages import Message, Peer
from harvest.telegram import message_from

PAGE = 100
LONGEST_FLOOD_WAIT_S = 3600  # beyond an hour the owner is told to come back


class Watcher(Protocol):
    """Sees a pull go on. total and done: messages in the dialog, and those already taken."""

    def begins(self, peer: Peer, total: int, done: int) -> None: ...
    def took(self, seen: int) -> None: ...
    def waits(self, seconds_left: int) -> None: ...
    def lost(self, peer: Peer, reason: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Page:
    """Messages of one answer, oldest first. last_id: the newest id in it, 0 on an empty one. seen: service ones too."""

    messages: list[Message]
    last_id: int
    seen: int
    total: int


@dataclass(slots=True)
class Pull:
    """pace_s: seconds between two requests. sleep and clock: the shell's, or a test's."""

    client: TelegramClient
    archive: Archive
    watcher: Watcher
    pace_s: float
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    _asked_at: float = field(default=float("-inf"))

    async def dialogs(self, dialogs: Iterable[Dialog]) -> dict[int, int]:
        """Messages stored of each. The watcher hears of one that Telegram no longer shows; the next one follows."""
        stored = {}
        for dialog in dialogs:
            try:
                stored[dialog.peer.id] = await self.dialog(dialog)
            except errors.BadRequestError as error:
                if type(error).__name__ in REFUSALS:
                    raise
                self.watcher.lost(dialog.peer, type(error).__name__)
        return stored

    async def dialog(self, dialog: Dialog) -> int:
        """Store what is new in one dialog. Returns how many messages were stored."""
        peer, cursor, stored = dialog.peer, self.archive.cursor(dialog.peer.id), 0
        if cursor >= dialog.last_id:
            return 0
        page = await self._page_above(peer, cursor)
        self.watcher.begins(peer, page.total, min(self.archive.count(peer.id), page.total))
        while page.last_id > cursor:
            cursor = page.last_id
            self.archive.put_page(peer.id, page.messages, cursor)
            stored += len(page.messages)
            self.watcher.took(page.seen)
            if cursor >= dialog.last_id:  # saves the request that would find nothing
                break
            page = await self._page_above(peer, cursor)
        logger.info("pulled {} messages of chat {}, up to {}", stored, peer.id, cursor)
        return stored

    async def _page_above(self, peer: Peer, cursor: int) -> Page:
        """The 100 messages that follow `cursor`. A short page is not the end: Telegram leaves out deleted ones."""
        request = functions.messages.GetHistoryRequest(
            peer=types.InputPeerUser(peer.id, peer.access_hash),
            offset_id=cursor + 1,
            offset_date=None,
            add_offset=-PAGE,
            limit=PAGE,
            max_id=0,
            min_id=0,
            hash=0,
        )
        return page_of(await self._ask(request), peer.id, cursor)

    async def _ask(self, request: Any) -> Any:
        """The answer, at our pace, however long Telegram makes us wait. Raises TryAgainLater beyond an hour."""
        while True:
            await self._keep_pace()
            try:
                return await self.client(request)
            except errors.FloodWaitError as error:
                await self._wait_out(int(error.seconds))

    async def _keep_pace(self) -> None:
        early_s = self._asked_at + self.pace_s - self.clock()
        if early_s > 0:
            await self.sleep(early_s)
        self._asked_at = self.clock()

    async def _wait_out(self, seconds: int) -> None:
        if seconds > LONGEST_FLOOD_WAIT_S:
            raise TryAgainLater(
                f"Telegram asks us to wait {seconds // 60} minutes. What was taken is stored; run it again then."
            )
        logger.info("flood wait of {} s", seconds)
        for left in range(seconds, 0, -1):
            self.watcher.waits(left)
            await self.sleep(1)
        self.watcher.waits(0)


def page_of(answer: Any, chat_id: int, cursor: int) -> Page:
    """What lies above the cursor, sorted: bad links have made Telegram repeat and reorder messages."""
    above = sorted((m for m in answer.messages if m.id > cursor), key=lambda message: message.id)
    messages = [message for message in (message_from(m, chat_id) for m in above) if message]
    total = getattr(answer, "count", len(answer.messages))
    return Page(messages, above[-1].id if above else 0, len(above), total)
