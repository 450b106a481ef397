"""How the owner writes, in counts: how long before a reply, how many bubbles, how long ones. No words.

Counts of each contact can be added up, and taken out again when one is forgotten.
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

import msgspec

from harvest.conversations import Conversation, Turn

MINUTE, HOUR = 60, 3600
# A count belongs to the last edge that is not above it.
DELAY_EDGES_S = (0, 2, 5, 10, 20, 30, MINUTE, 120, 300, 600, 1200, 1800, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR)
PAUSE_EDGES_S = (0, 1, 2, 3, 5, 8, 13, 20, 30, MINUTE, 120, 300, 600, HOUR)
BUBBLE_EDGES = (1, 2, 3, 4, 5, 6, 7, 8, 12, 16)
LENGTH_EDGES = (0, 3, 6, 12, 25, 50, 100, 200, 400, 800, 1600)
HOURS = tuple(range(24))


class Histogram(msgspec.Struct):
    edges: tuple[int, ...]
    counts: list[int]

    def note(self, value: float) -> None:
        self.counts[max(0, bisect_right(self.edges, value) - 1)] += 1

    def add(self, other: "Histogram") -> None:
        self.counts = [a + b for a, b in zip(self.counts, other.counts, strict=True)]

    @property
    def total(self) -> int:
        return sum(self.counts)

    def quantile(self, share: float) -> int:
        """The edge below which that share of the counts ends. 0 of nothing."""
        seen = 0
        for edge, count in zip(self.edges, self.counts, strict=True):
            seen += count
            if seen and seen >= share * self.total:
                return edge
        return 0


def _empty(edges: tuple[int, ...]) -> Histogram:
    return Histogram(edges, [0] * len(edges))


class Habits(msgspec.Struct):
    """reply_delay_s: from the contact's last own bubble to the owner's first. pause_s: between bubbles of one turn.

    bubble_chars: length of a bubble. hours: UTC hours of the owner's bubbles.
    """

    reply_delay_s: Histogram = msgspec.field(default_factory=lambda: _empty(DELAY_EDGES_S))
    pause_s: Histogram = msgspec.field(default_factory=lambda: _empty(PAUSE_EDGES_S))
    bubbles_per_turn: Histogram = msgspec.field(default_factory=lambda: _empty(BUBBLE_EDGES))
    bubble_chars: Histogram = msgspec.field(default_factory=lambda: _empty(LENGTH_EDGES))
    hours: Histogram = msgspec.field(default_factory=lambda: _empty(HOURS))

    def note(self, conversation: Conversation) -> None:
        """Count one conversation's owner turns."""
        before: Turn | None = None
        for turn in conversation.turns:
            if turn.is_owner:
                self._note_turn(turn, before)
            before = turn

    def _note_turn(self, turn: Turn, before: Turn | None) -> None:
        times = [bubble.sent_at for bubble in turn.bubbles]
        if before is not None and not before.bubbles[-1].is_borrowed:
            self.reply_delay_s.note(times[0] - before.bubbles[-1].sent_at)
        self.bubbles_per_turn.note(len(times))
        for earlier, later in pairwise(times):
            self.pause_s.note(later - earlier)
        for bubble in turn.bubbles:
            self.bubble_chars.note(len(bubble.text))
            self.hours.note(bubble.sent_at // HOUR % 24)

    def add(self, other: "Habits") -> None:
        for name in self.__struct_fields__:
            getattr(self, name).add(getattr(other, name))


def total_of(habits: Iterable[Habits]) -> Habits:
    total = Habits()
    for one in habits:
        total.add(one)
    return total


class HabitsFile(msgspec.Struct):
    """habits.json beside the dataset. all: every contact together. contacts: by user id."""

    all: Habits
    contacts: dict[str, Habits]
