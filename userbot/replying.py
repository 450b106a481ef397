"""Walk one reply from the chat's history to the last sent bubble, and stop the moment the chat moves on.

What may be sent is on disk first: bubbles with their random_ids before the first one goes, IN_FLIGHT before each
request. A crash anywhere leaves either a bubble that was not tried, or one in doubt whose random_id makes sending it
again harmless. What cannot be told any more is never sent again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from telethon import errors

from finetune.requests import Reply
from harvest.client import REFUSALS
from harvest.messages import Peer
from harvest.userbot_settings import UserbotSettings
from userbot import core, pacing
from userbot.core import Chat
from userbot.drafting import Drafter
from userbot.hearing import Hearing
from userbot.hours import Hours
from userbot.ledger import Ledger, Outgoing, Sending
from userbot.manner import Manners
from userbot.outcomes import LeftToApprove, MovedOn, NotNow, Silence
from userbot.wire import History, Wire

RESEND_WITHIN_S = 30 * 60.0  # how long Telegram is trusted to remember a random_id (seen: 72 min; undocumented)
RETRY_S = 30.0
DAY_S = 86400.0
UNTOLD = "whether a bubble arrived cannot be told any more; it is not sent again"
LOOK_BACK = 10  # messages read again before each bubble

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Replier:
    """propose: writes a proposal for the owner, given the chat, its history and the bubbles. clock: UTC seconds."""

    wire: Wire
    ledger: Ledger
    hearing: Hearing
    drafter: Drafter
    manners: Manners
    propose: Callable[[Chat, History, Sequence[str]], None]
    clock: Callable[[], float]

    @property
    def settings(self) -> UserbotSettings:
        return self.manners.settings

    async def reply(self, peer: Peer, chat: Chat, moved_on: asyncio.Event) -> None:
        """Raises MovedOn, Silence, LeftToApprove, NotNow or ModelFailed, and what Telethon and the network raise."""
        walk = _Walk(self, peer, chat, moved_on)
        bubbles = await walk.taken_up() or await walk.write()
        if any(bubble.state is Sending.UNKNOWN for bubble in bubbles):
            raise Silence(UNTOLD, is_told=True)
        left = [b for b in bubbles if b.state in (Sending.PLANNED, Sending.IN_FLIGHT)]
        is_begun = len(left) < len(bubbles)
        if walk.may_go_on(is_begun=is_begun):
            await walk.read()
            await self._say(walk, left, is_begun=is_begun)
        self.ledger.update(chat.chat_id, lambda c: core.answered(c, chat.epoch), self.clock())

    async def _say(self, walk: "_Walk", left: Sequence[Outgoing], *, is_begun: bool) -> None:
        for number, bubble in enumerate(left):
            await walk.type(bubble.text, pause_s=pacing.GAP_S if number else pacing.READING_S)
            if not await walk.send(bubble, is_begun=is_begun or number > 0):
                return

    def keep_the_limits(self, chat: Chat) -> None:
        """Raises Silence once the most replies were sent."""
        since = self.clock() - DAY_S
        chat_day, day = self.ledger.replies_since(since, chat.chat_id), self.ledger.replies_since(since)
        if reason := core.over_the_limit(chat, self.manners.limits, chat_day, day):
            raise Silence(reason)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One reply under way."""

    by: Replier
    peer: Peer
    chat: Chat
    moved_on: asyncio.Event

    # what to say, and whether to say it

    async def taken_up(self) -> list[Outgoing]:
        """What an earlier try has planned. A bubble in doubt is looked for first: it may stand in the chat."""
        ledger, chat = self.by.ledger, self.chat
        bubbles = ledger.outgoing(chat.chat_id, chat.epoch)
        if any(bubble.state is Sending.IN_FLIGHT for bubble in bubbles):
            await self.look(LOOK_BACK)
            bubbles = ledger.outgoing(chat.chat_id, chat.epoch)
        return bubbles

    async def write(self) -> list[Outgoing]:
        """Draft, and store what is to be sent. Raises LeftToApprove where the owner sends it, or doesn't."""
        mode = self.by.manners.mode(self.chat.chat_id)
        if mode == "off":
            raise Silence("this contact's mode is off")
        history = await self.look(self.by.settings.context_messages)
        draft = await self.unless_moved_on(self.by.drafter.draft(self.chat, history))
        self.check()
        if mode == "draft":
            await self._leave_draft("\n".join(draft.bubbles))
        if mode == "ask":
            self.by.propose(self.chat, history, draft.bubbles)
            raise LeftToApprove("a proposal waits for you in Saved Messages")
        return self._plan(draft)

    async def _leave_draft(self, text: str) -> None:
        """Never over a draft of the owner's own."""
        ledger, chat_id = self.by.ledger, self.chat.chat_id
        top = (await self.by.wire.tops([self.peer])).get(chat_id)
        if top and top.draft and top.draft != ledger.notebook.left_draft(chat_id):
            raise Silence("you have begun a draft there yourself")
        self.check()
        ledger.notebook.leave_draft(chat_id, text, self.by.clock())
        await self.by.wire.leave_draft(self.peer, text)
        raise LeftToApprove("a draft waits for you in the chat")

    def _plan(self, draft: Reply) -> list[Outgoing]:
        """Store the draft, after a first bubble that says who is writing, if this contact was never told."""
        ledger, chat = self.by.ledger, self.chat
        disclosure = self.by.settings.disclosure_text
        is_told = self.by.settings.disclosure == "off" or ledger.has_told(chat.chat_id, disclosure)
        texts = draft.bubbles if is_told else (disclosure, *draft.bubbles)
        bubbles = ledger.plan(chat.chat_id, chat.epoch, texts, self.by.clock())
        if not bubbles:
            raise MovedOn
        return bubbles

    def may_go_on(self, *, is_begun: bool) -> bool:
        """Whether the next bubble may go by the clock. False: what was begun ends here, its rest is dropped.

        Raises NotNow for a reply not begun in quiet hours, Silence for one that has become stale.
        """
        now, policy = self.by.clock(), self.by.manners.policy(self.chat.chat_id)
        if is_begun:
            if self._is_in_time(now, policy.hours):
                return True
            self.by.ledger.drop_planned(self.chat.chat_id, self.chat.epoch)
            return False
        if self.chat.is_approved:
            return True
        if core.is_stale(self.chat, policy, now):
            raise Silence("stale: left to the owner")
        if not policy.hours.are_open(now):
            raise NotNow("waiting for the end of quiet hours", (policy.hours.next_open(now) or now) - now)
        return True

    def _is_in_time(self, now: float, hours: Hours) -> bool:
        """The rest of a reply comes within half an hour of what went before, in the hours or with the owner's yes."""
        bubbles = self.by.ledger.outgoing(self.chat.chat_id, self.chat.epoch)
        last_at = max((b.sent_at for b in bubbles if b.sent_at is not None), default=now)
        return now - last_at <= RESEND_WITHIN_S and (self.chat.is_approved or hours.are_open(now))

    # whether anything changed

    async def look(self, limit: int) -> History:
        """Read the chat afresh; whatever is new there is taken in before anything else happens."""
        now, chat = self.by.clock(), self.chat
        history = await self.by.wire.history(self.peer, limit)
        for seen in history.seen:
            self.by.hearing.note(seen, now)
        unanswered = self.by.ledger.unanswered(chat.chat_id, above=history.reaches_back_to)
        if gone := set(unanswered).difference(seen.message_id for seen in history.seen):
            self.by.hearing.note_deletion(gone, now)
        top = (await self.by.wire.tops([self.peer])).get(chat.chat_id)
        own = self.by.ledger.notebook.left_draft(chat.chat_id)
        if top and top.draft and top.draft != own and top.drafted_at >= chat.heard_at:
            self.by.hearing.note_composing(chat.chat_id, is_owner=True, now=now)
        self.check()
        return history

    def check(self) -> None:
        if self.by.ledger.chat(self.chat.chat_id).epoch != self.chat.epoch:
            raise MovedOn

    async def unless_moved_on(self, work: Awaitable[Result]) -> Result:
        """The result, or MovedOn as soon as the chat does; the work is cancelled then."""
        task, alarm = asyncio.ensure_future(work), asyncio.ensure_future(self.moved_on.wait())
        try:
            await asyncio.wait({task, alarm}, return_when=asyncio.FIRST_COMPLETED)
            if self.moved_on.is_set():
                raise MovedOn
            return await task
        finally:
            for one in (task, alarm):
                one.cancel()
            await asyncio.gather(task, alarm, return_exceptions=True)

    # how it is said

    async def read(self) -> None:
        """The read receipt goes out before any word does: nobody is answered unread."""
        self.check()
        now, chat = self.by.clock(), self.chat
        self.by.ledger.update(chat.chat_id, lambda c: core.clone_reads(c, chat.heard_id), now)
        await self.by.wire.mark_read(self.peer, chat.heard_id)

    async def type(self, text: str, pause_s: float) -> None:
        """A pause, then "typing..." for as long as the bubble takes."""
        await self.unless_moved_on(asyncio.sleep(pause_s))
        left = pacing.typing_s(text, self.by.manners.chars_per_s(self.chat.chat_id), self.by.settings.max_typing_s)
        while left > 0:
            await self._show_typing()
            await self.unless_moved_on(asyncio.sleep(min(left, pacing.TYPING_KEPT_ALIVE_S)))
            left -= pacing.TYPING_KEPT_ALIVE_S

    async def _show_typing(self) -> None:
        try:
            await self.by.wire.show_typing(self.peer)
        except errors.RPCError as error:  # a sign that fails is no reason to fail the reply
            if _concerns_the_account(error):
                raise

    async def send(self, bubble: Outgoing, *, is_begun: bool) -> bool:
        """One bubble, once; False if it is too late for it. Between what may hold it back and its taking off nothing
        else happens: the look itself can last for hours, where the machine sleeps meanwhile.
        """
        ledger = self.by.ledger
        await self.look(LOOK_BACK)
        now = self.by.clock()
        if bubble.state is Sending.IN_FLIGHT and self._is_settled(bubble, now):
            return True
        if not self.may_go_on(is_begun=is_begun):
            return False
        if not is_begun and bubble.state is Sending.PLANNED:
            self.by.keep_the_limits(self.chat)
        if (held_s := ledger.choices.held_until() - now) > 0:
            raise NotNow("Telegram asks to wait", min(held_s, DAY_S))
        if not ledger.take_off(bubble, now):
            raise MovedOn
        message_id = await self._request(bubble)
        if message_id is None:
            await self.look(LOOK_BACK)
            if not self._is_settled(bubble, float("inf")):
                raise Silence("a bubble was sent, but where it stands could not be found out", is_told=True)
            return True
        ledger.landed(bubble.id, message_id)
        return True

    def _is_settled(self, bubble: Outgoing, now: float) -> bool:
        """Whether the bubble in doubt turned up in the chat. Raises Silence if it is too old to be sent again."""
        current = self.by.ledger.outgoing(bubble.chat_id, bubble.epoch)
        if any(b.id == bubble.id and b.state is Sending.SENT for b in current):
            return True
        if bubble.sent_at is not None and now - bubble.sent_at > RESEND_WITHIN_S:
            self.by.ledger.settle(bubble.id, Sending.UNKNOWN)
            raise Silence(UNTOLD, is_told=True)
        return False

    async def _request(self, bubble: Outgoing) -> int | None:
        """Send, and say what each refusal means. Errors that leave the bubble in doubt pass through."""
        try:
            return await self.by.wire.send(self.peer, bubble.text, bubble.random_id)
        except errors.RandomIdDuplicateError:
            return None
        except (errors.FloodWaitError, errors.SlowModeWaitError) as error:
            self.by.ledger.settle(bubble.id, Sending.PLANNED)
            is_all = isinstance(error, errors.FloodWaitError)
            raise NotNow("Telegram asks to wait", error.seconds, concerns_all=is_all) from None
        except errors.RPCError as error:
            if error.code >= 500:
                raise NotNow("Telegram had an error of its own", RETRY_S) from None
            self.by.ledger.settle(bubble.id, Sending.DROPPED)
            if _concerns_the_account(error):
                raise
            raise Silence(f"Telegram refused the message ({type(error).__name__})", is_told=True) from None


def _concerns_the_account(error: errors.RPCError) -> bool:
    """Not this chat's trouble alone: going on would make it worse."""
    return type(error).__name__ in REFUSALS or isinstance(error, errors.UnauthorizedError)
