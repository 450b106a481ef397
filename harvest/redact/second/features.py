"""What the second opinion knows of a token: its shape, the words and concepts around it, and what was said before.

Every feature is a number of 32 bits: a hash, so that no list of words is shipped or kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from zlib import crc32

from harvest.redact.second.tokens import Token, outline, tokens
from harvest.redact.view import HOLE

MASK = 0xFFFFFFFF
LEFT, RIGHT = 8, 6  # tokens on either side that count as near
EARLIER = 2  # messages before this one that are looked at
MOST_EARLIER = 40  # tokens of each


@dataclass(slots=True)
class Heard:
    """A message before this one. of_same: whether the same side sent it. marks: what its punctuation says."""

    of_same: bool
    about: tuple[int, ...]
    stems: tuple[int, ...]
    marks: tuple[str, ...]


@dataclass(slots=True)
class Scene:
    """A message and what was said before it, the nearest first."""

    text: str
    tokens: list[Token]
    heard: list[Heard] = field(default_factory=list)


def scene(text: str, before: Sequence[tuple[bool, str]] = ()) -> Scene:
    """before: (sent by the same side?, text as seen), the nearest first; more than EARLIER are not looked at."""
    return Scene(text, tokens(text), [heard(of_same, said) for of_same, said in before[:EARLIER]])


def heard(of_same: bool, text: str) -> Heard:
    said = tokens(text[-300:])[-MOST_EARLIER:]
    about = tuple(dict.fromkeys(number for token in said for number in token.about))
    stems = tuple(dict.fromkeys(token.stem for token in said if token.group in "wx"))
    marks = []
    if "?" in text:
        marks.append("?")
    if text.rstrip().endswith((":", "=", "-", "👇")):
        marks.append(":")
    if len(said) <= 3:
        marks.append("short")
    if HOLE in text:
        marks.append("hole")
    if any(token.group in "nx" for token in said):
        marks.append("numbers")
    return Heard(of_same, about, stems, tuple(marks))


Add = Callable[[int], None]


@lru_cache(maxsize=2048)
def salt(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogatepass")) * 0x9E3779B1 & MASK


_BUCKETS = (0, 1, 2, 3, 4, 5, 6, 6, 7, 7, 7, 8, 8, 8, 8, 8, 9)
_ALWAYS = salt("bias")


def features(scene: Scene, at: int) -> list[int]:
    """Of the token at that place, each a number of 32 bits."""
    here = scene.tokens[at]
    said = scene.tokens
    coarse, group = salt("c" + here.coarse), salt("g" + here.group)
    fine = salt("f" + outline(here.text))
    keys: list[int] = [_ALWAYS, coarse, group, fine]
    add = keys.append
    _own(here, add, coarse, group)
    _beside(said, at, add, coarse, group)
    _around(said, at, add, coarse, group)
    count = len(said)
    add(salt(f"len{_BUCKETS[min(count, 16)]}") ^ coarse)
    if count == 1:
        add(salt("alone") ^ fine)
    add(salt("first" if at == 0 else "last" if at == count - 1 else "mid") ^ coarse)
    numbers = sum(1 for token in said if token.group in "nvx")
    add(salt(f"numbers{min(numbers, 6)}") ^ coarse)
    add(salt(f"numbers{min(numbers, 6)}") ^ group)
    if not scene.heard:
        add(salt("opening") ^ group)
    for place, earlier in enumerate(scene.heard):
        _earlier(earlier, place, count, add, coarse, group)
    return keys


def _own(here: Token, add: Add, coarse: int, group: int) -> None:
    if here.group == "w":
        add(here.word ^ salt("own"))
        low = here.text.lower()
        for size in (2, 3, 4):
            add(crc32(low[-size:].encode("utf-8", "surrogatepass")) ^ salt(f"end{size}"))
        add(crc32(low[:3].encode("utf-8", "surrogatepass")) ^ salt("start3"))
        add(salt(f"length{min(len(low), 12)}") ^ coarse)
        for number in here.about:
            add(salt(f"about{number}"))
    else:
        add(crc32(here.text[:2].encode("utf-8", "surrogatepass")) ^ salt("head"))
        add(crc32(here.text[-2:].encode("utf-8", "surrogatepass")) ^ salt("tail"))
        add(salt(f"length{min(len(here.text), 24)}") ^ group)
        if here.group == "x":
            add(here.stem ^ salt("ownx"))
            for number in here.about:
                add(salt(f"aboutx{number}"))
        if here.text.isdigit():
            add(salt(f"different{len(set(here.text))}") ^ coarse)
            add(salt("zero" if here.text[0] == "0" else "nonzero") ^ coarse)
    for mark, side in ((here.before, "b"), (here.after, "a")):
        marked = salt(side + mark[-1:]) if len(mark) < 2 else salt(side + mark)
        add(marked ^ coarse)
        add(marked ^ group)


_BEFORE = tuple((-place, salt(f"at-{place}")) for place in (1, 2, 3))
_AFTER = tuple((place, salt(f"at+{place}")) for place in (1, 2))
_C, _S, _W, _F = salt("concept"), salt("stem"), salt("word"), salt("fine")


def _beside(said: list[Token], at: int, add: Add, coarse: int, group: int) -> None:
    """By their places: the three tokens before and the two after."""
    for shift, place in (*_BEFORE, *_AFTER):
        to = at + shift
        if not 0 <= to < len(said):
            if -2 < shift < 2:
                add(place ^ coarse ^ salt("edge"))
            continue
        other = said[to]
        theirs = salt("c" + other.coarse)
        add(place ^ (other.word * 3 & MASK))
        add(place ^ (other.stem * 5 & MASK) ^ group)
        add(place ^ theirs ^ group)
        if -3 < shift < 2:
            add((place * 7 & MASK) ^ (theirs * 3 & MASK) ^ coarse)
            add(place ^ (other.stem * 11 & MASK) ^ coarse)
        for number in other.about:
            key = place ^ _C ^ (number * 0x01000193 & MASK)
            add(key)
            add(key ^ group)
            add(key ^ coarse)
    if at >= 2:
        add((said[at - 1].stem * 3 ^ said[at - 2].stem * 7) & MASK ^ group)


_NEAR_LEFT, _NEAR_RIGHT = salt("left"), salt("right")


def _around(said: list[Token], at: int, add: Add, coarse: int, group: int) -> None:
    """Wherever they stand, on either side: concepts and beginnings of words."""
    for side, near in (
        (_NEAR_LEFT, said[max(0, at - LEFT) : at]),
        (_NEAR_RIGHT, said[at + 1 : at + 1 + RIGHT]),
    ):
        about: set[int] = set()
        for other in near:
            about.update(other.about)
            if other.group == "w" and len(other.text) > 2:
                add(side ^ (other.stem * 13 & MASK) ^ group)
            elif other.group == HOLE:
                add(side ^ salt("hole") ^ coarse)
        for number in about:
            key = side ^ _S ^ (number * 0x01000193 & MASK)
            add(key)
            add(key ^ group)
            add(key ^ coarse)


def _earlier(earlier: Heard, place: int, count: int, add: Add, coarse: int, group: int) -> None:
    where = salt(f"heard{place}{'same' if earlier.of_same else 'other'}")
    short = salt("brief" if count <= 3 else "long")
    for number in earlier.about:
        key = where ^ _W ^ (number * 0x01000193 & MASK)
        add(key ^ group)
        add(key ^ coarse)
        add(key ^ group ^ short)
        if "?" in earlier.marks:
            add(key ^ group ^ short ^ 0x5BD1E995)
    for stem in earlier.stems:
        add(where ^ (stem * 17 & MASK) ^ group)
    for mark in earlier.marks:
        add(where ^ salt("mark" + mark) ^ coarse)
        add(where ^ salt("mark" + mark) ^ group ^ short)
