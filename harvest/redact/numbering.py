"""Which value is which: the same value, however it is written, gets the same placeholder inside one conversation."""

import re
from collections import Counter

from harvest.redact.findings import PLACEHOLDER

_SPELLING = re.compile(r"[\W_]+")
NUMERIC = frozenset({"PHONE", "CARD", "PASSPORT", "INN", "SNILS", "RNOKPP", "SSN", "ACCOUNT", "CODE", "PIN", "CVV"})
EXACT = frozenset({"PASSWORD", "API_KEY", "CRYPTO"})  # a different case is a different secret


def sameness(kind: str, value: str) -> str:
    """What two spellings of one value share."""
    if kind in EXACT:
        return value
    if kind == "PHONE":
        return _phone(value)
    if kind in NUMERIC:
        return "".join(filter(str.isdigit, value)) or value.casefold()
    return _SPELLING.sub(" ", value.casefold()).strip() or value


def _phone(value: str) -> str:
    """The last nine digits tell two people apart and do not depend on 8, +7, 0 or +380."""
    digits = "".join(str(int(char)) for char in value if char.isdecimal())
    return digits[-9:] or value.casefold()


class Numbering:
    """Placeholders of one conversation. Numbers that somebody typed there already are nobody's: they are skipped."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._last: Counter[str] = Counter()
        self._typed = {typed for text in texts if "[" in text for typed in PLACEHOLDER.findall(text)}

    def placeholder(self, kind: str, value: str) -> str:
        key = kind, sameness(kind, value)
        if key not in self._given:
            self._given[key] = self._next(kind)
        return self._given[key]

    def _next(self, kind: str) -> str:
        while True:
            self._last[kind] += 1
            placeholder = f"[{kind}_{self._last[kind]}]"
            if placeholder not in self._typed:
                return placeholder
