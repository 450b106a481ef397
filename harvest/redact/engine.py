"""Decide what in one text has to go. Knows the table of detectors, nothing of conversations or placeholders' numbers."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from harvest.redact.detector import STEM, Detector
from harvest.redact.findings import PLACEHOLDER, Span
from harvest.redact.view import View, view

SEED_WORDS = 10
ROUNDS = 4  # one finding can lay the next bare; more rounds than this find nothing in practice
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"[0-9\uff10-\uff19]")
_SIGN = re.compile(
    r"[0-9\uff10-\uff19@/\uff20]|[A-ZА-ЯІЇЄҐ]\.[ ]?[A-ZА-ЯІЇЄҐ]|[A-ZА-ЯІЇЄҐ][a-zа-яіїєґё]{1,20}[ ][A-ZА-ЯІЇЄҐ][a-zа-яіїєґё]"
)  # a digit, an address, initials, two capitals in a row

Extra = Callable[[str], Iterable[Span]]


@dataclass(frozen=True, slots=True)
class Engine:
    """detectors: the table. words: exact words, in small letters, that call for a closer look (names).

    extras: rules that belong to one owner or one account, given the view's text.
    """

    detectors: Sequence[Detector]
    words: frozenset[str]
    extras: Sequence[Extra] = ()
    stems: frozenset[str] = frozenset()

    @classmethod
    def of(cls, detectors: Sequence[Detector], words: frozenset[str], extras: Sequence[Extra] = ()) -> "Engine":
        stems = frozenset(cue[:STEM] for detector in detectors for cue in detector.cues)
        return cls(detectors, words, extras, stems)

    def plain(self, text: str, words: set[str]) -> bool:
        """Whether nothing in the text calls for a closer look: true of most of what people write."""
        return (
            not _SIGN.search(text)
            and not (len(words) >= SEED_WORDS and min(map(len, words)) > 2)  # no little words: a seed phrase
            and self.stems.isdisjoint(word[:STEM] for word in words)
            and self.words.isdisjoint(words)
        )

    def spans(self, text: str, settled: Iterable[tuple[int, int]] = ()) -> list[Span]:
        """Everything that has to go, ascending, apart from each other and from what is settled."""
        words = set(_WORD.findall(text.lower()))
        if not self.extras and self.plain(text, words):
            return []
        holes = sorted({*settled, *(match.span() for match in PLACEHOLDER.finditer(text))})
        found: list[Span] = []
        for _ in range(ROUNDS):
            fresh = list(self._fresh(view(text, _apart(holes)), words))
            if not fresh:
                break
            found += fresh
            holes = sorted([*holes, *((span.start, span.end) for span in fresh)])
        return sorted(found)

    def _fresh(self, seen: View, words: set[str]) -> Iterator[Span]:
        for span in united(chain(self._detected(seen.text, words), *(extra(seen.text) for extra in self.extras))):
            start, end = seen.origin(span.start, span.end)
            yield Span(start, end, span.kind, span.sureness, span.rule)

    def _detected(self, text: str, words: set[str]) -> Iterator[Span]:
        stems = {word[:STEM] for word in words}
        digits = len(_DIGIT.findall(text))
        for detector in self.detectors:
            if detector.digits > digits or (detector.signs and not any(sign in text for sign in detector.signs)):
                continue
            if detector.cues and stems.isdisjoint(cue[:STEM] for cue in detector.cues):
                continue
            for start, end in detector.spans(text):
                yield Span(start, end, detector.kind, detector.sureness, detector.name)


def united(spans: Iterable[Span]) -> list[Span]:
    """Overlapping spans become one that covers them all, named after the surest, then the longest."""
    groups: list[list[Span]] = []
    reach = -1
    for span in sorted(spans):
        if span.start >= reach:
            groups.append([])
        groups[-1].append(span)
        reach = max(reach, span.end) if len(groups[-1]) > 1 else span.end
    return [_union(group) for group in groups]


def _union(group: Sequence[Span]) -> Span:
    best = max(group, key=lambda span: (span.sureness, span.end - span.start, span.rule))
    return Span(group[0].start, max(span.end for span in group), best.kind, best.sureness, best.rule)


def _apart(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ascending ranges without those that begin inside an earlier one."""
    apart: list[tuple[int, int]] = []
    for start, end in ranges:
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
        elif end > apart[-1][1]:
            apart[-1] = (apart[-1][0], end)
    return apart
