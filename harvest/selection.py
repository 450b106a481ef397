"""Decide which conversations teach, and which of their words are the owner's own. No I/O, no clock."""

import hashlib
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
MACHINE_LIKE = "the same long text to many people"
OVER_THE_CAP = "over the contact's cap"
THINNED = "thinned by age"


def own_words(
    conversation: Conversation, clone_written: Set[int] = frozenset(), machine_like: Set[str] = frozenset()
) -> tuple[Conversation, Counter[str]]:
    """The conversation without what the owner's side sent but did not write, and what was left out, by reason.

    clone_written: message ids. machine_like: texts. Words that the contact passes on stay: read, never learnt.
    """
    left_out: Counter[str] = Counter()
    kept: list[tuple[bool, Bubble]] = []
    for turn in conversation.turns:
        for bubble in turn.bubbles:
            reason = _not_own(bubble, clone_written, machine_like) if turn.is_owner else None
            if reason:
                left_out[reason] += 1
            else:
                kept.append((turn.is_owner, bubble))
    return Conversation(conversation.chat_id, tuple(_turns(kept))), left_out


def _not_own(bubble: Bubble, clone_written: Set[int], machine_like: Set[str]) -> str | None:
    if bubble.message_id in clone_written:
        return CLONE_WRITTEN
    if bubble.is_borrowed:
        return BORROWED
    return MACHINE_LIKE if bubble.text in machine_like else None


def _turns(bubbles: Iterable[tuple[bool, Bubble]]) -> Iterator[Turn]:
    """What stood on both sides of something left out becomes one turn."""
    for is_owner, burst in groupby(bubbles, key=lambda pair: pair[0]):
        yield Turn(is_owner, tuple(bubble for _, bubble in burst))


def was_left_unanswered(said: Conversation, then: Conversation | None, left_out: Counter[str]) -> bool:
    """Whether the owner chose silence: the contact had the last word, and after the gap the next one too.

    then: the next conversation. Where the owner begins it, or answers in it what was said here, that is an answer
    come late. Where a clone spoke, nobody knows what the owner would have done.
    """
    if then is None or said.turns[-1].is_owner or left_out[CLONE_WRITTEN]:
        return False
    return not then.turns[0].is_owner and not then.turns[0].bubbles[0].is_borrowed


def ending_on_owner(conversation: Conversation) -> Conversation:
    """Without what followed the owner's last word."""
    turns = conversation.turns
    while turns and not turns[-1].is_owner:
        turns = turns[:-1]
    return Conversation(conversation.chat_id, turns)


def reason_to_drop(conversation: Conversation) -> str | None:
    """Why the conversation, cut as it will be trained, teaches nothing; or None."""
    owners = [bubble.text for turn in conversation.turns if turn.is_owner for bubble in turn.bubbles]
    if not owners:
        return None if conversation.turns else NO_OWNER_TURN  # with the contact's alone it teaches silence
    if all(MEDIA_PLACEHOLDER.sub("", text).strip() == "" for text in owners):
        return ONLY_PLACEHOLDERS
    return None


def is_thinned(conversation: Conversation, newest_at: float, half_life_s: float) -> bool:
    """Whether an old conversation makes room: half of them for each half-life before the dialog's newest message.

    Which ones is decided by their own first id, so that it is the same at every build.
    """
    if not half_life_s:
        return False
    first = conversation.turns[0].bubbles[0]
    digest = hashlib.blake2b(f"{conversation.chat_id} {first.message_id}".encode(), digest_size=8).digest()
    chance: float = int.from_bytes(digest) / 2**64
    stays: float = 0.5 ** ((newest_at - first.sent_at) / half_life_s)
    return chance >= stays


def heldout_count(conversations: int, fraction: float) -> int:
    """How many of a dialog's newest conversations are kept for judging. Halves round up: 5 at 0.1 give 1."""
    return int(conversations * fraction + 0.5)
