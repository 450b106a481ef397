"""Decide which answered messages are brought forward: those that a reader of the conversation would not see.

What the owner answers days later comes once more, as the contact's, just before the answer: else the answer would seem
to be to nothing. What the contact answers is quoted in their own bubble. No I/O, no clock.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Set

import msgspec

from harvest.messages import Entity, Message, spoken

NEAR = 20  # messages back in the same conversation
QUOTED_CHARS = 200

Lookup = Callable[[int], Message | None]


def with_far_replies(
    messages: Iterable[Message], lookup: Lookup, gap_s: float, not_own: Set[int] = frozenset()
) -> Iterator[Message]:
    """One chat's messages, oldest first. lookup: by id. not_own: ids of the owner's side that will be left out."""
    near: deque[int] = deque(maxlen=NEAR)
    last_at = float("-inf")
    for message in messages:
        if message.sent_at - last_at >= gap_s:
            near.clear()
        answered = lookup(message.reply_to) if message.reply_to and message.reply_to not in near else None
        if answered is None or message.is_borrowed or message.id in not_own:
            yield message
        elif message.is_out:
            yield from () if answered.is_out else (_brought_forward(answered, message.sent_at),)
            yield message
        else:
            yield _quoting(message, answered)
        near.append(message.id)
        last_at = message.sent_at


def _brought_forward(answered: Message, at: float) -> Message:
    """Marked as borrowed: it was not said just now, so nobody's delay is measured from it."""
    return msgspec.structs.replace(answered, sent_at=at, reply_to=None, is_borrowed=True)


def _quoting(message: Message, answered: Message) -> Message:
    """`> what was answered` on a line before; entities move behind it."""
    words = " ".join(spoken(answered).split())
    if not words or message.media is not None:
        return message
    quote = f"> {words[:QUOTED_CHARS]}\n"
    moved = tuple(Entity(e.kind, e.start + len(quote), e.length) for e in message.entities)
    return msgspec.structs.replace(message, text=quote + message.text, entities=moved)
