"""Blend a share of instruction data into each epoch, so that what the base could do is not unlearned. Knows no model.

The owner names the file: JSON lines with `messages`. It is rendered as chats are, and only the assistant's words are
trained. Which lines, and in what order, is drawn by the seed; each epoch takes the next stretch, round and round.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Literal

import msgspec

from finetune.rendering import Renderer, Window
from harvest.conversations import fold
from harvest.errors import UserError
from harvest.examples import ChatMessage
from harvest.finetune_settings import FinetuneSettings


class InstructionMessage(msgspec.Struct, frozen=True):
    role: Literal["system", "user", "assistant"]
    content: str


class Instruction(msgspec.Struct, frozen=True):
    """One line of the file; what else stands in it is not read."""

    messages: tuple[InstructionMessage, ...]


@dataclass(frozen=True, slots=True)
class Mix:
    """windows: in the order they are taken. epoch_tokens: trained tokens of them that an epoch gets. hash: the file's.

    examples: lines that the windows come from.
    """

    windows: list[Window]
    epoch_tokens: int
    examples: int
    hash: str

    def of_epoch(self, epoch: int) -> list[Window]:
        """The stretch that follows what the epochs before it took."""
        stretch: list[Window] = []
        taken, from_tokens = 0, epoch * self.epoch_tokens
        for window in cycle(self.windows) if self.epoch_tokens else ():
            if taken >= from_tokens + self.epoch_tokens:
                break
            if taken >= from_tokens:
                stretch.append(window)
            taken += sum(window.is_owner)
        return stretch


def no_mix() -> Mix:
    return Mix([], 0, 0, "")


def read_mix(renderer: Renderer, settings: FinetuneSettings, owner_tokens: int) -> Mix:
    """As much as the run will take. owner_tokens: the owner's trained ones of one epoch. Raises UserError."""
    path = Path(settings.mix_file).expanduser()
    if not settings.mix_file or not path.is_file():
        raise UserError(f"finetune.mix is {settings.mix:g}, but finetune.mix_file ({settings.mix_file!r}) is no file.")
    content = path.read_bytes()
    lines = [(number, line) for number, line in enumerate(content.splitlines(), 1) if line.strip()]
    random.Random(f"{settings.seed} mix").shuffle(lines)
    epoch_tokens = round(owner_tokens * settings.mix / (1 - settings.mix))
    windows: list[Window] = []
    trained = examples = 0
    for number, line in lines:
        if trained >= epoch_tokens * settings.epochs:
            break
        own = renderer.training_windows(tuple(_chat(line, path, number)), settings.max_tokens)
        windows += own
        trained += sum(sum(window.is_owner) for window in own)
        examples += bool(own)
    if not windows:
        raise UserError(f"{path}: no assistant's turn in it that fits into finetune.max_tokens.")
    return Mix(windows, epoch_tokens, examples, hashlib.sha256(content).hexdigest()[:32])


def _chat(line: bytes, path: Path, number: int) -> Iterator[ChatMessage]:
    """The assistant in the owner's place. A message is one bubble; a system's stands before the user's first."""
    try:
        messages = msgspec.json.decode(line, type=Instruction).messages
    except msgspec.DecodeError:
        raise UserError(f"{path}: line {number} has no messages with a role and a content each.") from None
    for message in messages:
        if text := fold([message.content]):
            yield ChatMessage("assistant" if message.role == "assistant" else "user", text)
