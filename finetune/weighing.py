"""Decide how much each of the owner's turns counts in training: by how long ago it was said, and how rarely so much is.

Weights are brought to a mean of 1 over the trained tokens, so a learning rate means the same with and without them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from finetune.rendering import Window

DAY_S = 86400
LONG_SHARE = 0.1  # of the owner's turns: the longest ones


def recency(ended_at: float, newest_at: float, half_life_days: float) -> float:
    """Halves with each half-life before the newest example; 1 without a half-life."""
    return 0.5 ** ((newest_at - ended_at) / (half_life_days * DAY_S)) if half_life_days else 1.0


def weighed(
    windows: Sequence[Window], ended_at: Sequence[float], half_life_days: float, long_turn_weight: float
) -> list[Window]:
    """ended_at: UTC seconds, one a window. long_turn_weight: what a token of the longest tenth of turns counts."""
    if not windows or (not half_life_days and long_turn_weight == 1.0):
        return list(windows)
    newest_at, limit = max(ended_at), long_turn_tokens(windows)
    weights = []
    for window, at in zip(windows, ended_at, strict=True):
        own = [recency(at, newest_at, half_life_days)] * len(window.token_ids)
        for start, end in owner_turns(window):
            if end - start > limit:
                own[start:end] = [weight * long_turn_weight for weight in own[start:end]]
        weights.append(own)
    mean = _mean(windows, weights)
    return [replace(w, weights=[weight / mean for weight in own]) for w, own in zip(windows, weights, strict=True)]


def owner_turns(window: Window) -> Iterator[tuple[int, int]]:
    """Where each trained turn stands, its end of turn included: a header always parts it from the next."""
    start = None
    for i, own in enumerate([*window.is_owner, False]):
        if own and start is None:
            start = i
        elif not own and start is not None:
            yield start, i
            start = None


def long_turn_tokens(windows: Sequence[Window]) -> int:
    """Turns with more tokens than this are the longest tenth."""
    sizes = sorted(end - start for window in windows for start, end in owner_turns(window))
    return sizes[max(0, len(sizes) - int(len(sizes) * LONG_SHARE) - 1)] if sizes else 0


def _mean(windows: Sequence[Window], weights: Sequence[Sequence[float]]) -> float:
    own = [
        w for window, of in zip(windows, weights, strict=True) for w, o in zip(of, window.is_owner, strict=True) if o
    ]
    return sum(own) / max(1, len(own)) or 1.0
