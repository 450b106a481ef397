"""Put documents into rows of equal length, anew each epoch, and rows into steps. The seed decides the order."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finetune.pretrain.arrays import KINDS, LANGS, TWO_SIDED, Documents
from finetune.pretrain.settings import Settings
from finetune.pretrain.tokens import ME_ID, PAD_ID, THEM_ID


@dataclass(frozen=True, slots=True)
class Rows:
    """tokens, document: (rows, context). `document` counts the documents in the order given, -1 is padding."""

    tokens: NDArray[np.uint16]
    document: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.tokens)


def pack(
    documents: Documents, order: NDArray[np.int64], context: int, swapped: NDArray[np.bool_] | None = None
) -> Rows:
    """Best fit: each document goes to the fullest row that still has room for it, the longest documents first.

    order: the documents to pack, as indices; swapped: one flag an index, true to exchange "me" and "them".
    """
    lengths = documents.lengths[order]
    by_length = np.argsort(-lengths, kind="stable")
    places = _best_fit(lengths[by_length], context)
    rows = int(places[:, 0].max()) + 1 if len(places) else 0
    tokens = np.full((rows, context), PAD_ID, np.uint16)
    document = np.full((rows, context), -1, np.int32)
    starts = documents.starts
    for at, (row, column) in zip(by_length, places, strict=True):
        index = order[at]
        ids = documents.tokens[starts[index] : starts[index] + lengths[at]]
        tokens[row, column : column + len(ids)] = _exchanged(ids) if swapped is not None and swapped[at] else ids
        document[row, column : column + len(ids)] = at
    return Rows(tokens, document)


def _best_fit(lengths: NDArray[np.int32], context: int) -> NDArray[np.int64]:
    """(row, column) of each length. Rows wait in a list per size of gap; one integer's bits say which are not empty."""
    waiting: list[list[int]] = [[] for _ in range(context + 1)]
    gaps, rows = 0, 0
    places = np.empty((len(lengths), 2), np.int64)
    for at, length in enumerate(lengths.tolist()):
        large_enough = gaps >> length
        gap = length + (large_enough & -large_enough).bit_length() - 1 if large_enough else context
        if large_enough:
            row = waiting[gap].pop()
            gaps &= ~(0 if waiting[gap] else 1 << gap)
        else:
            row, rows = rows, rows + 1
        places[at] = row, context - gap
        if gap > length:
            waiting[gap - length].append(row)
            gaps |= 1 << (gap - length)
    return places


def _exchanged(ids: NDArray[np.uint16]) -> NDArray[np.uint16]:
    swapped = ids.copy()
    swapped[ids == ME_ID] = THEM_ID
    swapped[ids == THEM_ID] = ME_ID
    return swapped


def epoch_rows(documents: Documents, settings: Settings, epoch: int) -> Rows:
    """One epoch, shuffled. With role_swap a coin per two-sided conversation says which side is "me" this time."""
    rng = np.random.default_rng((settings.seed, epoch))
    order = rng.permutation(_chosen(documents, settings, rng))
    swapped = rng.random(len(order)) < 0.5
    swapped &= np.isin(documents.kind[order], list(TWO_SIDED)) & settings.role_swap
    rows = pack(documents, order, settings.context, swapped)
    shuffled = rng.permutation(len(rows))
    return Rows(rows.tokens[shuffled], rows.document[shuffled])


def _chosen(documents: Documents, settings: Settings, rng: np.random.Generator) -> NDArray[np.int64]:
    share = np.ones(len(documents))
    share[documents.kind == KINDS.index("prose")] = settings.prose_share
    share[documents.assistant == 1] = settings.assistant_share
    kept = np.flatnonzero(rng.random(len(documents)) < share)
    ukrainian = kept[documents.lang[kept] == LANGS.index("uk")]
    return np.concatenate([kept, *[ukrainian] * (settings.uk_repeats - 1)])


class Epochs:
    """All the rows of a run, packed an epoch ahead of their use."""

    def __init__(self, documents: Documents, settings: Settings) -> None:
        self._documents = documents
        self._settings = settings
        self._first = epoch_rows(documents, settings, 0)
        self.steps_each = max(1, len(self._first) // settings.rows_per_step)

    def batches(self, todo: range) -> Iterator[Rows]:
        """The rows of each step in `todo`: the same whether the run began there or at 0."""
        with ThreadPoolExecutor(1) as ahead:
            rows, next_rows, at_epoch = self._first, None, -1
            for step in todo:
                epoch, within = divmod(step, self.steps_each)
                if epoch != at_epoch:
                    rows = next_rows.result() if next_rows else self._rows(epoch)
                    at_epoch, next_rows = epoch, ahead.submit(self._rows, epoch + 1)
                yield self._batch(rows, within)

    def _rows(self, epoch: int) -> Rows:
        return self._first if epoch == 0 else epoch_rows(self._documents, self._settings, epoch)

    def _batch(self, rows: Rows, within: int) -> Rows:
        """Epochs differ by a few rows: one too short for its last step shows its last rows again, none is ragged."""
        size = self._settings.rows_per_step
        start = min(within * size, max(0, len(rows) - size))
        return Rows(rows.tokens[start : start + size], rows.document[start : start + size])
