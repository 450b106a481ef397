"""What a test can make go wrong with the next request of a kind, and what it can look up about the past ones."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Literal

from harvest.loopback.accounts import TL

When = Literal["before", "after"]


class RpcFailure(Exception):
    """Telegram's answer to a request it refuses. name: such as FLOOD_WAIT_3."""

    def __init__(self, name: str, code: int = 400) -> None:
        super().__init__(name)
        self.name = name
        self.code = code


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it arrived. at: monotonic seconds. user_id: None before a login."""

    at: float
    user_id: int | None
    request: TL


@dataclass(slots=True)
class Hold:
    """One request that waits where the test wants it. reached: it does. lost: its connection died meanwhile."""

    when: When
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    lost: asyncio.Event = field(default_factory=asyncio.Event)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        self._released.set()

    async def wait(self) -> None:
        self.reached.set()
        try:
            await self._released.wait()
        except asyncio.CancelledError:
            self.lost.set()
            raise


@dataclass(slots=True)
class Faults:
    """Failures and holds by request class, used up in the order they were asked for."""

    _failures: dict[type, deque[RpcFailure]] = field(default_factory=lambda: defaultdict(deque))
    _holds: dict[type, deque[Hold]] = field(default_factory=lambda: defaultdict(deque))

    def fail(self, kind: type, failure: RpcFailure, times: int) -> None:
        self._failures[kind].extend([failure] * times)

    def hold(self, kind: type, when: When) -> Hold:
        hold = Hold(when)
        self._holds[kind].append(hold)
        return hold

    def next_failure(self, kind: type) -> RpcFailure | None:
        return self._failures[kind].popleft() if self._failures[kind] else None

    def next_hold(self, kind: type) -> Hold | None:
        return self._holds[kind].popleft() if self._holds[kind] else None
