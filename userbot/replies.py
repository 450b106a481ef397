"""The replies under way: started when due, stopped when the chat moves on, and what each way to end means.

One task a chat. Whatever happens to one, the others go on; what concerns the account ends the daemon.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from loguru import logger

from finetune.requests import ModelFailed
from harvest.client import telegram_errors
from harvest.errors import AccountError, TryAgainLater, UserError
from harvest.logs import log_failure
from harvest.messages import Peer
from userbot import core
from userbot.core import Chat, State
from userbot.ledger import Ledger
from userbot.manner import Manners
from userbot.outcomes import LeftToApprove, MovedOn, NotNow, Silence
from userbot.presence import Presence
from userbot.replying import Replier

RETRY_S = 30.0
MODEL_RETRIES_S = (1.0, 30.0)  # after each failure in a row for one chat; then it is left to the owner
LONG_WAIT_S = 3600.0


@dataclass(frozen=True, slots=True)
class Herald:
    """What is told outside: each chat that changed; what the owner should know; what ends the daemon."""

    changed: Callable[[Chat], None]
    handover: Callable[[Chat, str], None]
    trouble: Callable[[str, str], None]
    fail: Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """moved_on is set as soon as its epoch has passed."""

    epoch: int
    task: "asyncio.Task[None]"
    moved_on: asyncio.Event


class Replies:
    """peers: the whitelist as of now. clock: UTC seconds."""

    def __init__(
        self,
        ledger: Ledger,
        manners: Manners,
        replier: Replier,
        presence: Presence,
        peers: Callable[[], Mapping[int, Peer]],
        herald: Herald,
        clock: Callable[[], float],
    ) -> None:
        self._ledger, self._manners, self._replier, self._presence = ledger, manners, replier, presence
        self._peers, self._herald, self._clock = peers, herald, clock
        self._under_way: dict[int, _UnderWay] = {}
        self._model_failures: dict[int, int] = {}

    @property
    def count(self) -> int:
        return len(self._under_way)

    def held_until(self) -> float:
        """UTC seconds until which nothing new begins: the owner's pause, or Telegram's."""
        return self._ledger.choices.held_until()

    def ring(self, chat_id: int) -> None:
        """Start the chat's reply if one is due and none is under way."""
        if chat_id in self._under_way or chat_id not in self._peers():
            return  # its end looks at the chat again
        now = self._clock()
        try:
            if self.held_until() > now:
                return  # the sweep rings again
            policy = self._manners.policy(chat_id)
            was = self._ledger.chat(chat_id)
            chat = self._ledger.update(chat_id, lambda chat: core.due(chat, policy, now), now)
        except sqlite3.Error as error:
            self._herald.fail(unrecorded(error))
            return
        if chat.state is State.REPLYING:
            moved_on = asyncio.Event()
            task = asyncio.create_task(self._reply(chat, moved_on))
            self._under_way[chat_id] = _UnderWay(chat.epoch, task, moved_on)
        elif chat != was:
            self._herald.changed(chat)

    def look_at(self, chat: Chat) -> None:
        """A chat changed on disk: stop a reply that no longer fits."""
        reply = self._under_way.get(chat.chat_id)
        if reply and reply.epoch != chat.epoch:
            reply.moved_on.set()

    def halt(self, concerns: Callable[[int], bool] = lambda chat_id: True) -> None:
        """Stop what is under way, everywhere or in the chats it concerns, at once; it stays owed."""
        for chat_id in filter(concerns, list(self._under_way)):
            chat = self._ledger.update(chat_id, core.halted, self._clock())
            self._herald.changed(chat)

    async def end(self) -> None:
        """Cancel what is under way. The ledger has what is owed."""
        tasks = [reply.task for reply in self._under_way.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _reply(self, chat: Chat, moved_on: asyncio.Event) -> None:
        try:
            await self._reply_or_tell(chat, moved_on)
        except sqlite3.Error as error:
            self._herald.fail(unrecorded(error))
            return
        finally:
            del self._under_way[chat.chat_id]
        self._herald.changed(self._ledger.chat(chat.chat_id))

    async def _reply_or_tell(self, chat: Chat, moved_on: asyncio.Event) -> None:
        """One reply, and what each way it can end means for the chat."""
        try:
            await self._may_begin(chat)
            with telegram_errors():
                await self._replier.reply(self._peers()[chat.chat_id], chat, moved_on)
            self._model_failures.pop(chat.chat_id, None)
        except MovedOn:
            logger.info("chat {}: reply dropped, the chat moved on", chat.chat_id)
        except LeftToApprove as left:
            self._settle(chat, str(left))
        except Silence as silence:
            self._be_silent(chat, silence)
        except NotNow as delay:
            self._postpone_or_hold(chat, delay)
        except TryAgainLater:
            self._postpone(chat, RETRY_S, "Telegram was out of reach")
        except ModelFailed as failure:
            self._count_model_failure(chat, failure)
        except AccountError as error:
            self._herald.fail(error)
        except sqlite3.Error:
            raise
        except Exception as error:  # the daemon outlives one chat's bug; the chat stays silent
            log_failure(error, f"bug in the reply to chat {chat.chat_id}")
            self._be_silent(chat, Silence(f"a bug ({type(error).__name__}); the log says where", is_told=True))

    async def _may_begin(self, chat: Chat) -> None:
        """Raises Silence once the limits are reached, NotNow while the owner is about. What is begun may end."""
        if self._ledger.outgoing(chat.chat_id, chat.epoch):
            return
        self._replier.keep_the_limits(chat)
        with telegram_errors():
            await self._presence.check()

    def _be_silent(self, chat: Chat, silence: Silence) -> None:
        self._settle(chat, f"silent: {silence}")
        if silence.is_told:
            self._herald.handover(chat, str(silence))

    def _settle(self, chat: Chat, reason: str) -> None:
        self._ledger.update(chat.chat_id, lambda c: core.silent(c, chat.epoch, reason), self._clock())

    def _postpone_or_hold(self, chat: Chat, delay: NotNow) -> None:
        if delay.concerns_all:
            self._ledger.choices.hold(self._clock() + delay.after_s)
            logger.warning("nothing is sent for {:.0f} s: {}", delay.after_s, delay)
            if delay.after_s >= LONG_WAIT_S:
                self._herald.trouble("flood_wait", f"{delay.after_s:.0f}")
        self._postpone(chat, delay.after_s, str(delay))

    def _postpone(self, chat: Chat, after_s: float, reason: str) -> None:
        now = self._clock()
        self._ledger.update(chat.chat_id, lambda c: core.postponed(c, chat.epoch, now + after_s, reason), now)

    def _count_model_failure(self, chat: Chat, failure: ModelFailed) -> None:
        failures = self._model_failures[chat.chat_id] = self._model_failures.get(chat.chat_id, 0) + 1
        logger.warning("chat {}: the model failed ({}), time {}", chat.chat_id, failure, failures)
        if failures <= len(MODEL_RETRIES_S):
            self._postpone(chat, MODEL_RETRIES_S[failures - 1], f"the model failed: {failure}")
        else:
            self._model_failures.pop(chat.chat_id)
            self._be_silent(chat, Silence(f"the model failed {failures} times: {failure}", is_told=True))


def unrecorded(error: sqlite3.Error) -> UserError:
    return UserError(f"the ledger cannot be written ({error}), so nothing more is sent. Free some disk; start again.")
