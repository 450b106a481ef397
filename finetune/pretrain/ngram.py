"""A 5-gram model with modified Kneser-Ney smoothing over the same tokens: the floor a neural model has to beat.

Chen & Goodman 1999: interpolated, three discounts an order; lower orders count the different tokens seen before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finetune.pretrain.arrays import Documents
from finetune.pretrain.tokens import PAD_ID

ORDER = 5
_Ids = NDArray[np.int64]
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Level:
    """One order. keys: every n-gram seen, sorted, as number of its context * vocabulary + last token.

    mass: the discounted probability of each key; freed: one entry a context, what its discounts leave to lower orders.
    """

    keys: _Ids
    mass: _Floats
    freed: _Floats


class KneserNey:
    """Trained on documents, each with ORDER - 1 padding tokens before it, which are never predicted."""

    def __init__(self, documents: Documents, vocab_size: int) -> None:
        self._vocab_size = vocab_size
        stream = _padded(documents)
        said = stream != PAD_ID
        keys, firsts, numbers = [], [], [np.zeros(len(stream), np.int64)]
        for _ in range(ORDER):
            seen, first, number = np.unique(self._keys(numbers[-1], stream), return_index=True, return_inverse=True)
            keys.append(seen)
            firsts.append(first)
            numbers.append(number)
        self._levels: list[_Level] = []
        for order in range(1, ORDER + 1):
            # The highest order counts occurrences, the others the longer n-grams that end in them.
            ends = np.flatnonzero(said) if order == ORDER else firsts[order][said[firsts[order]]]
            counts = np.bincount(numbers[order][ends], minlength=len(keys[order - 1]))
            contexts = 1 if order == 1 else len(keys[order - 2])
            self._levels.append(_level(keys[order - 1], counts, keys[order - 1] // vocab_size, contexts))

    def document_nll(self, documents: Documents) -> _Floats:
        """Nats of each document but its first token, which is given."""
        stream = _padded(documents)
        lengths = documents.lengths + ORDER - 1
        owner = np.repeat(np.arange(len(documents)), lengths)
        within = np.arange(len(stream)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        p = np.where(within >= ORDER, self._probabilities(stream), 1.0)
        return np.bincount(owner, -np.log(p), minlength=len(documents)).astype(np.float64)

    def _probabilities(self, stream: _Ids) -> _Floats:
        """Of each token after the up to ORDER - 1 before it."""
        p = np.full(len(stream), 1.0 / self._vocab_size)
        number = np.zeros(len(stream), np.int64)
        for level in self._levels:
            context = np.roll(number, 1)
            number = _find(level.keys, np.where(context >= 0, self._keys(number, stream), -1))
            freed = np.where(context >= 0, level.freed[context], 1.0)
            p = np.where(number >= 0, level.mass[number], 0.0) + freed * p
        return p

    def _keys(self, number: _Ids, stream: _Ids) -> _Ids:
        """number: of the n-gram ending at each place, to the key of the (n+1)-gram that the next token completes."""
        return np.roll(number, 1) * self._vocab_size + stream


def _level(keys: _Ids, counts: _Ids, context: _Ids, contexts: int) -> _Level:
    discount = _discounts(counts)[np.minimum(counts, 3)]
    total = np.bincount(context, counts, minlength=contexts)
    freed = np.bincount(context, discount, minlength=contexts)
    safe_total = np.maximum(total, 1)
    return _Level(keys, (counts - discount) / safe_total[context], np.where(total > 0, freed / safe_total, 1.0))


def _discounts(counts: _Ids) -> _Floats:
    """For counts of 0, 1, 2 and 3 or more, from how many n-grams have the counts 1 to 4."""
    n1, n2, n3, n4 = (max(1, int((counts == k).sum())) for k in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    discounts = [0.0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3]
    # A small corpus can give 0 or less: then nothing would be left for what was never seen.
    return np.clip(discounts, [0.0, 0.05, 0.05, 0.05], [0.0, 1.0, 2.0, 3.0])


def _padded(documents: Documents) -> _Ids:
    """All documents end to end, each after ORDER - 1 padding tokens."""
    lengths = documents.lengths.astype(np.int64) + ORDER - 1
    stream = np.full(int(lengths.sum()), PAD_ID, np.int64)
    ends = np.cumsum(lengths)
    within = np.arange(len(stream)) - np.repeat(ends - lengths, lengths)
    stream[within >= ORDER - 1] = documents.tokens
    return stream


def _find(keys: _Ids, wanted: _Ids) -> _Ids:
    """The place of each wanted key, -1 where it was never seen."""
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)
