"""One row of the table of detectors: what to look for, what makes it true, what to write instead, and examples.

In `examples` the value stands in double angle brackets: `"звони <<8 916 123-45-67>>"`. Examples and counter-examples
are the detector's test, so a new detector needs no other.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from harvest.redact.view import HOLE

Find = Callable[[str], Iterable[tuple[int, int]]]
MARKED = re.compile(r"<<(.*?)>>", re.DOTALL)
STEM = 4  # letters of a word that the prefilter looks at


@dataclass(frozen=True, slots=True, eq=False)  # told apart by which it is: comparing its examples takes longer
class Detector:
    """find: a pattern, or a function from a text to ranges. A pattern's named groups are the values, else all of it.

    cues: beginnings of words without one of which there is nothing to find; only STEM letters of each count.
    signs: characters one of which has to be there. digits: how many there have to be at least.
    when: what the set of the text's words, in small letters, has to be like.
    valid: the last word on a value found by a pattern. kind: what the placeholder says.
    """

    name: str
    kind: str
    languages: str
    find: re.Pattern[str] | Find
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    signs: str = ""
    digits: int = 0
    when: Callable[[set[str]], bool] | None = None
    valid: Callable[[str], bool] | None = None
    sureness: float = 0.9

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Ranges of the view that hold a value."""
        found = self._matches(self.find, text) if isinstance(self.find, re.Pattern) else self.find(text)
        for start, end in found:
            value = text[start:end]
            if value.strip() and HOLE not in value and (self.valid is None or self.valid(value)):
                yield start, end

    @staticmethod
    def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
        for match in pattern.finditer(text):
            if not pattern.groupindex:
                yield match.span()
                continue
            yield from (match.span(name) for name in pattern.groupindex if match[name] is not None)


def compiled(pattern: str, *, case: bool = False) -> re.Pattern[str]:
    """Patterns are written verbose; `case` tells capitals from small letters."""
    return re.compile(pattern, re.VERBOSE | (0 if case else re.IGNORECASE))


def unmarked(example: str) -> tuple[str, list[tuple[int, int]]]:
    """An example as it would be typed, and the ranges of its values."""
    text, ranges, at = "", [], 0
    for match in MARKED.finditer(example):
        text += example[at : match.start()]
        ranges.append((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    return text + example[at:], ranges
