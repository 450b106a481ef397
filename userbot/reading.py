"""Decide whether there is anything to read in what a contact sent. Knows placeholders, not what they stand for."""

import unicodedata
from collections.abc import Iterable

from harvest.messages import MEDIA_PLACEHOLDER

UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co", "Cs"})  # spaces, joiners, what has no sign


def nothing_to_read(texts: Iterable[str]) -> bool:
    """Whether the messages, as harvest.messages.spoken gives them, hold only media and nothing that was written.

    A sticker's emoji can be read: the clone learned from it.
    """
    left = "".join(MEDIA_PLACEHOLDER.sub("", text) for text in texts)
    return all(unicodedata.category(character) in UNSEEN or character == "\ufe0f" for character in left)
