"""How much a count says: Clopper and Pearson's exact interval for a share, without a statistics library."""

import math
from collections.abc import Callable

STEPS = 60  # halvings: finer than a float prints


def interval(found: int, of: int, sureness: float = 0.95) -> tuple[float, float]:
    """Two-sided."""
    tail = (1 - sureness) / 2
    low = 0.0 if found == 0 else _where(lambda share: _at_least(found, of, share) < tail)
    high = 1.0 if found == of else _where(lambda share: _at_most(found, of, share) > tail)
    return low, high


def ceiling(found: int, of: int, sureness: float = 0.95) -> float:
    """One-sided: the share is at most this. For 0 of 1,000: 0.30 %."""
    return 1.0 if found >= of else _where(lambda share: _at_most(found, of, share) > 1 - sureness)


def _where(holds: Callable[[float], bool]) -> float:
    """The share up to which it holds."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return high


def _at_most(found: int, of: int, share: float) -> float:
    return math.fsum(_chance(k, of, share) for k in range(found + 1))


def _at_least(found: int, of: int, share: float) -> float:
    return math.fsum(_chance(k, of, share) for k in range(found, of + 1))


def _chance(k: int, of: int, share: float) -> float:
    if not 0 < share < 1:
        return float((share <= 0 and k == 0) or (share >= 1 and k == of))
    ways = math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1)
    return math.exp(ways + k * math.log(share) + (of - k) * math.log1p(-share))
