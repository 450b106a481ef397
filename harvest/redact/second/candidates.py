"""Which tokens of a message are worth a second opinion. Most messages have none, and cost next to nothing."""

import re

from harvest.redact.phones import is_version
from harvest.redact.second.concepts import NUMBER, beginnings, concepts_of
from harvest.redact.second.features import Scene
from harvest.redact.second.tokens import Token
from harvest.redact.view import HOLE
from harvest.redact.words import words

WORDS_NEAR = 4  # words so near a number may be of one value with it: a street, a district
VERSION_CHARS = 24  # before a number, where it may be said that it is a program's version
BRIEF, BRIEF_CHARS = 5, 60  # tokens and characters of a message that may be an answer and nothing else
_SAYS = ("pass", "wifi", "pin", "code", "seed")
_ASKS = (*_SAYS, "login", "door", "lockedup", "email", "user")
_NAMES = ("name", "birth", "form", "contact", "account", "passport")
_PLACES = ("address", "house", "door", "come")
_SAID, _ASKED, _NAMED, _PLACED = (
    frozenset(NUMBER[name] for name in names) for names in (_SAYS, _ASKS, _NAMES, _PLACES)
)
_SEED = NUMBER["seed"]
_NEVER = frozenset(("money", "united", "sign"))
_WEAK = _NEVER | words(  # what alone calls for no closer look; judged where something else does
    "d1 time product thousands year round decimal version url at Camel w-w W-w w.w w! w_w"
)
_CAPITALS = frozenset(("Lat", "Cyr", "W-w"))
_ODD = re.compile(rf"[0-9](?:[0-9]|[^\W\d_])|(?<=[^\W\d_])[0-9]|{HOLE}")
_DIGIT = re.compile(f"[0-9{HOLE}]")
_YEARS = re.compile(r"(?<![\w.,:/-])(?:19|20)[0-9]{2}(?![\w:/-]|[.,][0-9])")
_BEGINS, _ASKS_BEGIN = beginnings(_SAYS), beginnings(_ASKS)
_AROUND = ".,:;!?()\"'«»…"


def may_hold(text: str) -> bool:
    """A quick look at a message on its own: false for most of what people write."""
    if _DIGIT.search(text) and _ODD.search(_YEARS.sub("", text)):
        return True
    return _speaks_of(text, _BEGINS, _SAID)


def may_answer(text: str, before: str) -> bool:
    """Whether a message may be nothing but the answer to one that asks for a secret."""
    return len(text) <= BRIEF_CHARS and _speaks_of(before[-300:], _ASKS_BEGIN, _ASKED)


def _speaks_of(text: str, begin: frozenset[str], about: frozenset[int]) -> bool:
    words = text.lower().split()
    if begin.isdisjoint([word[:3] for word in words]):
        return False
    return any(not about.isdisjoint(concepts_of(word.strip(_AROUND))) for word in words if word[:3] in begin)


def candidates(scene: Scene) -> list[int]:
    """Places of the tokens to judge, in order."""
    said = scene.tokens
    about = {number for token in said for number in token.about}
    told = not (_SAID - {_SEED}).isdisjoint(about)
    asked = len(said) <= BRIEF and any(not _ASKED.isdisjoint(heard.about) for heard in scene.heard)
    strong = [at for at, token in enumerate(said) if is_strong(token) and not _is_a_count(said, at)]
    if not (strong or told or asked or HOLE in scene.text or _SEED in about):
        return []
    near = {to for at in strong for to in range(at - WORDS_NEAR, at + WORDS_NEAR + 1)}
    if HOLE in scene.text or (strong and not _NAMED.isdisjoint(about)):
        near |= set(_names(said))
    return [
        at
        for at, token in enumerate(said)
        if (token.group in "nvx" and token.coarse not in _NEVER and not _is_of_a_program(scene.text, token))
        or (token.group == "w" and (told or asked or at in near or (token.coarse == "lat" and _SEED in about)))
    ]


def _is_of_a_program(text: str, token: Token) -> bool:
    return "." in token.text and is_version(text[max(0, token.start - VERSION_CHARS) : token.start])


def is_strong(token: Token) -> bool:
    """A number or a string that may be a value of its own."""
    return token.group in "nvx" and token.coarse not in _WEAK


def _is_a_count(said: list[Token], at: int) -> bool:
    """Two digits behind small words that speak of no house: too much else is written so."""
    before = said[max(0, at - 2) : at]
    return said[at].coarse == "d2" and not any(
        token.coarse in _CAPITALS or not _PLACED.isdisjoint(token.about) for token in before
    )


def _names(said: list[Token]) -> list[int]:
    """Words with a capital beside words with a capital."""
    return [
        at
        for at, token in enumerate(said)
        if token.coarse in _CAPITALS
        and any(0 <= to < len(said) and said[to].coarse in _CAPITALS for to in (at - 1, at + 1))
    ]
