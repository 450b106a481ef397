"""Lay windows side by side into rows without padding, in an order that depends on the seed alone. Knows no model."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch

from finetune.rendering import Window

OPEN_ROWS = 32  # rows that still take windows; more would fill better and mix worse


@dataclass(frozen=True, slots=True)
class Row:
    """Windows in one row. Positions restart with each window, which is how attention tells them apart."""

    token_ids: torch.Tensor  # (1, tokens)
    position_ids: torch.Tensor  # (1, tokens)
    predicting: torch.Tensor  # (owner tokens,): where each is predicted from, one before where it stands
    targets: torch.Tensor  # (owner tokens,)
    weights: torch.Tensor | None = None  # (owner tokens,): how much each counts in training; None: all alike

    def to(self, device: str) -> "Row":
        ids, positions, predicting, targets = (
            t.to(device) for t in (self.token_ids, self.position_ids, self.predicting, self.targets)
        )
        weights = None if self.weights is None else self.weights.to(device)
        return Row(ids, positions, predicting, targets, weights)


def to_row(windows: Sequence[Window]) -> Row:
    token_ids = [t for window in windows for t in window.token_ids]
    positions = [i for window in windows for i in range(len(window.token_ids))]
    is_owner = [own for window in windows for own in window.is_owner]
    owned = [i for i, own in enumerate(is_owner) if own]  # never a window's first: the contact opens it
    return Row(
        torch.tensor([token_ids]),
        torch.tensor([positions]),
        torch.tensor([i - 1 for i in owned], dtype=torch.long),
        torch.tensor([token_ids[i] for i in owned], dtype=torch.long),
        _weights(windows, owned),
    )


def _weights(windows: Sequence[Window], owned: Sequence[int]) -> torch.Tensor | None:
    if all(window.weights is None for window in windows):
        return None
    weights = [w for window in windows for w in window.weights or [1.0] * len(window.token_ids)]
    return torch.tensor([weights[i] for i in owned])


def pack(windows: Sequence[Window], row_tokens: int) -> list[list[Window]]:
    """First fit, in the order given. With row_tokens 0 each window is its own row."""
    full: list[list[Window]] = []
    still_open: list[tuple[int, list[Window]]] = []  # tokens left, windows
    for window in windows:
        size = len(window.token_ids)
        place = next((i for i, (left, _) in enumerate(still_open) if left >= size), None)
        left, row = still_open.pop(place) if place is not None else (row_tokens, [])
        still_open.append((left - size, [*row, window]))
        if len(still_open) > OPEN_ROWS:
            fullest = min(range(len(still_open)), key=lambda i: still_open[i][0])
            full.append(still_open.pop(fullest)[1])
    return full + [row for _, row in still_open]


def nothing_more(epoch: int) -> Sequence[Window]:
    return ()


def epoch_steps(
    windows: Sequence[Window], row_tokens: int, batch_tokens: int, seed: int, epoch: int
) -> Iterator[list[list[Window]]]:
    """The epoch's optimiser steps: each a list of rows with about `batch_tokens` tokens, but for the last."""
    order = random.Random(f"{seed} {epoch}")
    shuffled = order.sample(windows, len(windows))
    rows = pack(shuffled, row_tokens)
    order.shuffle(rows)
    step: list[list[Window]] = []
    tokens = 0
    for row in rows:
        step.append(row)
        tokens += sum(len(window.token_ids) for window in row)
        if tokens + row_tokens / 2 >= batch_tokens:  # no other number of rows comes nearer
            yield step
            step, tokens = [], 0
    if step:
        yield step


def all_steps(
    windows: Sequence[Window],
    row_tokens: int,
    batch_tokens: int,
    seed: int,
    epochs: float,
    also: Callable[[int], Sequence[Window]] = nothing_more,
) -> list[list[list[Window]]]:
    """Every step of a run. also: windows that an epoch has besides. A broken last epoch takes its share of steps."""
    steps: list[list[list[Window]]] = []
    for epoch in range(math.ceil(epochs)):
        own = list(epoch_steps([*windows, *also(epoch)], row_tokens, batch_tokens, seed, epoch))
        share = min(1.0, epochs - epoch)
        steps += own[: max(1, round(len(own) * share))]
    return steps
