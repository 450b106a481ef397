"""`python -m harvest.redact.fuzz`: hostile messages, to show that no text makes redaction slower than its length.

Each text is a few pieces that detectors look for, repeated up to 100,000 characters. It is read at an eighth of its
length and at its whole: linear work grows eightfold, up to four times that where findings make the engine look once
more; quadratic work grows 64-fold.
"""

import re
import sys
import time
from collections.abc import Iterator
from random import Random
from typing import Annotated

import typer

from harvest.redact import Redactor
from harvest.redact.detectors import TABLE
from harvest.settings import RedactSettings

CHARS = "0123456789 \t\n.,:;-_/\\@#+()[]{}<>'\"=?&*%$!aAzZеЕяЯ\u00a0\ufdd0🙂°é"
LIMIT = 40.0  # times as long for eight times the text; the engine looks up to four times (engine.ROUNDS)
QUICK_S = 0.05  # what takes less says more about the machine than about the pattern
_WORDS = re.compile(r"\w+|[^\w\s]+")


def hostile(r: Random, length: int) -> str:
    """One text of that length: the same few pieces over and over, sometimes with an end that matches nothing."""
    pieces = [r.choice(_pieces(r)) for _ in range(r.randint(1, 4))]
    unit = r.choice(["", " ", "\n", "-", ""]).join(pieces) or "1"
    return (unit * (length // len(unit) + 1))[: length - 1] + r.choice(CHARS)


def _pieces(r: Random) -> list[str]:
    """Parts of what detectors look for: their examples whole or cut, their cues, and single characters."""
    detector = r.choice(TABLE)
    example = r.choice(detector.examples).replace("<<", "").replace(">>", "")
    start = r.randrange(len(example))
    return [
        example,
        example[start : start + r.randint(1, 12)] or "0",
        r.choice(_WORDS.findall(example) or ["0"]),
        r.choice(detector.cues or ("пароль",)) + r.choice(["", " ", ": "]),
        "".join(r.choice(CHARS) for _ in range(r.randint(1, 3))),
        r.choice(CHARS),
    ]


def growth(redactor: Redactor, text: str) -> tuple[float, float]:
    """(seconds for the whole text, how many times more than for an eighth of it)."""
    part = text[: len(text) // 8] + text[-1]  # its last character may be the only digit: what wakes detectors up
    eighth = min(_seconds(redactor, part) for _ in range(2))
    whole = _seconds(redactor, text)
    if whole > QUICK_S and whole > LIMIT * eighth:  # once more: the machine may have been busy
        whole = min(whole, _seconds(redactor, text))
    return whole, whole / max(eighth, 1e-6)


def _seconds(redactor: Redactor, text: str) -> float:
    began = time.process_time()
    redactor.text(text)
    return time.process_time() - began


def offenders(count: int, longest: int, seed: int) -> Iterator[tuple[int, str, float, float]]:
    """(number, its first characters, seconds, growth) of texts that take more than their length explains."""
    redactor = Redactor(RedactSettings())
    r = Random(seed)
    for number in range(count):
        text = hostile(r, int(longest ** r.uniform(0.6, 1.0)))
        seconds, times = growth(redactor, text)
        if seconds > QUICK_S and times > LIMIT:
            yield number, text[:60], seconds, times


def main(
    count: Annotated[int, typer.Option(help="How many texts.")] = 10_000,
    longest: Annotated[int, typer.Option(help="Characters of the longest.")] = 100_000,
    seed: int = 0,
) -> None:
    """Exit code 1 if any text grows faster than its length."""
    found = 0
    for number, opening, seconds, times in offenders(count, longest, seed):
        found += 1
        sys.stdout.write(f"{number}: {opening!r} took {seconds:.2f} s, {times:.1f} times its eighth\n")
    sys.stdout.write(f"{count:,} texts, {found} that grow faster than their length\n")
    raise typer.Exit(1 if found else 0)


if __name__ == "__main__":
    typer.run(main)
