"""Find what is said again, word for word or nearly so: repetition is what a model learns by heart. No I/O, no model.

Likeness is the share of five-letter runs that two texts have in common (Jaccard); candidates come from MinHash bands
(Broder 1997), so that a year of talk takes seconds.
"""

import re

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

RUN = 5
BASE, MIXED = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)  # splitmix64's (Steele et al. 2014)
NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
BANDS, ROWS = 16, 4  # a pair alike by 0.8 is missed once in 3,000 times; by 0.5 it is a candidate 64 times in 100
MODULUS = np.uint64((1 << 31) - 1)
TELLING_CHARS = 30  # a line this long, in letters and digits, does not recur by chance


def plain(text: str) -> str:
    """Letters and digits alone, in lower case: punctuation, spacing and capitals hide no repetition."""
    return NEITHER_LETTER_NOR_DIGIT.sub("", text.casefold())


class Heard:
    """Texts so far. likeness: from which share on a text counts as one of them; 1: only word for word."""

    def __init__(self, likeness: float) -> None:
        self._likeness = likeness
        self._whole: set[str] = set()
        self._runs: list[Words] = []
        self._bands: list[dict[bytes, list[int]]] = [{} for _ in range(BANDS)]
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
        runs = _runs_of(said)
        alike_in = [band.setdefault(key, []) for band, key in zip(self._bands, self._band_keys(runs), strict=True)]
        candidates = {number for numbers in alike_in for number in numbers}
        if any(_alike(runs, self._runs[number]) >= self._likeness for number in candidates):
            return True
        for numbers in alike_in:
            numbers.append(len(self._runs))
        self._runs.append(runs)
        return False

    def _band_keys(self, runs: Words) -> list[bytes]:
        """The least of the runs under each of many mixings, ROWS of them to a key."""
        least = (((runs % MODULUS)[None, :] * self._factors + self._shifts) % MODULUS).min(axis=1).tobytes()
        size = len(least) // BANDS
        return [least[at : at + size] for at in range(0, len(least), size)]


def is_telling(text: str) -> bool:
    """Long enough that saying it twice is no habit of speech."""
    return len(plain(text)) >= TELLING_CHARS


def _runs_of(said: str) -> Words:
    """Each run of letters as a number, once, in order of size."""
    letters: Words = np.frombuffer(said.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    count = len(letters) - RUN + 1
    mixed: Words = np.zeros(count, dtype=np.uint64)
    for place in range(RUN):
        mixed = (mixed + letters[place : place + count]) * BASE
        mixed ^= mixed >> np.uint64(29)
    mixed = (mixed * MIXED) >> np.uint64(32)
    mixed.sort()
    return mixed[np.concatenate(([True], mixed[1:] != mixed[:-1]))]


def _alike(one: Words, other: Words) -> float:
    both = np.concatenate((one, other))
    both.sort()
    shared = int(np.count_nonzero(both[1:] == both[:-1]))
    return shared / (len(both) - shared)
