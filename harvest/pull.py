"""Take a dialog's history upward from where the last pull stopped. Knows nothing of terminals: a watcher shows it.

Each page is stored with its cursor before the next one counts, so a pull that is stopped anywhere goes on from there.
Then the last days below that are read once more: what was edited is taken anew, what was taken back is forgotten.
One dialog at a time: the pace holds for the account, so that it alone decides how fast several would go together.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from loguru import logger
from telethon import errors
from telethon.tl import functions, types

from harvest.archive import Archive
from harvest.client import REFUSALS
from harvest.dialogs import Dialog
from harvest.messages import Message, Peer
from harvest.telegram import message_from

PAGE = 100


class Watcher(Protocol):
    """Sees a pull go on. total and done: messages in the dialog, and those already taken."""

    def begins(self, peer: Peer, total: int, done: int) -> None: ...
    def took(self, seen: int) -> None: ...
    def lost(self, peer: Peer, reason: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Page:
    """Messages of one answer, oldest first. last_id: the newest id in it, 0 on an empty one. seen: service ones too."""

    messages: list[Message]
    first_id: int
    last_id: int
    first_at: float
    seen: int
    total: int


@dataclass(slots=True)
class Taken:
    """What a pull of one dialog changed in the archive, in messages."""

    new: int = 0
    edited: int = 0
    deleted: int = 0


@dataclass(slots=True)
class Pull:
    """ask: sends one request. reread_since: UTC seconds; messages as old as that or newer are looked at once more."""

    ask: Callable[[Any], Awaitable[Any]]
    archive: Archive
    watcher: Watcher
    reread_since: float = float("inf")

    async def dialogs(self, dialogs: Iterable[Dialog]) -> dict[int, Taken]:
        """What was taken of each. The watcher hears of one that Telegram no longer shows; the next one follows."""
        taken = {}
        for dialog in dialogs:
            try:
                taken[dialog.peer.id] = await self.dialog(dialog)
            except errors.BadRequestError as error:
                if type(error).__name__ in REFUSALS:
                    raise
                self.watcher.lost(dialog.peer, type(error).__name__)
        return taken

    async def dialog(self, dialog: Dialog) -> Taken:
        """Store what is new in one dialog, and what changed in its last days."""
        known, taken = self.archive.cursor(dialog.peer.id), Taken()
        if known < dialog.last_id:
            await self._take_above(dialog, known, taken)
        if self.archive.last_at(dialog.peer.id, known) >= self.reread_since:
            await self._reread_below(dialog.peer, known, taken)
        logger.info("chat {}: {} new, {} edited, {} deleted", dialog.peer.id, taken.new, taken.edited, taken.deleted)
        return taken

    async def _take_above(self, dialog: Dialog, cursor: int, taken: Taken) -> None:
        peer = dialog.peer
        page = await self._page(peer, cursor + 1, add_offset=-PAGE, above=cursor)
        self.watcher.begins(peer, page.total, min(self.archive.count(peer.id), page.total))
        while page.last_id > cursor:
            cursor = page.last_id
            self.archive.put_page(peer.id, page.messages, cursor)
            taken.new += len(page.messages)
            self.watcher.took(page.seen)
            if cursor >= dialog.last_id:  # saves the request that would find nothing
                break
            page = await self._page(peer, cursor + 1, add_offset=-PAGE, above=cursor)

    async def _reread_below(self, peer: Peer, last_id: int, taken: Taken) -> None:
        """Downward from what was known before this pull, until a page begins before the days in question."""
        while last_id:
            page = await self._page(peer, last_id + 1, add_offset=0, above=0)
            if not page.seen:  # nothing left to compare with: an emptied chat is no reason to forget all of it
                return
            edited, deleted = self.archive.put_reread(peer.id, page.messages, page.first_id, last_id)
            taken.edited += edited
            taken.deleted += deleted
            last_id = page.first_id - 1 if page.first_at >= self.reread_since else 0

    async def _page(self, peer: Peer, offset_id: int, *, add_offset: int, above: int) -> Page:
        """100 messages below `offset_id`, or with a negative add_offset the 100 from it on upward.

        A short page is not the end: Telegram leaves out deleted ones.
        """
        request = functions.messages.GetHistoryRequest(
            peer=types.InputPeerUser(peer.id, peer.access_hash),
            offset_id=offset_id,
            offset_date=None,
            add_offset=add_offset,
            limit=PAGE,
            max_id=0,
            min_id=0,
            hash=0,
        )
        return page_of(await self.ask(request), peer.id, above)


def page_of(answer: Any, chat_id: int, above: int) -> Page:
    """What has ids greater than `above`, sorted: bad links have made Telegram repeat and reorder messages."""
    found = sorted((m for m in answer.messages if m.id > above and m.date), key=lambda message: message.id)
    messages = [message for message in (message_from(m, chat_id) for m in found) if message]
    total = getattr(answer, "count", len(answer.messages))
    if not found:
        return Page([], 0, 0, 0.0, 0, total)
    return Page(messages, found[0].id, found[-1].id, found[0].date.timestamp(), len(found), total)
