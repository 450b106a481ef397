"""Keep what enters each layer in the machine's memory, where activations are recomputed: 1.1 GiB less for Qwen3-8B.

That is what a row of 4,096 tokens otherwise keeps on the card from the way forth to the way back. The copies go in the
order of the kernels, so nothing races and CUDA graphs take them in; 64 MiB a layer there and back cost a card on PCIe 4
some 3 ms, a hundredth of what the layer computes there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks

SMALLEST = 2**16  # numbers: what is less stays where it is


@dataclass(frozen=True, slots=True)
class _Away:
    """What autograd holds instead of a tensor."""

    held: Tensor
    device: torch.device


@dataclass(slots=True)
class Away:
    """One row at a time: the next way forth writes over what the last one left. smallest: numbers that go away."""

    smallest: int = SMALLEST
    _held: list[Tensor] = field(default_factory=list)
    _next: int = 0

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Around the way forth. What a recomputed layer keeps is its own affair: only what enters it goes away."""
        self._next = 0
        with saved_tensors_hooks(self._take, self._give_back):
            yield

    def _take(self, tensor: Tensor) -> Tensor | _Away:
        if tensor.numel() < self.smallest or not tensor.is_floating_point() or tensor.is_leaf:
            return tensor
        held = self._place(tensor)
        held.copy_(tensor, non_blocking=True)
        return _Away(held, tensor.device)

    def _give_back(self, packed: Tensor | _Away) -> Tensor:
        return packed if isinstance(packed, Tensor) else packed.held.to(packed.device, non_blocking=True)

    def _place(self, tensor: Tensor) -> Tensor:
        """Pinned memory of its size; each row's tensors come in the same order."""
        number, self._next = self._next, self._next + 1
        if number == len(self._held):
            self._held.append(torch.empty(0))
        held, count = self._held[number], tensor.numel()
        if held.numel() < count or held.dtype != tensor.dtype:
            held = torch.empty(count, dtype=tensor.dtype, pin_memory=tensor.device.type == "cuda")
            self._held[number] = held
        return held[:count].view(tensor.shape)
