"""How much memory a row will take, before it is tried: measured on two short rows, since it grows in a straight line.

The constants of a formula would be those of one architecture. Two rows of 256 and 512 tokens tell the same of any.
"""

from dataclasses import dataclass
from typing import Any

import torch

from finetune.fast.learner import FastLearner
from finetune.fast.loss import BYTES_A_LOGIT, CHUNK_LOGITS, LEAN_CHUNK_LOGITS
from finetune.fast.varlen import Cuts, cut_row

SHORT, LONG = 256, 512  # tokens
CAPTURED_BYTES = 0.35 * 2**30  # what CUDA graphs took besides, in five plans from 4 to 44 GiB: 0.1 to 0.5 GiB
SPARE_SHARE, SPARE_BYTES = 0.03, 2**28  # left free: fragments, workspaces, and what else is on the card


@dataclass(frozen=True, slots=True)
class Line:
    """Bytes by tokens."""

    fixed: float
    per_token: float

    def at(self, tokens: int) -> float:
        return self.fixed + self.per_token * tokens

    @classmethod
    def through(cls, short: float, long: float) -> "Line":
        slope = (long - short) / (LONG - SHORT)
        return cls(short - slope * SHORT, slope)


@dataclass(frozen=True, slots=True)
class RowCost:
    """Over what is there anyway. kept: after the forward pass; peak: until the backward pass is done."""

    kept: Line
    peak: Line

    def at(self, tokens: int, loss_bytes: float, *, captured: bool) -> float:
        """Captured, the loss can't use what the backward pass leaves free."""
        if captured:
            return self.peak.at(tokens) + loss_bytes + CAPTURED_BYTES
        return max(self.peak.at(tokens), self.kept.at(tokens) + loss_bytes)


def measure_row(learner: FastLearner) -> RowCost:
    """On the GPU. Raises torch.OutOfMemoryError if not even a short row fits."""
    _run(learner, SHORT)  # workspaces and compiled kernels
    short, long = _run(learner, SHORT), _run(learner, LONG)
    return RowCost(Line.through(short[0], long[0]), Line.through(short[1], long[1]))


def _run(learner: FastLearner, tokens: int) -> tuple[int, int]:
    device = learner.device
    token_ids = torch.zeros(1, tokens, dtype=torch.long, device=device)
    positions = torch.arange(tokens, device=device)[None]
    cut_row(Cuts.of([tokens], device))
    torch.cuda.synchronize()
    before = torch.cuda.memory_allocated()
    torch.cuda.reset_peak_memory_stats()
    hidden = learner.hidden(token_ids, positions)
    kept = torch.cuda.memory_allocated() - before
    torch.autograd.backward(hidden, torch.zeros_like(hidden))
    torch.cuda.synchronize()
    peak = torch.cuda.max_memory_allocated() - before
    learner.forget_gradient()
    return kept, peak


@dataclass(frozen=True, slots=True)
class LossCost:
    """width: of a hidden state, itemsize: of one of its numbers, in bytes."""

    vocabulary: int
    width: int
    itemsize: int

    def at(self, tokens: int, *, lean: bool) -> float:
        """The logits of a chunk, and thrice the hidden states of the owner's tokens: at most all."""
        rows = max(1, (LEAN_CHUNK_LOGITS if lean else CHUNK_LOGITS) // self.vocabulary)
        logits = min(tokens, rows) * self.vocabulary
        return float(logits * BYTES_A_LOGIT + 3 * tokens * self.width * self.itemsize)


def free_bytes() -> int:
    """What this process may still take beyond what it has reserved, whatever caps it."""
    free, total = torch.cuda.mem_get_info()
    cap = int(_memory_fraction() * total) - torch.cuda.memory_reserved()
    return max(0, min(free, cap))


def spare(total: float) -> float:
    return SPARE_SHARE * total + SPARE_BYTES


def _memory_fraction() -> float:
    ask: Any = getattr(torch.cuda, "get_per_process_memory_fraction", None)
    return float(ask()) if ask else 1.0
