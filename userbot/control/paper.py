"""Put lines of words and people's names together into one message of Telegram's, with links, and not too long."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from userbot.notebook import Link

MARK = "🎭"  # what the desk says begins so; no command does
MOST_UNITS = 4096  # of UTF-16, as Telegram counts a message
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Person:
    """A name that leads to its owner's chat."""

    user_id: int
    name: str


Line = tuple[str | Person, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    text: str
    links: tuple[Link, ...] = ()


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def compose(lines: Iterable[Line]) -> Paper:
    """One message, the mark before its first line."""
    text, at, links = "", 0, []
    for number, line in enumerate(lines):
        for piece in ("\n" if number else f"{MARK} ", *line):
            words = piece.name if isinstance(piece, Person) else piece
            length = units(words)
            if isinstance(piece, Person) and length:
                links.append(Link(at, length, piece.user_id))
            text, at = text + words, at + length
    return Paper(text, tuple(links))


def fitting(lines: Callable[[int], Sequence[Line]], most: int) -> Paper:
    """The fullest version that is not too long. lines: those of a version that lists no more than so many of a kind."""
    while (paper := compose(lines(most))) and units(paper.text) > MOST_UNITS and most:
        most = most * 2 // 3
    return paper if units(paper.text) <= MOST_UNITS else Paper(cut(paper.text, MOST_UNITS), ())


def cut(text: str, most: int) -> str:
    """At most that many units, an ellipsis where something is missing."""
    if units(text) <= most:
        return text
    kept, left = [], most - 1
    for character in text:
        left -= units(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + ELLIPSIS


def one_line(text: str, most: int) -> str:
    """Somebody's words, shortened, without what would turn, hide or break the lines around them."""
    seen = (c if unicodedata.category(c) not in ("Cc", "Cf") or c == "\u200d" else " " for c in text)
    return cut(" ".join("".join(seen).split()), most)
