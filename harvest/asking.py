"""Ask Telegram at our own pace, and wait as long as it says, in sight of the owner."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from loguru import logger
from telethon import TelegramClient, errors

from harvest.errors import TryAgainLater

LONGEST_FLOOD_WAIT_S = 3600  # beyond an hour the owner is told to come back


@dataclass(slots=True)
class Asking:
    """pace_s: seconds between two requests. waits: told the seconds left, and 0 at the end.

    sleep and clock: the shell's, or a test's.
    """

    client: TelegramClient
    pace_s: float
    waits: Callable[[int], None] = lambda seconds_left: None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    _asked_at: float = field(default=float("-inf"))

    async def __call__(self, request: Any) -> Any:
        """The answer. Raises TryAgainLater when Telegram makes us wait for more than an hour."""
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
            self.waits(left)
            await self.sleep(1)
        self.waits(0)
