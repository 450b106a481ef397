"""Short work beside the replies that nobody waits for: started at once, and ended with the daemon."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from loguru import logger

from harvest.client import telegram_errors
from harvest.errors import AccountError, TryAgainLater
from harvest.logs import log_failure
from userbot.replies import unrecorded


class Errands:
    """fail: ends the daemon; for what concerns the account or the ledger. All else is logged."""

    def __init__(self, fail: Callable[[Exception], None]) -> None:
        self._fail = fail
        self._tasks: set[asyncio.Task[None]] = set()

    def run(self, work: Callable[..., Awaitable[None]], *of: Any) -> None:
        task = asyncio.create_task(self._done(work, of))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def end(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _done(self, work: Callable[..., Awaitable[None]], of: tuple[Any, ...]) -> None:
        try:
            with telegram_errors():
                await work(*of)
        except AccountError as error:
            self._fail(error)
        except TryAgainLater:
            logger.warning("Telegram is out of reach; the rest follows")
        except sqlite3.Error as error:
            self._fail(unrecorded(error))
        except Exception as error:
            log_failure(error, "bug in an errand")
