"""Decide which conversations teach, and which of their words are the owner's own. No I/O, no clock."""

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from itertools import groupby

from harvest.conversations import Bubble, Conversation, Turn
from harvest.messages import MEDIA_PLACEHOLDER

NO_OWNER_TURN = "no owner turn"
ONLY_PLACEHOLDERS = "only placeholders"
EXACT_REPEAT = "exact repeat"
BORROWED = "forwarded or through a bot"
CLONE_WRITTEN = "written by the clone"
UNANSWERED = "after the owner's last word"


def own_words(conversation: Conversation, clone_written: Set[int] = frozenset()) -> tuple[Conversation, Counter[str]]:
    """The conversation without what the owner's side sent but did not write, and what was left out, by reason.

    Words that the contact passes on stay: they are read, never learnt.
    """
    left_out: Counter[str] = Counter()
    kept: list[tuple[bool, Bubble]] = []
    for turn in conversation.turns:
        for bubble in turn.bubbles:
            reason = _not_own(bubble, clone_written) if turn.is_owner else None
            if reason:
                left_out[reason] += 1
            else:
                kept.append((turn.is_owner, bubble))
    return Conversation(conversation.chat_id, tuple(_turns(kept))), left_out


def _not_own(bubble: Bubble, clone_written: Set[int]) -> str | None:
    if bubble.message_id in clone_written:
        return CLONE_WRITTEN
    return BORROWED if bubble.is_borrowed else None


def _turns(bubbles: Iterable[tuple[bool, Bubble]]) -> Iterator[Turn]:
    """What stood on both sides of something left out becomes one turn."""
    for is_owner, burst in groupby(bubbles, key=lambda pair: pair[0]):
        yield Turn(is_owner, tuple(bubble for _, bubble in burst))


def ending_on_owner(conversation: Conversation) -> Conversation:
    """Without what followed the owner's last word: nothing after it is ever learnt."""
    turns = conversation.turns
    while turns and not turns[-1].is_owner:
        turns = turns[:-1]
    return Conversation(conversation.chat_id, turns)


def reason_to_drop(conversation: Conversation) -> str | None:
    """Why the conversation teaches nothing, or None."""
    owners = [bubble.text for turn in conversation.turns if turn.is_owner for bubble in turn.bubbles]
    if not owners:
        return NO_OWNER_TURN
    if all(MEDIA_PLACEHOLDER.sub("", text).strip() == "" for text in owners):
        return ONLY_PLACEHOLDERS
    return None


def heldout_count(conversations: int, fraction: float) -> int:
    """How many of a dialog's newest conversations are kept for judging. Halves round up: 5 at 0.1 give 1."""
    return int(conversations * fraction + 0.5)
