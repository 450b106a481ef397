"""Choose redactions for the owner to check: some at random, and those the detectors were least sure of.

The values themselves are masked: the page is for judging whether a stretch was rightly taken out, not for reading it.
"""

import heapq
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from harvest.conversations import Conversation
from harvest.redact import Finding, Redactor

CONTEXT = 60  # characters shown on each side
AT_RANDOM, LEAST_SURE = 30, 15
SEED = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """One redaction in its sentence. value: as many dots as it had letters and digits. sureness: 0 to 1."""

    kind: str
    rule: str
    sureness: float
    before: str
    value: str
    after: str


@dataclass(slots=True)
class SecondReading:
    """at_random: drawn evenly from all redactions, the same ones each time. least_sure: the least sure first."""

    at_random: list[Shown] = field(default_factory=list)
    least_sure: list[Shown] = field(default_factory=list)


def second_reading(conversations: Iterable[Conversation], redactor: Redactor) -> SecondReading:
    """Redacts once more, in one pass; memory does not grow with the archive."""
    dice = random.Random(SEED)
    drawn: list[Shown] = []
    doubted: list[tuple[float, int, Shown]] = []
    for number, shown in enumerate(_all_shown(conversations, redactor)):
        if len(drawn) < AT_RANDOM:
            drawn.append(shown)
        elif (place := dice.randint(0, number)) < AT_RANDOM:
            drawn[place] = shown
        heapq.heappush(doubted, (-shown.sureness, -number, shown))
        if len(doubted) > LEAST_SURE:
            heapq.heappop(doubted)  # the surest of them
    return SecondReading(drawn, [shown for _, _, shown in sorted(doubted, key=lambda item: (-item[0], -item[1]))])


def _all_shown(conversations: Iterable[Conversation], redactor: Redactor) -> Iterator[Shown]:
    for conversation in conversations:
        texts = {bubble.message_id: bubble.text for turn in conversation.turns for bubble in turn.bubbles}
        found: dict[int, list[Finding]] = defaultdict(list)
        for finding in redactor.conversation(conversation).findings:
            found[finding.message_id].append(finding)
        for message_id, findings in found.items():
            masked = _masked(texts[message_id], findings)
            yield from (_shown(masked, finding) for finding in findings)


def _masked(text: str, findings: Sequence[Finding]) -> str:
    """Of the same length; a sentence with two secrets hides both."""
    for finding in findings:
        hidden = re.sub(r"\w", "•", text[finding.start : finding.end])
        text = text[: finding.start] + hidden + text[finding.end :]
    return text


def _shown(masked: str, finding: Finding) -> Shown:
    before = masked[max(0, finding.start - CONTEXT) : finding.start]
    after = masked[finding.end : finding.end + CONTEXT]
    return Shown(finding.kind, finding.rule, finding.sureness, before, masked[finding.start : finding.end], after)
