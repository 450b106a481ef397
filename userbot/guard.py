"""Decide whether a drafted reply may leave the house. Deterministic, and the last one to speak."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from finetune.requests import Reply
from harvest.examples import OPENING
from harvest.messages import CONTROL, MEDIA_PLACEHOLDER
from harvest.redact import PLACEHOLDER, Redactor
from harvest.reply_settings import GuardSettings
from harvest.shingles import ShingleIndex
from userbot.echo import echoes, holds_template
from userbot.links import unshown
from userbot.refusals import is_machine_talk

LONGEST_MESSAGE = 4096  # UTF-16 units; Telegram refuses a longer text
BROKEN = re.compile(r"[\ufffd\ud800-\udfff]")  # half a character: of the bytes that a token gave


@dataclass(frozen=True, slots=True)
class View:
    """What a draft is held against. shown: every text of this chat that the clone may have read, the owner's too.

    heard: what the contact wrote since anybody answered, oldest first. taught: None without a dataset.
    """

    redactor: Redactor
    chat_id: int = 0
    shown: tuple[str, ...] = field(default=(), repr=False)
    heard: tuple[str, ...] = field(default=(), repr=False)
    taught: ShingleIndex | None = None
    limits: GuardSettings = field(default_factory=GuardSettings)


def objection(reply: Reply, view: View) -> str | None:
    """Why the reply must not be sent, in words that quote nothing of it; None if it may."""
    return next(_objections(reply, view), None)


def _objections(reply: Reply, view: View) -> Iterator[str]:
    """The cheap ones first."""
    if not reply.is_finished:
        yield "it did not come to an end"
    if not reply.bubbles:
        yield "it was empty"
    if len(reply.bubbles) > view.limits.max_bubbles:
        yield f"it had {len(reply.bubbles)} bubbles"
    if sum(map(len, reply.bubbles)) > view.limits.max_chars:
        yield "it was too long"
    if is_unsure(reply, view.limits.least_confidence):
        yield "the model was not sure of it"
    for bubble in reply.bubbles:
        yield from _bubble_objections(bubble)
    yield from _talk_objections(reply, view)
    for bubble in reply.bubbles:
        if view.redactor.text(bubble).findings:
            yield "it held personal data"


def _bubble_objections(bubble: str) -> Iterator[str]:
    if len(bubble.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_MESSAGE:
        yield "a bubble was too long"
    if OPENING in bubble or MEDIA_PLACEHOLDER.search(bubble) or PLACEHOLDER.search(bubble):
        yield "it held a placeholder"
    if BROKEN.search(bubble) or CONTROL.search(bubble):
        yield "it held a broken character"


def _talk_objections(reply: Reply, view: View) -> Iterator[str]:
    if holds_template(reply.bubbles):
        yield "it held a part of the prompt"
    if echoes(reply.bubbles, view.heard):
        yield "it repeated what it was told"
    text = "\n".join(reply.bubbles)
    if is_machine_talk(text):
        yield "it spoke as an assistant"
    if unshown(reply.bubbles, view.shown):
        yield "it held a link or a name that this chat has not shown"
    if view.taught and view.taught.said_elsewhere(text, view.chat_id, view.shown):
        yield "it held words of another chat"
    if view.taught and view.taught.tells_elsewhere(text, view.chat_id, view.shown):
        yield "it held a name, a number or rare words of another chat"


def is_unsure(reply: Reply, least_confidence: float) -> bool:
    """confidence: the geometric mean of the tokens' probabilities. A server that tells none is not doubted."""
    return not math.isnan(reply.mean_logprob) and math.exp(min(0.0, reply.mean_logprob)) < least_confidence
