"""Decide what is trained on: repeats once, silences up to a share, each turn by its weight, instructions among them.

Knows no model. What is chosen depends on the files, the settings and the seed alone.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from finetune.examples import (
    HELDOUT,
    TRAIN,
    WindowSet,
    dataset_hash,
    read_examples,
    to_windows,
    turns_of_owner,
    windows_of,
)
from finetune.mixing import Mix, no_mix, read_mix
from finetune.rare import lightened
from finetune.rendering import Renderer, Window
from finetune.repeats import Heard, is_telling
from finetune.weighing import owner_turns, weighed
from harvest.errors import UserError
from harvest.examples import Example
from harvest.finetune_settings import FinetuneSettings

Plant = Callable[[Sequence[Example]], Sequence[Example]]  # adds canaries
FEWEST_TELLING = 6  # tokens; a turn of fewer is not worth reading for repeats


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """hash: of both files' bytes."""

    train: WindowSet
    heldout: WindowSet
    mix: Mix
    hash: str


def nothing_planted(examples: Sequence[Example]) -> Sequence[Example]:
    return examples


def read_training_set(
    folder: Path, renderer: Renderer, settings: FinetuneSettings, plant: Plant = nothing_planted
) -> TrainingSet:
    """plant: what is trained on besides. Raises UserError if there is no dataset, or nothing in it to learn from."""
    train = chosen(list(read_examples(folder / TRAIN)), renderer, settings, plant)
    if not train.owner_tokens:
        raise UserError(
            f"{folder / TRAIN}: not one turn of yours to learn from. Harvest more, or raise finetune.max_tokens."
        )
    heldout = to_windows(read_examples(folder / HELDOUT), renderer, settings)
    mix = read_mix(renderer, settings, train.owner_tokens) if settings.mix else no_mix()
    return TrainingSet(train, heldout, mix, dataset_hash(folder))


def chosen(
    examples: Sequence[Example], renderer: Renderer, settings: FinetuneSettings, plant: Plant = nothing_planted
) -> WindowSet:
    """The windows to train on, in the examples' order."""
    kept = plant(without_repeats(examples, settings.repeat_likeness))
    silent = [number for number, example in enumerate(kept) if example.is_unanswered]
    answered = sum(map(turns_of_owner, kept))
    taught = drawn_silences(silent, answered, settings.silence, settings.seed)
    once = _Once(renderer, settings.repeat_likeness)
    learned: dict[int, list[Window]] = {}
    for number, example in newest_first(kept):
        own = windows_of(example, renderer, settings, with_silence=number in taught)
        once.dropped_turns += turns_of_owner(example) + (number in taught) - sum(w.owner_turns for w in own)
        learned[number] = [window for window in map(once.learned, own) if window.owner_turns]
    in_order = [(window, kept[number]) for number in range(len(kept)) for window in learned[number]]
    windows, ended_at = [window for window, _ in in_order], [example.ended_at for _, example in in_order]
    weights = weighed(windows, ended_at, settings.half_life_days, settings.long_turn_weight)
    piece = cache(lambda token: renderer.as_text([token]))
    return WindowSet(
        lightened(weights, [example.chat_id for _, example in in_order], settings.rare_word_weight, piece),
        len(kept),
        once.dropped_turns,
        len(examples) - len(kept),
        once.repeated_turns,
        len(taught),
        len(silent),
    )


def without_repeats(examples: Sequence[Example], likeness: float) -> list[Example]:
    """Of conversations that are alike, the newest. Short ones count as alike only word for word."""
    if not likeness:
        return list(examples)
    whole, nearly = Heard(1.0), Heard(likeness)
    kept = set()
    for number, example in newest_first(examples):
        text = "\n".join(message.content for message in example.messages)
        if not (nearly if is_telling(text) else whole).is_repeat(text):
            kept.add(number)
    return [example for number, example in enumerate(examples) if number in kept]


def newest_first(examples: Sequence[Example]) -> list[tuple[int, Example]]:
    """With their places."""
    return sorted(enumerate(examples), key=lambda pair: (-pair[1].ended_at, -pair[0]))


def drawn_silences(silent: Sequence[int], answered: int, share: float, seed: int) -> frozenset[int]:
    """So many that silences make up at most that share of all turns."""
    most = int(answered * share / (1 - share) + 1e-9)
    return frozenset(random.Random(f"{seed} silence").sample(silent, min(most, len(silent))))


@dataclass(slots=True)
class _Once:
    """Lets the owner's longer turns be learned once; said again, they are only read."""

    renderer: Renderer
    likeness: float
    dropped_turns: int = 0
    repeated_turns: int = 0
    _heard: Heard = field(init=False)

    def __post_init__(self) -> None:
        self._heard = Heard(self.likeness)

    def learned(self, window: Window) -> Window:
        if not self.likeness:
            return window
        is_owner, count = list(window.is_owner), 0
        for start, end in owner_turns(window):
            if end - start < FEWEST_TELLING:
                continue
            text = self.renderer.as_text(window.token_ids[start : end - 1])
            if is_telling(text) and self._heard.is_repeat(text):
                is_owner[start:end] = [False] * (end - start)
                count += 1
        self.repeated_turns += count
        return replace(window, is_owner=is_owner, owner_turns=window.owner_turns - count) if count else window
