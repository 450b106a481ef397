"""The alarm clock, and nothing more: what is owed stands in the ledger, so a lost alarm costs half a minute.

APScheduler drops a job that is 1 s late unless told not to, and forgets jobs that are due while they run;
hence `misfire_grace_time=None`, one job a chat, and a sweep that does not rely on any of them.
"""

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler


class Alarms:
    """ring: called in the event loop with the chat's id. It must return at once."""

    def __init__(self, ring: Callable[[int], None]) -> None:
        self._ring = ring
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 3}
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    def set(self, chat_id: int, due_at: float) -> None:
        """One alarm a chat: a later one takes the place of the earlier. due_at: UTC seconds."""
        when = datetime.fromtimestamp(due_at, UTC)
        self._scheduler.add_job(
            _in_loop(self._ring), "date", [chat_id], run_date=when, id=_id(chat_id), replace_existing=True
        )

    def clear(self, chat_id: int) -> None:
        try:
            self._scheduler.remove_job(_id(chat_id))
        except JobLookupError:
            return

    def every(self, seconds: float, work: Callable[[], Any]) -> None:
        """work: a plain or a coroutine function. A run that lasts longer than its interval skips beats."""
        job = work if inspect.iscoroutinefunction(work) else _in_loop(work)
        self._scheduler.add_job(job, "interval", seconds=seconds, max_instances=1)


def _id(chat_id: int) -> str:
    return f"reply:{chat_id}"


def _in_loop(work: Callable[..., Any]) -> Callable[..., Any]:
    """APScheduler runs plain functions in a thread; a coroutine function stays in the loop."""

    async def run(*args: Any) -> None:
        work(*args)

    return run
