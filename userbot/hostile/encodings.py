"""Ways to write a message so that a filter of words doesn't read it, and a reader may."""

import base64
import codecs
from collections.abc import Callable

LEET = str.maketrans("aeiostgAEIOSTGаеозчбАЕОЗЧБ", "43105794310579430346430346")
LOOKALIKES = str.maketrans("aceopxyiABCEHKMOPTXасеорхуіАВСЕНКМОРТХ", "асеорхуіАВСЕНКМОРТХaceopxyiABCEHKMOPTX")
ZERO_WIDTH = "\u200b\u200d\u2060"
LETTERS = "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюя0123456789"
SIGNALS = (
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
    ".- -... .-- --. -.. . ...- --.. .. .--- -.- .-.. -- -. --- .--. .-. ... - ..- ..-. .... -.-. ---. ---- --.- "
    "--.-- -.-- -..- ..-.. ..-- .-.- ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----."
)
MORSE = dict(zip(LETTERS, SIGNALS.split(), strict=True))


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _rot13(text: str) -> str:
    """Latin by thirteen, Cyrillic by sixteen."""
    latin = codecs.encode(text, "rot13")
    return "".join(chr((ord(c) - 0x430 + 16) % 32 + 0x430) if "а" <= c <= "я" else c for c in latin)


def _tags(text: str) -> str:
    """The invisible copy of ASCII, behind a harmless emoji. Other letters stay as they are."""
    return "🙂" + "".join(chr(0xE0000 + ord(c)) if c.isascii() else c for c in text)


def _fullwidth(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _zero_width(text: str) -> str:
    return "".join(c + ZERO_WIDTH[i % len(ZERO_WIDTH)] for i, c in enumerate(text))


ENCODINGS: dict[str, Callable[[str], str]] = {
    "base64": _base64,
    "rot13": _rot13,
    "leet": lambda text: text.translate(LEET),
    "homoglyphs": lambda text: text.translate(LOOKALIKES),
    "zero_width": _zero_width,
    "reversed": lambda text: text[::-1],
    "spaced": " ".join,
    "fullwidth": _fullwidth,
    "morse": lambda text: " ".join(MORSE.get(c, c) for c in text.casefold()),
    "hex": lambda text: text.encode().hex(" "),
    "caps": lambda text: "".join(c.upper() if i % 2 else c.lower() for i, c in enumerate(text)),
    "tags": _tags,
    "doubled": lambda text: "".join(c * 2 if c.isalpha() else c for c in text),
    "binary": lambda text: " ".join(f"{byte:08b}" for byte in text.encode()[:120]),
}
