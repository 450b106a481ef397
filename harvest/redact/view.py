"""What detectors see of a text: typographic variants made plain, and what is settled already hidden behind one HOLE.

A placeholder and a value that was just found look the same here. So redacting a redacted text finds nothing new.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HOLE = "\ufdd0"  # a noncharacter: nobody types it, and no detector's pattern may match it

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f\u20e3\u200e\u200f"  # also what makes a keycap of a digit
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES = "\u2018\u2019\u201b\u02bc\u0060\u00b4"
PLAIN = str.maketrans(
    {
        **dict.fromkeys(_SPACES + _INVISIBLE, " "),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_QUOTES, "'"),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        "\uff0b": "+",
        "\uff20": "@",
        "\uff1a": ":",
        HOLE: " ",
    }
)


@dataclass(frozen=True, slots=True)
class View:
    """text: as detectors see it. Pieces of it start at `starts`, and at `origins` in the text as typed."""

    text: str
    starts: Sequence[int]
    origins: Sequence[int]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch without holes stands in the text as typed."""
        piece = bisect_right(self.starts, start) - 1
        shift = self.origins[piece] - self.starts[piece]
        return start + shift, end + shift


def view(text: str, settled: Iterable[tuple[int, int]]) -> View:
    """settled: ranges of the text, ascending and apart from each other, that become one HOLE each."""
    plain = text.translate(PLAIN)
    parts: list[str] = []
    starts, origins = [0], [0]
    at, length = 0, 0
    for start, end in settled:
        parts += [plain[at:start], HOLE]
        length += start - at + 1
        at = end
        starts.append(length)
        origins.append(end)
    parts.append(plain[at:])
    return View("".join(parts), starts, origins)
