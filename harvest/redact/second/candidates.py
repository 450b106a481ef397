"""Which tokens of a message are worth a second opinion. Most messages have none, and cost next to nothing."""

import re

from harvest.redact.second.concepts import NUMBER, beginnings
from harvest.redact.second.features import Scene
from harvest.redact.second.tokens import Token
from harvest.redact.view import HOLE

WORDS_NEAR = 4  # words so near a number may be of one value with it: a street, a district
BRIEF = 12  # tokens: a longer message is no answer that says a secret and little else
_SAYS = ("pass", "wifi", "login", "code", "seed", "user", "key", "pin")
_ASKS = (*_SAYS, "door", "lockedup", "email", "address")
_NAMES = ("name", "birth", "form", "contact", "account", "passport")
_SAID, _ASKED, _NAMED = (frozenset(NUMBER[name] for name in names) for names in (_SAYS, _ASKS, _NAMES))
_SKIPPED = frozenset(("money", "united", "sign"))
_CAPITALS = frozenset(("Lat", "Cyr", "W-w"))
_ODD = re.compile(r"[0-9_@]|[a-zа-я][A-ZА-Я]|[^\W\d_][!#$%&*+=.\-/][^\W\d_]")
_BEGINS = beginnings(_SAYS)
_BEGIN = re.compile(r"[^\W\d_]{1,3}")


def may_hold(text: str) -> bool:
    """A quick look at a message on its own: false for most of what people write."""
    return _ODD.search(text) is not None or HOLE in text or _speaks_of_secrets(text)


def may_ask(text: str) -> bool:
    """Whether the next message may answer with a secret."""
    return not _ASKS_BEGIN.isdisjoint(begin for begin in _BEGIN.findall(text[-300:].lower()))


def _speaks_of_secrets(text: str) -> bool:
    return not _BEGINS.isdisjoint(_BEGIN.findall(text.lower()))


_ASKS_BEGIN = beginnings(_ASKS)


def candidates(scene: Scene) -> list[int]:
    """Places of the tokens to judge, in order."""
    said = scene.tokens
    told = any(not _SAID.isdisjoint(token.about) for token in said)
    asked = len(said) <= BRIEF and any(not _ASKED.isdisjoint(heard.about) for heard in scene.heard)
    strong = [at for at, token in enumerate(said) if _is_strong(token)]
    words = told or asked
    near = {to for at in strong for to in range(at - WORDS_NEAR, at + WORDS_NEAR + 1)}
    if HOLE in scene.text or any(not _NAMED.isdisjoint(token.about) for token in said):
        near |= set(_names(said))
    return [
        at
        for at, token in enumerate(said)
        if (token.group in "nvx" and token.coarse not in _SKIPPED) or (token.group == "w" and (words or at in near))
    ]


def _names(said: list[Token]) -> list[int]:
    """Words with a capital beside words with a capital."""
    return [
        at
        for at, token in enumerate(said)
        if token.coarse in _CAPITALS
        and any(0 <= to < len(said) and said[to].coarse in _CAPITALS for to in (at - 1, at + 1))
    ]


def _is_strong(token: Token) -> bool:
    """A number or a string that may be a value of its own."""
    return token.group in "nvx" and token.coarse not in _SKIPPED
