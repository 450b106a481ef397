"""The model itself: a table of small whole numbers, one a feature, and their sum.

The file is a line of JSON and then bytes: of each slot of the table a check and a weight, then the weights of the
kinds. No code is in it, and none is run to read it.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec

SLOT_BITS = 18
SLOTS = 1 << SLOT_BITS
SHIFT = 32 - SLOT_BITS  # a feature's slot is its first bits, its check the last eight
KIND_SLOTS = 1 << 11
KIND_SHIFT = 21


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line. step: what one unit of a weight is worth. threshold: the score from which a token goes."""

    about: str
    step: float
    threshold: float
    kinds: tuple[str, ...]
    slots: int = SLOTS
    kind_slots: int = KIND_SLOTS


class Model(msgspec.Struct, frozen=True):
    """checks: a byte of its feature for each slot, so that another that falls there counts nothing."""

    head: Head
    checks: bytes
    weights: memoryview
    kinds: memoryview

    def score(self, features: Sequence[int]) -> float:
        """Above the threshold: personal or secret."""
        checks, weights = self.checks, self.weights
        total = 0
        for key in features:
            slot = key >> SHIFT
            if checks[slot] == key & 0xFF:
                total += weights[slot]
        return total * self.head.step

    def kind(self, tokens: Sequence[Sequence[int]]) -> str:
        """What the tokens of one value are, by their features."""
        count = len(self.head.kinds)
        sums = [0] * count
        for features in tokens:
            for key in features:
                at = (key >> KIND_SHIFT) * count
                for number, weight in enumerate(self.kinds[at : at + count]):
                    sums[number] += weight
        return self.head.kinds[max(range(count), key=sums.__getitem__)]


def shipped_path() -> Path:
    return Path(__file__).with_name("weights.bin")


@cache
def shipped() -> Model:
    """The model that came with the package."""
    return read(shipped_path().read_bytes())


def read(content: bytes) -> Model:
    line, _, rest = content.partition(b"\n")
    head = msgspec.json.decode(line, type=Head)
    count = head.kind_slots * len(head.kinds)
    if head.slots != SLOTS or head.kind_slots != KIND_SLOTS or len(rest) != 2 * SLOTS + count:
        raise ValueError("not the weights of this version")
    signed = memoryview(rest).cast("b")
    return Model(head, rest[:SLOTS], signed[SLOTS : 2 * SLOTS], signed[2 * SLOTS :])


def written(head: Head, checks: bytes, weights: bytes, kinds: bytes) -> bytes:
    return msgspec.json.encode(head) + b"\n" + checks + weights + kinds
