"""Keep what judges a clone out of what trains its base: by record name, and by what the lines say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from finetune.pretrain.corpus import Conversation, read_conversations

TELLING_CHARS = 30  # a normalised line this long does not recur by chance


@dataclass(slots=True)
class HeldOut:
    """The conversations nothing may train on. Lines are kept as `normalised` gives them."""

    ids: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)

    @classmethod
    def from_files(cls, paths: Iterable[Path]) -> HeldOut:
        held_out = cls()
        for path in paths:
            for conversation in read_conversations(path):
                held_out.add(conversation)
        return held_out

    def add(self, conversation: Conversation) -> None:
        self.ids.add(conversation.id.split("#")[0])
        self.lines.update(normalised(text) for _, text in conversation.turns)

    def holds(self, conversation: Conversation) -> bool:
        """True if the record's name, one telling line, or all of its lines stand in the held-out corpora."""
        if not self.ids.isdisjoint(_names(conversation.id)):
            return True
        said = [normalised(text) for _, text in conversation.turns]
        return any(len(line) >= TELLING_CHARS and line in self.lines for line in said) or all(
            line in self.lines for line in said
        )


def normalised(text: str) -> str:
    """Letters and digits alone, in lower case: punctuation, spacing and capitals hide no copy."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _names(record_id: str) -> list[str]:
    """The record and all it is part of: a play/act#2 is part of the play."""
    parts = record_id.split("#")[0].split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
