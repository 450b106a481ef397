"""Find the value in a message that answers a short question: see reply_table.

The answer comes at once, so shapes count there that would be nothing elsewhere. Knows bubbles, nothing of placeholders.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from harvest.redact.asked import asks_an_amount, is_asked, is_talk, stems_of
from harvest.redact.findings import Span
from harvest.redact.near import is_public
from harvest.redact.reply_table import REPLIES, Reply
from harvest.redact.view import HOLE

LONGEST_CUE = 110
PROMPT = 30  # characters of a `ну?` or `диктуй` between a question and its answer


class Heard(Protocol):
    """What is known of a bubble: context.Said."""

    @property
    def is_owner(self) -> bool: ...
    @property
    def text(self) -> str: ...
    @property
    def kinds(self) -> frozenset[str]: ...


_STEMS = frozenset[str]().union(*(row.stems for row in REPLIES))
_NO_QUESTION = re.compile(  # about places in shops, errors and things that have a number of their own
    r"(?<!\w)(?:артикул\w?|версі\w|верси\w|version|error|ошибк\w|помилк\w|размер\w?|розмір\w?|elo|эло|ело|mtu|порт|port"
    r"|рейс\w?|автобус\w?|маршрут\w?|платформ\w|серии|сезон\w?|ккал|масло|шини|диск|запчаст\w|детал[иі]\w?"
    r"|самокат\w{0,2}|rera|товар\w|квартал\w{0,2}|adduser"
    r"|(?:as|single|new|a|any|another|normal|switch|regular|registered|the)[ ]user|login[ ]screen|source[ ]code)(?!\w)",
    re.IGNORECASE,
)


_MACHINE = re.compile(r"(?<!\w)(?:root|sudo)(?!\w)", re.IGNORECASE)


def replied(bubbles: Sequence[Heard], at: int) -> Iterator[tuple[int, Span]]:
    """What the next bubbles answer to this one."""
    cue = bubbles[at].text
    if len(cue) > LONGEST_CUE or (HOLE in cue and "?" not in cue[cue.rfind(HOLE) :]):
        return
    stems = stems_of(cue)
    asked = () if _STEMS.isdisjoint(stems) or at + 1 == len(bubbles) else _asked_for(cue, stems)
    given: dict[int, Span] = {}
    for row in asked:
        for next_at, span in _answer(bubbles, at, row, given):
            given.setdefault(next_at, span)
            yield next_at, span


def _asked_for(cue: str, stems: frozenset[str]) -> list[Reply]:
    """The rows of the table that this message asks for; none that it gives itself."""
    found = [
        (row, match)
        for row in REPLIES
        if not row.stems.isdisjoint(stems) and (match := row.cue.search(cue)) is not None
    ]
    if not found or _NO_QUESTION.search(cue) or ("?" not in cue and _MACHINE.search(cue)) or is_talk(cue):
        return []
    asks, amount = _asks(cue), asks_an_amount(cue)
    return [
        row
        for row, match in found
        if (asks or match.start() < 6 or (row.strict and len(cue) <= 60))
        and (row.dated or not amount)
        and row.value(cue[match.end() :]) is None
    ]


def _asks(cue: str) -> bool:
    return "?" in cue or len(cue) <= 32 or is_asked(cue) or _WONDERS.search(cue) is not None


_WONDERS = re.compile(  # a question without its mark, or a wish
    r"(?<!\w)(?:шо|що|че|чё|как\w{0,2}|який|яка|яке|яку|як|кто|хто|коли|когда|куда|куди|где|де|when|where|who"
    r"|which|whose"
    r"|did|does|do|can|could|have|has|got|is|are|was|were|will|would|whats|kak|kakoy|kogda|kuda|gde|skin|kin|skyn"
    r"|day|dai|need\w?|ask\w{0,3}|wants?|просят|просить|спита\w{1,3}|спросил\w?|уточни|prosit|просит"
    r"|питають|питає"
    r"|спрашива\w{2,3}|треба|надо|нужн\w|потрібн?[аое]н?|напомни|remind|продиктуй|дай\w{0,2}|пиши|copy|share)(?!\w)",
    re.IGNORECASE,
)


def _answer(bubbles: Sequence[Heard], at: int, row: Reply, given: Mapping[int, Span]) -> Iterator[tuple[int, Span]]:
    """given: what other rows found already: of a login and a password in two messages each takes its own."""
    for next_at in range(at + 1, min(len(bubbles), at + 1 + row.reach)):
        said = bubbles[next_at]
        if not said.kinds.isdisjoint(row.family | {row.kind}) and row.kind != "ADDRESS":
            return
        span = row.value(said.text) if _may_answer(bubbles, at, next_at) else None
        if span and is_public(row.kind, said.text[slice(*span)]):
            return
        other = given.get(next_at)
        if span and not (other and other.start < span[1] and span[0] < other.end):
            yield next_at, Span(*span, row.kind, 0.6, "replied")
            for more in _more(said.text, span[1], row):
                yield next_at, Span(*more, row.kind, 0.6, "replied")
            return
        if len(said.text) > 60:
            return


_MORE = re.compile(
    r"[ ,]{0,2}(?:\n|(?:или|або|чи|or|и|і|та|and|потом|потім|then|а)[ ])(?:[^\W\d_]{2,10}[ ]){0,2}?", re.IGNORECASE
)


def _more(text: str, at: int, row: Reply) -> Iterator[tuple[int, int]]:
    """`сочи2016 или Сочи_2016`, a code a line: more of the same after a joint."""
    for _ in range(3):
        joint = _MORE.match(text, at)
        rest = text[joint.end() :] if joint else ""
        span = row.value(rest) if rest and row.kind in ("PASSWORD", "CODE", "BIRTHDATE") else None
        if joint is None or span is None or span[0] > 2:
            return
        yield joint.end() + span[0], joint.end() + span[1]
        at = joint.end() + span[1]


def _may_answer(bubbles: Sequence[Heard], at: int, next_at: int) -> bool:
    """The other side answers a question; the same side goes on with what it announced, or once the other asks on."""
    cue = bubbles[at].text
    if bubbles[at].is_owner != bubbles[next_at].is_owner:
        return True
    prompted = any(
        said.is_owner != bubbles[at].is_owner and len(said.text) <= PROMPT for said in bubbles[at + 1 : next_at]
    )
    return prompted or (next_at == at + 1 and not is_asked(cue))
