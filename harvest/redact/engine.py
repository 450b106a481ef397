"""Decide what in one text has to go. Knows the table of detectors, nothing of conversations or placeholders'
numbers."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from harvest.redact.detector import STEM, Detector
from harvest.redact.findings import PLACEHOLDER, Span
from harvest.redact.view import view

KEYCAP = "\ufe0f\u20e3"  # what follows a digit in a keycap emoji
SIGNS = frozenset("@/:=.-\\([{<#")  # all that detectors ask for
ROUNDS = 4  # one finding can lay the next bare; more rounds than this find nothing in practice
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"[0-9\uff10-\uff19]")
_CAPITAL = r"[A-ZА-ЯІЇЄҐ]"
_SIGN = re.compile(  # a digit, an address, initials, two capitals in a row: what calls for a closer look
    rf"[0-9\uff10-\uff19@/\uff20]|[(\[{{<][ ]?(?:at|эт|ет|собак[аи]|собачка|равлик|гав|пёсик|песик)[ ]?[)\]}}>]"
    rf"|(?:Mr|Mrs|Ms|Dr|Prof)\.[ ]|{_CAPITAL}(?:\.[ ]?{_CAPITAL}"
    rf"|[a-zа-яіїєґё'’]{{1,20}}[ ]{_CAPITAL}[a-zа-яіїєґё.])"
)


class Extra(NamedTuple):
    """A rule of one owner or one account. words: small letters, one of which has to be there; None: always look."""

    find: Callable[[str], Iterable[Span]]
    words: frozenset[str] | None = None


class Row(NamedTuple):
    """A detector, and what a text has to have before it is asked."""

    detector: Detector
    digits: int
    signs: frozenset[str]
    when: Callable[[set[str]], bool] | None

    @classmethod
    def of(cls, detector: Detector) -> "Row":
        return cls(detector, detector.digits, frozenset(detector.signs), detector.when)


@dataclass(frozen=True, slots=True)
class Engine:
    """free: rows that wait for no word. cued: rows by the beginnings of words that they wait for.

    words: exact words, in small letters, that call for a closer look (names). stems: beginnings that do.
    """

    free: Sequence[Row]
    cued: dict[str, tuple[Row, ...]]
    words: frozenset[str]
    extras: Sequence[Extra]
    stems: frozenset[str]
    crowds: Sequence[Callable[[set[str]], bool]]

    @classmethod
    def of(cls, detectors: Sequence[Detector], words: frozenset[str], extras: Sequence[Extra] = ()) -> "Engine":
        cued: dict[str, tuple[Row, ...]] = {}
        for detector in detectors:
            for stem in sorted({cue[:STEM] for cue in detector.cues}):
                cued[stem] = (*cued.get(stem, ()), Row.of(detector))
        # where a detector wants a digit too, the digit alone makes the text no plain one
        stems = frozenset(stem for stem, rows in cued.items() if any(not row.digits for row in rows))
        crowds = [detector.when for detector in detectors if detector.when and not detector.digits]
        free = [Row.of(detector) for detector in detectors if not detector.cues]
        return cls(free, cued, words, extras, stems, crowds)

    def spans(self, text: str, settled: Iterable[tuple[int, int]] = ()) -> list[Span]:
        """Everything that has to go, ascending, apart from each other and from what is settled."""
        words = set(_WORD.findall(text.lower()))
        extras = [extra for extra in self.extras if extra.words is None or not extra.words.isdisjoint(words)]
        plain = self._plain(text, words)
        if plain and not extras:
            return []
        holes = apart([*settled, *placeholders(text)])
        found: list[Span] = []
        for _ in range(ROUNDS):
            fresh = list(self._fresh(text, holes, extras, plain=plain))
            if not fresh:
                break
            found += fresh
            holes = apart([*holes, *((span.start, span.end) for span in fresh)])
        return sorted(found)

    def _plain(self, text: str, words: set[str]) -> bool:
        """Whether no detector has anything to look for: true of most of what people write."""
        return (
            not _SIGN.search(text)
            and self.words.isdisjoint(words)
            and self.stems.isdisjoint({word[:STEM] for word in words})
            and not any(crowd(words) for crowd in self.crowds)
        )

    def _fresh(
        self, text: str, holes: Sequence[tuple[int, int]], extras: Sequence[Extra], *, plain: bool
    ) -> Iterator[Span]:
        seen = view(text, holes)
        found = [] if plain else list(self._detected(seen.text))
        for extra in extras:
            found += extra.find(seen.text)
        for span in united(parted(seen.text, found)):
            start, end = seen.origin(span.start, span.end)
            while end < len(text) and text[end] in KEYCAP:
                end += 1
            yield Span(start, end, span.kind, span.sureness, span.rule)

    def _detected(self, text: str) -> Iterator[Span]:
        words = set(_WORD.findall(text.lower()))
        digits = len(_DIGIT.findall(text))
        for row in self._asked(text, words, digits):
            detector = row.detector
            for start, end in detector.spans(text):
                yield Span(start, end, detector.kind, detector.sureness, detector.name)

    def _asked(self, text: str, words: set[str], digits: int) -> Iterator[Row]:
        """Rows whose detectors may find something here, each once."""
        stems = {word[:STEM] for word in words}
        signs = SIGNS.intersection(text)
        asked = dict.fromkeys(row for stem in self.cued.keys() & stems for row in self.cued[stem])
        for row in (*self.free, *asked):
            if (
                row.digits <= digits
                and not (row.signs and row.signs.isdisjoint(signs))
                and not (row.when is not None and not row.when(words))
            ):
                yield row


_LOOSE = frozenset(("PERSON", "ADDRESS", "DOCUMENT", "PHONE", "ACCOUNT"))  # kinds whose ends are guessed
_LEAD = re.compile(  # what announces the value behind it
    r"[ ,.;:]{0,3}(?:(?:и|і|та|and)[ ])?(?:домофон\w{0,2}|код\w{0,2}|code|kod|intercom|тел\w{0,6}|tel|phone|моб\w{0,3}"
    r"|логин|логін|login|пароль|пін|пин|pin)?[ .,:;\-]{0,3}$",
    re.IGNORECASE,
)


_DOOR = re.compile(r"[ ,.]{1,3}(?:домофон\w{0,2}|код\w{0,2})[ .:]{1,2}(?=[0-9*#]\S{0,10}$)", re.IGNORECASE)


def parted(text: str, spans: Sequence[Span]) -> list[Span]:
    """A loose span ends where a surer one of another kind begins: `Миру 17, кв 4, код 1357` holds two values.

    What is left of it goes only if it holds a digit.
    """
    tight = sorted(span for span in spans if span.kind not in _LOOSE or span.kind == "PHONE")
    starts = [span.start for span in tight]
    kept: list[Span] = []
    for span in _without_door_codes(text, spans):
        near = bisect_left(starts, span.start)
        others = tight[max(0, near - 2) : bisect_left(starts, span.end, near)] if span.kind in _LOOSE else ()
        surer = next((other for other in others if _cuts(other, span)), None)
        if surer is None:
            kept.append(span)
            continue
        lead = _LEAD.search(text, max(span.start, surer.start - 24), max(span.start, surer.start))
        ranges = ((span.start, lead.start() if lead else surer.start), (surer.end, span.end))
        kept += [
            Span(start, end, span.kind, span.sureness, span.rule)
            for start, end in ranges
            if any(char.isdigit() for char in text[start:end])
        ]
    return kept


def _without_door_codes(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """`Мира 115 кв 9, домофон 9` is a home and a code."""
    for span in spans:
        door = _DOOR.search(text, span.start, span.end) if span.kind == "ADDRESS" else None
        if door is None:
            yield span
        else:
            yield Span(span.start, door.start(), span.kind, span.sureness, span.rule)
            yield Span(door.end(), span.end, "CODE", span.sureness, span.rule)


def _cuts(surer: Span, span: Span) -> bool:
    is_all_of_it = surer.start <= span.start and span.end <= surer.end
    if surer.kind == "PHONE" and span.kind != "ADDRESS":
        return False
    return surer.start < span.end and span.start < surer.end and surer.sureness >= span.sureness and not is_all_of_it


def united(spans: Iterable[Span]) -> list[Span]:
    """Overlapping spans become one that covers them all, named after the surest, then the longest."""
    groups: list[list[Span]] = []
    reach = -1
    for span in sorted(spans):
        if span.start >= reach:
            groups.append([])
            reach = span.end
        groups[-1].append(span)
        reach = max(reach, span.end)
    return [_union(group) for group in groups]


def _union(group: Sequence[Span]) -> Span:
    best = max(group, key=lambda span: (span.sureness, span.end - span.start, span.rule))
    return Span(group[0].start, max(span.end for span in group), best.kind, best.sureness, best.rule)


def apart(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges, ascending, with overlapping ones made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def placeholders(text: str) -> list[tuple[int, int]]:
    """What an earlier redaction put there."""
    return [match.span() for match in PLACEHOLDER.finditer(text)] if "[" in text else []
