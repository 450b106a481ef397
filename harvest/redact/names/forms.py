"""Every form in which a first name is said: cases, the vocative, and the cut call ("Саш", "мам Оль")."""

from collections.abc import Iterator
from functools import cache

from harvest.redact.names import tables

_CASES = {
    "ия": "ия ии ию ией ие",
    "ія": "ія ії ію ією іє",
    "ья": "ья ьи ье ью ьей ьёй",
    "ья'": "",
    "ка": "ка ки ке ку кой кою ко ці",
    "га": "га ги ге гу гой гою го зі",
    "ха": "ха хи хе ху хой хою хо сі",
    "а": "а ы и е у ой ою ей і о",
    "я": "я и е ю ей ёй і ї ею ьо є",
    "ий": "ий ия ию ием ии ие",
    "ій": "ій ія ію ієм ії єм",
    "ей": "ей ея ею еем ее",
    "й": "й я ю ем е єм ї",
    "ь": "ь я ю ем е і ю ью",
    "о": "о а у ом ові ою е",
    "ок": "ок ка ку ком ке",
    "ек": "ек ька ьку ьком ека еку еком",
    "ёк": "ёк ька ьку ьком",
    "ел": "ел ла лу лом ле",
    "": "|а|у|ом|ем|е|ы|ові|і",
}


@cache
def forms(name: str) -> frozenset[str]:
    """`маша` -> маша, маши, маше, машу, машей, маш, ... A name in Latin letters has one form and a possessive."""
    if name.isascii():
        return frozenset({name})
    for ending in sorted(_CASES, key=len, reverse=True):
        if name.endswith(ending) and len(name) - len(ending) >= 2 - (ending == ""):
            stem = name[: len(name) - len(ending)]
            endings = _CASES[ending].split("|") if ending == "" else _CASES[ending].split()
            return frozenset({name, *(stem + case for case in endings), *_cut(name)})
    return frozenset({name})


def _cut(name: str) -> Iterator[str]:
    """People are called without the last vowel: Саш, Лен, Оль, Вась."""
    if len(name) >= 4 and name[-1] in "ая":
        yield name[:-1] + ("ь" if name[-1] == "я" and name[-2] not in "аеёиіїоуыэюяь" else "")


@cache
def families() -> tuple[tuple[str, ...], ...]:
    """One tuple for one person's names, the full name first."""
    blocks = (
        tables.RUSSIAN_MEN,
        tables.RUSSIAN_WOMEN,
        tables.UKRAINIAN_MEN,
        tables.UKRAINIAN_WOMEN,
        tables.ENGLISH,
    )
    single = f"{tables.ENGLISH_FULL} {tables.RUSSIAN_MORE} {tables.UKRAINIAN_MORE}".split()
    listed = [tuple(line.split()) for block in blocks for line in block.split("\n") if line]
    return (*listed, *((name,) for name in single))


@cache
def first_names() -> frozenset[str]:
    """All first names known, in all forms, in small letters."""
    return frozenset(form for family in families() for name in family for form in forms(name))


@cache
def unmistakable() -> frozenset[str]:
    """Those that are no everyday word in any form: to be looked for even where written small."""
    return frozenset(
        form
        for family in families()
        for name in family
        if name not in tables.AMBIGUOUS
        for form in forms(name)
        if len(form) >= 4 and form not in tables.AMBIGUOUS
    )


@cache
def people() -> frozenset[str]:
    """Full names as people are formally called, for patronymics and titles."""
    return frozenset(family[0] for family in families())


def families_of(name: str) -> list[tuple[str, ...]]:
    """The families that a name belongs to, itself or, where it is none, by one of its cases: `оли` is Оля."""
    low = name.lower()
    direct = [family for family in families() if low in family]
    return direct or [family for family in families() if any(low in forms(other) for other in family)]


def relatives(name: str) -> frozenset[str]:
    """The name, its full and short forms, in all cases: what a contact named so may be called."""
    known = {other for family in families_of(name) for other in family}
    return frozenset(form for other in {name.lower(), *known} for form in forms(other))
