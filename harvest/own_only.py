"""Decide what stands in for a contact's words where only the owner's may be trained on. No I/O, no clock."""

import msgspec

from harvest.conversations import Bubble, Conversation, Turn
from harvest.messages import MEDIA_PLACEHOLDER


def own_only(conversation: Conversation) -> Conversation:
    """The contact's bubbles keep their number, their order and their shape, and none of their words."""
    turns = (turn if turn.is_owner else Turn(False, tuple(map(_shape_of, turn.bubbles))) for turn in conversation.turns)
    return Conversation(conversation.chat_id, tuple(turns))


def _shape_of(bubble: Bubble) -> Bubble:
    return msgspec.structs.replace(bubble, text="\n".join(map(_line_shape, bubble.text.split("\n"))), hints=())


def _line_shape(line: str) -> str:
    """`[7 words?]` for a question of seven words; a placeholder for media is nobody's words and stays."""
    if MEDIA_PLACEHOLDER.fullmatch(line):
        return line
    count = len(line.split())
    end = next((mark for mark in "?!" if line.rstrip().endswith(mark)), "")
    return f"[{count} word{'' if count == 1 else 's'}{end}]"
