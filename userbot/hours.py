"""When the clone may speak at all: quiet hours and answer hours in the owner's time zone. Reads no clock.

Everything goes by whole minutes, each put to the zone's own rules, so the nights when clocks change need no care.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from harvest.userbot_settings import DAYS, SPAN

MINUTE_S, DAY_MIN = 60, 24 * 60
LOOK_AHEAD_MIN = 8 * DAY_MIN  # a week, and a day for the clocks


@dataclass(frozen=True, slots=True)
class Span:
    """days: those it begins on, 0 is Monday. start_min, end_min: minutes of the day."""

    days: frozenset[int]
    start_min: int
    end_min: int

    @classmethod
    def parse(cls, text: str) -> "Span":
        """`23:00-08:00` or `Fri-Mon 09:00-18:00`. Raises ValueError for anything else."""
        found = SPAN.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return cls(_days(found["first"], found["last"]), _minute(found["start"]), _minute(found["end"]))

    def holds(self, weekday: int, minute: int) -> bool:
        """A span that ends before it starts goes past midnight."""
        if self.start_min < self.end_min:
            return weekday in self.days and self.start_min <= minute < self.end_min
        began_today = weekday in self.days and minute >= self.start_min
        return began_today or ((weekday - 1) % 7 in self.days and minute < self.end_min)


def _days(first: str | None, last: str | None) -> frozenset[int]:
    if first is None:
        return frozenset(range(7))
    begin = DAYS.index(first.lower())
    end = DAYS.index((last or first).lower())
    return frozenset((begin + n) % 7 for n in range((end - begin) % 7 + 1))


def _minute(clock_time: str) -> int:
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)


@dataclass(frozen=True, slots=True)
class Hours:
    """quiet: nothing is sent then. answer: nothing is sent outside them, if there are any."""

    zone: tzinfo = UTC
    quiet: tuple[Span, ...] = ()
    answer: tuple[Span, ...] = ()

    @classmethod
    def of(cls, zone: tzinfo, quiet: Sequence[str], answer: Sequence[str]) -> "Hours":
        return cls(zone, tuple(map(Span.parse, quiet)), tuple(map(Span.parse, answer)))

    def are_open(self, at: float) -> bool:
        """at: UTC seconds."""
        if not self.quiet and not self.answer:
            return True
        local = datetime.fromtimestamp(at, self.zone)
        weekday, minute = local.weekday(), local.hour * 60 + local.minute
        if self.answer and not any(span.holds(weekday, minute) for span in self.answer):
            return False
        return not any(span.holds(weekday, minute) for span in self.quiet)

    def next_open(self, at: float) -> float | None:
        """`at` itself if they are open then, else the start of the minute they open in. None: not within a week."""
        if self.are_open(at):
            return at
        first = at // MINUTE_S + 1
        minutes = (MINUTE_S * (first + n) for n in range(LOOK_AHEAD_MIN))
        return next((minute for minute in minutes if self.are_open(minute)), None)

    def closed_s(self, since: float, until: float) -> float:
        """How much of that time they were closed, to the minute; looks at the last eight days only."""
        if not self.quiet and not self.answer:
            return 0.0
        count = min(int((until - since) // MINUTE_S), LOOK_AHEAD_MIN)
        return MINUTE_S * sum(not self.are_open(until - MINUTE_S * n) for n in range(count))


ALWAYS = Hours()
