"""Read how long, and until when, as people write it in three languages. Knows no clock."""

import re

from userbot.control.words import FILLERS, SECONDS, meanings

LONGEST_S = 30 * 86400.0

_FILLER = meanings(FILLERS)
_PART = re.compile(r"([0-9]{1,7}(?:[.,][0-9]{1,3})?)?\s*([^\W\d_]+)\s*")


def duration_s(text: str) -> float | None:
    """`2h`, `1 h 30 min`, `на полчаса`. None for what is none, or not between a second and 30 days."""
    words = text.split()
    text = " ".join(words[1:] if words and words[0] in _FILLER else words)
    at, total = 0, 0.0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None or part[2] not in SECONDS:
            return None
        total += float((part[1] or "1").replace(",", ".")) * SECONDS[part[2]]
        at = part.end()
    return total if 1 <= total <= LONGEST_S else None


def unit(duration: str) -> str:
    """The last unit of `15m`: what the 5 of `5-15m` is counted in."""
    found = re.search(r"[^\W\d_]+$", duration)
    return found[0] if found else ""


_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])(?:[:.]([0-5][0-9]))?\s*(am|pm)?")


def minute(text: str) -> int | None:
    """`18:00`, `18`, `6 pm` as a minute of the day."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return hour * 60 + minute
