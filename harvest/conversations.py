"""Decide where a dialog falls into conversations, and a burst of messages into one turn. No I/O, no clock.

A bubble is one sent message. A turn's bubbles travel as one text, folded so that both kinds of line break survive:
a new line is a new bubble, and a line break inside a bubble is followed by a tab (folding as in RFC 5322, 2.2.3).
"""

from collections.abc import Iterable, Iterator

import msgspec

from harvest.messages import Message, spoken


class Bubble(msgspec.Struct, frozen=True, gc=False):
    """One message, as it will be read by a model. sent_at: UTC seconds.

    hints: what Telegram itself found in the text, as (entity kind, the words it marks).
    """

    message_id: int
    sent_at: float
    text: str
    hints: tuple[tuple[str, str], ...] = ()
    is_borrowed: bool = False


class Turn(msgspec.Struct, frozen=True, gc=False):
    """What one side said before the other side said something."""

    is_owner: bool
    bubbles: tuple[Bubble, ...]

    @property
    def text(self) -> str:
        return fold(bubble.text for bubble in self.bubbles)


class Conversation(msgspec.Struct, frozen=True, gc=False):
    """Turns of one dialog, alternating, with no silence of a gap or longer between two messages."""

    chat_id: int
    turns: tuple[Turn, ...]


def fold(bubbles: Iterable[str]) -> str:
    """`["hi", "two\\nlines"]` -> `"hi\\ntwo\\n\\tlines"`. Empty bubbles vanish: nobody can send one."""
    stripped = (bubble.strip() for bubble in bubbles)
    return "\n".join(bubble.replace("\n", "\n\t") for bubble in stripped if bubble)


def unfold(text: str) -> list[str]:
    """The bubbles of a folded turn; the inverse of `fold` on what `fold` gives."""
    bubbles: list[str] = []
    for line in text.split("\n"):
        if line.startswith("\t") and bubbles:
            bubbles[-1] += "\n" + line[1:]
        else:
            bubbles.append(line)
    return [bubble.strip() for bubble in bubbles if bubble.strip()]


def conversations(messages: Iterable[Message], gap_s: float) -> Iterator[Conversation]:
    """Split one dialog, oldest message first, where `gap_s` or more pass between two messages.

    Raises ValueError on messages of two dialogs: nobody's words may ever answer somebody else's.
    """
    chat_id: int | None = None
    last_at = 0.0
    current: list[Message] = []
    for message in messages:
        if chat_id not in (None, message.chat_id):
            raise ValueError(f"messages of chats {chat_id} and {message.chat_id} in one dialog")
        chat_id = message.chat_id
        if current and message.sent_at - last_at >= gap_s:
            yield Conversation(chat_id, tuple(_turns(current)))
            current = []
        last_at = message.sent_at
        if spoken(message):
            current.append(message)
    if current and chat_id is not None:
        yield Conversation(chat_id, tuple(_turns(current)))


def _turns(messages: list[Message]) -> Iterator[Turn]:
    """Merge neighbours of the same side. Each bubble keeps its own boundary."""
    burst: list[Message] = []
    for message in messages:
        if burst and message.is_out != burst[-1].is_out:
            yield _turn(burst)
            burst = []
        burst.append(message)
    if burst:
        yield _turn(burst)


def _turn(burst: list[Message]) -> Turn:
    return Turn(burst[0].is_out, tuple(_bubble(message) for message in burst))


def _bubble(message: Message) -> Bubble:
    hints = ((e.kind, message.text[e.start : e.start + e.length]) for e in message.entities)
    return Bubble(message.id, message.sent_at, spoken(message), tuple(hints), message.is_borrowed)
