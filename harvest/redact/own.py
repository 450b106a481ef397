"""The owner's own rules: words that always go, words that never do, patterns, and the names of the account's people."""

import re
from collections.abc import Iterator, Sequence

from harvest.errors import ConfigError
from harvest.redact.engine import Extra
from harvest.redact.findings import Span
from harvest.redact.names.forms import relatives
from harvest.redact.names.tables import AMBIGUOUS
from harvest.redact.safety import why_unsafe

_PIECE = re.compile(r"[^\W_]+")
_PART = re.compile(r"[^\W\d_]{2,40}(?:['’-][^\W\d_]{2,40})?")


def listed(words: Sequence[str]) -> re.Pattern[str] | None:
    """Any of the words, as words of their own, in capitals or not. The longest is tried first."""
    written = sorted({word.strip() for word in words if word.strip()}, key=lambda word: (-len(word), word))
    if not written:
        return None
    joined = "|".join(re.escape(word) for word in written)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


def always(words: Sequence[str]) -> Extra | None:
    pattern = listed(words)
    return _by(pattern, "WORD", "redact.words") if pattern else None


def patterns(written: Sequence[str]) -> Iterator[Extra]:
    """Raises ConfigError for a pattern that is none, or that a hostile message could make run for ever."""
    for place, pattern in enumerate(written):
        reason = why_unsafe(pattern)
        if reason:
            raise ConfigError(f"harvest.redact.patterns: number {place + 1} {reason}.")
        yield _by(re.compile(pattern, re.IGNORECASE), "WORD", "redact.patterns")


def names(people: Sequence[str]) -> Extra | None:
    """Names of the account's people: surnames and first names, with their short forms and cases."""
    parts = sorted({part for name in people for part in _PART.findall(name)})
    if not parts:
        return None
    whole = listed([name for name in people if " " in name.strip()])
    loose = frozenset(form for part in parts for form in relatives(part) if len(form) > 2 and form not in AMBIGUOUS)
    strict = frozenset(form for part in parts for form in relatives(part) if len(form) > 1)

    def find(text: str) -> Iterator[Span]:
        if whole:
            yield from (Span(*match.span(), "PERSON", 0.9, "contact's name") for match in whole.finditer(text))
        for word in _PART.finditer(text):
            low = word[0].lower().removesuffix("'s")
            if low in loose or (low in strict and word[0][0].isupper()):
                yield Span(word.start(), word.start() + len(low), "PERSON", 0.8, "contact's name")

    return Extra(find, frozenset(piece for form in strict for piece in _PIECE.findall(form)))


def _by(pattern: re.Pattern[str], kind: str, rule: str) -> Extra:
    def find(text: str) -> Iterator[Span]:
        return (Span(*match.span(), kind, 1.0, rule) for match in pattern.finditer(text) if match[0].strip())

    return Extra(find)
