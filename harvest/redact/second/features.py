"""What the second opinion knows of a token: its shape, the words and concepts around it, and what was said before.

Every feature is a number of 32 bits: a hash, so that no list of words is shipped or kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from harvest.redact.second.concepts import FAMILIES, families
from harvest.redact.second.tokens import Token, hashed, outline, salt, tokens
from harvest.redact.view import HOLE

MASK = 0xFFFFFFFF
LEFT, RIGHT = 8, 6  # tokens on either side that count as near
EARLIER = 2  # messages before this one that are looked at
MOST_EARLIER = 40  # tokens of each


@dataclass(slots=True)
class Heard:
    """A message before this one. of_same: whether the same side sent it. marks: what its punctuation says.

    families: of what it is about, a bit each.
    """

    of_same: bool
    about: tuple[int, ...]
    families: int
    stems: tuple[int, ...]
    marks: tuple[str, ...]


@dataclass(slots=True)
class Scene:
    """A message and what was said before it, the nearest first."""

    text: str
    tokens: list[Token]
    heard: list[Heard] = field(default_factory=list)
    numbers: int = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = sum(1 for token in self.tokens if token.group in "nvx")


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
    return Heard(of_same, about, families(about), stems, tuple(marks))


_BUCKETS = (0, 1, 2, 3, 4, 5, 6, 6, 7, 7, 7, 8, 8, 8, 8, 8, 9)
_LEN = tuple(salt(f"len{bucket}") for bucket in _BUCKETS)
_NUMBERS = tuple(salt(f"numbers{number}") for number in range(7))
_ALWAYS, _ALONE, _OPENING = salt("bias"), salt("alone"), salt("opening")
_FIRST, _MIDST, _LAST = salt("first"), salt("mid"), salt("last")
_PLACE = tuple(tuple(salt(f"place{at}of{count}") for at in range(count)) for count in range(9))
_C, _S, _W, _F, _O = (salt(name) for name in ("concept", "stem", "word", "fine", "own concept"))
_PRIME = 0x01000193


def features(scene: Scene, at: int) -> list[int]:
    """Of the token at that place, each a number of 32 bits."""
    here = scene.tokens[at]
    said = scene.tokens
    coarse, group, fine, size, own = _of_value(here.text, here.form, here.group, here.word, here.stem, here.about)
    keys = [*own]
    add = keys.append
    for mark, side in ((here.before, "b"), (here.after, "a")):
        marked = salt(side + mark[-1:]) if len(mark) < 2 else salt(side + mark)
        keys += (marked ^ coarse, marked ^ group)
    _beside(said, at, keys, coarse, group, fine)
    near = _around(said, at, keys, coarse, group, here.about)
    _of_families(scene, near, keys, coarse, group, size)
    count = len(said)
    add(_LEN[min(count, 16)] ^ coarse)
    if count == 1:
        add(_ALONE ^ fine)
    if count < 9:
        place = _PLACE[count][at]
        keys += (place ^ group, place ^ coarse)
    add((_FIRST if at == 0 else _LAST if at == count - 1 else _MIDST) ^ coarse)
    numbers = _NUMBERS[min(scene.numbers, 6)]
    keys += (numbers ^ coarse, numbers ^ group)
    if not scene.heard:
        add(_OPENING ^ group)
    for place, earlier in enumerate(scene.heard):
        _earlier(earlier, place, count, keys, coarse, group, fine, here.about)
    return keys


@lru_cache(maxsize=4096)
def _of_value(
    text: str, form: int, group: str, word: int, stem: int, about: tuple[int, ...]
) -> tuple[int, int, int, int, tuple[int, ...]]:
    """(salts of its shape, group, outline and size, what is known of it wherever it stands)"""
    kind, fine = salt("g" + group), salt("f" + outline(text))
    size = salt(_sized(text, group))
    keys = [_ALWAYS, form, kind, fine, size]
    add = keys.append
    if group == "w":
        add(word ^ salt("own"))
        low = text.lower()
        for letters in (2, 3, 4):
            add(hashed(low[-letters:]) ^ salt(f"end{letters}"))
        add(hashed(low[:3]) ^ salt("start3"))
        add(hashed(low[:4]) ^ salt("start4"))
        add(hashed(low[-3:]) ^ salt("endc") ^ form)
        add(salt(f"length{min(len(low), 12)}") ^ form)
        keys += (salt(f"about{number}") for number in about)
        if not about:
            add(salt("about nothing") ^ form)
    else:
        add(hashed(text[:2]) ^ salt("head"))
        add(hashed(text[-2:]) ^ salt("tail"))
        add(salt(f"length{min(len(text), 24)}") ^ kind)
        if group == "x":
            add(stem ^ salt("ownx"))
            keys += (salt(f"aboutx{number}") for number in about)
        if text.isdigit():
            add(salt(f"different{len(set(text))}") ^ form)
            add(salt("zero" if text[0] == "0" else "nonzero") ^ form)
    return form, kind, fine, size, tuple(keys)


def _sized(text: str, group: str) -> str:
    """How many digits and letters, about."""
    digits = sum(char.isdigit() for char in text)
    letters = sum(char.isalpha() for char in text)
    if group == "w":
        return f"w{min(letters, 9) // 3}"
    return f"{_DIGITS[min(digits, 16)]} digits {_LETTERS[min(letters, 9)]} letters"


_DIGITS = (0, 1, 2, 3, 4, 5, 6, 7, 7, 9, 10, 11, 12, 12, 14, 14, 16)
_LETTERS = (0, 1, 2, 2, 4, 4, 4, 4, 4, 9)
_BESIDE = (
    *((-place, salt(f"at-{place}")) for place in (1, 2, 3)),
    *((place, salt(f"at+{place}")) for place in (1, 2)),
)
_EDGE = salt("edge")


def _beside(said: list[Token], at: int, keys: list[int], coarse: int, group: int, fine: int) -> None:
    """By their places: the three tokens before and the two after."""
    for shift, place in _BESIDE:
        to = at + shift
        if not 0 <= to < len(said):
            if -2 < shift < 2:
                keys.append(place ^ coarse ^ _EDGE)
            continue
        other = said[to]
        theirs = other.form
        stem = other.stem
        keys += (place ^ (other.word * 3 & MASK), place ^ (stem * 5 & MASK) ^ group, place ^ theirs ^ group)
        if -3 < shift < 2:
            keys += (
                (place * 7 & MASK) ^ (theirs * 3 & MASK) ^ coarse,
                place ^ (stem * 11 & MASK) ^ coarse,
            )
        for number in other.about:
            key = place ^ _C ^ (number * _PRIME & MASK)
            keys += (key, key ^ group, key ^ coarse)
            if shift == -1:
                keys.append(key ^ fine)
    if at >= 2:
        keys.append((said[at - 1].stem * 3 ^ said[at - 2].stem * 7) & MASK ^ group)


_NEAR_LEFT, _NEAR_RIGHT, _HOLE = salt("left"), salt("right"), salt("hole")


def _around(said: list[Token], at: int, keys: list[int], coarse: int, group: int, own: tuple[int, ...]) -> int:
    """Wherever they stand, on either side: concepts and beginnings of words. Gives the families of the concepts."""
    found = 0
    for side, near in (
        (_NEAR_LEFT, said[max(0, at - LEFT) : at]),
        (_NEAR_RIGHT, said[at + 1 : at + 1 + RIGHT]),
    ):
        about: set[int] = set()
        for other in near:
            about.update(other.about)
            if other.group == "w" and len(other.text) > 2:
                keys.append(side ^ (other.stem * 13 & MASK) ^ group)
            elif other.group == HOLE:
                keys.append(side ^ _HOLE ^ coarse)
        for number in about:
            key = side ^ _S ^ (number * _PRIME & MASK)
            keys += (key, key ^ group, key ^ coarse)
            keys += [key ^ (_O * (mine + 2) & MASK) for mine in own]
        if about:
            found |= families(about)
    return found


_FAMILY = tuple(tuple(salt(f"family {bit} {of}") for bit in range(len(FAMILIES))) for of in range(EARLIER + 1))
_TOGETHER = 0x85EBCA6B, 0xC2B2AE35


def _of_families(scene: Scene, near: int, keys: list[int], coarse: int, group: int, size: int) -> None:
    """What the message and those before it are about, roughly; and all of it together."""
    masks = (near, *(earlier.families for earlier in scene.heard))
    for salts, mask in zip(_FAMILY, masks, strict=False):
        if mask:
            keys += [family ^ size for bit, family in enumerate(salts) if mask >> bit & 1]
    heard = masks[1] if len(masks) > 1 else 0
    if near or heard:
        together = (near * _TOGETHER[0] & MASK) ^ (heard * _TOGETHER[1] & MASK)
        keys += (together ^ group, together ^ size)
    if heard:
        keys.append((heard * _TOGETHER[1] & MASK) ^ _HEARD_ALL ^ coarse)
    if near:
        keys.append((near * _TOGETHER[0] & MASK) ^ _NEAR_ALL ^ coarse)


_HEARD_ALL, _NEAR_ALL = salt("all heard"), salt("all near")
_HEARD = tuple((salt(f"heard{place}other"), salt(f"heard{place}same")) for place in range(EARLIER))
_BRIEF, _LONG, _ASKING = salt("brief"), salt("long"), 0x5BD1E995


def _earlier(
    earlier: Heard, place: int, count: int, keys: list[int], coarse: int, group: int, fine: int, own: tuple[int, ...]
) -> None:
    where = _HEARD[place][earlier.of_same]
    short = _BRIEF if count <= 3 else _LONG
    asking = "?" in earlier.marks
    for number in earlier.about:
        key = where ^ _W ^ (number * _PRIME & MASK)
        keys += (key ^ group, key ^ coarse, key ^ group ^ short, key ^ coarse ^ short)
        if asking:
            keys.append(key ^ group ^ short ^ _ASKING)
        if count < 9:
            keys.append(key ^ fine ^ _F)
        keys += [key ^ (_O * (mine + 2) & MASK) for mine in own]
    keys += [where ^ (stem * 17 & MASK) ^ group for stem in earlier.stems]
    for mark in earlier.marks:
        marked = where ^ salt("mark" + mark)
        keys += (marked ^ coarse, marked ^ group ^ short)
