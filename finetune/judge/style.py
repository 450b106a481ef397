"""How far two sets of replies are apart in style: one number from 0 to 1 for each habit. Knows no model.

Habits with a number per reply are compared by the greatest gap between their cumulative distributions
(Kolmogorov-Smirnov), habits with a choice per reply by the Jensen-Shannon divergence in bits.
"""

import math
import random
import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from harvest.conversations import unfold

SMILEY = re.compile(r"[:;=8xX]-?[)(DPpd3/|\\*]+|[)(]{2,}|\^\^|<3")
ELONGATED = re.compile(r"(\w)\1\1")
WORD = re.compile(r"\w+(?:['’ʼ-]\w+)*")
COMMON_WORDS = 60
FLOOR_DRAWS = 20
LEAST_ROOM = 0.005  # between floor and ceiling: below it a share of it says nothing


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def _share(text: str, holds: Callable[[str], bool]) -> float:
    return sum(map(holds, text)) / max(1, len(text))


def _is_emoji(char: str) -> bool:
    return unicodedata.category(char) == "So"


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char).startswith("P")


def _bubbles_that(text: str, holds: Callable[[str], bool]) -> float:
    bubbles = unfold(text)
    return sum(map(holds, bubbles)) / max(1, len(bubbles))


NUMBERS: dict[str, Callable[[str], float]] = {
    "characters": len,
    "words": lambda text: len(words(text)),
    "bubbles": lambda text: len(unfold(text)),
    "emoji": lambda text: sum(map(_is_emoji, text)),
    "punctuation": lambda text: _share(text, _is_punctuation),
    "final full stops": lambda text: _bubbles_that(text, lambda bubble: bubble.endswith(".")),
    "question marks": lambda text: text.count("?"),
    "capitals": lambda text: _share(text, str.isupper),
    "capital openings": lambda text: _bubbles_that(text, lambda bubble: bubble[:1].isupper()),
    "smileys": lambda text: len(SMILEY.findall(text)),
    "elongations": lambda text: len(ELONGATED.findall(text)),
}


def script(char: str) -> str:
    return unicodedata.name(char, "?").split()[0]


def distances(replies: Sequence[str], reference: Sequence[str]) -> dict[str, float]:
    """Of each habit, between two sets of folded replies; `mean` over all of them."""
    common = [word for word, _ in Counter(w for text in reference for w in words(text)).most_common(COMMON_WORDS)]
    known = set(common)
    choices: dict[str, Callable[[str], Iterable[str]]] = {
        "scripts": lambda text: (script(char) for char in text if char.isalpha()),
        "common words": lambda text: (word if word in known else "" for word in words(text)),
        "openings": lambda text: words(text)[:1],
        "closings": lambda text: text[-1:],
    }
    found = {name: gap([f(t) for t in replies], [f(t) for t in reference]) for name, f in NUMBERS.items()}
    found |= {
        name: divergence(Counter(c for t in replies for c in f(t)), Counter(c for t in reference for c in f(t)))
        for name, f in choices.items()
    }
    return found | {"mean": statistics.fmean(found.values())}


def owner_floor(own: Sequence[str], reference: Sequence[str], seed: int = 0) -> dict[str, float]:
    """How far the owner's earlier turns lie from those later ones: the mean of draws of equally many.

    What a clone who knows the earlier ones alone could reach; it holds the noise of so small a set, and drift.
    """
    chance = random.Random(seed)
    count = min(len(own), len(reference))
    drawn = [distances(chance.sample(own, count), reference) for _ in range(FLOOR_DRAWS)]
    return {habit: statistics.fmean(found[habit] for found in drawn) for habit in drawn[0]}


def normalised(
    found: Mapping[str, float], floor: Mapping[str, float], ceiling: Mapping[str, float]
) -> dict[str, float]:
    """0: as near as the owner's earlier turns, 1: as far as the base. Habits that the base has anyway are left out."""
    rooms = {habit: ceiling[habit] - floor[habit] for habit in found}
    return {habit: (found[habit] - floor[habit]) / room for habit, room in rooms.items() if room >= LEAST_ROOM}


def gap(ones: Sequence[float], others: Sequence[float]) -> float:
    """The greatest difference between two cumulative distributions; 1 where one is empty."""
    if not ones or not others:
        return float(bool(ones) != bool(others))
    values = sorted({*ones, *others})
    return max(abs(_at_most(ones, value) - _at_most(others, value)) for value in values)


def _at_most(values: Sequence[float], limit: float) -> float:
    return sum(value <= limit for value in values) / len(values)


def divergence(ones: Counter[str], others: Counter[str]) -> float:
    """Jensen-Shannon, in bits: 0 the same choices, 1 none in common."""
    if not ones or not others:
        return float(bool(ones) != bool(others))
    total = 0.0
    for choice in {*ones, *others}:
        p, q = ones[choice] / ones.total(), others[choice] / others.total()
        total += sum(x / 2 * math.log2(2 * x / (p + q)) for x in (p, q) if x)
    return min(1.0, total)
