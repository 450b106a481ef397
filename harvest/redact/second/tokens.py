"""Cut a message into the tokens that the second opinion judges: words, groups of digits that belong together, strings.

Knows shapes only: whether a token is a year, a time, a price, a word, or something that nobody says.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from harvest.redact.second.concepts import concepts_of
from harvest.redact.view import HOLE
from harvest.redact.words import words

MOST = 120  # tokens of one message that are looked at: a pasted page is no chat line
MOST_DIGITS = 40  # characters of one number in groups
_CHUNK = re.compile(rf"{HOLE}|[^\s{HOLE}]{{1,300}}")
_LABEL = re.compile(r"([^\W\d_]{2,20}(?:-[^\W\d_]{2,12})?)([:=]{1,2}|->)(?=[^\s/])")  # `пароль:` before what it names
_COMMA = re.compile(r"[,;](?=[^\W\d_])|(?<=[^\W\d_])[,;]|(?<=[^\W\d_]{2})/(?=[^\W\d_]{2})")
_SHORT = re.compile(r"[а-яёіїєґ]{1,8}\.", re.IGNORECASE)  # `ул.Ленина`
_LEFT, _RIGHT = "\"'«“”‘`([{<,.;:!?…—–-=~>|/", "\"'»“”’`)]}>,.;:!?…—–-=~<|/"
_PART = re.compile(r"[+(]{0,2}[0-9][0-9()\-]*")
_NUMBER = re.compile(r"[+(]{0,2}[0-9][0-9 ()\-]*")
_RUNS = re.compile(r"[0-9]+|[A-Z]+|[a-z]+|[А-ЯЁІЇЄҐ]+|[а-яёіїєґ]+|[^\W\d_]+|.")
_MONEY, _URL = re.compile(r"[$€£₽₴]"), re.compile(r"https?:|www\.|[a-z0-9-]{2,30}\.[a-z]{2,6}/", re.IGNORECASE)
_UNITED = re.compile(r"[~≈<>+±-]{0,2}[0-9]+(?:[.,][0-9]+)?[-]?([^\W\d_]{1,5}|[%°])")
_UNITS = words(
    "км м см мм кг г гр л мл km cm mm kg lb lbs oz ml ft mi mph gb гб мб mb tb тб mhz ghz вт w kw mah fps px к k m x х "
    "ч час мин min хв сек s sec h hr hrs am pm р руб грн шт й я е го му ой ый th st nd rd % ° d дн г тыс т кк с a bar "
    "лет yo мг mg мин. v в p р. rpm с. мин, млн млрд квт втч ом hz b gig g mbps ms мс уе usd eur zl pln тр"
)
_FIXED = (
    (
        "time",
        re.compile(r"(?:[01]?[0-9]|2[0-4])[:.][0-5][0-9](?::[0-5][0-9])?(?:[-–](?:[01]?[0-9]|2[0-4])[:.][0-5][0-9])?"),
    ),
    (
        "date",
        re.compile(
            r"[0-3]?[0-9][./-][01]?[0-9][./-](?:[12][0-9])?[0-9]{2}|(?:19|20)[0-9]{2}[./-][01]?[0-9][./-][0-3]?[0-9]"
        ),
    ),
    ("day", re.compile(r"[0-3]?[0-9][./][01]?[0-9]")),
    ("ip", re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?:[:/][0-9]{1,5})?")),
    ("decimal", re.compile(r"[+-]?[0-9]{1,4}[.,][0-9]{1,8}")),
    ("thousands", re.compile(r"[0-9]{1,3}(?:[ .,'][0-9]{3}){1,3}")),
    ("version", re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4}){2,3}")),
    ("range", re.compile(r"[0-9]{1,3}[-–][0-9]{1,3}")),
    ("ratio", re.compile(r"[0-9]{1,4}[/:][0-9]{1,4}")),
    ("product", re.compile(r"[0-9]{1,4}(?:[xх×*][0-9]{1,4}){1,2}")),
)


@dataclass(slots=True)
class Token:
    """start, end: in the text as seen. before, after: what stands beside it, beside spaces.

    coarse: kind of shape. group: of few kinds. form, word, stem: hashes of coarse, of the word and of its beginning.
    about: concepts.
    """

    text: str
    start: int
    end: int
    before: str
    after: str
    coarse: str
    group: str
    form: int
    word: int
    stem: int
    about: tuple[int, ...]


def tokens(text: str) -> list[Token]:
    """The first MOST tokens, in order, apart from each other."""
    ranges: list[tuple[int, int]] = []
    for chunk in _CHUNK.finditer(text):
        ranges += _cut(text, chunk.start(), chunk.end())
        if len(ranges) > MOST:
            break
    return [_token(text, start, end) for start, end in _joined(text, ranges[:MOST])]


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A stretch without spaces, without the punctuation around it and in the parts that its punctuation makes."""
    while start < end and text[start] in _LEFT:
        start += 1
    while end > start and text[end - 1] in _RIGHT:
        end -= 1
    if start == end:
        return []
    if text[start:end].isalnum():
        return [(start, end)]
    if label := _LABEL.match(text, start, end):
        rest = _cut(text, label.end(), end)
        if not text.startswith(("http", "tg"), start):
            return [label.span(1), *rest]
    if "@" in text[start:end] or _URL.match(text, start, end):
        return [(start, end)]
    short = _SHORT.match(text, start, end)
    if short and short.end() < end:
        return [(start, short.end() - 1), *_cut(text, short.end(), end)]
    if comma := _COMMA.search(text, start, end):
        return [*_cut(text, start, comma.start()), *_cut(text, comma.end(), end)]
    return [(start, end)]


def _joined(text: str, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Groups of digits with one space between are one number: `8 927 614 08 35`."""
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and _goes_on(text, joined[-1], start, end):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _goes_on(text: str, last: tuple[int, int], start: int, end: int) -> bool:
    """Whether what starts here is one more group of the number before it."""
    gap = text[last[1] : start]
    if len(gap) > 2 or gap.strip() not in ("", "(", ")") or end - last[0] >= MOST_DIGITS:
        return False
    return _PART.fullmatch(text, start, end) is not None and _NUMBER.fullmatch(text, *last) is not None


def _token(text: str, start: int, end: int) -> Token:
    value = text[start:end]
    before = text[start - 1] if start else "^"
    after = text[end] if end < len(text) else "$"
    if before == " " and start > 1:
        before = " " + (text[start - 2] if not text[start - 2].isalnum() else "")
    if after == " " and end + 1 < len(text) and not text[end + 1].isalnum():
        after = " " + text[end + 1]
    return Token(value, start, end, before, after, *shape(value))


@lru_cache(maxsize=16384)
def shape(value: str) -> tuple[str, str, int, int, int, tuple[int, ...]]:
    """(coarse, group, hashes of coarse, of the word and of its beginning, concepts)"""
    if value == HOLE:
        return HOLE, HOLE, salt("c" + HOLE), _HOLE, _HOLE, ()
    low = value.lower().replace("ʼ", "'").replace("’", "'")
    coarse = _coarse(value)
    form = salt("c" + coarse)
    if value.isalpha():
        group = "w" if coarse in _WORDS else "x"
        return coarse, group, form, hashed(low), hashed(_stem(low) + "~"), concepts_of(low)
    digits = any(char.isdigit() for char in value)
    about = () if digits and len(value) > 4 else concepts_of(low)
    if not about and "-" in low and not digits:
        about = concepts_of(low.split("-")[0])
    kept = re.sub(r"[0-9]", "0", low)
    return coarse, _group(coarse), form, hashed(kept), hashed(_stem(kept) + "~"), about


def _group(coarse: str) -> str:
    if coarse in _WORDS:
        return "w"
    if coarse[0] == "d" and coarse[1:2].isdigit():
        return "n"
    return "v" if coarse in _PLAIN else "x"


def _stem(word: str) -> str:
    return word[:5] if len(word) > 6 else word[:4] if len(word) > 4 else word


def hashed(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=4096)
def salt(name: str) -> int:
    """By which features of one kind are told from those of others."""
    return hashed(name) * 0x9E3779B1 & 0xFFFFFFFF


_HOLE = crc32(b"<hole>")
_WORDS = frozenset(("lat", "Lat", "LAT", "cyr", "Cyr", "CYR", "other"))
_PLAIN = frozenset(
    ("money", "united", "year", "product", "range", "decimal", "thousands", "version", "ratio", "time", "day", "round")
)


def _coarse(value: str) -> str:
    if value == HOLE:
        return HOLE
    if value.isalpha():
        latin = value.isascii()
        if value.islower():
            return "lat" if latin else "cyr"
        if value[1:].islower() and value[0].isupper():
            return "Lat" if latin else "Cyr"
        if value.isupper():
            return "LAT" if latin else "CYR"
        return "Camel"
    if not any(char.isdigit() for char in value):
        return _wordy(value)
    if value.isdigit():
        if len(value) == 4 and value[:2] in ("19", "20"):
            return "year"
        return (
            "round"
            if len(value) > 2 and value.endswith("00") and not value.startswith("0")
            else f"d{min(len(value), 17)}"
        )
    if _MONEY.search(value[:1] + value[-1:]):
        return "money"
    for name, pattern in _FIXED:
        if pattern.fullmatch(value):
            return name
    if (unit := _UNITED.fullmatch(value)) and unit[1].lower() in _UNITS:
        return "united"
    if _URL.match(value):
        return "url"
    if "@" in value:
        return "at"
    if all(not char.isalpha() for char in value):
        count = sum(char.isdigit() for char in value)
        return f"d{min(count, 17)}{'s' if ' ' in value else 'p'}"
    return _mixed(value)


def _wordy(value: str) -> str:
    if "@" in value:
        return "at"
    if _URL.match(value):
        return "url"
    if re.fullmatch(r"[^\W\d_]+(?:-[^\W\d_]+)+", value):
        return "w-w" if value.islower() else "W-w"
    if re.fullmatch(r"[^\W\d_]+(?:'[^\W\d_]+)+", value.replace("’", "'").replace("ʼ", "'")):
        return "other"
    if re.fullmatch(r"[^\W\d_]+(?:_[^\W\d_]+)+", value):
        return "w_w"
    if re.fullmatch(r"[^\W\d_]+(?:\.[^\W\d_]+)+", value):
        return "w.w"
    if any(char.isalpha() for char in value):
        return "w!"
    return "sign"


def _mixed(value: str) -> str:
    """Letters and digits: how they take turns."""
    kinds: list[str] = []
    for run in _RUNS.findall(value):
        kind = (
            "9"
            if run[0].isdigit()
            else "A"
            if run.isupper()
            else "a"
            if run.isalpha()
            else "_"
            if run in "-_./"
            else "!"
        )
        if not kinds or kinds[-1] != kind:
            kinds.append(kind)
    outline = "".join(kinds)
    return f"m{outline}" if len(outline) <= 4 else f"m{''.join(sorted(set(outline)))}{'+' if len(outline) > 8 else ''}"


def outline(value: str) -> str:
    """An outline: `vN3-quartz` is `a1A1 9 1-a5`, in fewer signs; long ones are cut."""
    parts = []
    for run in _RUNS.findall(value[:40]):
        if run[0].isdigit():
            parts.append(f"9{min(len(run), 9)}")
        elif run.isalpha():
            parts.append(("A" if run.isupper() else "a") + ("" if run.isascii() else "я") + str(min(len(run), 6)))
        else:
            parts.append(run)
    return "".join(parts[:9])
