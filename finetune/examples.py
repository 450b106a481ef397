"""Read a dataset and turn it into windows of tokens, counting what is kept and what is not. Knows no model."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from finetune.context import context_line
from finetune.rendering import ASSISTANT, Renderer, Window
from harvest.errors import UserError
from harvest.examples import Example
from harvest.finetune_settings import FinetuneSettings

TRAIN, HELDOUT = "train.jsonl", "heldout.jsonl"


@dataclass(frozen=True, slots=True)
class WindowSet:
    """The windows of one file of the dataset. examples: conversations they come from.

    dropped_turns: the owner's, too long for any window. repeats, repeated_turns: conversations left out, and turns
    that are only read, because they were said before. silences: turns that are the owner's silence, of so many found.
    """

    windows: list[Window]
    examples: int
    dropped_turns: int
    repeats: int = 0
    repeated_turns: int = 0
    silences: int = 0
    silences_found: int = 0

    @property
    def tokens(self) -> int:
        return sum(len(window.token_ids) for window in self.windows)

    @property
    def owner_tokens(self) -> int:
        return sum(sum(window.is_owner) for window in self.windows)

    @property
    def owner_turns(self) -> int:
        return sum(window.owner_turns for window in self.windows)


def read_examples(path: Path) -> Iterator[Example]:
    """One line after another. Raises UserError for a missing file or a line that is no example."""
    decoder = msgspec.json.Decoder(Example)
    number = 0
    try:
        with path.open("rb") as lines:
            for line in lines:
                number += 1
                yield decoder.decode(line)
    except FileNotFoundError:
        raise UserError(f"{path.parent}: no dataset there. `harvest build` makes one.") from None
    except msgspec.DecodeError:  # its message could quote the line
        raise UserError(f"{path}: line {number} is no example. Build the dataset again: `harvest build`.") from None


def to_windows(examples: Iterable[Example], renderer: Renderer, settings: FinetuneSettings) -> WindowSet:
    """Every turn that the owner wrote, as it is judged: no silence, no weights, no repeat left out."""
    windows: list[Window] = []
    count = said = 0
    for example in examples:
        count += 1
        said += turns_of_owner(example)
        windows += windows_of(example, renderer, settings)
    return WindowSet(windows, count, said - sum(window.owner_turns for window in windows))


def windows_of(
    example: Example, renderer: Renderer, settings: FinetuneSettings, *, with_silence: bool = False
) -> list[Window]:
    context = context_line(example.chat_id, example.started_at, settings.time_zone) if settings.context else ""
    return renderer.training_windows(example.messages, settings.max_tokens, context, is_unanswered=with_silence)


def turns_of_owner(example: Example) -> int:
    return sum(message.role == ASSISTANT for message in example.messages)


def dataset_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in (TRAIN, HELDOUT):
        if (path := folder / name).is_file():
            digest.update(name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]
