"""The alarm clock, and nothing more: what is owed stands in the ledger, so a lost alarm costs half a minute.

APScheduler drops a job that is 1 s late unless told not to, and forgets jobs that are due while they run;
hence `misfire_grace_time=None`, one job for whichever chat is next, and a sweep that does not rely on it. (A job a chat
held the event loop up for 0.2 s when a thousand were due at once.)
"""

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

NEXT, NEVER = "next reply", float("inf")


class Alarms:
    """ring: called in the event loop with the chat's id. It must return at once."""

    def __init__(self, ring: Callable[[int], None]) -> None:
        self._ring = ring
        self._due_at: dict[int, float] = {}
        self._next_at = NEVER
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 3}
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    def set(self, chat_id: int, due_at: float) -> None:
        """One alarm a chat: a later one takes the place of the earlier. due_at: UTC seconds."""
        self._due_at[chat_id] = due_at
        if due_at < self._next_at or self._scheduler.get_job(NEXT) is None:
            self._wait_until(min(self._due_at.values()))

    def clear(self, chat_id: int) -> None:
        self._due_at.pop(chat_id, None)

    def every(self, seconds: float, work: Callable[[], Any]) -> None:
        """work: a plain or a coroutine function. A run that lasts longer than its interval skips beats."""
        job = work if inspect.iscoroutinefunction(work) else _in_loop(work)
        self._scheduler.add_job(job, "interval", seconds=seconds, max_instances=1)

    def _wait_until(self, at: float) -> None:
        self._next_at = at
        when = datetime.fromtimestamp(at, UTC)
        self._scheduler.add_job(_in_loop(self._strike), "date", [at], run_date=when, id=NEXT, replace_existing=True)

    def _strike(self, at: float) -> None:
        """Ring for all that were due by then, and wait for the next one."""
        if at != self._next_at:
            return  # an earlier alarm took its place as it began
        due = [chat_id for chat_id, due_at in self._due_at.items() if due_at <= at]
        for chat_id in due:
            del self._due_at[chat_id]
        self._next_at = NEVER
        if self._due_at:
            self._wait_until(min(self._due_at.values()))
        for chat_id in due:
            self._ring(chat_id)


def _in_loop(work: Callable[..., Any]) -> Callable[..., Any]:
    """APScheduler runs plain functions in a thread; a coroutine function stays in the loop."""

    async def run(*args: Any) -> None:
        work(*args)

    return run
