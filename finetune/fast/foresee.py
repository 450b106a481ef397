"""Foresee, from a base's headers alone, the plan that training will make once it has measured. Loads nothing.

The constants count what our fused layers keep for the backward pass of attention and a gated MLP; other architectures
differ, which the measurement at the start of a run sees and this does not.
"""

from finetune.base import Base
from finetune.estimate import NF4_BYTES, Shape, shape_of
from finetune.fast.memory import Line, LossCost, RowCost, free_bytes
from finetune.fast.plan import Needs, Plan, make_plan
from finetune.loading import compute_device
from harvest.settings import FinetuneSettings

KEPT_OF_HIDDEN, KEPT_OF_MLP = 8.0, 3.0  # numbers a layer keeps: 134 KB a token of Qwen3-8B were measured, 137 counted
DROPOUT_BYTES = 1.5  # a number that adapters read: its dropped copy and where it was kept, less what is shared then


def expected_plan(base: Base, settings: FinetuneSettings, longest: int) -> Plan | None:
    """On this machine's GPU, as free as it is; None without one, or where the fast path is off."""
    if compute_device() != "cuda" or "fast" in settings.without:
        return None
    s = settings
    return foreseen_plan(shape_of(base), s.rank, s.dropout, s.batch_tokens, longest, free_bytes(), s.without)


def foreseen_plan(
    shape: Shape, rank: int, dropout: float, batch_tokens: int, longest: int, free: float, without: tuple[str, ...]
) -> Plan:
    """free: bytes on an empty device."""
    needs = foreseen_needs(shape, rank, dropout, longest)
    captures, unfolds = "graphs" not in without, "unfold" not in without
    return make_plan(needs, free - needs.there, batch_tokens, capture=captures, unfold=unfolds)


def foreseen_needs(shape: Shape, rank: int, dropout: float, longest: int) -> Needs:
    """In half precision."""
    width = 2
    layers = _layers(shape)
    mlp = max(inputs for _, inputs in shape.linear)
    read = (3 * shape.hidden + mlp) if dropout else 0
    layer = width * (KEPT_OF_HIDDEN * shape.hidden + KEPT_OF_MLP * mlp) + DROPOUT_BYTES * read
    product = 2 * width * max(a * b for a, b in shape.linear)  # a weight dequantised, and its neighbour
    adapter = rank * sum(a + b for a, b in shape.linear) * (4 + 4 + width)
    is_tied = shape.other < 2 * shape.vocabulary * shape.hidden
    return Needs(
        there=shape.in_linear * NF4_BYTES + shape.other * width + adapter,
        kept=RowCost(Line(0, layers * layer), Line(product, layers * layer + 2 * width * mlp)),
        recomputed=RowCost(
            Line(0, layers * shape.hidden * width), Line(product, layers * shape.hidden * width + layer)
        ),
        unfolding=shape.in_linear * width,
        embedding=0 if is_tied else shape.vocabulary * shape.hidden * width,
        loss=LossCost(shape.vocabulary, shape.hidden, width),
        longest=longest,
        away=RowCost(Line(0, 2 * shape.hidden * width), Line(product, 2 * shape.hidden * width + layer)),
    )


def _layers(shape: Shape) -> int:
    mlp = max(inputs for _, inputs in shape.linear)
    return sum(inputs == mlp for _, inputs in shape.linear)  # each has one way back from its MLP
