"""`userbot run --dry-run`: everything as it would be, but nothing is written to Telegram and the ledger is a copy."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from telethon import TelegramClient

from harvest.datadir import DataDir
from harvest.messages import Peer
from userbot.notebook import Link
from userbot.wire import Wire

FIRST_ID = 2**40  # no message of Telegram's has such an id


class DryWire(Wire):
    """say: shows the owner, at their own terminal, what would have been done. Reading stays real."""

    def __init__(self, client: TelegramClient, say: Callable[[str], None]) -> None:
        super().__init__(client)
        self._say = say
        self._ids = count(FIRST_ID)

    async def mark_read(self, peer: Peer, up_to_id: int) -> None:
        self._say(f"would mark the chat with {peer.name} as read")

    async def show_typing(self, peer: Peer) -> None:
        return

    async def send(self, peer: Peer, text: str, random_id: int) -> int | None:
        self._say(f"would send to {peer.name}: {text}")
        return next(self._ids)

    async def send_note(self, text: str, links: Sequence[Link], peers: Sequence[Peer], random_id: int) -> int | None:
        self._say(f"would write to Saved Messages: {text}")
        return next(self._ids)

    async def leave_draft(self, peer: Peer, text: str) -> None:
        self._say(f"would leave a draft for {peer.name}: {text}")

    async def delete(self, message_ids: Sequence[int]) -> int:
        self._say(f"would delete {len(message_ids)} messages")
        return len(message_ids)


@contextmanager
def copied_ledger(data: DataDir) -> Iterator[Path]:
    """A copy beside the ledger, for one dry run."""
    path = data.root / "dry-run.sqlite"
    _remove(path)
    try:
        if data.ledger.is_file():
            with closing(sqlite3.connect(data.ledger)) as ledger, closing(sqlite3.connect(path)) as copy:
                ledger.backup(copy)
        yield path
    finally:
        _remove(path)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
