"""Fit the weights of the second opinion: logistic regression on what is known of each token, in whole numbers.

Needs torch, which the package has for training clones. It is imported where it is used: the redactor does without, and
harvest's processes stay small. The same talks give the same file.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harvest.redact.second.candidates import candidates
from harvest.redact.second.examples import Message, Talk
from harvest.redact.second.features import EARLIER, features, scene
from harvest.redact.second.model import KIND_SHIFT, KIND_SLOTS, SHIFT, SLOTS, Head, Model, read, written
from harvest.redact.second.tokens import Token
from harvest.redact.view import HOLE
from harvest.redact.words import words

if TYPE_CHECKING:
    import torch

KINDS = tuple(
    sorted(
        words(
            """
            PHONE EMAIL CARD CVV EXPIRY IBAN ACCOUNT CRYPTO SEED PASSPORT NATIONAL_ID LICENCE PLATE ADDRESS POSTCODE
            COORDINATES USERNAME API_KEY URL_TOKEN IP MAC CODE PIN PASSWORD DOCUMENT BIRTHDATE PERSON
            """
        )
    )
)
RARE = 6  # a feature seen less often is left out
BATCH, RATE, SHRINK = 2048, 0.08, 3e-7
PASSES, PASSES_AGAIN = 3, 2
DROPPED = 0.2  # of the features of a token, each time it is met: none may be leaned on alone
BESIDE_A_VALUE = 0.5  # what a token that stays weighs there: taking it as well costs little
STEP = 512  # by which slopes are scaled
HIGHEST = 127
BYTES_A_SLOT = 2
ABOUT = "understudy second opinion: one check and one weight a slot, then the weights of the kinds"


@dataclass(slots=True)
class Lessons:
    """Tokens to learn from. keys: their features, one after another, ending at ends. goes: 1, or 0 for what stays."""

    keys: array[int] = field(default_factory=lambda: array("I"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    goes: array[int] = field(default_factory=lambda: array("b"))
    kinds: array[int] = field(default_factory=lambda: array("b"))
    weights: array[float] = field(default_factory=lambda: array("f"))
    sets: list[str] = field(default_factory=list)

    def add(self, talk: Talk, weight: float) -> None:
        """Every candidate of every message, with what was said before it; not what is open to doubt."""
        for place, message in enumerate(talk.messages):
            before = talk.messages[max(0, place - EARLIER) : place][::-1]
            seen = scene(message.text, [(said.is_owner == message.is_owner, said.text) for said in before])
            for at in candidates(seen):
                goes, kind = label(message, seen.tokens[at])
                if goes is None:
                    continue
                self.keys.extend(features(seen, at))
                self.ends.append(len(self.keys))
                self.goes.append(goes)
                self.kinds.append(KINDS.index(kind) if kind in KINDS else -1)
                stays_beside = not goes and (message.spans or HOLE in message.text)
                self.weights.append(weight * (BESIDE_A_VALUE if stays_beside else 1.0))
                self.sets.append(talk.of)


def label(message: Message, token: Token) -> tuple[bool | None, str]:
    """Whether most of a token is of a value, and of which kind; None where nobody can say."""
    size = sum(char.isalnum() for char in token.text) or 1
    for start, end, kind in message.spans:
        shared = sum(char.isalnum() for char in message.text[max(start, token.start) : min(end, token.end)])
        if token.start < end and start < token.end and shared:
            return (True, kind) if 2 * shared >= size else (None, "")
    doubted = any(start < token.end and token.start < end for start, end in message.open_to_doubt)
    return (None, "") if doubted else (False, "")


class School:
    """Lessons as tensors, their rare features left out."""

    def __init__(self, lessons: Lessons) -> None:
        import torch

        torch.set_num_threads(1)
        keys = torch.frombuffer(lessons.keys, dtype=torch.int32).long() & 0xFFFFFFFF
        self.keys, self.ids, self.counts = torch.unique(keys, return_inverse=True, return_counts=True)
        self.ids[self.counts[self.ids] < RARE] = -1
        ends = torch.frombuffer(lessons.ends, dtype=torch.int64)
        self.starts = torch.cat([torch.zeros(1, dtype=torch.int64), ends])
        self.goes = torch.frombuffer(lessons.goes, dtype=torch.int8).float()
        self.kinds = torch.frombuffer(lessons.kinds, dtype=torch.int8).long()
        self.weights = torch.frombuffer(lessons.weights, dtype=torch.float32)
        self.sets = lessons.sets

    def taught(self, without: Collection[str] = (), threshold: float = 0.0) -> Model:
        """A model of all sets but those."""
        import torch

        places = torch.tensor([at for at, of in enumerate(self.sets) if of not in without])
        kept = torch.ones(len(self.keys), dtype=torch.bool)
        weights = self._fitted(places, torch.zeros(len(self.keys)), kept, PASSES)
        kept = self._one_a_slot(weights)
        weights = self._fitted(places, weights * kept, kept, PASSES_AGAIN)
        step = float(torch.sort(weights.abs()).values[-20]) / HIGHEST  # a few outliers are cut
        table = bytearray(SLOTS)
        checks = bytearray(SLOTS)
        whole = (weights / step).round().clamp(-HIGHEST, HIGHEST).int()
        for key, weight in zip(self.keys[kept].tolist(), whole[kept].tolist(), strict=True):
            slot = key >> SHIFT
            table[slot], checks[slot] = weight & 0xFF, key & 0xFF
        head = Head(ABOUT, step, threshold, KINDS)
        return read(written(head, bytes(checks), bytes(table), self._kinds(places)))

    def _one_a_slot(self, weights: torch.Tensor) -> torch.Tensor:
        """Of the features that fall into one slot the one that matters most stays."""
        import torch

        worth = weights.abs() * self.counts.float().sqrt()
        order = torch.argsort(worth, stable=True)
        best = torch.full((SLOTS,), -1, dtype=torch.int64)
        slots = self.keys[order] >> SHIFT
        last = torch.cat([slots[torch.argsort(slots, stable=True)].diff() != 0, torch.ones(1, dtype=torch.bool)])
        by_slot = torch.argsort(slots, stable=True)[last]
        best[slots[by_slot]] = order[by_slot]
        kept = torch.zeros(len(weights), dtype=torch.bool)
        kept[best[best >= 0]] = True
        return kept & (weights != 0)

    def _batch(self, places: torch.Tensor, kept: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(features, which token of the batch each is of)"""
        import torch

        starts, sizes = self.starts[places], self.starts[places + 1] - self.starts[places]
        rows = torch.repeat_interleave(torch.arange(len(places)), sizes)
        shift = torch.arange(int(sizes.sum())) - torch.repeat_interleave(torch.cumsum(sizes, 0) - sizes, sizes)
        ids = self.ids[shift + torch.repeat_interleave(starts, sizes)]
        known = ids >= 0
        known[known.clone()] = kept[ids[known]]
        return ids[known], rows[known]

    def _fitted(self, places: torch.Tensor, weights: torch.Tensor, kept: torch.Tensor, passes: int) -> torch.Tensor:
        """Adagrad, a batch at a time."""
        import torch

        dice = torch.Generator().manual_seed(0)
        squares = torch.full_like(weights, 1e-3)
        for _ in range(passes):
            order = places[torch.randperm(len(places), generator=dice)]
            for at in range(0, len(order), BATCH):
                batch = order[at : at + BATCH]
                ids, rows = self._batch(batch, kept)
                met = torch.rand(len(ids), generator=dice) >= DROPPED
                ids, rows = ids[met], rows[met]
                scores = torch.zeros(len(batch)).index_add_(0, rows, weights[ids]) / (1 - DROPPED)
                errors = (torch.sigmoid(scores) - self.goes[batch]) * self.weights[batch]
                slopes = torch.zeros_like(weights).index_add_(0, ids, errors[rows]) / math.sqrt(STEP)
                moved = slopes.nonzero().squeeze(1)
                slope = slopes[moved] + SHRINK * STEP * weights[moved]
                squares[moved] += slope * slope
                weights[moved] -= RATE * slope / squares[moved].sqrt()
        return weights

    def _kinds(self, places: torch.Tensor) -> bytes:
        """Softmax over the kinds, of the tokens that go."""
        import torch

        places = places[(self.kinds[places] >= 0) & (self.goes[places] > 0)]
        dice = torch.Generator().manual_seed(0)
        weights, squares = torch.zeros(KIND_SLOTS, len(KINDS)), torch.full((KIND_SLOTS, len(KINDS)), 1e-3)
        kept = torch.ones(len(self.keys), dtype=torch.bool)
        for _ in range(PASSES):
            order = places[torch.randperm(len(places), generator=dice)]
            for at in range(0, len(order), BATCH):
                batch = order[at : at + BATCH]
                ids, rows = self._batch(batch, kept)
                slots = self.keys[ids] >> KIND_SHIFT
                scores = torch.zeros(len(batch), len(KINDS)).index_add_(0, rows, weights[slots])
                errors = torch.softmax(scores, 1)
                errors[torch.arange(len(batch)), self.kinds[batch]] -= 1
                slopes = torch.zeros_like(weights).index_add_(0, slots, errors[rows]) / math.sqrt(STEP)
                squares += slopes * slopes
                weights -= RATE * slopes / squares.sqrt()
        step = float(weights.abs().max()) / HIGHEST
        whole = (weights / step).round().clamp(-HIGHEST, HIGHEST).int().flatten()
        return bytes(weight & 0xFF for weight in whole.tolist())


def lessons_of(weighted: Iterable[tuple[Talk, float]]) -> Lessons:
    lessons = Lessons()
    for talk, weight in weighted:
        lessons.add(talk, weight)
    return lessons


def clean_scores(model: Model, talks: Sequence[Talk]) -> list[float]:
    """The highest score in each message without a value."""
    found = []
    for talk in talks:
        for place, message in enumerate(talk.messages):
            if message.spans:
                continue
            before = talk.messages[max(0, place - EARLIER) : place][::-1]
            seen = scene(message.text, [(said.is_owner == message.is_owner, said.text) for said in before])
            judged = [at for at in candidates(seen) if label(message, seen.tokens[at])[0] is False]
            found.append(max((model.score(features(seen, at)) for at in judged), default=-math.inf))
    return found
