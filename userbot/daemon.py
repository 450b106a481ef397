"""The shell: Telegram's updates in, alarms, replies out. Every decision is the core's, every memory the ledger's.

The update stream is a hint. What is true is read from Telegram itself: at the start, once a minute, and before
each bubble.
"""

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from loguru import logger
from telethon import TelegramClient, events
from telethon.tl import types

from finetune.requests import ModelFailed
from harvest.client import telegram_errors
from harvest.errors import AccountError, TryAgainLater, UserError
from harvest.logs import log_failure
from harvest.messages import Peer
from harvest.redact import Redactor
from harvest.settings import Settings
from userbot import core
from userbot.alarms import Alarms
from userbot.contacts import whitelisted
from userbot.core import Chat, Policy, State
from userbot.hearing import Hearing
from userbot.ledger import Ledger
from userbot.replying import RESEND_WITHIN_S, MovedOn, NotNow, Replier, Silence, Writer
from userbot.wire import Seen, Wire, seen

SWEEP_S = 30.0
RECONCILE_S = 60.0
RETRY_S = 30.0
MODEL_RETRIES_S = (1.0, 30.0)  # after each failure in a row for one chat; then it is left to the owner
LONGEST_RECONNECT_S = 300.0
DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """A reply being written or sent. moved_on is set as soon as its epoch has passed."""

    epoch: int
    task: "asyncio.Task[None]"
    moved_on: asyncio.Event


class Daemon:
    """One account's daemon. `run` lasts until `stop` is called or the account is refused."""

    def __init__(
        self,
        settings: Settings,
        client: TelegramClient,
        ledger: Ledger,
        writer: Writer,
        redactor: Redactor,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.settings, self.client, self.ledger, self.clock = settings, client, ledger, clock
        bot = settings.userbot
        self.policy = Policy(bot.idle_delay_s, bot.max_staleness_hours * 3600)
        self.wire = Wire(client)
        self.hearing = Hearing(ledger, self.policy, self._changed)
        gap_s = settings.harvest.gap_hours * 3600
        self.replier = Replier(self.wire, ledger, self.hearing, writer, redactor, bot, gap_s, clock)
        self.alarms = Alarms(self._ring)
        self.peers: dict[int, Peer] = {}
        self._under_way: dict[int, _UnderWay] = {}
        self._model_failures: dict[int, int] = {}
        self._end: asyncio.Future[None] | None = None

    # life

    async def run(self, on_ready: Callable[[], None] = lambda: None) -> None:
        """Raises AccountError, ConfigError or TryAgainLater; returns after `stop`."""
        self._end = asyncio.get_running_loop().create_future()
        self.client.add_event_handler(self._on_message, events.NewMessage())
        self.client.add_event_handler(self._on_service_message, events.Raw(types.UpdateNewMessage))
        self.client.add_event_handler(self._on_typing, events.Raw(types.UpdateUserTyping))
        self.client.add_event_handler(self._on_draft, events.Raw(types.UpdateDraftMessage))
        try:
            with telegram_errors():
                await self._start()
            logger.info("watching {} chats", len(self.peers))
            on_ready()
            await self._watch()
        finally:
            await self.client.disconnect()

    async def _start(self) -> None:
        await self._connect()
        self.peers = await whitelisted(self.client, self.settings.userbot.contacts, self.ledger)
        await self._take_up()
        await self.reconcile()

    async def _watch(self) -> None:
        """Until the end is set, or an account's trouble raised."""
        assert self._end is not None
        self.alarms.start()
        self.alarms.every(SWEEP_S, self.sweep)
        self.alarms.every(RECONCILE_S, self._reconcile_or_log)
        self.sweep()
        supervisor = asyncio.create_task(self._keep_connected())
        try:
            await self._end
        finally:
            self.alarms.stop()
            await _cancelled(supervisor, *(reply.task for reply in self._under_way.values()))

    def stop(self) -> None:
        """End `run`. A reply under way stays in the ledger, to be taken up at the next start."""
        if self._end and not self._end.done():
            self._end.set_result(None)

    def _fail(self, error: Exception) -> None:
        if self._end and not self._end.done():
            self._end.set_exception(error)

    async def _connect(self) -> None:
        await self.client.connect()
        if not await self.client.is_user_authorized():
            raise AccountError("Telegram: the session is logged out. Log in again: harvest logout, then harvest login")

    async def _keep_connected(self) -> None:
        """Telethon gives up after some failed reconnects; the daemon does not."""
        wait_s = 1.0
        while True:
            await asyncio.wait([asyncio.ensure_future(self.client.disconnected)])
            logger.warning("connection lost; again in {:.0f} s", wait_s)
            await asyncio.sleep(wait_s * random.uniform(0.8, 1.2))
            try:
                with telegram_errors():
                    await self._connect()
                    await self.reconcile()
                wait_s = 1.0
            except TryAgainLater:
                wait_s = min(wait_s * 2, LONGEST_RECONNECT_S)
            except AccountError as error:
                self._fail(error)
                return

    async def _take_up(self) -> None:
        """Watch the whitelist's chats from what stands there now, or from where an earlier process left off."""
        newest = await self.wire.newest_ids(list(self.peers.values()))
        for chat_id in self.peers:
            self.ledger.watch(chat_id, newest.get(chat_id, 0))
            self.ledger.update(chat_id, lambda chat: core.restarted(chat, self.clock()), self.clock())

    # ears

    async def _on_message(self, event: Any) -> None:
        if event.is_private and event.chat_id in self.peers:
            self._note(seen(event.message, event.chat_id))

    async def _on_service_message(self, update: Any) -> None:
        """Calls and the like. Made by the owner they settle the chat; made by the contact they are no words."""
        message = update.message
        chat_id = getattr(message.peer_id, "user_id", None)
        if isinstance(message, types.MessageService) and message.out and chat_id in self.peers:
            self._note(seen(message, chat_id))

    async def _on_typing(self, update: Any) -> None:
        if update.user_id in self.peers and not isinstance(update.action, types.SendMessageCancelAction):
            self._note_composing(update.user_id, is_owner=False)

    async def _on_draft(self, update: Any) -> None:
        chat_id = getattr(update.peer, "user_id", None)
        if chat_id in self.peers and isinstance(update.draft, types.DraftMessage):
            self._note_composing(chat_id, is_owner=True)

    def _note(self, message: Seen) -> None:
        with self._recorded():
            self.hearing.note(message, self.clock())

    def _note_composing(self, chat_id: int, *, is_owner: bool) -> None:
        with self._recorded():
            self.hearing.note_composing(chat_id, is_owner=is_owner, now=self.clock())

    @contextmanager
    def _recorded(self) -> Iterator[None]:
        """What cannot be recorded ends the daemon: it would not know what it owes."""
        try:
            yield
        except sqlite3.Error as error:
            self._fail(_unrecorded(error))

    async def reconcile(self) -> None:
        """Ask Telegram for each chat's newest message, and read the chats where the ledger does not know it."""
        await self.client.catch_up()
        newest = await self.wire.newest_ids(list(self.peers.values()))
        for chat_id, message_id in newest.items():
            if chat_id in self.peers and not self.ledger.knows(chat_id, message_id):
                history = await self.wire.history(self.peers[chat_id], self.settings.userbot.context_messages)
                for message in history.seen:
                    self._note(message)
        self.ledger.give_up(self.clock() - RESEND_WITHIN_S)

    async def _reconcile_or_log(self) -> None:
        try:
            with telegram_errors():
                await self.reconcile()
        except AccountError as error:
            self._fail(error)
        except asyncio.CancelledError:
            logger.debug("reconcile: stopped with the daemon")
        except TryAgainLater:
            logger.warning("reconcile: Telegram is out of reach; again in {:.0f} s", RECONCILE_S)

    def _changed(self, chat: Chat) -> None:
        """A chat's state changed on disk: set its alarm anew, and stop a reply that no longer fits."""
        logger.info("chat {}: {} ({})", chat.chat_id, chat.state, chat.reason)
        reply = self._under_way.get(chat.chat_id)
        if reply and reply.epoch != chat.epoch:
            reply.moved_on.set()
        if chat.state is State.WAITING:
            self.alarms.set(chat.chat_id, chat.due_at)
        else:
            self.alarms.clear(chat.chat_id)

    # replies

    def sweep(self) -> None:
        """Ring for every chat that is due, whatever became of its alarm."""
        now = self.clock()
        for chat in self.ledger.chats():
            if chat.chat_id in self.peers and chat.state is State.WAITING:
                if chat.due_at <= now:
                    self._ring(chat.chat_id)
                else:
                    self.alarms.set(chat.chat_id, chat.due_at)

    def _ring(self, chat_id: int) -> None:
        """Start the chat's reply if one is due and none is under way."""
        if chat_id in self._under_way:
            return  # its end looks at the chat again
        try:
            chat = self.ledger.update(chat_id, lambda chat: core.due(chat, self.policy, self.clock()), self.clock())
        except sqlite3.Error as error:
            self._fail(_unrecorded(error))
            return
        if chat.state is State.REPLYING:
            moved_on = asyncio.Event()
            task = asyncio.create_task(self._reply(chat, moved_on))
            self._under_way[chat_id] = _UnderWay(chat.epoch, task, moved_on)

    async def _reply(self, chat: Chat, moved_on: asyncio.Event) -> None:
        """One reply, and what each way it can end means for the chat."""
        try:
            self._check_caps(chat)
            with telegram_errors():
                await self.replier.reply(self.peers[chat.chat_id], chat, moved_on)
            self._model_failures.pop(chat.chat_id, None)
        except MovedOn:
            logger.info("chat {}: reply dropped, the chat moved on", chat.chat_id)
        except Silence as silence:
            self._be_silent(chat, str(silence))
        except NotNow as delay:
            self._postpone(chat, delay.after_s, str(delay))
        except TryAgainLater:
            self._postpone(chat, RETRY_S, "Telegram was out of reach")
        except ModelFailed as failure:
            self._count_model_failure(chat, failure)
        except AccountError as error:
            self._fail(error)
        except sqlite3.Error as error:
            self._fail(_unrecorded(error))
        except Exception as error:  # the daemon outlives one chat's bug; the chat stays silent
            log_failure(error, f"bug in the reply to chat {chat.chat_id}")
            self._be_silent(chat, f"a bug ({type(error).__name__}); the log says where")
        finally:
            del self._under_way[chat.chat_id]
        self._changed(self.ledger.chat(chat.chat_id))

    def _check_caps(self, chat: Chat) -> None:
        """Raises Silence once the day's replies are used up; what is already under way may end."""
        bot, since = self.settings.userbot, self.clock() - DAY_S
        if self.ledger.outgoing(chat.chat_id, chat.epoch):
            return
        if self.ledger.replies_since(since, chat.chat_id) >= bot.max_replies_per_chat_per_day:
            raise Silence("the most replies a day for one chat (userbot.max_replies_per_chat_per_day)")
        if self.ledger.replies_since(since) >= bot.max_replies_per_day:
            raise Silence("the most replies a day (userbot.max_replies_per_day)")

    def _be_silent(self, chat: Chat, reason: str) -> None:
        self.ledger.update(chat.chat_id, lambda c: core.silent(c, chat.epoch, f"silent: {reason}"), self.clock())

    def _postpone(self, chat: Chat, after_s: float, reason: str) -> None:
        now = self.clock()
        self.ledger.update(chat.chat_id, lambda c: core.postponed(c, chat.epoch, now + after_s, reason), now)

    def _count_model_failure(self, chat: Chat, failure: ModelFailed) -> None:
        failures = self._model_failures[chat.chat_id] = self._model_failures.get(chat.chat_id, 0) + 1
        logger.warning("chat {}: the model failed ({}), time {}", chat.chat_id, failure, failures)
        if failures <= len(MODEL_RETRIES_S):
            self._postpone(chat, MODEL_RETRIES_S[failures - 1], f"the model failed: {failure}")
        else:
            self._model_failures.pop(chat.chat_id)
            self._be_silent(chat, f"the model failed {failures} times: {failure}")


def _unrecorded(error: sqlite3.Error) -> UserError:
    return UserError(f"the ledger cannot be written ({error}), so nothing more is sent. Free some disk; start again.")


async def _cancelled(*tasks: "asyncio.Task[None]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
