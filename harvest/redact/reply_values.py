"""Find in a message the value that the message before it asked for: each function knows one shape.

All of them take the whole message and give the first such value, or None. They trust that something was asked for, so
they take what alone would be nothing: `38 и 0254`, `ноябрь 27`, `дід панас`.
"""

import re
from collections.abc import Callable, Iterator

from harvest.redact.asked import METERED, bare
from harvest.redact.near import counts, is_round, is_sum
from harvest.redact.numerals import KEYS, Run, runs
from harvest.redact.words import words

Range = tuple[int, int]
Value = Callable[[str], Range | None]
_MONTH = (
    r"(?:январ\w|феврал\w|марта?|апрел\w|мая|май|июн\w|июл\w|августа?|сентябр\w|октябр\w|ноябр\w|декабр\w|січ(?:ень|ня)"
    r"|лют(?:ий|ого)|берез(?:ень|ня)|квіт(?:ень|ня)|трав(?:ень|ня)|черв(?:ень|ня)|лип(?:ень|ня)|серп(?:ень|ня)"
    r"|верес(?:ень|ня)|жовт(?:ень|ня)|листопада?|груд(?:ень|ня)|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may"
    r"|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|yanvarya|fevralya|marta"
    r"|aprelya|maya|iyunya|iyulya|avgusta|sentyabrya|oktyabrya|noyabrya|dekabrya)"
)
_ORDINAL = r"(?:[^\W\d_]{3,9}(?:[ ]|-))?[^\W\d_']{1,9}(?:'?[^\W\d_]{1,9})(?:ое|ого|его|е|те|тє|го|th|rd|st|nd|є|ье)"
_YEAR = r"(?:(?:19|20)[0-9]{2}|'?[0-9]{2})(?:[ ]?(?:г\.?(?!\w)|год[ау]?|року|рік|р\.|-?го|-?й))?"
_YEAR_IN_WORDS = (
    r"(?:(?:тысяча|тисяча|две[ ]тысячи|дві[ ]тисячі)[ ])?(?:[^\W\d_']{2,12}(?:'[^\W\d_]{2,9})?[ ]){0,2}"
    r"[^\W\d_']{2,12}(?:'[^\W\d_]{2,9})?(?:ого|его|ього|того|го|ьего)(?:[ ](?:года|року))?"
)
_BIRTH = re.compile(
    rf"(?<![\w.,:/$-])(?:(?:the[ ])?(?:[0-3]?[0-9](?:st|nd|rd|th|-?го|-?е)?|{_ORDINAL})[ ](?:of[ ])?{_MONTH}"
    rf"(?:[ ,.]{{1,2}}(?:{_YEAR}|{_YEAR_IN_WORDS}))?|{_MONTH}[ ][0-3]?[0-9](?:st|nd|rd|th)?(?:,?[ ]{_YEAR})?"
    rf"|(?:19|20)[0-9]{{2}}[ ]?(?:года?|року)?,?[ ][0-3]?[0-9][ ]{_MONTH}"
    r"|[0-3]?[0-9][./\- ][ ]?(?:[01]?[0-9]|[IVX]{1,4})[./\- ][ ]?(?:19|20)?[0-9]{2}|(?:19"
    r"|20)[0-9]{2}-[01][0-9]-[0-3][0-9]"
    r"|[0-3][0-9][01][0-9](?:19|20)[0-9]{2})(?![\w]|[.:/\-][0-9])",
    re.IGNORECASE,
)
_WITH_YEAR = re.compile(r"(?:19[2-9][0-9]|20[01][0-9])(?![0-9])|[./\-][2-9][0-9]$|-?го$|ого(?:[ ](?:года|року))?$")
_EXPIRY = re.compile(
    rf"(?<![\w.,:/$-])(?:(?:0?[1-9]|1[0-2])[ ]?[/.\- ][ ]?(?:20)?[2-4][0-9]|(?:0[1-9]|1[0-2])[2-3][0-9]"
    rf"|{_MONTH}[ ,]{{1,2}}'?(?:20)?[2-4][0-9])(?![\w]|[.,:/\-][0-9])",
    re.IGNORECASE,
)
_MONTH_IN_WORDS = re.compile(
    r"(?:[^\W\d_]{3,12}(?:ый|ой|ий|ого|ь)[ ](?:месяц\w?|місяц\w{1,2})|(?:zero|oh|ноль|нуль)[ ][^\W\d_]{3,8})[ ]"
    r"[^\W\d_']{3,16}(?:[ ][^\W\d_']{3,9})?",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?<![\w.,:/+№#-])(?:[0-9]{5,6}(?:-[0-9]{4})?|[0-9]{3}[ ][0-9]{2,3}|[0-9]{2}-[0-9]{3}|[A-Z]{1,2}[0-9][0-9A-Z]?[ ]"
    r"?[0-9][A-Z]{2}|[A-Z][0-9][A-Z][ ]?[0-9][A-Z][0-9]|[0-9]{4}[ ]?[A-Z]{2})(?![\w]|[.:/\-][0-9])"
)
_ID = re.compile(
    r"(?<![\w@/:.$€£#\-])(?=[^\n]{0,10}[0-9])[A-ZА-ЯІЇЄ0-9](?:[A-ZА-ЯІЇЄ0-9]|\.(?=[0-9])){0,24}"
    r"(?:(?:[ ]?[/\-]{1,2}[ ]?|[ ](?=[A-ZА-ЯІЇЄ0-9]{0,9}[0-9]))(?:[A-ZА-ЯІЇЄ0-9]|\.(?=[0-9])){1,16}){0,7}"
    r"(?:[ ][A-Z](?![\w]))?(?:[/-][a-zA-Zа-яА-Я](?!\w))?(?![\w@]|[:][0-9])"
)
_NAME_WORD = r"[A-ZА-ЯІЇЄҐÀ-ÞĀ-Ž][\w]{0,3}(?:['’]?[\w]{1,20})(?:[-'’][^\W\d_]{2,20})?"
_NAME = re.compile(
    rf"(?<![\w@#./])(?:{_NAME_WORD}|[A-ZА-Я]\.)(?:[ ](?:(?:i|de|da|del|van|der|von|ter|al|el|ibn|bin)[ ])?"
    rf"(?:{_NAME_WORD}|[A-ZА-ЯІЇЄҐ]\.)){{1,3}}(?![\w@#])"
)
_NO_NAME = words(
    """
    да нет ну вот это то там ось це та і и так на мама папа брат сестра мой моя я он она ти ви ми вы мы the it its this
    that my on to in at his her i he she im ok yes no oh name фио піб имя ім'я имени від от контакт нова пошта
    hi hello hey thanks thank united new states doctor or just nice ип фоп тов ооо как вас united kingdom street
    """
)
_BEFORE_NUMBER = words(
    """
    за по до от від ряд кв дом ячейка box locker этаж поверх поштомат постамат каб row pitch mtu звони свет хвс гвс
    показания показники року в о at in for снял зняв зняла сняла скинь оплата предоплата лимит ліміт комната комнату
    номер, пишу пиши версия кабинет порт port about около примерно где-то минимум pages стр
    """
)


def birthday(text: str) -> Range | None:
    """`18 жовтня 1996`, `двенадцатого мая сорок первого года`, `the 2nd of Feb 95`, `5/VII-1996`"""
    match = _BIRTH.search(text[:160])
    return match.span() if match else None


def long_ago(text: str) -> Range | None:
    """A birthday with a year in which somebody who chats was born."""
    span = birthday(text)
    value = text[slice(*span)] if span else ""
    return span if _WITH_YEAR.search(value) and not re.search(r"20(?:1[6-9]|[2-9][0-9])", value) else None


def full_birthday(text: str) -> Range | None:
    """A date that a living person could be born on and that nothing else is said of."""
    span = bare(text)
    match = _BIRTH.fullmatch(text, *span) if span else None
    return span if match and _WITH_YEAR.search(match[0]) else None


def with_year(date: str) -> bool:
    """Whether a date of birth names its year."""
    return _WITH_YEAR.search(date) is not None


def expiry(text: str) -> Range | None:
    """`ноябрь 27`, `0430`, `четвертый месяц тридцатого`"""
    match = _EXPIRY.search(text[:60]) or _MONTH_IN_WORDS.match(text)
    return match.span() if match else None


def postcode(text: str) -> Range | None:
    match = _POSTCODE.search(text[:80])
    if match is None or counts(text, match.end()) or METERED.search(text[max(0, match.start() - 24) : match.start()]):
        return None
    return match.span()


def code(text: str) -> Range | None:
    """The first run of digits, letters with digits, number words and keys that has three digits to twelve."""
    for start, end, digits in code_groups(text):
        if not 3 <= digits <= 12:
            if digits:
                return None
            continue
        if lead := re.match(r"(?:oh|star|hash|pound)[ ](?=[0-9 -]{3,20}$)", text[start:end], re.IGNORECASE):
            start += lead.end()
        value, alone = text[start:end], bare(text) == (start, end)
        before = text[:start].lower().split()
        if (
            counts(text, end)
            or METERED.search(text[max(0, start - 24) : start])
            or (before and before[-1].strip(",.:") in _BEFORE_NUMBER)
            or len(before) > 7
        ):
            return None
        if value.isdigit() and len(value) == 3 and not alone:
            return None
        if not alone and (is_sum(value) or re.fullmatch(r"(?:19|20)[0-9]{2}", value)):
            return None
        return start, end
    return None


def code_groups(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, digits) of stretches of tokens that may be a code."""
    said: dict[int, Run] = {run.start: run for run in runs(text[:160])}
    at, start, digits = 0, -1, 0
    end = 0
    for token in re.finditer(r"\S{1,40}", text[:160]):
        if token.start() < at:
            continue
        word = token[0].rstrip('.,;:!?)"»…') or token[0]
        lead = len(word) - len(word.lstrip("(«\"'"))
        word = word[lead:]
        run = said.get(token.start() + lead)
        if run is not None:
            start, end, digits, at = (
                (token.start() + lead if start < 0 else start),
                run.end,
                digits + run.digits,
                run.end,
            )
        elif _is_part(word):
            start = token.start() + lead if start < 0 else start
            end = token.start() + lead + len(word)
            digits += sum(char.isdigit() for char in word)
        elif start >= 0:
            yield start, end, digits
            start, digits = -1, 0
            continue
        if start >= 0 and run is None and len(token[0]) > lead + len(word):
            yield start, end, digits
            start, digits = -1, 0
    if start >= 0:
        yield start, end, digits


def _is_part(word: str) -> bool:
    if not re.fullmatch(r"[\w#*/-]{1,14}", word):
        return word.lower() in KEYS
    if not re.search(r"[0-9]", word):
        return word.lower() in KEYS or re.fullmatch(r"[#*]{1,3}", word) is not None
    return not re.fullmatch(
        r"[0-9]{1,6}(?:[a-zа-яіїє]{2,}|[ргкмхчкmkxhs])|[0-9]{1,2}/[0-9]{1,2}|[0-9]{1,2}-[0-9]{1,2}[a-zа-я]?|.*_.*"
        r"|[0-9]{2,4}[xхXХ][0-9]{2,4}.*|.*[A-Za-zА-Яа-яіїє]{5}.*",
        word,
    )


def cvv(text: str) -> Range | None:
    """Three digits or four at the message's end or alone, or as many in words."""
    for run in runs(text[:80]):
        if 3 <= run.digits <= 4 and run.said >= 2 and len(text) - (run.end - run.start) < 50:
            return run.start, run.end
    match = re.match(r"(?:[^\W\d_]{1,9}[ :,]{1,2}){0,4}(?P<v>[0-9]{3,4})(?=[ .!?)]{0,3}(?:$|exp))", text, re.IGNORECASE)
    return match.span("v") if match and not is_sum(match["v"]) else None


def reference(text: str) -> Range | None:
    """A number of a paper or an account: five digits at least, with letters, dashes and strokes in between."""
    for match in _ID.finditer(text[:140]):
        value = match[0].rstrip(". ")
        digits = sum(char.isdigit() for char in value)
        metered = METERED.search(text[max(0, match.start() - 24) : match.start()])
        if digits < 5 or metered or counts(text, match.start() + len(value)):
            continue
        if (is_round(value) and (len(value) < 9 or value.endswith("000"))) or re.fullmatch(
            r"[0-9]{1,2}[.][0-9]{2}[.](?:[0-9]{2}){1,2}|[0-9]{1,3}(?:\.[0-9]{1,3}){3}", value
        ):
            continue
        return match.start(), match.start() + len(value)
    return _said(text, 5, 20)


_KEY = re.compile(
    r"(?<![\w/-])(?:[0-9a-f]{32,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?=[a-z-]{0,9}[0-9])[a-z0-9]{4}(?:-[a-z0-9]{4}){3,5}"
    r"|[A-Z]{2,5}-[0-9a-f]{8,16}|[0-9A-Z]{4,6}(?:-[0-9A-Z]{3,6}){2,5}|[0-9]{3}(?: [0-9]{3}){4})(?![\w/-])"
)
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2,3}[ -]?[0-9]{2,4}[ -]?[A-Z]{1,3}|[0-9][A-Z]{2}[ ]?[0-9][A-Z]{2}|[0-9]{4}[ ]?[A-Z]{3}"
    r"|[0-9]{3}-[0-9]{2}-[0-9]{3}|[A-Z]{2}[ ][0-9]{2}[ ][0-9]{3}|[a-z]{2}[ ][0-9]{4}[ ][a-z]{2}"
    r"|[A-Z]{2}[ ][0-9]{2}[ ][A-Z]{1,2}[ ]"
    r"[0-9]{4}|[A-Z]{1,2}[ ]UA[ ][0-9]{4}|[A-Z]{2}-[0-9]{3}-[A-Z]{2})(?![\w-])"
)


def key(text: str) -> Range | None:
    match = _KEY.search(text[:160])
    return match.span() if match else None


def plate(text: str) -> Range | None:
    match = _PLATE.search(text[:100])
    return match.span() if match else None


def _said(text: str, low: int, high: int) -> Range | None:
    for run in runs(text[:160]):
        if low <= run.digits <= high:
            return run.start, run.end
    return None


def name(text: str) -> Range | None:
    """Two to four words written as names, none of them one that sentences begin with."""
    for match in _NAME.finditer(text[:140]):
        start, end = match.span()
        parts = match[0].split()
        while parts and parts[0].lower() in _NO_NAME:
            start += len(parts[0]) + 1
            parts = parts[1:]
        while len(parts) > 2 and parts[-1].isupper() and not parts[0].isupper() and "." not in parts[-1]:
            end -= len(parts[-1]) + 1
            parts = parts[:-1]
        if len(parts) > 1 and not any(part.lower() in _NO_NAME or part[1:3] in ("'m", "'l") for part in parts):
            return start, end
    return None
