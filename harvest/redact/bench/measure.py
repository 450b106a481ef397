"""What a system leaves of personal data, and what it harms: the figures of the table, by type and language.

leak: the value still stands in the output. leak50: half or more of its letters and digits do. over: clean messages
changed. harm: share of the other text of messages with personal data that is lost.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from harvest.redact.bench.samples import Sample

Ranges = Sequence[tuple[int, int]]
Finds = Callable[[str], Ranges]
NAMES = "PERSON"


@dataclass(slots=True)
class Tally:
    """Counts of one system over one set. Shares are in percent; of nothing, 0."""

    spans: Counter[str] = field(default_factory=Counter)
    leaks: Counter[str] = field(default_factory=Counter)
    leaks50: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    changed: int = 0
    other_chars: int = 0
    lost_chars: int = 0

    def share(self, counts: Counter[str], *, names: bool) -> float:
        def total(counter: Counter[str]) -> int:
            return sum(count for key, count in counter.items() if names or not key.startswith(NAMES))

        return _percent(total(counts), total(self.spans))

    @property
    def over(self) -> float:
        return _percent(self.changed, self.clean)

    @property
    def harm(self) -> float:
        return _percent(self.lost_chars, self.other_chars)


def measured(samples: Iterable[Sample], finds: Finds) -> Tally:
    """finds: the ranges of a text that a system takes out of it, ascending and apart."""
    return tallied((sample, finds(sample.text)) for sample in samples)


def tallied(pairs: Iterable[tuple[Sample, Ranges]]) -> Tally:
    """The same for messages whose ranges were found already, as those of a conversation are."""
    tally = Tally()
    for sample, ranges in pairs:
        _count(tally, sample, [0 if inside else 1 for inside in _covered(sample.text, ranges)])
    return tally


def _count(tally: Tally, sample: Sample, stays: list[int]) -> None:
    """stays: for each character, 1 if it is still there."""
    other = [True] * len(sample.text)
    for start, end in sample.open_to_doubt:
        other[start:end] = [False] * (end - start)
    if not sample.labels:
        tally.clean += 1
        tally.changed += any(is_other and not kept for is_other, kept in zip(other, stays, strict=True))
        return
    for label in sample.labels:
        other[label.start : label.end] = [False] * (label.end - label.start)
        key = f"{label.kind}/{sample.lang}"
        telling = stays[label.start : label.end]
        value = sample.text[label.start : label.end]
        letters = [kept for char, kept in zip(value, telling, strict=True) if char.isalnum()]
        tally.spans[key] += 1
        tally.leaks[key] += all(telling)
        tally.leaks50[key] += 2 * sum(letters) >= len(letters)
    tally.other_chars += sum(other)
    tally.lost_chars += sum(is_other and not kept for is_other, kept in zip(other, stays, strict=True))


def _covered(text: str, ranges: Ranges) -> list[bool]:
    covered = [False] * len(text)
    for start, end in ranges:
        covered[start:end] = [True] * (end - start)
    return covered


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0


def by_type(tally: Tally) -> dict[str, dict[str, float]]:
    """type -> language -> leak50 in percent."""
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for key, count in sorted(tally.spans.items()):
        kind, lang = key.split("/")
        table[kind][lang] = _percent(tally.leaks50[key], count)
    return dict(table)


def misses(samples: Iterable[Sample], finds: Finds) -> Iterator[tuple[str, Sample, Ranges]]:
    """(what went wrong, the sample, what was found), for whoever tunes a detector on the dev part."""
    yield from missed((sample, finds(sample.text)) for sample in samples)


def missed(pairs: Iterable[tuple[Sample, Ranges]]) -> Iterator[tuple[str, Sample, Ranges]]:
    """The same for messages whose ranges were found already."""
    for sample, found in pairs:
        tally = tallied([(sample, found)])
        if tally.leaks50.total():
            yield "leak", sample, found
        elif tally.changed:
            yield "over", sample, found
        elif tally.lost_chars:
            yield "harm", sample, found
