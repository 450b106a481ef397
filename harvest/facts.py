"""Gather what a report tells of an archive and its dataset. Reads, decides nothing, draws nothing."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from harvest.archive import Archive
from harvest.conversations import unfold
from harvest.examples import ChatMessage, Example
from harvest.habits import HabitsFile
from harvest.manifest import HABITS, HELDOUT, TRAIN, Manifest, read_manifest

PERIODS = 96  # columns of a timeline
CHARS_PER_TOKEN = 3.5  # rough: chat text in Latin and Cyrillic letters with a tokenizer that knows both
LENGTH_EDGES = (0, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192)  # tokens
SAMPLES = 6
UKRAINIAN, RUSSIAN = re.compile("[іїєґІЇЄҐ]"), re.compile("[ыэъёЫЭЪЁ]")
CYRILLIC, LATIN = re.compile("[а-яА-Я]"), re.compile("[a-zA-Z]")


@dataclass(slots=True)
class Timeline:
    """One contact's messages over the whole time, in equal periods."""

    name: str
    chat_id: int
    owner: list[int]
    contact: list[int]


@dataclass(slots=True)
class Facts:
    """first_at and last_at: UTC seconds, of the timelines. token_lengths: of examples, estimated, by LENGTH_EDGES."""

    manifest: Manifest
    habits: HabitsFile
    first_at: float = 0.0
    last_at: float = 0.0
    timelines: list[Timeline] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)
    token_lengths: list[int] = field(default_factory=lambda: [0] * len(LENGTH_EDGES))
    samples: list[Example] = field(default_factory=list)


def gather(archive: Archive, folder: Path) -> Facts:
    """Raises UserError without a dataset."""
    manifest = read_manifest(folder)
    facts = Facts(manifest, msgspec.json.decode((folder / HABITS).read_bytes(), type=HabitsFile))
    _add_timelines(facts, archive)
    every = max(1, manifest.files[TRAIN].examples // SAMPLES)
    for number, example in enumerate(_examples(folder)):
        _add_example(facts, example)
        if number % every == every // 2 and len(facts.samples) < SAMPLES:
            facts.samples.append(example)
    return facts


def _examples(folder: Path) -> Iterator[Example]:
    decoder = msgspec.json.Decoder(Example)
    for name in (TRAIN, HELDOUT):
        with (folder / name).open("rb") as lines:
            yield from map(decoder.decode, lines)


def _add_example(facts: Facts, example: Example) -> None:
    tokens = sum(len(message.content) for message in example.messages) / CHARS_PER_TOKEN
    facts.token_lengths[max(i for i, edge in enumerate(LENGTH_EDGES) if edge <= tokens)] += 1
    facts.languages.update(language_of(bubble) for bubble in _owner_bubbles(example.messages))


def _owner_bubbles(messages: tuple[ChatMessage, ...]) -> Iterator[str]:
    for message in messages:
        if message.role == "assistant":
            yield from unfold(message.content)


def language_of(text: str) -> str:
    """By letters alone: Ukrainian and Russian each have some that the other lacks."""
    if UKRAINIAN.search(text):
        return "Ukrainian"
    if RUSSIAN.search(text):
        return "Russian"
    if CYRILLIC.search(text):
        return "Russian or Ukrainian"
    return "Latin letters" if LATIN.search(text) else "no letters"


def _add_timelines(facts: Facts, archive: Archive) -> None:
    wanted = [int(chat_id) for chat_id in facts.manifest.contacts]
    span = archive.time_span(wanted)
    if span is None:
        return
    facts.first_at, facts.last_at = span
    period_s = max(1.0, (span[1] - span[0]) / PERIODS)
    names = {peer.id: peer.name for peer in archive.peers()}
    for chat_id in wanted:
        line = Timeline(names.get(chat_id, str(chat_id)), chat_id, [0] * PERIODS, [0] * PERIODS)
        for period, is_out, count in archive.activity(chat_id, span[0], period_s):
            (line.owner if is_out else line.contact)[min(period, PERIODS - 1)] += count
        facts.timelines.append(line)
    facts.timelines.sort(key=lambda line: (-sum(line.owner) - sum(line.contact), line.chat_id))
