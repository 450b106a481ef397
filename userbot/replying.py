"""Walk one reply from the chat's history to the last sent bubble, and stop the moment the chat moves on.

What may be sent is on disk first: bubbles with their random_ids before the first one goes, IN_FLIGHT before each
request. A crash anywhere leaves either a bubble that was not tried, or one in doubt whose random_id makes sending it
again harmless. What cannot be told any more is never sent again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from loguru import logger
from telethon import errors

from finetune.requests import Reply, ReplyRequest
from harvest.client import REFUSALS
from harvest.dataset import prompt_messages
from harvest.examples import ChatMessage
from harvest.messages import Peer
from harvest.redact import Redactor
from harvest.settings import UserbotSettings
from userbot import core, pacing
from userbot.core import Chat
from userbot.guard import objection
from userbot.hearing import Hearing
from userbot.ledger import Ledger, Outgoing, Sending
from userbot.topics import handover
from userbot.wire import History, Wire

RESEND_WITHIN_S = 30 * 60.0  # how long Telegram is trusted to remember a random_id (seen: 72 min; undocumented)
RETRY_S = 30.0
UNTOLD = "whether a bubble arrived cannot be told any more; it is not sent again"
LOOK_BACK = 10  # messages read again before each bubble

Result = TypeVar("Result")


class MovedOn(Exception):
    """The chat changed while a reply was under way: somebody wrote. The reply is dropped."""


class Silence(Exception):
    """The clone decides to say nothing; the words say why, without quoting anybody."""


class NotNow(Exception):
    """The reply stays owed. after_s: when to take it up again."""

    def __init__(self, reason: str, after_s: float) -> None:
        super().__init__(reason)
        self.after_s = after_s


class Writer(Protocol):
    """Whoever writes the words: finetune.process.ModelProcess."""

    async def reply(self, request: ReplyRequest, deadline_s: float) -> Reply: ...


@dataclass(frozen=True, slots=True)
class Replier:
    """gap_s: silence that ends a conversation, as in training. clock: UTC seconds."""

    wire: Wire
    ledger: Ledger
    hearing: Hearing
    writer: Writer
    redactor: Redactor
    settings: UserbotSettings
    gap_s: float
    clock: Callable[[], float]

    async def reply(self, peer: Peer, chat: Chat, moved_on: asyncio.Event) -> None:
        """Raises MovedOn, Silence, NotNow or ModelFailed, and what Telethon and the network raise."""
        walk = _Walk(self, peer, chat, moved_on)
        bubbles = self.ledger.outgoing(chat.chat_id, chat.epoch) or await walk.write()
        if any(bubble.state is Sending.UNKNOWN for bubble in bubbles):
            raise Silence(UNTOLD)
        await walk.read()
        for number, bubble in enumerate(b for b in bubbles if b.state in (Sending.PLANNED, Sending.IN_FLIGHT)):
            await walk.type(bubble.text, pause_s=pacing.GAP_S if number else pacing.READING_S)
            await walk.send(bubble)
        self.ledger.update(chat.chat_id, lambda c: core.answered(c, chat.epoch), self.clock())


@dataclass(frozen=True, slots=True)
class _Walk:
    """One reply under way."""

    by: Replier
    peer: Peer
    chat: Chat
    moved_on: asyncio.Event

    async def write(self) -> list[Outgoing]:
        """Draft until one may be sent, then store it."""
        history = await self.look(self.by.settings.context_messages)
        self._leave_to_the_owner(history)
        said = (message for message in history.messages if message.text != self.by.settings.disclosure_text)
        messages = prompt_messages(said, self.by.redactor, self.by.gap_s)
        if not messages or messages[-1].role != "user":
            raise Silence("what they wrote last cannot be read")
        for attempt in range(self.by.settings.attempts):
            draft = await self.unless_moved_on(self._draft(messages, seed=self.chat.heard_id + attempt))
            reason = objection(draft, self.by.redactor)
            if reason is None:
                return self._plan(draft)
            logger.info("chat {}: draft {} thrown away: {}", self.chat.chat_id, attempt + 1, reason)
        raise Silence(f"no draft could be sent: {reason}")

    def _leave_to_the_owner(self, history: History) -> None:
        """Raises Silence where the unanswered messages are about something no program should answer."""
        unanswered = (m.text for m in history.messages if not m.is_out and m.id > self.chat.answered_id)
        settings = self.by.settings
        topic = handover(unanswered, settings.handover_words) if settings.handover else None
        if topic:
            raise Silence(f"left to the owner, it is about {topic}")

    async def _draft(self, messages: tuple[ChatMessage, ...], seed: int) -> Reply:
        s = self.by.settings
        request = ReplyRequest(messages, s.max_new_tokens, s.temperature, s.top_p, seed)
        return await self.by.writer.reply(request, s.generation_deadline_s)

    def _plan(self, draft: Reply) -> list[Outgoing]:
        """Store the draft, after a first bubble that says who is writing, if this contact was never told."""
        ledger, chat = self.by.ledger, self.chat
        is_told = self.by.settings.disclosure == "off" or ledger.has_written_to(chat.chat_id)
        texts = draft.bubbles if is_told else (self.by.settings.disclosure_text, *draft.bubbles)
        bubbles = ledger.plan(chat.chat_id, chat.epoch, texts, self.by.clock())
        if not bubbles:
            raise MovedOn
        return bubbles

    async def look(self, limit: int) -> History:
        """Read the chat afresh; whatever is new there is taken in before anything else happens."""
        history = await self.by.wire.history(self.peer, limit)
        for seen in history.seen:
            self.by.hearing.note(seen, self.by.clock())
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

    async def read(self) -> None:
        """The read receipt goes out before any word does: nobody is answered unread."""
        self.check()
        await self.by.wire.mark_read(self.peer, self.chat.heard_id)

    async def type(self, text: str, pause_s: float) -> None:
        """A pause, then "typing..." for as long as the bubble takes."""
        await self.unless_moved_on(asyncio.sleep(pause_s))
        left = pacing.typing_s(text, self.by.settings.typing_chars_per_s, self.by.settings.max_typing_s)
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

    async def send(self, bubble: Outgoing) -> None:
        """One bubble, once."""
        ledger, now = self.by.ledger, self.by.clock()
        await self.look(LOOK_BACK)
        if bubble.state is Sending.IN_FLIGHT and self._is_settled(bubble, now):
            return
        if not ledger.take_off(bubble, now):
            raise MovedOn
        message_id = await self._request(bubble)
        if message_id is None:
            await self.look(LOOK_BACK)
            if not self._is_settled(bubble, float("inf")):
                raise Silence("a bubble was sent, but where it stands could not be found out")
            return
        ledger.landed(bubble.id, message_id)

    def _is_settled(self, bubble: Outgoing, now: float) -> bool:
        """Whether the bubble in doubt turned up in the chat. Raises Silence if it is too old to be sent again."""
        current = self.by.ledger.outgoing(bubble.chat_id, bubble.epoch)
        if any(b.id == bubble.id and b.state is Sending.SENT for b in current):
            return True
        if bubble.sent_at is not None and now - bubble.sent_at > RESEND_WITHIN_S:
            self.by.ledger.settle(bubble.id, Sending.UNKNOWN)
            raise Silence(UNTOLD)
        return False

    async def _request(self, bubble: Outgoing) -> int | None:
        """Send, and say what each refusal means. Errors that leave the bubble in doubt pass through."""
        try:
            return await self.by.wire.send(self.peer, bubble.text, bubble.random_id)
        except errors.RandomIdDuplicateError:
            return None
        except errors.FloodWaitError as error:
            self.by.ledger.settle(bubble.id, Sending.PLANNED)
            raise NotNow("Telegram asks to wait", error.seconds) from None
        except errors.RPCError as error:
            if error.code >= 500:
                raise NotNow("Telegram had an error of its own", RETRY_S) from None
            self.by.ledger.settle(bubble.id, Sending.DROPPED)
            if _concerns_the_account(error):
                raise
            raise Silence(f"Telegram refused the message ({type(error).__name__})") from None


def _concerns_the_account(error: errors.RPCError) -> bool:
    """Not this chat's trouble alone: going on would make it worse."""
    return type(error).__name__ in REFUSALS or isinstance(error, errors.UnauthorizedError)
