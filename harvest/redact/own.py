"""The owner's own rules: words that always go, words that never do, patterns, and the names of the account's people."""

import re
from collections.abc import Iterator, Sequence

from harvest.errors import ConfigError
from harvest.redact.engine import Extra
from harvest.redact.findings import Span
from harvest.redact.names.contacts import PART, is_called_by_name, loose_and_strict
from harvest.redact.names.tables import AMBIGUOUS
from harvest.redact.safety import why_unsafe

_PIECE = re.compile(r"[^\W_]+")
_COMMON_FOLLOWS = re.compile(  # what follows an everyday word and no name
    r"[ ](?:в|во|на|и[ ](?:надежда|любовь)|it|you|we|they|i|he|she|there|this|that|the|of|for|be|wine|petals?|garden"
    r"|gold|умирает|без|к|до|у|not|day|is[ ]coming)(?!\w)",
    re.IGNORECASE,
)


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
    called = [name for name in people if is_called_by_name(name)]
    loose, strict = loose_and_strict(called)
    if not strict:
        return None
    whole = listed([name for name in called if " " in name.strip()])

    def find(text: str) -> Iterator[Span]:
        if whole:
            yield from (Span(*match.span(), "PERSON", 0.9, "contact's name") for match in whole.finditer(text))
        for word in PART.finditer(text):
            low = word[0].lower().removesuffix("'s")
            if low in loose or (low in strict and word[0][0].isupper() and not _is_common_here(text, word, low)):
                yield Span(word.start(), word.start() + len(low), "PERSON", 0.8, "contact's name")

    return Extra(find, frozenset(piece for form in strict for piece in _PIECE.findall(form)))


def _is_common_here(text: str, word: re.Match[str], low: str) -> bool:
    """An everyday word with the capital of a sentence's beginning: `Вера в людей`, `Will it rain`."""
    if low not in AMBIGUOUS:
        return False
    begins = re.search(r"(?:^|[.!?\n])[^\w]{0,3}$", text[max(0, word.start() - 6) : word.start()]) is not None
    return begins and _COMMON_FOLLOWS.match(text, word.end(), word.end() + 16) is not None


def _by(pattern: re.Pattern[str], kind: str, rule: str) -> Extra:
    def find(text: str) -> Iterator[Span]:
        return (Span(*match.span(), kind, 1.0, rule) for match in pattern.finditer(text) if match[0].strip())

    return Extra(find)
