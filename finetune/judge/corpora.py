"""Make an owner of one speaker of a public corpus, and a contact of everybody else. Knows no model.

A record is one JSON line, {"id", "turns": [[speaker, text, ...], ...]}; ids sort by time.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from harvest.conversations import fold
from harvest.datadir import written_whole
from harvest.examples import OPENING, ChatMessage, Example

HEARD = 4  # of the others' lines before the owner's turn are read; the channel's older noise is not
OWNER_TURNS = 12  # in one conversation
CHAT_ID = 1
HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Split:
    """By time, oldest first: trained on, for choosing the best adapter, for judging."""

    train: list[Example]
    chosen_by: list[Example]
    judged_by: list[Example]


def conversations_of(corpus: Path, speaker: str) -> list[Example]:
    """Oldest first. Times are invented: an hour a conversation."""
    with corpus.open(encoding="utf-8") as lines:
        records = sorted((json.loads(line) for line in lines), key=lambda record: str(record["id"]))
    cut = [part for record in records for part in _parts(_turns(record["turns"], speaker))]
    return [Example(part, CHAT_ID, HOUR_S * n, HOUR_S * (n + 0.5)) for n, part in enumerate(cut)]


def split(examples: Sequence[Example], chosen_by: float = 0.1, judged_by: float = 0.2) -> Split:
    last = len(examples) - round(len(examples) * judged_by)
    first = last - round(len(examples) * chosen_by)
    return Split(list(examples[:first]), list(examples[first:last]), list(examples[last:]))


def _turns(said: Sequence[Sequence[str]], speaker: str) -> Iterator[ChatMessage]:
    """The owner's bursts, each after the last lines of the others."""
    others: list[str] = []
    own: list[str] = []
    for who, text, *_ in said:
        if who == speaker:
            own.append(text)
            continue
        if own:
            yield ChatMessage("user", fold(others[-HEARD:]) or OPENING)
            yield ChatMessage("assistant", fold(own))
            others, own = [], []
        others.append(text)
    if own:
        yield ChatMessage("user", fold(others[-HEARD:]) or OPENING)
        yield ChatMessage("assistant", fold(own))


def _parts(turns: Iterator[ChatMessage]) -> Iterator[tuple[ChatMessage, ...]]:
    whole = tuple(turns)
    for start in range(0, len(whole), 2 * OWNER_TURNS):
        yield whole[start : start + 2 * OWNER_TURNS]


def write_examples(path: Path, examples: Sequence[Example]) -> None:
    with written_whole(path) as draft:
        draft.write_bytes(b"".join(msgspec.json.encode(example) + b"\n" for example in examples))
