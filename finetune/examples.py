"""Read a dataset and turn it into windows of tokens, counting what is kept and what is not. Knows no model."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from finetune.rendering import Renderer, Window
from harvest.errors import UserError
from harvest.examples import Example

TRAIN, HELDOUT = "train.jsonl", "heldout.jsonl"


@dataclass(frozen=True, slots=True)
class WindowSet:
    """The windows of one file of the dataset. dropped_turns: the owner's, too long for any window."""

    windows: list[Window]
    examples: int
    dropped_turns: int

    @property
    def tokens(self) -> int:
        return sum(len(window.token_ids) for window in self.windows)

    @property
    def owner_tokens(self) -> int:
        return sum(sum(window.is_owner) for window in self.windows)

    @property
    def owner_turns(self) -> int:
        return sum(window.owner_turns for window in self.windows)


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """hash: of both files' bytes."""

    train: WindowSet
    heldout: WindowSet
    hash: str


def read_training_set(folder: Path, renderer: Renderer, max_tokens: int) -> TrainingSet:
    """Raises UserError if there is no dataset, or nothing in it to learn from."""
    train = to_windows(read_examples(folder / TRAIN), renderer, max_tokens)
    if not train.owner_tokens:
        raise UserError(
            f"{folder / TRAIN}: not one turn of yours to learn from. Harvest more, or raise finetune.max_tokens."
        )
    heldout = to_windows(read_examples(folder / HELDOUT), renderer, max_tokens)
    return TrainingSet(train, heldout, dataset_hash(folder))


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


def to_windows(examples: Iterable[Example], renderer: Renderer, max_tokens: int) -> WindowSet:
    windows: list[Window] = []
    count = said = 0
    for example in examples:
        count += 1
        said += sum(message.role == "assistant" for message in example.messages)
        windows += renderer.training_windows(example.messages, max_tokens)
    return WindowSet(windows, count, said - sum(window.owner_turns for window in windows))


def dataset_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in (TRAIN, HELDOUT):
        if (path := folder / name).is_file():
            digest.update(name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]
