"""The shell: Telegram's updates in, alarms, replies out. Every decision is the core's, every memory the ledger's.

The update stream is a hint. What is true is read from Telegram itself: at the start, once a minute, and before
each bubble.
"""

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from loguru import logger
from telethon import TelegramClient

from harvest.client import telegram_errors
from harvest.errors import AccountError, ConfigError, UserError
from harvest.messages import Peer
from harvest.redact import Redactor
from harvest.settings import Settings
from harvest.telegram import peer_from
from userbot import core
from userbot.alarms import Alarms
from userbot.bell import Bell
from userbot.clones import Clones
from userbot.contacts import Whitelist, people_in_folder, whitelisted
from userbot.control.answers import ModelState
from userbot.control.desk import Desk
from userbot.core import Chat, State
from userbot.drafting import Drafter, Writer
from userbot.ears import Ears
from userbot.errands import Errands
from userbot.hearing import Hearing
from userbot.learned import NOTHING, Learned
from userbot.ledger import Ledger
from userbot.listening import Listening
from userbot.manner import Manners
from userbot.notes import Notes
from userbot.orders import Orders
from userbot.presence import Presence
from userbot.replies import Herald, Replies, unrecorded
from userbot.replying import RESEND_WITHIN_S, UNTOLD, Replier
from userbot.wire import History, Seen, Top, Wire

SWEEP_S = 30.0
RECONCILE_S = 60.0
LONGEST_RECONNECT_S = 300.0
NOTES_LOOKED_BACK = 20


class Daemon:
    """One account's daemon. `run` lasts until `stop` is called or the account is refused.

    model: how the writer is just now, for the owner's `status`.
    """

    def __init__(
        self,
        settings: Settings,
        client: TelegramClient,
        ledger: Ledger,
        writer: Writer,
        redactor: Redactor,
        clock: Callable[[], float] = time.time,
        learned: Learned = NOTHING,
        wire: Wire | None = None,
        model: Callable[[], ModelState | None] = lambda: None,
    ) -> None:
        bot = settings.userbot
        self.settings, self.client, self.ledger, self.clock = settings, client, ledger, clock
        self.whitelist, self.me = Whitelist(), Peer(0, is_self=True)
        self.reconciled_at = clock()
        self.manners = Manners(bot, ledger.choices, learned.habits)
        self.clones = Clones(self.manners, learned.runs, learned.unfit)
        self.wire = wire or Wire(client)
        self.hearing = Hearing(ledger, self.manners.policy, self._changed)
        self.presence = Presence(self.wire, bot.only_if_inactive_minutes, clock)
        gap_s = settings.harvest.gap_hours * 3600
        drafter = Drafter(writer, redactor, bot, gap_s, self.clones.run_for, learned.taught)
        replier = Replier(self.wire, ledger, self.hearing, drafter, self.manners, self._propose, clock)
        herald = Herald(self._changed, self._hand_over, self._tell_trouble, self._fail)
        self.replies = Replies(ledger, self.manners, replier, self.presence, self._peers, herald, clock)
        self.notes = Notes(self.wire, ledger, self._peers, clock)
        orders = Orders(
            ledger,
            self.manners,
            self.replies,
            self.wire,
            self._peers,
            self.clones.why_not_alone,
            self._changed,
            self.sweep,
            clock,
        )
        self.desk = Desk(orders, bot.language, model)
        self.bell = Bell(self.replies.ring)
        self.alarms = Alarms(self.bell.ring)
        self.errands = Errands(self._fail)
        self.listening = Listening(
            bot,
            ledger,
            self.hearing,
            self.presence,
            self.replies,
            self._note_heard,
            self._tell_trouble,
            self._folders_changed,
            self._fail,
            clock,
        )
        self.ears = Ears(self.listening, self._peers, lambda: self.me.id)
        self._end: asyncio.Future[None] | None = None

    @property
    def peers(self) -> dict[int, Peer]:
        """Who may be answered, by user id."""
        return self.whitelist.peers

    def _peers(self) -> dict[int, Peer]:
        return self.whitelist.peers

    # life

    async def run(self, on_ready: Callable[[], None] = lambda: None) -> None:
        """Raises AccountError, ConfigError or TryAgainLater; returns after `stop`."""
        self._end = asyncio.get_running_loop().create_future()
        self.ears.attach(self.client)
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
        self.me = peer_from(await self.client.get_me())
        await self._take_whitelist()
        self.clones.check(self.peers)
        for chat in self.ledger.owing():
            self.ledger.update(chat.chat_id, lambda chat: core.restarted(chat, self.clock()), self.clock())
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
            await self.replies.end()
            await self.errands.end()
            await _cancelled(supervisor)

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
            except AccountError as error:
                self._fail(error)
                return
            except sqlite3.Error as error:
                self._fail(unrecorded(error))
                return
            except UserError:
                wait_s = min(wait_s * 2, LONGEST_RECONNECT_S)

    async def _take_whitelist(self) -> None:
        """Watch its chats from what stands there now, or from where an earlier process left off."""
        self.whitelist = await whitelisted(self.client, self.settings.userbot, self.ledger)
        self.manners.contacts.clear()
        self.manners.contacts.update(self.whitelist.tables)
        tops = await self.wire.tops([*self.peers.values(), self.me])
        self.ledger.watch_notes(tops[self.me.id].newest_id if self.me.id in tops else 0)
        self.ledger.watch_all({chat_id: tops[chat_id].newest_id if chat_id in tops else 0 for chat_id in self.peers})

    # what is true

    async def reconcile(self) -> None:
        """Ask Telegram for each chat's newest message, and read the chats where the ledger does not know it."""
        await self.client.catch_up()
        await self._look_into_the_folder()
        tops = await self.wire.tops([*self.peers.values(), self.me])
        for chat_id, top in tops.items():
            await self._catch_up_with(chat_id, top)
            await asyncio.sleep(0)
        await self._give_up_old_doubts()
        self.ledger.notebook.forget_old(self.clock())
        await self.notes.deliver()
        self.reconciled_at = self.clock()

    async def _give_up_old_doubts(self) -> None:
        """What stands in its chat after all is found there; of what does not, the owner is told."""
        before = self.clock() - RESEND_WITHIN_S
        for chat_id in {bubble.chat_id for bubble in self.ledger.long_in_doubt(before)} & self.peers.keys():
            history = await self.wire.history(self.peers[chat_id], self.settings.userbot.context_messages)
            for message in history.seen:
                self.listening.on_message(message)
        for bubble in self.ledger.give_up(before):
            self._hand_over(replace(self.ledger.chat(bubble.chat_id), epoch=bubble.epoch), UNTOLD)

    async def _catch_up_with(self, chat_id: int, top: Top) -> None:
        if chat_id == self.me.id:
            if self.ledger.is_new(chat_id, top.newest_id):
                for message in (await self.wire.history(self.me, NOTES_LOOKED_BACK)).seen:
                    await self._hear_note(message)
        elif chat_id in self.peers and not self.ledger.knows(chat_id, top.newest_id):
            history = await self.wire.history(self.peers[chat_id], self.settings.userbot.context_messages)
            for message in history.seen:
                self.listening.on_message(message)

    async def _reconcile_or_log(self) -> None:
        try:
            with telegram_errors():
                await self.reconcile()
        except AccountError as error:
            self._fail(error)
        except sqlite3.Error as error:
            self._fail(unrecorded(error))
        except asyncio.CancelledError:
            logger.debug("reconcile: stopped with the daemon")
        except UserError as error:  # out of reach, or one request refused
            logger.warning("reconcile: it failed ({}); again in {:.0f} s", type(error).__name__, RECONCILE_S)

    def _changed(self, chat: Chat) -> None:
        """A chat's state changed on disk: set its alarm anew, and stop a reply that no longer fits."""
        logger.info("chat {}: {} ({})", chat.chat_id, chat.state, chat.reason)
        self.replies.look_at(chat)
        if chat.state is State.WAITING:
            self.alarms.set(chat.chat_id, chat.due_at)
        else:
            self.alarms.clear(chat.chat_id)

    def sweep(self) -> None:
        """Ring for every chat that is due, whatever became of its alarm, and bring the owner what is due to them."""
        now = self.clock()
        try:
            for chat in self.ledger.owing():
                if chat.chat_id in self.peers and chat.state is State.WAITING:
                    self._ring_or_set(chat, now)
            self.desk.digest_if_due()
            self._bring_notes()
        except sqlite3.Error as error:
            self._fail(unrecorded(error))

    def _ring_or_set(self, chat: Chat, now: float) -> None:
        if chat.due_at <= now:
            self.bell.ring(chat.chat_id)
        else:
            self.alarms.set(chat.chat_id, chat.due_at)

    # the owner's desk

    def _note_heard(self, message: Seen) -> None:
        self.errands.run(self._hear_note, message)

    async def _hear_note(self, message: Seen) -> None:
        """What was forwarded there is somebody else's word, and no command."""
        if self.ledger.is_new(message.chat_id, message.message_id):
            if not message.is_borrowed:
                await self.desk.hear(message.message_id, message.text, message.reply_to, message.sent_at)
            self.ledger.taken_in(message.chat_id, message.message_id)
            self._bring_notes()

    def _propose(self, chat: Chat, history: History, bubbles: Sequence[str]) -> None:
        self.desk.propose(chat, history, bubbles)
        self._bring_notes()

    def _hand_over(self, chat: Chat, reason: str) -> None:
        self.desk.hand_over(chat, reason)
        self._bring_notes()

    def _tell_trouble(self, kind: str, detail: str) -> None:
        self.desk.tell_trouble(kind, detail)
        self._bring_notes()

    def _bring_notes(self) -> None:
        self.errands.run(self.notes.deliver)

    def _folders_changed(self) -> None:
        self.errands.run(self._look_into_the_folder)

    async def _look_into_the_folder(self) -> None:
        """Whether others are in it than before: then the whitelist is another one."""
        if self.settings.userbot.folder:
            try:
                people = frozenset(await people_in_folder(self.client, self.settings.userbot))
            except ConfigError as error:
                self._fail(error)
                return
            if people != self.whitelist.in_folder:
                await self._whitelist_changed()

    async def _whitelist_changed(self) -> None:
        """Who is in is watched from now on, who is out is written to no more. A clone that was not judged, or a folder
        that is gone, is the owner's to mend: as at the start.
        """
        try:
            await self._take_whitelist()
            self.clones.check(self.peers)
        except ConfigError as error:
            self._fail(error)
        self.replies.halt(lambda chat_id: chat_id not in self.peers)
        self.sweep()


async def _cancelled(*tasks: "asyncio.Task[None]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
