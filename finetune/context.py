"""What a model may be told of a conversation besides its words: whose it is, and when. One line, nobody's name in it.

The contact's label is made of the chat's id: stable over builds and machines, and no real name can get into it.
"""

import hashlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from harvest.errors import ConfigError

CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
SYLLABLES = 3  # 274,625 labels
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def context_line(chat_id: int, started_at: float, time_zone: str) -> str:
    """`kabodu, Tue 21h`. started_at: UTC seconds of a conversation's first message. time_zone: empty, this system's."""
    at = datetime.fromtimestamp(started_at, UTC).astimezone(zone(time_zone))
    return f"{contact_label(chat_id)}, {DAYS[at.weekday()]} {at.hour}h"


def contact_label(chat_id: int) -> str:
    """Three syllables drawn by the id."""
    number = int.from_bytes(hashlib.blake2b(str(chat_id).encode(), digest_size=8).digest())
    label = ""
    for _ in range(SYLLABLES):
        number, syllable = divmod(number, len(CONSONANTS) * len(VOWELS))
        label += CONSONANTS[syllable // len(VOWELS)] + VOWELS[syllable % len(VOWELS)]
    return label


def zone(time_zone: str) -> ZoneInfo | None:
    """None: the system's own. Raises ConfigError for a zone that this system doesn't know."""
    if not time_zone:
        return None
    try:
        return ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ConfigError(
            f"finetune.time_zone is {time_zone!r}: no time zone of this system. Write Europe/Kyiv."
        ) from None
