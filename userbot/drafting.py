"""From a chat's history to the words of a reply that may be sent, or to the reason why there are none.

Reads nothing and sends nothing: it is given the history, asks the model, and lets the guard judge.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from loguru import logger
from msgspec import structs

from finetune.requests import Reply, ReplyRequest
from harvest.dataset import prompt_messages
from harvest.messages import Message, spoken
from harvest.redact import Redactor
from harvest.shingles import ShingleIndex
from harvest.userbot_settings import UserbotSettings
from userbot.core import Chat
from userbot.guard import View, objection
from userbot.loops import programs_manner
from userbot.outcomes import Silence
from userbot.reading import nothing_to_read
from userbot.topics import handover
from userbot.wire import History


class Writer(Protocol):
    """Whoever writes the words: finetune.process.ModelProcess, or a server."""

    async def reply(self, request: ReplyRequest, deadline_s: float) -> Reply: ...


@dataclass(frozen=True, slots=True)
class Drafter:
    """gap_s: silence that ends a conversation, as in training. run: which clone speaks to a chat.

    taught: what each chat taught the clone, so that it is not told to another; None without a dataset.
    """

    writer: Writer
    redactor: Redactor
    settings: UserbotSettings
    gap_s: float
    run: Callable[[int], str]
    taught: ShingleIndex | None = None

    async def draft(self, chat: Chat, history: History) -> Reply:
        """A reply that the guard lets pass. Raises Silence, and ModelFailed."""
        unanswered = self._unanswered(chat, history)
        request = self._request(chat, history)
        view = self._view(chat, history, unanswered)
        reason = ""
        for attempt in range(self.settings.attempts):
            draft = await self._ask(request, seed=chat.heard_id + attempt)
            if draft.is_silence:
                raise Silence("the clone itself would not answer this")
            found = objection(draft, view)
            if found is None:
                return draft
            reason = found
            logger.info("chat {}: draft {} thrown away: {}", chat.chat_id, attempt + 1, reason)
        raise Silence(f"no draft could be sent: {reason}", is_told=True)

    def _unanswered(self, chat: Chat, history: History) -> list[str]:
        """What is to be answered. Raises Silence where no program should."""
        unanswered = [m for m in history.messages if not m.is_out and m.id > chat.answered_id]
        if not unanswered:
            raise Silence("what was to be answered is gone")
        if nothing_to_read(spoken(m) for m in unanswered):
            raise Silence("it holds nothing to read: pictures, voice or stickers alone")
        if reason := programs_manner([(m.is_out, m.sent_at, m.text) for m in history.messages]):
            raise Silence(reason, is_told=True)
        texts = [m.text for m in unanswered]
        topic = handover(texts, self.settings.handover_words) if self.settings.handover else None
        if topic:
            raise Silence(f"left to the owner, it is about {topic}", is_told=True)
        return texts

    def _view(self, chat: Chat, history: History, unanswered: list[str]) -> View:
        shown = tuple(m.text for m in history.messages)
        return View(self.redactor, chat.chat_id, shown, tuple(unanswered), self.taught, self.settings.guard)

    def _request(self, chat: Chat, history: History) -> ReplyRequest:
        said = [message for message in history.messages if message.text != self.settings.disclosure_text]
        messages = prompt_messages(said, self.redactor, self.gap_s)
        if not messages:
            raise Silence("what they wrote last cannot be read")
        if messages[-1].role != "user":
            raise Silence("the last word in the chat is yours already")
        s = self.settings
        return ReplyRequest(
            messages,
            s.max_new_tokens,
            s.temperature,
            s.top_p,
            chat_id=chat.chat_id,
            started_at=conversation_began(said, self.gap_s),
            run=self.run(chat.chat_id),
        )

    async def _ask(self, request: ReplyRequest, seed: int) -> Reply:
        return await self.writer.reply(structs.replace(request, seed=seed), self.settings.generation_deadline_s)


def conversation_began(messages: list[Message], gap_s: float) -> float | None:
    """UTC seconds of the first message of the conversation that the last one belongs to."""
    began: float | None = None
    before = 0.0
    for message in sorted(messages, key=lambda m: m.id):
        if began is None or message.sent_at - before > gap_s:
            began = message.sent_at
        before = message.sent_at
    return began
