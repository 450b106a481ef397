"""What a conversation gives away that no single message does: a secret announced, or asked for, and then sent alone.

Knows bubbles and who sent them, nothing of placeholders. What a rule expects is one row of asked.RULES.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harvest.redact.asked import (
    AFTER_CARD,
    AGAIN,
    CODE,
    CODE_AGAIN,
    DIGITS,
    PASS,
    RULES,
    Rule,
    asks_an_amount,
    bare,
    inside,
    is_asked,
    is_talk,
    password,
    stems_of,
)
from harvest.redact.checks import digits_of, is_card
from harvest.redact.findings import Span
from harvest.redact.going_on import gone_on, made_up_later
from harvest.redact.made_up import is_network
from harvest.redact.near import is_public
from harvest.redact.phones import phones
from harvest.redact.replies import replied
from harvest.redact.spoken_secrets import looks_secret
from harvest.redact.view import HOLE

SPLIT = frozenset({"CARD", "PHONE", "ACCOUNT"})  # kinds that are typed in several bubbles
WORDS = frozenset({"PASSWORD", "USERNAME"})  # kinds whose value may be an everyday word
SECRETS = frozenset({"PASSWORD", "PIN", "CODE", "CVV", "API_KEY", "CRYPTO", "SEED"})
COUNTED = frozenset({"PIN", "CVV", "PASSWORD"})  # what nobody counts: `сколько там пин`
WINDOW = 4  # bubbles after an announcement among which the value may come


@dataclass(frozen=True, slots=True)
class Said:
    """One bubble: who sent it, its text as detectors see it, and what kinds of value stood in it already."""

    is_owner: bool
    text: str
    kinds: frozenset[str]

    @property
    def has_secret(self) -> bool:
        return not self.kinds.isdisjoint(SECRETS)

    def holding(self, kind: str) -> "Said":
        return Said(self.is_owner, self.text, self.kinds | {kind})


_NEXT_COMES = re.compile(  # one value is given here, and the next one comes: `пароль Nalog1, придёт ещё код`
    r"(?:ещ[её]|потом|сейчас|щас|потім|зараз|next|then|now|also|и|та|and)[ ]"
    r"(?:код|пароль|пин|пін|смс|code|pin|password|text)\w{0,3}\W{0,3}$",
    re.IGNORECASE,
)
_STEMS = frozenset[str]().union(*(rule.stems for rule in RULES))
_MEANING = re.compile(
    rf"^\W{{0,3}}(?:(?:это|вот|ось|це|то|this|that|it|is|it's|that's|мой|новый|новий|мій|the|my|от|и|а"
    rf"|то[ ]был)[ ]){{1,4}}(?:{PASS}|(?P<code>{CODE}))(?!\w)",
    re.IGNORECASE,
)


def told_apart(bubbles: Sequence[Said]) -> Iterator[tuple[int, Span]]:
    """(which bubble, what of it has to go) for values whose announcement stands in another bubble."""
    taken: set[int] = set()
    given: dict[int, list[Span]] = {}
    bubbles = list(bubbles)
    for at, span in _in_pieces(bubbles):
        taken.add(at)
        bubbles[at] = bubbles[at].holding(span.kind)
        yield at, span
    for at, said in enumerate(bubbles):
        for found, span in (*replied(bubbles, at), *gone_on(bubbles, at), *made_up_later(bubbles, at)):
            if all(span.start >= other.end or other.start >= span.end for other in given.get(found, ())):
                given.setdefault(found, []).append(span)
                taken.add(found)
                bubbles[found] = bubbles[found].holding(span.kind)
                yield found, span
        for found, span in (*_answers(bubbles, at), *_beside_value(bubbles, at)):
            if found not in taken or span.rule == "after a card":
                taken.add(found)
                given.setdefault(found, []).append(span)
                bubbles[found] = bubbles[found].holding(span.kind)
                yield found, span
        if at and at - 1 not in taken and (meaning := _MEANING.search(said.text)):
            kind, fits = ("CODE", DIGITS) if meaning["code"] else ("PASSWORD", password)
            before = bubbles[at - 1]
            if not before.has_secret and fits(before.text.strip(), "пароль:") and _made_up(before.text):
                taken.add(at - 1)
                yield at - 1, _whole(before.text, kind)


def _answers(bubbles: Sequence[Said], at: int) -> Iterator[tuple[int, Span]]:
    """What is sent after this bubble asked for it or announced it."""
    cue = bubbles[at].text[-200:]
    stems = stems_of(cue)
    if _STEMS.isdisjoint(stems) or (
        "?" not in cue[cue.rfind(HOLE) + 1 :] and HOLE in cue and not _NEXT_COMES.search(cue)
    ):
        return
    amount = asks_an_amount(cue)
    for rule in RULES:
        if not rule.stems.isdisjoint(stems) and not (amount and rule.kind not in COUNTED) and rule.cue.search(cue):
            yield from _fitting(bubbles, at, rule)


def _fitting(bubbles: Sequence[Said], at: int, rule: Rule) -> Iterator[tuple[int, Span]]:
    """The first of the next bubbles that fits, and what goes on with it: a card by halves."""
    found = -1
    family = SECRETS if rule.kind in SECRETS else {rule.kind}
    for next_at in range(at + 1, min(len(bubbles), at + 1 + WINDOW)):
        said = bubbles[next_at]
        if not said.kinds.isdisjoint(family) and rule.kind not in SPLIT:
            return
        if found >= 0 and (rule.kind not in SPLIT or said.is_owner != bubbles[found].is_owner):
            return
        span = _answer(bubbles, at, next_at, rule)
        if span and is_public(rule.kind, said.text[slice(*span)]):
            return
        if span:
            found = next_at
            yield next_at, Span(*span, rule.kind, 0.7, "sent alone")
        elif found >= 0:
            return


def _answer(bubbles: Sequence[Said], at: int, next_at: int, rule: Rule) -> tuple[int, int] | None:
    """Where in a bubble the value stands: alone, or in a sentence that answers at once."""
    said, cue = bubbles[next_at], bubbles[at].text
    span = bare(said.text)
    answers_at_once = _from_the_right_side(bubbles, at, next_at)
    if span and HOLE not in said.text:
        value = said.text[slice(*span)]
        plain = value.isalpha() and rule.kind in WORDS
        if rule.kind == "ADDRESS" and answers_at_once and (place := inside(rule, said.text)):
            return place
        if (answers_at_once or not plain) and not (plain and is_talk(cue)) and rule.fits(value, cue):
            return span
    at_once = answers_at_once and len(cue) <= 120 and not (rule.kind in WORDS and is_talk(cue))
    return inside(rule, said.text) if at_once else None


def _beside_value(bubbles: Sequence[Said], at: int) -> Iterator[tuple[int, Span]]:
    """After a card's number: until when it is good, its code, its other half. After a secret: the same once more."""
    if "PASSWORD" in bubbles[at].kinds:
        yield from _again(bubbles, at, AGAIN, "PASSWORD")
    if bubbles[at].kinds & {"CODE", "PIN"}:
        yield from _again(bubbles, at, CODE_AGAIN, "CODE")
    if "CARD" not in bubbles[at].kinds:
        return
    for next_at in range(at + 1, min(len(bubbles), at + 1 + WINDOW)):
        said = bubbles[next_at]
        if said.is_owner != bubbles[at].is_owner:
            continue
        for match in AFTER_CARD.finditer(said.text[:120]):
            kind = str(match.lastgroup)
            yield next_at, Span(*match.span(kind), kind.upper(), 0.65, "after a card")


def _again(bubbles: Sequence[Said], at: int, pattern: re.Pattern[str], kind: str) -> Iterator[tuple[int, Span]]:
    """`тогда с маленькой zajchik2014`: a password that did not fit is given once more, a little different."""
    for next_at in range(at + 1, min(len(bubbles), at + 1 + WINDOW)):
        said = bubbles[next_at]
        if said.is_owner != bubbles[at].is_owner or said.has_secret or len(said.text) > 80:
            continue
        match = pattern.search(said.text)
        if match and not (kind == "PASSWORD" and is_network(match[0])):
            yield next_at, Span(*match.span(match.lastgroup or 0), kind, 0.55, "given again")


def _from_the_right_side(bubbles: Sequence[Said], at: int, next_at: int) -> bool:
    """The other side answers what was asked; an announcement goes on by the same."""
    cue = bubbles[at].text
    is_other = bubbles[at].is_owner != bubbles[next_at].is_owner
    return next_at - at <= 3 and (is_other or not is_asked(cue)) and not (is_other and cue.rstrip().endswith(":"))


_PIECE = re.compile(r"\s{0,3}[+(]{0,2}[0-9][0-9 ()\-]{1,18}\s{0,3}")
_WORDY_PIECE = re.compile(r"[^0-9+]{0,24}(?P<digits>[0-9]{4}(?:[ -][0-9]{2,4}){1,2}|[0-9]{7,9})[^0-9]{0,16}")
PIECES = 4  # bubbles that one number may be typed in


def _in_pieces(bubbles: Sequence[Said]) -> Iterator[tuple[int, Span]]:
    """A card or a phone in bubbles of bare digits, one after another: together they pass Luhn or a numbering plan."""
    start = 0
    while start < len(bubbles) - 1:
        end = start
        while end < min(len(bubbles), start + PIECES) and _is_piece(bubbles[end], bubbles[start]):
            end += 1
        for last in range(end, start + 1, -1):
            if kind := _together([_digits_in(said.text) for said in bubbles[start:last]]):
                yield from ((at, _part(bubbles[at].text, kind)) for at in range(start, last))
                start = last - 1
                break
        start += 1


def _is_piece(said: Said, first: Said) -> bool:
    return said.is_owner == first.is_owner and not said.has_secret and _piece(said.text) is not None


def _piece(text: str) -> re.Match[str] | None:
    """The one run of digits of a short bubble: `it's 4929 1180 then`."""
    return _PIECE.fullmatch(text) or (_WORDY_PIECE.fullmatch(text) if len(text) < 40 else None)


def _together(pieces: Sequence[str]) -> str:
    """The kind of what the pieces make, empty if they make nothing."""
    digits = digits_of("".join(pieces))
    if len(digits) == 16 and all(len(digits_of(piece)) % 4 == 0 for piece in pieces) and is_card(digits):
        return "CARD"
    joined = " ".join(pieces)
    mobile = re.fullmatch(r"[78]9[0-9]{9}|380[0-9]{9}|0[3-9][0-9]{8}", digits) is not None
    return "PHONE" if mobile and any(end - start == len(joined) for start, end in phones(joined)) else ""


def _digits_in(text: str) -> str:
    match = _piece(text)
    return (match["digits"] if match and "digits" in match.groupdict() else text).strip()


def _part(text: str, kind: str) -> Span:
    match = _piece(text)
    if match and "digits" in match.groupdict():
        return Span(*match.span("digits"), kind, 0.75, "sent in pieces")
    return _whole(text, kind)


def _made_up(text: str) -> bool:
    return looks_secret(text.strip()) or re.search(r"[0-9]{4}", text) is not None


def _whole(text: str, kind: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span(start, len(text.rstrip()), kind, 0.75, "sent alone")
