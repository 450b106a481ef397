"""Turn corpus records into the product's chat: two roles, one turn per speaker's burst. Knows nothing of tokens.

A record is one JSON line, `{"id", "lang", "kind", "turns": [[speaker, text, ...], ...]}`, plain or xz-compressed.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SINGLE_SPEAKER_KINDS = frozenset({"text", "prose"})


@dataclass(frozen=True, slots=True)
class Conversation:
    """kind: multi, dialog, fiction, text, prose or lines, as the corpus README explains them."""

    id: str
    lang: str
    kind: str
    turns: tuple[tuple[str, str], ...]

    @property
    def source(self) -> str:
        return self.id.split("/")[0]

    @property
    def group(self) -> str:
        """What is held out together: the book, the play, the episode, the channel's day; else the record itself."""
        whole = self.id.split("#")[0]
        return whole.rsplit("/", 1)[0] if whole.count("/") > 1 and self.source in _SOURCES_IN_PARTS else whole


_SOURCES_IN_PARTS = frozenset({"rusdracor", "udracor", "ruslit", "ELTeC-ukr"})


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything one side said before the other spoke: bubbles joined by a line break."""

    is_me: bool
    text: str


def read_conversations(path: Path) -> Iterator[Conversation]:
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if "turns" not in record:  # pii_sample.jsonl stands among the corpora but holds no conversations
                continue
            turns = tuple((str(turn[0]), str(turn[1])) for turn in record["turns"])
            lang = record.get("lang") or path.name[:2]
            yield Conversation(record["id"], lang, record.get("kind", "multi"), turns)


def documents(conversation: Conversation) -> list[list[Turn]]:
    """What the model reads on its own: unrelated lines become one document each, all else is one."""
    if conversation.kind == "lines":
        return [[Turn(index % 2 == 0, fold(text))] for index, (_, text) in enumerate(conversation.turns)]
    me = chosen_speaker(conversation)
    turns: list[Turn] = []
    for speaker, text in conversation.turns:
        is_me = speaker == me or conversation.kind in SINGLE_SPEAKER_KINDS
        if turns and turns[-1].is_me == is_me:
            turns[-1] = Turn(is_me, turns[-1].text + "\n" + fold(text))
        else:
            turns.append(Turn(is_me, fold(text)))
    return [turns]


def fold(text: str) -> str:
    """A line break inside one message is marked by a tab, as RFC 5322 folds headers: a bare one starts a new bubble."""
    return text.strip().replace("\n", "\n\t")


def chosen_speaker(conversation: Conversation) -> str:
    """The one who is "me": any speaker of two or more turns, drawn by the record's id, so always the same one."""
    counts: dict[str, int] = {}
    for speaker, _ in conversation.turns:
        counts[speaker] = counts.get(speaker, 0) + 1
    speakers = sorted(speaker for speaker, count in counts.items() if count > 1) or sorted(counts)
    return speakers[stable_hash(conversation.id) % len(speakers)]


def stable_hash(text: str) -> int:
    """The same on every machine and in every process, unlike hash()."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
