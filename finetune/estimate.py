"""Estimate, before a model is loaded, what training it will take. Reads the headers of its weights, no weights.

Rough on purpose: constants fitted to eager PyTorch layers (attention and a gated MLP) and to what training reached of
a plain matrix product's speed. They are for choosing a base and a window, not for filling a card to its last byte.
"""

import json
import time
from dataclasses import dataclass
from pathlib import Path

import torch

from finetune.base import Base
from finetune.fast.plan import Plan
from finetune.loading import compute_device, compute_dtype
from finetune.rendering import Window
from harvest.settings import FinetuneSettings

NF4_BYTES = (4 + 0.127) / 8  # a weight, with doubly quantised scales of 64-blocks
KEPT_OF_HIDDEN, KEPT_OF_MLP = 14, 5  # activations that a layer keeps for its backward pass
ADAM_BYTES = {"cpu": 8, "cuda": 2}
LIBRARIES_BYTES = 0.6e9  # torch and its companions, or a GPU's context
REACHED_FAST = (
    0.9  # by the fast path, where nothing is recomputed: an H200 reached that with Qwen3-8B, counting 6 a weight
)
REACHED = 0.3  # of a plain product's speed: attention, small products and NF4 take the rest


@dataclass(frozen=True, slots=True)
class Shape:
    """Counted in weights. linear: (out features, in features) of each linear layer but the head."""

    linear: list[tuple[int, int]]
    other: int
    vocabulary: int
    hidden: int

    @property
    def in_linear(self) -> int:
        return sum(a * b for a, b in self.linear)


@dataclass(frozen=True, slots=True)
class Estimate:
    """free_bytes: on the device, or None where the system doesn't say."""

    memory_bytes: float
    free_bytes: int | None
    seconds: float


def estimate(
    base: Base, settings: FinetuneSettings, steps: list[list[list[Window]]], plan: Plan | None = None
) -> Estimate:
    """plan: of the fast path, whose memory and speed are known better."""
    device = compute_device()
    shape = shape_of(base)
    rows = [row for step in steps for row in step]
    tokens = sum(len(window.token_ids) for row in rows for window in row)
    flops = tokens * 6 * (shape.in_linear + shape.other / 2)  # forward, and backward to activations and adapter
    longest = max(rows, key=lambda row: sum(len(window.token_ids) for window in row))
    memory = memory_bytes(shape, settings.rank, longest, device, compute_dtype(device).itemsize)
    if plan:
        return Estimate(plan.peak, free_bytes(device), flops / (REACHED_FAST * product_rate(device)))
    return Estimate(memory, free_bytes(device), flops / (REACHED * product_rate(device)))


def memory_bytes(shape: Shape, rank: int, row: list[Window], device: str, width: int) -> float:
    """At its peak, in the longest row: weights, adapter with its optimiser, activations, logits.

    width: bytes of a number that is computed with.
    """
    tokens = sum(len(window.token_ids) for window in row)
    owner_tokens = sum(sum(window.is_owner) for window in row)
    adapter = rank * sum(a + b for a, b in shape.linear) * (4 + 4 + ADAM_BYTES[device])
    weights = shape.in_linear * NF4_BYTES + shape.other * width + max(a * b for a, b in shape.linear) * width
    logits = owner_tokens * shape.vocabulary * (width + 8)  # and in fp32, with their gradient
    return (
        LIBRARIES_BYTES
        + weights
        + adapter
        + logits
        + tokens * activation_bytes(shape, width, recomputed=device == "cuda")
    )


def activation_bytes(shape: Shape, width: int, *, recomputed: bool) -> float:
    """A token's. Recomputed: only what enters each layer is kept, and one layer's whole at a time."""
    mlp = max(inputs for _, inputs in shape.linear)
    layers = sum(inputs == mlp for _, inputs in shape.linear)  # each has one way back from its MLP
    whole_layer = (KEPT_OF_HIDDEN * shape.hidden + KEPT_OF_MLP * mlp) * width
    return layers * shape.hidden * width + whole_layer if recomputed else layers * whole_layer


def shape_of(base: Base) -> Shape:
    linear: list[tuple[int, int]] = []
    other = vocabulary = hidden = 0
    for name, shape in tensor_shapes(base.folder):
        is_vocabulary = any(part in name for part in ("embed", "lm_head", "wte"))
        if len(shape) == 2 and not is_vocabulary:
            linear.append((shape[0], shape[1]))
        else:
            other += torch.Size(shape).numel()
        if is_vocabulary and len(shape) == 2:
            vocabulary, hidden = max((vocabulary, hidden), (shape[0], shape[1]))
    return Shape(linear, other, vocabulary, hidden)


def tensor_shapes(folder: Path) -> list[tuple[str, list[int]]]:
    """Names and shapes, from the headers of the safetensors files."""
    shapes: list[tuple[str, list[int]]] = []
    for path in sorted(folder.glob("*.safetensors")):
        with path.open("rb") as file:
            header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        shapes += [(name, entry["shape"]) for name, entry in header.items() if name != "__metadata__"]
    return shapes


def free_bytes(device: str) -> int | None:
    if device == "cuda":
        return int(torch.cuda.mem_get_info()[0])
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable")), None)


def product_rate(device: str, seconds: float = 0.3) -> float:
    """Multiplications and additions a second in a plain matrix product, as this machine is now."""
    side = 4096 if device == "cuda" else 512
    a = torch.ones(side, side, device=device, dtype=compute_dtype(device))
    count, began_at = 0, time.monotonic()
    while time.monotonic() - began_at < seconds:
        (a @ a).sum().item()
        count += 1
    return count * 2 * side**3 / (time.monotonic() - began_at)
