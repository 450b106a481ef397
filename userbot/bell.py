"""Ring for many chats without keeping the event loop to itself: what is over goes to the loop's next turn.

Each ring writes to the disk; a thousand at once would deafen the daemon for a second.
"""

import asyncio
import time
from collections.abc import Callable

AT_A_TIME_S = 0.01


class Bell:
    """ring: called in the event loop with a chat's id, at once if this turn has time left."""

    def __init__(self, ring: Callable[[int], None]) -> None:
        self._ring = ring
        self._waiting: dict[int, None] = {}  # in the order they came
        self._spent_s = 0.0

    def ring(self, chat_id: int) -> None:
        self._waiting[chat_id] = None
        self._ring_some()

    def _ring_some(self) -> None:
        while self._waiting and self._spent_s < AT_A_TIME_S:
            if not self._spent_s:
                asyncio.get_running_loop().call_soon(self._rested)
            began = time.perf_counter()
            chat_id = next(iter(self._waiting))
            del self._waiting[chat_id]
            try:
                self._ring(chat_id)
            finally:
                self._spent_s += time.perf_counter() - began

    def _rested(self) -> None:
        self._spent_s = 0.0
        self._ring_some()
