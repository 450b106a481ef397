"""Read numbers as people dictate them: `сорок вісім нуль дев'ять`, `oh five two`, `звезда 8 6 4 2`, `38 и 0254`.

Decides where such a run begins and ends and how many digits it stands for. Knows nothing of what it is the number of.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from harvest.redact.words import words

_ONES = words(
    """
    ноль нуль нол ноля нуля нулі нули один одна одну одно два две дві три четыре чотири пять п'ять пьять шесть шість
    шисть семь сім восемь вісім девять дев'ять двойка тройка четверка четвёрка пятерка пятёрка шестерка шестёрка
    семерка семёрка восьмерка восьмёрка девятка единица одиниця двійка трійка
    zero oh nought one two three four five six seven eight nine
    nol odin dva tri chetyre pyat shest sem vosem devyat
    """
)
_TEENS = words(
    """
    десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать
    одинадцять дванадцять тринадцять чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять
    шіснадцять
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    """
)
_TENS = words(
    """
    двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто
    двадцять тридцять п'ятдесят шістдесят сімдесят вісімдесят дев'яносто
    twenty thirty forty fifty sixty seventy eighty ninety
    """
)
_HUNDREDS = words(
    """
    сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот
    двісті чотириста п'ятсот шістсот сімсот вісімсот дев'ятсот
    """
)
SIZES = {word: size for size, named in enumerate((_ONES, _TENS | _TEENS, _HUNDREDS), 1) for word in named}
_ZEROS = words("ноль нуль нол ноля нуля нулі нули zero oh nought nol")
KEYS = words(
    """
    звезда звёзда звездочка звёздочка зірка зірочка решетка решётка решітка решотка решеточка star hash pound ключ
    ключик key zvezdochka reshetka
    """
)
_JOINTS = words("и і й та and then потом потім далі дальше double triple два три пробел space тире dash дріб минус")
_ALOUD = words("double triple пробел space dash тире дріб")
_BEFORE_DIGITS = words("oh star hash pound")
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+(?:'[^\W\d_]+)?|[#*]+")
_GAP = re.compile(r"[ ]{0,2}|[ ]?-[ ]?|[./]|[.]{3} ?")
_MANY = re.compile(
    r"[ ]{0,2}(?:тыс\w{0,4}|тис\w{0,4}|thousand|hundred|million|млн|рубл\w{0,3}|грив\w{1,3}|раз(?!\w)|рок\w{0,3}"
    r"|лет(?!\w)|год\w{0,3}|дн[яейі]\w{0,2}|процент\w{0,2}|o'clock|час\w{0,2}(?!\w)|минут\w?|хвилин\w?|человек\w?"
    r"|людей|people|times|years?|days?|hours?|minutes?|недел\w|тижн\w{1,3}|месяц\w{0,3}|місяц\w{0,3}|доллар\w{0,2})",
    re.IGNORECASE,
)


LONGEST = 40  # parts of one number: nobody dictates more, and a hostile text would


class Run(NamedTuple):
    """Where a dictated number stands, how many digits it has, and how many of its parts are words or keys."""

    start: int
    end: int
    digits: int
    said: int


def runs(text: str) -> Iterator[Run]:
    """Numbers one after another, at least one part of each said in words or by the name of a key."""
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        word = token[0].lower()
        counts = word[0] in "0123456789#*" or word in SIZES or word in KEYS
        joined = not run or (len(run) < LONGEST and _joined(text, run[-1], token))
        if counts and joined:
            run.append(token)
            continue
        if run and joined and word in _JOINTS:
            run.append(token)
            continue
        yield from _closed(text, run)
        run = [token] if counts else []
    yield from _closed(text, run)


def _joined(text: str, last: re.Match[str], token: re.Match[str]) -> bool:
    """A comma joins two number words, and nothing to a digit or a key: `код 6612, три пакета`."""
    if _GAP.fullmatch(text, last.end(), token.start()):
        return True
    said = last[0].lower() in SIZES and token[0].lower() in SIZES
    return said and text[last.end() : token.start()].strip(" ") == ","


def _closed(text: str, run: list[re.Match[str]]) -> Iterator[Run]:
    """Without the joints that ended up at its end; nothing that counts rubles or hours."""
    if len(run) > 1 and run[0][0].lower() in _BEFORE_DIGITS and run[1][0][0].isdigit():
        run = run[1:]  # `oh 771-208` is a sigh, `star 5503` a key and a code
    while run and run[-1][0].lower() in _JOINTS and run[-1][0].lower() not in SIZES:
        run = run[:-1]
    if len(run) > 2 and run[-1][0].lower() in KEYS and run[-2][0].lower() in _JOINTS:
        run = run[:-2]  # `7713 then star`: a key to press, no part of the code
    if not run or _MANY.match(text, run[-1].end()):
        return
    parts = [token[0].lower() for token in run]
    said = sum(part in SIZES or part in KEYS or part in _ALOUD or part[0] in "#*" for part in parts)
    if said:
        yield Run(run[0].start(), run[-1].end(), _count(parts), said)


def _count(parts: list[str]) -> int:
    """Digits that the parts stand for: `сто двадцать три` has three, `twenty five` two, `five two` two."""
    total, room = 0, 0  # room: places of the last hundred or ten that smaller numbers may fill
    for part in parts:
        size = SIZES.get(part, 0)
        if part[0].isdigit():
            total, room = total + len(part), 0
        elif size:
            total += 0 if size <= room and part not in _ZEROS else size
            room = 0 if part in _TEENS or part in _ZEROS else size - 1
    return total
