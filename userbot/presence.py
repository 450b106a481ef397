"""Whether the owner is at one of their devices just now: then the clone waits (userbot.only_if_inactive_minutes)."""

from collections.abc import Callable

from userbot.outcomes import NotNow
from userbot.wire import Wire


class Presence:
    """minutes: of the setting; 0 never waits. The owner's own messages, drafts and readings count as well."""

    def __init__(self, wire: Wire, minutes: float, clock: Callable[[], float]) -> None:
        self._wire, self._needed_s, self._clock = wire, minutes * 60, clock
        self._seen_at = 0.0

    def note(self) -> None:
        """The owner did something, somewhere."""
        self._seen_at = self._clock()

    async def check(self) -> None:
        """Raises NotNow while the owner was active too recently."""
        if not self._needed_s:
            return
        active_at = max(self._seen_at, await self._wire.active_elsewhere_at())
        left_s = active_at + self._needed_s - self._clock()
        if left_s > 0:
            raise NotNow("you are active on another device", left_s)
