"""Talks put together from parts (`parts.txt`): somebody asks, and an answer comes, with words around it or none.

Numbers are said in digits or in words, as people dictate them. What is no answer comes as often as what is one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random

TALKS = 9000
_LANGUAGES = ("ru", "uk", "en")


def _listed(ru: str, uk: str, en: str) -> dict[str, list[str]]:
    return {lang: listed.split() for lang, listed in zip(_LANGUAGES, (ru, uk, en), strict=True)}


_ONES = _listed(
    "ноль один два три четыре пять шесть семь восемь девять",
    "нуль один два три чотири п'ять шість сім вісім дев'ять",
    "zero one two three four five six seven eight nine",
)
_ONES["translit"] = ["nol", "odin", "dva", "tri", "chetyre", "pyat", "shest", "sem", "vosem", "devyat"]
_TENS = _listed(
    "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто десять одиннадцать двенадцать "
    "тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
    "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто десять одинадцять дванадцять "
    "тринадцять чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять",
    "twenty thirty forty fifty sixty seventy eighty ninety ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
)
_MONTHS = _listed(
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "January February March April May June July August September October November December",
)
_MONTHS_OF_CARDS = _listed(
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
    "jan feb march april may june july aug sept oct nov dec",
)
_DAYS = _listed(
    "первое второе третье пятое шестое седьмое девятое десятое двенадцатого двадцатое тридцатое",
    "перше друге третє п'яте шосте сьоме дев'яте десяте дванадцятого двадцяте тридцяте",
    "1st 2nd 3rd 5th first second third fifth sixth twelfth twentieth 14th 22nd 30th",
)
_SPELLED = {"CODE": 0.2, "PIN": 0.3, "CVV": 0.4, "PHONE": 0.15}
Spoken = tuple[bool, str, str, str, str]  # (the first side?, before the value, value, its kind or nothing, after it)


@cache
def _parts() -> dict[str, list[str]]:
    text = Path(__file__).with_name("parts.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^(\w+):", text[text.index("\n\n") :], flags=re.MULTILINE)[1:]
    return {
        name: [part for part in re.split(r" +/ +", " ".join(listed.split()).removesuffix(" /")) if part]
        for name, listed in zip(blocks[::2], blocks[1::2], strict=True)
    }


def made(values: Mapping[str, Sequence[str]], seed: str) -> Iterator[list[Spoken]]:
    """values: what others wrote, by kind."""
    r, parts = Random(seed), _parts()
    kinds = [name for name in parts if name.isupper()]  # the others are no kinds
    often = [len(parts[kind]) for kind in kinds]
    for _ in range(TALKS):
        kind = r.choices(kinds, often)[0]
        lot = r.random()
        if lot < 0.2:
            ask, _, answer = r.choice(parts["plain"]).partition(" = ")
            value = _redrawn(r, str(r.randint(1, 99) * 10) if answer == "N" else answer)
            said = [(True, ask, "", "", ""), _said(r, value, "")]
        elif lot < 0.4:
            said = [(True, r.choice(parts[kind]), "", "", ""), (False, r.choice(parts["no"]), "", "", "")]
        else:
            said = [(True, r.choice(parts[kind]), "", "", ""), _said(r, _value(r, kind, values), kind)]
            if r.random() < 0.15:
                said.append((r.random() < 0.5, r.choice(parts["no"]), "", "", ""))
            if r.random() < 0.1:
                said.append(_said(r, _value(r, kind, values), kind))
        if r.random() < 0.15:
            said.insert(1, (r.random() < 0.5, r.choice(parts["no"]), "", "", ""))
        yield [_typed(r, message) for message in said]


def _said(r: Random, value: str, kind: str) -> Spoken:
    parts = _parts()
    before = r.choice(parts["before"]) + " " if r.random() < 0.45 else ""
    after = r.choice(parts["after"]) if r.random() < 0.4 else ""
    return False, before, value, kind, after if not after or after[0] in ",?!.:)" else f" {after}"


def _typed(r: Random, message: Spoken) -> Spoken:
    """With a capital at its beginning, now and then."""
    side, before, value, kind, after = message
    return (side, before.capitalize() if r.random() < 0.15 else before, value, kind, after)


def _redrawn(r: Random, value: str) -> str:
    return re.sub("[0-9]", lambda _: r.choice("0123456789"), value) if r.random() < 0.5 else value


def _value(r: Random, kind: str, values: Mapping[str, Sequence[str]]) -> str:
    lang = r.choice(_LANGUAGES)
    if kind == "BIRTHDATE" and r.random() < 0.6:
        return _date(r, lang)
    if kind == "EXPIRY" and r.random() < 0.5:
        return f"{r.choice(_MONTHS_OF_CARDS[lang])} {r.choice(('', '20'))}{r.randint(25, 34)}"
    if kind == "PASSWORD" and r.random() < 0.5:
        return _words(r)
    if kind == "USERNAME" and r.random() < 0.4:
        return r.choice(("_", ".", "", "-")).join(_word(r).lower() for _ in range(r.choice((1, 2, 2))))
    if r.random() < _SPELLED.get(kind, 0):
        count = {"CVV": 3, "PIN": 4, "PHONE": 10}.get(kind) or r.randint(3, 6)
        return _spelled(r, r.choice((*_LANGUAGES, "translit")), count)
    found = r.choice(values[kind])
    if kind == "ADDRESS" and r.random() < 0.2:
        return re.sub(r"\b[0-9]{1,2}\b", lambda _: _spelled(r, lang, 1), found)
    return found if kind in ("PERSON", "SEED") else re.sub("[0-9]", lambda _: r.choice("0123456789"), found)


def _words(r: Random) -> str:
    """A password of words: one, or a few together or apart."""
    said = [_word(r) for _ in range(r.choice((1, 1, 1, 2, 2, 3)))]
    word = r.choice((" ", " ", "", "-", "_")).join(said)
    return r.choice((word, word, word.lower(), word.upper(), f"{word}{r.randint(1, 99)}", f"{word}!"))


def _word(r: Random) -> str:
    return r.choice(_parts()["word"])


def _date(r: Random, lang: str) -> str:
    day = str(r.randint(1, 31)) if r.random() < 0.75 else r.choice(_DAYS[lang])
    year = r.choice((str(r.randint(1935, 2019)), str(r.randint(1935, 2019)), str(r.randint(35, 99))))
    month = r.choice(_MONTHS[lang])
    if lang == "en":
        return r.choice((f"{month} {day} {year}", f"{day} {month} {year}", f"the {day} of {month} {year}"))
    return f"{day} {month} {year}{r.choice(('', '', '', ' года' if lang == 'ru' else ' року'))}"


def _spelled(r: Random, lang: str, count: int) -> str:
    """So many numbers in words, some of them of two digits, some in digits after all."""
    said = []
    for _ in range(count):
        lot = r.random()
        if lot < 0.25 and lang in _TENS:
            said.append(r.choice(_TENS[lang]))
        elif lot < 0.33:
            said.append(r.choice("0123456789"))
        else:
            said.append(r.choice(_ONES[lang]))
    return " ".join(said)
