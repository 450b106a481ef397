"""Find what is said again, word for word or nearly so: repetition is what a model learns by heart. No I/O, no model.

Likeness is the share of five-letter runs that two texts have in common (Jaccard); candidates come from MinHash bands
(Broder 1997), so that a year of talk takes seconds.
"""

import zlib
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

RUN = 5
BANDS, ROWS = 16, 4  # a pair alike by 0.8 is missed once in 3,000 times; by 0.5 it is a candidate 64 times in 100
MODULUS = np.uint64((1 << 31) - 1)
TELLING_CHARS = 30  # a line this long, in letters and digits, does not recur by chance


def plain(text: str) -> str:
    """Letters and digits alone, in lower case: punctuation, spacing and capitals hide no repetition."""
    return "".join(char for char in text.casefold() if char.isalnum())


class Heard:
    """Texts so far. likeness: from which share on a text counts as one of them; 1: only word for word."""

    def __init__(self, likeness: float) -> None:
        self._likeness = likeness
        self._whole: set[str] = set()
        self._runs: list[frozenset[int]] = []
        self._bands: dict[bytes, list[int]] = {}
        chance = np.random.default_rng(0)
        self._factors, self._shifts = chance.integers(1, int(MODULUS), (2, BANDS * ROWS, 1), dtype=np.uint64)

    def is_repeat(self, text: str) -> bool:
        """Whether something like it was heard before; from now on it was."""
        said = plain(text)
        if said in self._whole:
            return True
        self._whole.add(said)
        if self._likeness >= 1 or len(said) < RUN:
            return False
        runs = frozenset(zlib.crc32(said[i : i + RUN].encode()) for i in range(len(said) - RUN + 1))
        keys = list(self._band_keys(runs))
        candidates = {number for key in keys for number in self._bands.get(key, ())}
        if any(_alike(runs, self._runs[number]) >= self._likeness for number in candidates):
            return True
        for key in keys:
            self._bands.setdefault(key, []).append(len(self._runs))
        self._runs.append(runs)
        return False

    def _band_keys(self, runs: Iterable[int]) -> Iterator[bytes]:
        values: Words = np.fromiter(runs, dtype=np.uint64) % MODULUS
        least = ((values[None, :] * self._factors + self._shifts) % MODULUS).min(axis=1)
        for band in range(BANDS):
            yield bytes([band]) + least[band * ROWS : (band + 1) * ROWS].tobytes()


def is_telling(text: str) -> bool:
    """Long enough that saying it twice is no habit of speech."""
    return len(plain(text)) >= TELLING_CHARS


def _alike(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)
