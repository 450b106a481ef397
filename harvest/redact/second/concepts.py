"""What a word is about, whatever its language, case and spelling: `пароль`, `pwd` and `пасс` are all `pass`.

In `concepts.txt` a word with a star is the beginning of words. So the model learns what stands beside a password from
a few sentences, and knows it in others that say it by another word of the block.
"""

import re
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

SHORTEST, LONGEST = 3, 8  # letters of a beginning


@cache
def _tables() -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """(whole words, beginnings) -> the numbers of their concepts."""
    whole: dict[str, tuple[int, ...]] = {}
    begins: dict[str, tuple[int, ...]] = {}
    for number, (_, listed) in enumerate(_rows()):
        for word in listed:
            table, key = (begins, word[:-1][:LONGEST]) if word.endswith("*") else (whole, word)
            if number not in table.get(key, ()):
                table[key] = (*table.get(key, ()), number)
    return whole, begins


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(concept, its words) as `concepts.txt` has them."""
    text = Path(__file__).with_name("concepts.txt").read_text(encoding="utf-8").replace("ʼ", "'")
    blocks = re.split(r"^(\w+):", text[text.index("\n\n") :], flags=re.MULTILINE)[1:]
    return tuple((name, tuple(listed.split())) for name, listed in zip(blocks[::2], blocks[1::2], strict=True))


NAMES = tuple(name for name, _ in _rows())
NUMBER = {name: number for number, name in enumerate(NAMES)}
FAMILIES = (  # what is said of the concepts of one often goes for the others
    (
        "pass",
        "wifi",
        "pin",
        "code",
        "seed",
        "login",
        "lockedup",
        "key",
        "forgot",
        "maiden",
        "secretive",
        "word",
        "hint",
    ),
    ("door", "enter", "spelled"),
    ("sms", "code", "pin", "proof", "digits"),
    ("passport", "natid", "licence", "plate", "order"),
    ("card", "cvv", "expiry", "account", "crypto", "pay"),
    ("address", "house", "come", "postcode", "geo"),
    ("name", "birth", "dates", "contact", "form", "family"),
    ("phone", "call", "email", "user", "nick", "profile", "number", "mailword"),
    ("ip", "mac", "link"),
    ("ask", "give", "new"),
    ("money", "price", "rate", "math", "money_talk"),
    ("measure", "duration", "count", "food", "weather", "health", "weekday", "month"),
    ("game", "sport", "version", "transport", "size", "port", "law", "place_no", "model", "fail", "server"),
    ("plainly",),
    ("last", "wrong", "works"),
)
_BITS = {NUMBER[name]: 1 << bit for bit, family in enumerate(FAMILIES) for name in family}


def families(about: Iterable[int]) -> int:
    """The families of those concepts, a bit each."""
    mask = 0
    for number in about:
        mask |= _BITS.get(number, 0)
    return mask


def concepts_of(word: str) -> tuple[int, ...]:
    """Numbers of what a word in small letters is about: those of the whole word and of its longest listed beginning."""
    whole, begins = _tables()
    found = whole.get(word, ())
    for length in range(min(len(word), LONGEST), SHORTEST - 1, -1):
        if more := begins.get(word[:length]):
            return found + tuple(number for number in more if number not in found) if found else more
    return found


def beginnings(names: Collection[str], letters: int = SHORTEST) -> frozenset[str]:
    """The first letters of all that is said of those concepts."""
    return frozenset(
        re.split(r"[\W\d_]", word)[0][:letters] for name, listed in _rows() if name in names for word in listed
    ) - {""}
