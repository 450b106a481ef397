"""Decide whether a drafted reply may leave the house. Deterministic, and the last one to speak."""

from finetune.requests import Reply
from harvest.examples import OPENING
from harvest.messages import MEDIA_PLACEHOLDER
from harvest.redact import PLACEHOLDER, Redactor

LONGEST_MESSAGE = 4096  # UTF-16 units; Telegram refuses a longer text
MOST_BUBBLES = 8


def objection(reply: Reply, redactor: Redactor) -> str | None:
    """Why the reply must not be sent, in words that quote nothing of it; None if it may."""
    if not reply.is_finished:
        return "it did not come to an end"
    if not reply.bubbles:
        return "it was empty"
    if len(reply.bubbles) > MOST_BUBBLES:
        return f"it had {len(reply.bubbles)} bubbles"
    return next((reason for bubble in reply.bubbles if (reason := _bubble_objection(bubble, redactor))), None)


def _bubble_objection(bubble: str, redactor: Redactor) -> str | None:
    if len(bubble.encode("utf-16-le")) // 2 > LONGEST_MESSAGE:
        return "a bubble was too long"
    if OPENING in bubble or MEDIA_PLACEHOLDER.search(bubble) or PLACEHOLDER.search(bubble):
        return "it held a placeholder"
    if "\ufffd" in bubble:
        return "it held a broken character"
    if redactor.text(bubble).findings:
        return "it held personal data"
    return None
