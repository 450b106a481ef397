"""Can people tell them apart: a page of blind pairs for the owner's friends, and what their answers are worth.

Their answers come back as a line such as `1a 2b 3a`: for each pair, which one they took for the owner. The key stays
with the run.
"""

import math
import random
import re
from collections.abc import Callable, Sequence
from html import escape

import msgspec

from harvest.conversations import unfold
from harvest.errors import UserError

SHOWN_TURNS = 4
STYLE = (
    "body{font:16px sans-serif;max-width:40em;margin:2em auto}section{border-top:1px solid #ccc;padding:1em 0}"
    "p{margin:.3em 0;white-space:pre-wrap}.me{color:#2a6fdb}"
    "label{display:block;background:#f4f4f4;padding:.6em;margin:.4em 0}"
)
SCRIPT = (
    "document.addEventListener('change',()=>{document.getElementById('answers').textContent="
    "[...document.querySelectorAll('input:checked')].map(i=>i.name+i.value).join(' ')})"
)


class Pair(msgspec.Struct, frozen=True):
    """context: (is_owner, folded text) of the turns before. real and cloned: folded."""

    context: tuple[tuple[bool, str], ...]
    real: str
    cloned: str


class Score(msgspec.Struct, frozen=True):
    """right of asked: how often the owner was found. low and high: the exact 95 % interval of that share."""

    right: int
    asked: int
    low: float
    high: float


def blind_page(pairs: Sequence[Pair], seed: int) -> tuple[str, dict[int, str]]:
    """The page, and its key: for each pair the letter of the real reply. The page holds what people wrote."""
    chance = random.Random(seed)
    key = {number: chance.choice("ab") for number in range(1, len(pairs) + 1)}
    sections = "".join(_section(number, pair, key[number]) for number, pair in enumerate(pairs, 1))
    head = f'<!doctype html><meta charset="utf-8"><title>Who wrote it?</title><style>{STYLE}</style>'
    ask = "<h1>Which of the two did a person write?</h1>"
    return f'{head}{ask}{sections}<h2>Send this line back</h2><p id="answers"></p><script>{SCRIPT}</script>\n', key


def _section(number: int, pair: Pair, real: str) -> str:
    before = "".join(
        f'<p class="{"me" if is_owner else "them"}">{_shown(text)}</p>'
        for is_owner, text in pair.context[-SHOWN_TURNS:]
    )
    replies = {real: pair.real, "b" if real == "a" else "a": pair.cloned}
    choices = "".join(
        f'<label><input type="radio" name="{number}" value="{letter}"> <span>{_shown(replies[letter])}</span></label>'
        for letter in "ab"
    )
    return f"<section>{before}{choices}</section>"


def _shown(folded: str) -> str:
    return "<br>".join(escape(bubble) for bubble in unfold(folded)) or "<i>(silence)</i>"


def score(answers: str, key: dict[int, str]) -> Score:
    """Raises UserError for a line that is no answer to this page."""
    found = re.findall(r"(\d+)\s*([ab])", answers.lower())
    if not found or any(int(number) not in key for number, _ in found):
        raise UserError("answers: a line such as `1a 2b 3a` was expected, with the numbers of this run's page.")
    right = sum(key[int(number)] == letter for number, letter in found)
    return Score(right, len(found), *exact_interval(right, len(found)))


def exact_interval(right: int, asked: int, miss: float = 0.05) -> tuple[float, float]:
    """Clopper and Pearson 1934: the shares under which so many right answers are not too surprising."""
    low = 0.0 if right == 0 else _solve(lambda p: 1 - _at_most(right - 1, asked, p) - miss / 2)
    high = 1.0 if right == asked else _solve(lambda p: miss / 2 - _at_most(right, asked, p))
    return low, high


def _at_most(right: int, asked: int, share: float) -> float:
    return sum(math.comb(asked, k) * share**k * (1 - share) ** (asked - k) for k in range(right + 1))


def _solve(rising: Callable[[float], float]) -> float:
    """Where a rising function of a share crosses zero."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2
