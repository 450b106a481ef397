"""Which tokens of a message are worth a second opinion. Most messages have none, and cost next to nothing."""

import re
from functools import lru_cache

from harvest.redact.phones import is_version
from harvest.redact.second.concepts import NUMBER, beginnings, concepts_of
from harvest.redact.second.features import Scene
from harvest.redact.second.tokens import Token
from harvest.redact.view import HOLE
from harvest.redact.words import words

WORDS_NEAR = 4  # words so near a number may be of one value with it: a street, a district
VERSION_CHARS = 24  # before a number, where it may be said that it is a program's version
TOLD_BEFORE, TOLD_AFTER = 4, 10  # words around one that speaks of a secret, among which it may stand
DICTATED = 3  # numbers in words, side by side, that call for a look where nothing else does
BRIEF, BRIEF_CHARS = 12, 120  # tokens and characters of a message that may be an answer
_SAYS = words("pass wifi pin code seed nick maiden birth")
_ASKS = _SAYS | words(
    "login door lockedup email user forgot key name form contact address plate passport natid licence card cvv expiry "
    "account order postcode phone spelled sms word hint profile dates proof digits numword"
)
_NAMES = ("name", "birth", "form", "contact", "account", "passport")
_PLACES = ("address", "house", "door", "come")
_SAID, _ASKED, _NAMED, _PLACED = (
    frozenset(NUMBER[name] for name in names) for names in (_SAYS, _ASKS, _NAMES, _PLACES)
)
_TOLD = _SAID - {NUMBER["seed"]}
_SEED, _DIGITS = NUMBER["seed"], NUMBER["numword"]
_NEVER = frozenset(("money", "sign"))
_UNASKED = _NEVER | {"united"}
_WEAK = _NEVER | words(  # what alone calls for no closer look; judged where something else does
    "united d1 time product thousands year round decimal version url at Camel w-w W-w w.w w! w_w"
)
_CAPITALS = frozenset(("Lat", "Cyr", "W-w"))
_OF_NAMES = _CAPITALS | {"LAT", "CYR"}
_ODD = re.compile(r"[0-9](?:[0-9]|[^\W\d_]|-[^\W\d_](?![^\W\d_]))|(?<=[^\W\d_])[0-9]|[^\W_]_[^\W_]")
_DIGIT = re.compile("[0-9_]")
_USUAL = re.compile(  # a year, and two digits behind a small word
    r"(?:(?<![\w.,:/-])(?:19|20)[0-9]{2}|(?<!\w)[a-zа-яёіїєґ']{1,20} [0-9]{2})(?![\w:/-]|[.,][0-9])"
)
_GROUPS = re.compile(r"[0-9]{1,3}(?: [0-9]{3}){0,2} (?!000|[0-9]00)[0-9]{3}")
_NOBODY = words("admin root user guest test administrator админ")  # names of accounts that everybody has
_TELLING = re.compile(r"[?=#]|/[^/]{0,40}(?:[0-9][A-Za-z]|[A-Za-z][0-9])[^/]{0,40}$")
_BEGINS, _ASKS_BEGIN = beginnings(_SAYS | {"numword"}), beginnings(_ASKS)
_AROUND = ".,:;!?()\"'«»…"


def may_hold(text: str) -> bool:
    """A quick look at a message on its own: false for most of what people write."""
    if _DIGIT.search(text) and _ODD.search(_USUAL.sub("", text)):
        return True
    if HOLE in text and len(text) <= BRIEF_CHARS:
        return True
    hits = [(at, word) for at, word in enumerate(text.lower().split()) if word[:3] in _BEGINS]
    return bool(hits) and _tell(hits)


def _tell(hits: list[tuple[int, str]]) -> bool:
    """Whether a word speaks of a secret, or words side by side are numbers, as when somebody dictates."""
    last, run = -2, 0
    for at, word in hits:
        about = _known(word)
        if not _SAID.isdisjoint(about):
            return True
        run = (run + 1 if last == at - 1 else 1) if _DIGITS in about else 0
        last = at
        if run == DICTATED:
            return True
    return False


@lru_cache(maxsize=4096)
def _known(word: str) -> tuple[int, ...]:
    return concepts_of(word.strip(_AROUND))


def may_answer(text: str, before: str) -> bool:
    """Whether a message may be the answer to one that asks for a secret, or what comes after a value."""
    if len(text) > BRIEF_CHARS:
        return False
    return HOLE in before or _speaks_of(before[-300:].lower().split(), _ASKS_BEGIN, _ASKED)


def _speaks_of(said: list[str], begin: frozenset[str], about: frozenset[int]) -> bool:
    return any(not about.isdisjoint(_known(word)) for word in said if word[:3] in begin)


def candidates(scene: Scene) -> list[int]:
    """Places of the tokens to judge, in order."""
    said = scene.tokens
    about = {number for token in said for number in token.about}
    told = [at for at, token in enumerate(said) if not _TOLD.isdisjoint(token.about)]
    asked = len(said) <= BRIEF and any(
        "hole" in heard.marks or not _ASKED.isdisjoint(heard.about) for heard in scene.heard
    )
    strong = [at for at, token in enumerate(said) if is_strong(token) and not _is_a_count(said, at)]
    strong += [at for at in range(len(said)) if _is_spelled(said, at)]
    if not (strong or told or asked or HOLE in scene.text or _SEED in about):
        return []
    near = {to for at in strong for to in range(at - WORDS_NEAR, at + WORDS_NEAR + 1)}
    near |= {to for at in told for to in range(at - TOLD_BEFORE, at + TOLD_AFTER + 1)}
    if HOLE in scene.text or (strong and not _NAMED.isdisjoint(about)):
        near |= set(_names(said))
    never = _NEVER if told or asked else _UNASKED
    return [
        at
        for at, token in enumerate(said)
        if (token.group in "nvx" and token.coarse not in never and not _is_of_a_program(scene.text, token))
        or (
            token.group == "w"
            and token.text.lower() not in _NOBODY
            and (asked or at in near or (token.coarse == "lat" and _SEED in about))
        )
    ]


def _is_of_a_program(text: str, token: Token) -> bool:
    return "." in token.text and is_version(text[max(0, token.start - VERSION_CHARS) : token.start])


def is_strong(token: Token) -> bool:
    """A number or a string that may be a value of its own."""
    if token.group not in "nvx":
        return False
    if token.coarse == "thousands":
        return _GROUPS.fullmatch(token.text) is not None
    if token.coarse == "url":
        return _TELLING.search(token.text) is not None
    return token.coarse not in _WEAK or token.coarse == "w_w"


def _is_spelled(said: list[Token], at: int) -> bool:
    """A word for a number beside another."""
    return _DIGITS in said[at].about and any(
        0 <= to < len(said) and _DIGITS in said[to].about for to in (at - 1, at + 1)
    )


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
        if token.coarse in _OF_NAMES
        and any(0 <= to < len(said) and said[to].coarse in _OF_NAMES for to in (at - 1, at + 1))
    ]
