"""The replies, the hearing and a ledger in memory, in a small world where anything happens at any await.

The world is Telegram's side: chats, drafts, what it was asked to send. It judges each message as it takes it, by what
the daemon was told, or could read in the look that it owes before each bubble. What happens after that look and is told
by no update is seen too late by anybody.
"""

import asyncio
import random
import sqlite3
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from telethon import errors

from finetune.requests import ModelFailed, Reply
from harvest.messages import Message, Peer
from harvest.userbot_settings import UserbotSettings
from tests.userbot.conftest import until
from userbot import core, database
from userbot.core import State
from userbot.hearing import Hearing
from userbot.ledger import Ledger
from userbot.manner import Manners
from userbot.outcomes import Silence
from userbot.presence import Presence
from userbot.replies import Herald, Replies
from userbot.replying import Replier
from userbot.wire import History, Seen, Top

KYIV = ZoneInfo("Europe/Kyiv")
STARTS = [
    datetime(2026, 10, 24, hour, 40, tzinfo=KYIV).timestamp() for hour in (8, 14, 21)
]  # clocks go back that night
LIMITS = [(6, 4, 2), (1000, 1000, 1000)]  # a day, a chat's day, in a row
DAY_S = 86400.0
LAWFUL = ("answered by the clone", "silent: ", "stale: ", "the owner ", "a proposal waits", "watched from")


class World:
    """peers: the whitelist. own: ids of the clone's messages. oddities: chance that an await brings an event along."""

    def __init__(self, chance, oddities=0.15):
        self.chance, self.oddities, self.now = chance, oddities, chance.choice(STARTS)
        self.most_a_day, self.most_a_chat, self.most_in_a_row = chance.choice(LIMITS)
        self.people = [Peer(id=number) for number in (1, 2, 3)]
        self.peers = {peer.id: peer for peer in self.people}
        self.chats = {peer.id: [] for peer in self.people}
        self.drafts, self.read_up_to, self.own, self.by_random_id = {}, {}, {}, {}
        self.sent_at, self.told = [], Counter()
        self.last_id, self.answers, self.is_calm = 0, 0, False
        self.known = {chat_id: [] for chat_id in self.chats}  # as the daemon last read it, or was told
        self.known_drafts, self.was_read = {}, set()
        self.tell = lambda what, *of: None
        self.broken = []

    def clock(self):
        return self.now

    # what people do

    def put(self, chat_id, is_out, text, is_told):
        self.last_id += 1
        message = Message(chat_id, self.last_id, self.now, is_out, text)
        self.chats[chat_id].append(message)
        if is_told:
            self.known[chat_id].append(message)
            self.tell("message", chat_id, _seen(message))
        return message

    def event(self, *, is_told):
        """Somebody does something somewhere."""
        chat_id = self.chance.choice(list(self.chats))
        kind = self.chance.choice(["contact", "contact", "owner", "draft", "read", "edit", "delete", "typing"])
        self.told[kind] += 1
        theirs = [m for m in self.chats[chat_id] if not m.is_out]
        if kind == "contact":
            self.put(chat_id, False, "so?", is_told)
        elif kind == "owner":
            self.drafts.pop(chat_id, None)
            self.put(chat_id, True, "it is me", is_told)
        elif kind == "draft":
            self.drafts[chat_id] = ("hi, I", self.now)
            if is_told:
                self.known_drafts[chat_id] = self.drafts[chat_id]
                self.tell("draft", chat_id)
        elif kind == "typing":
            self.tell("typing", chat_id)
        elif theirs and kind == "read":
            self.tell("read", chat_id, theirs[-1].id)
        elif theirs and kind == "edit":
            self.tell("edit", chat_id, theirs[-1].id)
        elif theirs and kind == "delete":
            self.chats[chat_id].remove(theirs[-1])
            if is_told:
                self.known[chat_id] = [m for m in self.known[chat_id] if m.id != theirs[-1].id]
                self.tell("delete", chat_id, theirs[-1].id)

    async def await_something(self, *, is_told=True):
        for _ in range(self.chance.randrange(3)):
            await asyncio.sleep(0)
        if not self.is_calm and self.chance.random() < self.oddities:
            self.event(is_told=is_told or self.chance.random() < 0.5)
            await asyncio.sleep(0)

    # the wire, as userbot.wire.Wire has it

    async def history(self, peer, limit):
        await self.await_something(is_told=False)
        self._maybe_cut()
        newest = self.chats[peer.id][-limit:]
        self.known[peer.id] = list(self.chats[peer.id])
        self.was_read.add(peer.id)
        return History(tuple(newest), tuple(map(_seen, newest)), is_whole=len(self.chats[peer.id]) < limit)

    async def tops(self, peers):
        found = {}
        for peer in peers:
            chat, (draft, at) = self.chats[peer.id], self.drafts.get(peer.id, ("", 0.0))
            found[peer.id] = Top(chat[-1].id if chat else 0, draft, at)
            self.known_drafts[peer.id] = self.drafts.get(peer.id)
        await asyncio.sleep(0)
        return found

    async def mark_read(self, peer, up_to_id):
        self.tell("read", peer.id, up_to_id)
        await self.await_something(is_told=False)

    async def show_typing(self, peer):
        await self.await_something(is_told=False)
        if self.chance.random() < 0.05:
            raise errors.FloodWaitError(request=None, capture=5)

    async def active_elsewhere_at(self):
        return 0.0

    async def send(self, peer, text, random_id):
        fate = (
            "taken"
            if self.is_calm
            else self.chance.choices(
                ["taken", "flood", "cut before", "cut after", "blocked", "trouble"], [80, 4, 5, 8, 2, 2]
            )[0]
        )
        self.told[fate] += 1
        if fate == "flood":
            raise errors.FloodWaitError(request=None, capture=self.chance.choice([5, 300, 86400]))
        if fate == "blocked":
            raise errors.UserIsBlockedError(request=None)
        if fate == "trouble":
            raise errors.ServerError(request=None, message="INTERDC", code=500)
        if fate == "cut before":
            raise ConnectionError
        message_id = self.by_random_id.get(random_id) or self._take(peer, text, random_id)
        await self.await_something()
        if fate == "cut after":
            raise ConnectionError
        return message_id

    def _take(self, peer, text, random_id):
        try:
            self.judge(peer.id, text)
        except AssertionError as error:
            self.broken.append(f"{error} (chat {peer.id}, {text!r})")
        message = self.put(peer.id, True, text, is_told=self.chance.random() < 0.3)
        self.own[message.id] = text
        self.by_random_id[random_id] = message.id
        return message.id

    def _maybe_cut(self):
        if not self.is_calm and self.chance.random() < 0.03:
            raise ConnectionError


class Shell:
    """One process after another, on one ledger."""

    def __init__(self, world):
        self.world, self.db = world, sqlite3.connect(":memory:", isolation_level=None)
        for step in database.STEPS:
            self.db.executescript(step)
        self.ledger = Ledger(self.db)
        self.settings = UserbotSettings(
            idle_delay_s=(30.0, 300.0),
            longest_wait_s=900.0,
            mode="auto",
            time_zone="Europe/Kyiv",
            quiet_hours=("22:15-06:30",),
            disclosure="off",
            max_typing_s=0.0,
            max_consecutive_replies=world.most_in_a_row,
            max_replies_per_chat_per_day=world.most_a_chat,
            max_replies_per_day=world.most_a_day,
        )
        self.manners = Manners(self.settings, self.ledger.choices)
        self.failed, self.first_bubbles = [], {}
        world.tell, world.judge = self.hear, self.judge
        for chat_id in world.chats:
            self.ledger.watch(chat_id, 0)
        self.start()

    def start(self):
        world = self.world
        self.hearing = Hearing(self.ledger, self.manners.policy, self.changed)
        replier = Replier(world, self.ledger, self.hearing, self, self.manners, self.propose, world.clock)
        herald = Herald(self.changed, lambda chat, why: None, lambda kind, detail: None, self.failed.append)
        presence = Presence(world, 0, world.clock)
        self.replies = Replies(self.ledger, self.manners, replier, presence, lambda: world.peers, herald, world.clock)
        for chat in self.ledger.owing():
            self.ledger.update(chat.chat_id, lambda c: core.restarted(c, world.now), world.now)

    async def crash_and_start(self):
        """What the process knew is gone; what was on its way to the server has arrived, or not."""
        await self.replies.end()
        self.start()

    def changed(self, chat):
        self.replies.look_at(chat)

    def propose(self, chat, history, bubbles):
        raise AssertionError("nobody asked for a proposal")

    async def draft(self, chat, history):
        """In the drafter's place."""
        await self.world.await_something(is_told=False)
        if not any(not m.is_out and m.id > chat.answered_id for m in history.messages):
            raise Silence("what was to be answered is gone")
        if history.messages[-1].is_out:
            raise Silence("the last word in the chat is yours already")
        if not self.world.is_calm and self.world.chance.random() < 0.1:
            raise self.world.chance.choice([ModelFailed("it died"), Silence("the clone itself would not answer this")])
        self.world.answers += 1
        return Reply((f"one {self.world.answers}", f"two {self.world.answers}"), True, 5, 0.0, -1.0)

    def hear(self, what, chat_id, *of):
        """As the ears and the listening do."""
        now = self.world.now
        if chat_id not in self.world.peers:
            return
        if what == "message":
            self.hearing.note(of[0], now)
        elif what in ("draft", "typing"):
            self.hearing.note_composing(chat_id, is_owner=what == "draft", now=now)
        elif what == "read":
            self.hearing.note_reading(chat_id, of[0], settles=False, now=now)
        elif what == "edit":
            self.hearing.note_edit(chat_id, of[0], now)
        elif what == "delete":
            self.hearing.note_deletion([of[0]], now)

    async def reconcile(self):
        for chat_id, top in (await self.world.tops(list(self.world.peers.values()))).items():
            if not self.ledger.knows(chat_id, top.newest_id):
                for seen in (await self.world.history(self.world.peers[chat_id], 40)).seen:
                    self.hearing.note(seen, self.world.now)

    def sweep(self):
        for chat in self.ledger.owing():
            if chat.state is State.WAITING and chat.due_at <= self.world.now:
                self.replies.ring(chat.chat_id)

    # the judge, at the moment in which Telegram takes a message of the clone's

    def judge(self, chat_id, text):
        world, said = self.world, self.world.known[chat_id]
        assert chat_id in world.was_read, "wrote without a fresh look"
        world.was_read.discard(chat_id)
        assert chat_id in world.peers, "wrote to somebody outside the whitelist"
        assert self.ledger.choices.paused_until() <= world.now, "wrote in a pause"
        assert self.manners.policy(chat_id).hours.are_open(world.now), "wrote in quiet hours"
        assert text not in world.own.values(), "the same bubble twice"
        number = text.split()[1]
        if text.startswith("two"):
            assert f"one {number}" in world.own.values(), "the second bubble without the first"
        others = [m for m in said if m.id not in world.own]
        assert others, "wrote into an empty chat"
        assert not others[-1].is_out, "wrote after the owner did"
        draft = world.known_drafts.get(chat_id)
        is_old = draft is None or draft[1] < max(others[-1].sent_at, self.ledger.chat(chat_id).heard_at)
        assert is_old, "wrote over the owner's draft"
        if text.startswith("one"):
            self.judge_the_limits(chat_id)

    def judge_the_limits(self, chat_id):
        world = self.world
        day = [(at, to) for at, to in world.sent_at if at > world.now - DAY_S]
        assert len(day) < world.most_a_day, "over the day's limit"
        assert sum(to == chat_id for _, to in day) < world.most_a_chat, "over the chat's limit"
        begun = [text for m in world.chats[chat_id] if (text := world.own.get(m.id, "x" * m.is_out))]
        row = 0
        for text in reversed(begun):
            if text == "x":
                break
            row += text.startswith("two")
        assert row < world.most_in_a_row, "over the most in a row"
        world.sent_at.append((world.now, chat_id))


async def play(number, steps=60):
    """The story of that number. Raises AssertionError with what broke. Pauses of userbot.pacing are the caller's."""
    world = World(random.Random(number))
    shell, chance = Shell(world), world.chance
    for _ in range(steps):
        step = chance.choices(
            ["event", "lost", "due", "time", "ring", "reconcile", "crash", "pause", "resume", "whitelist"],
            [10, 4, 16, 5, 6, 5, 4, 1, 4, 2],
        )[0]
        if step in ("event", "lost"):
            world.event(is_told=step == "event")
        elif step == "time":
            world.now += chance.choice([1.0, 30.0, 120.0, 301.0, 301.0, 1000.0, 3 * 3600.0])
        elif step == "due":
            due = [chat.due_at for chat in shell.ledger.owing() if chat.due_at < world.now + 3600]
            world.now = max([world.now, *due])
            shell.sweep()
        elif step == "ring":
            shell.sweep()
        elif step == "crash":
            await shell.crash_and_start()
        elif step == "reconcile":
            try:
                await shell.reconcile()
            except ConnectionError:
                world.told["reconcile failed"] += 1
        elif step == "pause":
            shell.ledger.choices.pause(world.now + chance.choice([600.0, float("inf")]))
            shell.replies.halt()
        elif step == "resume":
            shell.ledger.choices.resume()
        else:
            peer = chance.choice(world.people)
            if not world.peers.pop(peer.id, None):
                world.peers[peer.id] = peer
            shell.replies.halt(lambda chat_id: chat_id not in world.peers)
        for _ in range(chance.choice([0, 3, 20, 200])):
            await asyncio.sleep(0)
        _no_failure(shell)
    await _let_it_end(shell)
    return world


async def _let_it_end(shell):
    """No more oddities: every chat comes to rest within two days, with a reason."""
    world = shell.world
    world.is_calm = True
    shell.ledger.choices.resume()
    world.peers = {peer.id: peer for peer in world.people}
    for _ in range(300):
        await shell.reconcile()
        shell.sweep()
        await until(lambda: not shell.replies.count, "the replies to end")
        _no_failure(shell)
        owing = shell.ledger.owing()
        if not owing:
            break
        world.now = max(
            world.now + 1, min(chat.due_at for chat in owing), min(shell.replies.held_until(), world.now + DAY_S)
        )
    for chat in shell.ledger.chats():
        assert chat.state is State.QUIET, chat
        assert chat.reason.startswith(LAWFUL), chat
        said = world.chats[chat.chat_id]
        newest = next((m for m in reversed(said) if m.id not in world.own), None)
        if newest and not newest.is_out:
            assert chat.heard_id >= newest.id or chat.answered_id >= newest.id, "a message nobody heard"
    await shell.replies.end()
    shell.db.close()


def _no_failure(shell):
    assert not shell.world.broken, shell.world.broken
    assert not shell.failed, shell.failed
    bugs = [reason for (reason,) in shell.db.execute("SELECT reason FROM audit WHERE reason LIKE '%a bug (%'")]
    assert not bugs, bugs


def _seen(message):
    return Seen(message.chat_id, message.id, message.is_out, message.sent_at, message.text)
