"""All weights of an adapter in one piece of memory: one optimiser step, one norm, one rounding to half precision.

PEFT's parameters become views of it, so whatever reads or writes them by name goes on as before. Qwen3-8B has 504 of
them: 504 small kernels an operation otherwise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

ADAPTER = "default"
ALIGNED = 256  # weights: what 8-bit AdamW scales together, and more than any kernel asks for
SAME_INPUT = (("q_proj", "k_proj", "v_proj"), ("gate_proj", "up_proj"))


@dataclass(frozen=True, slots=True)
class Span:
    """A matrix within the piece."""

    start: int
    shape: tuple[int, int]

    def of(self, flat: Tensor) -> Tensor:
        return flat.narrow(0, self.start, self.shape[0] * self.shape[1]).view(self.shape)


class FlatAdapter:
    """weights, gradient: fp32. rounded: the weights as they are computed with, after `round`.

    learns: it has a gradient.
    """

    def __init__(self, size: int, device: torch.device, dtype: torch.dtype, *, learns: bool) -> None:
        self.weights = nn.Parameter(torch.zeros(size, device=device), requires_grad=learns)
        self.gradient = torch.zeros(size if learns else 0, device=device)
        is_same = dtype == torch.float32
        self.rounded = self.weights.detach() if is_same else torch.zeros(size, device=device, dtype=dtype)
        if learns:
            self.weights.grad = self.gradient

    @torch.no_grad()
    def round(self) -> None:
        """After whatever changed the weights."""
        if self.rounded.dtype != torch.float32:
            self.rounded.copy_(self.weights)


def same_input(model: Any) -> Iterator[list[Any]]:
    """Adapted linear layers that read the same input, together; each other one alone."""
    for module in model.modules():
        layers = {name: child for name, child in module.named_children() if is_plain(child)}
        for names in SAME_INPUT:
            if all(name in layers for name in names):
                yield [layers.pop(name) for name in names]
        for layer in layers.values():
            yield [layer]


def is_plain(layer: Any) -> bool:
    """A linear layer with LoRA as it was published, and nothing else."""
    if not hasattr(layer, "lora_A") or ADAPTER not in layer.lora_A or not isinstance(layer.base_layer, nn.Linear):
        return False
    return not (layer.lora_variant or layer.fan_in_fan_out or layer.lora_B[ADAPTER].bias is not None)


def lay_out(shapes: Sequence[tuple[int, int]]) -> tuple[list[Span], int]:
    """One after another, each aligned, and the size of it all."""
    spans, end = [], 0
    for shape in shapes:
        spans.append(Span(end, shape))
        end += -(shape[0] * shape[1]) // ALIGNED * -ALIGNED
    return spans, end
