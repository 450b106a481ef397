"""Can a machine tell them apart: a logistic regression on character n-grams, cross-validated, and its AUC.

0.5: it guesses. 1: it always knows which reply the owner wrote. Replies to one context are never split over folds.
"""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BUCKETS = 1 << 15
ORDERS = (1, 2, 3, 4)
FOLDS = 5
RIDGE = 1.0
NEWTON_STEPS = 12


def told_apart(
    owner: Sequence[str], clone: Sequence[str], seed: int = 0, resamples: int = 500
) -> tuple[float, float, float]:
    """AUC and its 95 % interval, resampling contexts. owner[i] and clone[i] answer the same context."""
    count = len(owner)
    features: Floats = np.stack([ngram_features(text) for text in (*owner, *clone)])
    is_owner = np.array([1.0] * count + [0.0] * count)
    chance = np.random.default_rng(seed)
    fold = np.tile(chance.permutation(count) % FOLDS, 2)
    scores = np.zeros(2 * count)
    for number in range(FOLDS):
        train, test = fold != number, fold == number
        scores[test] = fitted_scores(features[train], is_owner[train], features[test])
        scores[test] -= scores[test].mean()  # folds have intercepts of their own
    picks = (chance.integers(0, count, count) for _ in range(resamples))
    areas = np.sort([area(scores[pick], scores[count + pick]) for pick in picks])
    low, high = areas[int(resamples * 0.025)], areas[int(resamples * 0.975)]
    return area(scores[:count], scores[count:]), float(low), float(high)


def ngram_features(text: str) -> Floats:
    """Logarithmic counts of hashed character n-grams, of length 1."""
    counts = np.zeros(BUCKETS)
    marked = f"\x02{text}\x03"
    for order in ORDERS:
        for start in range(len(marked) - order + 1):
            counts[zlib.crc32(marked[start : start + order].encode()) % BUCKETS] += 1
    damped: Floats = np.log1p(counts)
    return damped / max(1e-9, float(np.linalg.norm(damped)))


def fitted_scores(features: Floats, labels: Floats, asked: Floats) -> Floats:
    """Ridge logistic regression, by Newton's method on one weight a training text: fewer than there are n-grams."""
    alike = features @ features.T + 1.0  # the 1 is the intercept
    weights: Floats = np.zeros(len(labels))
    for _ in range(NEWTON_STEPS):
        score = alike @ weights
        chance = 1 / (1 + np.exp(-score))
        certainty = np.maximum(chance * (1 - chance), 1e-6)
        target = score + (labels - chance) / certainty
        weights = np.asarray(np.linalg.solve(alike + RIDGE * np.diag(1 / certainty), target), dtype=np.float64)
    return (asked @ features.T + 1.0) @ weights


def area(ours: Floats, theirs: Floats) -> float:
    """How often one of ours scores above one of theirs; a tie is half."""
    differences = ours[:, None] - theirs[None, :]
    return float((differences > 0).mean() + (differences == 0).mean() / 2)
