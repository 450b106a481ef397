"""Multiply the 4-bit base out once and keep it, where memory allows: the same weights to the bit, no more dequantising.

Qwen3-8B on an H200: 15,425 tokens/s became 16,295, for 13 GiB more. On a CPU it is what lets products go in bf16.
"""

from collections.abc import Sequence
from typing import Any

from finetune.fast.eight import EightBitWeight
from finetune.fast.lora import Group
from finetune.loading import is_four_bit


def unfold(groups: Sequence[Group]) -> None:
    """What is multiplied in 8-bit floats is kept in those, twice: for the way forth and the way back."""
    for part in (part for group in groups for part in group.parts):
        if part.in_eight:
            part.eight = EightBitWeight.of(part.weight()).both_ways()
        else:
            part.unfolded = part.weight()


def fold(groups: Sequence[Group]) -> None:
    for part in (part for group in groups for part in group.parts):
        part.unfolded = part.eight = None


def unfolded_bytes(groups: Sequence[Group], itemsize: int) -> int:
    return sum(_size(part.base) for group in groups for part in group.parts) * itemsize


def _size(linear: Any) -> int:
    """In weights; 0 where there is nothing to multiply out."""
    return int(linear.in_features * linear.out_features) if is_four_bit(linear) else 0
