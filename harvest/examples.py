"""The shape in which a conversation reaches a model: in the dataset's lines, and in the daemon's prompt.

One line of `train.jsonl` is one Example: the conversational form that training tools read, plus where it came from.
`content` is a folded turn (harvest.conversations.fold): a new line is a new bubble.
"""

from typing import Literal

import msgspec

from harvest.conversations import Conversation

OPENING = "[start]"  # stands before a conversation that the owner opened; nobody's words, so never trained on


class ChatMessage(msgspec.Struct, frozen=True, gc=False):
    """role: `assistant` is the owner, `user` the contact."""

    role: Literal["user", "assistant"]
    content: str


class Example(msgspec.Struct, frozen=True, gc=False):
    """started_at and ended_at: UTC seconds of the first and last message."""

    messages: tuple[ChatMessage, ...]
    chat_id: int
    started_at: float
    ended_at: float

    @property
    def is_unanswered(self) -> bool:
        """The contact spoke last, and the owner said nothing until the next conversation began."""
        return bool(self.messages) and self.messages[-1].role == "user"


def chat_messages(conversation: Conversation) -> tuple[ChatMessage, ...]:
    """The turns in the model's roles, the contact first: an OPENING turn stands in where the owner began."""
    turns = tuple(ChatMessage("assistant" if turn.is_owner else "user", turn.text) for turn in conversation.turns)
    if turns and turns[0].role == "assistant":
        return (ChatMessage("user", OPENING), *turns)
    return turns
