"""Words as they are compared: without case, punctuation, or the accidents of typing."""

import re
import unicodedata

_WORD = re.compile(r"\w+")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`](?=\w)")


def words(text: str) -> list[str]:
    """In order, without case, accents' encodings, or punctuation; `don't` and `dont` are one word."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _WORD.findall(_APOSTROPHE.sub("", folded))
