"""Decide which digits of a text are somebody's phone. Numbering plans come from phonenumbers, habits from here."""

import re
from collections.abc import Iterator

from harvest.redact.words import words

_GAP = r"[ \t\n.()/\-]{0,4}"
_RUN = re.compile(rf"(?<![\w,.:])(?:\+[ ]?|\()?(?:[0-9]{_GAP}){{6,21}}(?<=[0-9])(?![\w]|[.,:/][0-9])")
_GROUP = re.compile(r"[0-9]+")
_CUE = re.compile(
    r"(?<!\w)(?:т[её]л(?!о|а\b|е)\w{0,7}|номер(?:ок|очек|а|у|ом)?(?![ ](?:заказ|дог|карт|рейс|посыл"
    r"|полис|счет|замов|дома"
    r"|паспорт|док|квит|билет|квартир))|моб(?:ила|ильн\w{0,4}|\b)|звон\w{1,4}|позвон\w{1,4}"
    r"|набер\w{1,4}|перезвон\w{1,4}"
    r"|набира\w{1,4}|дзвон\w{1,4}|зателефон\w{1,4}|передзвон\w{1,4}|вайбер\w?|вацап\w{0,2}|ватсап\w{0,2}|вотсап\w{0,2}"
    r"|phone|tel|call|cell|mobile|text[ ]me|whatsapp|viber|ring|sms|смс|смска|number|digits|пиши[ ]на"
    r"|скайп|симк\w{1,2}|(?:hit|reach|buzz|shoot|ping)[ ]me|dial|facetime|imessage|номерочк\w|звякн\w{1,3}|маякн\w{1,3}"
    r"|дзеленькн\w{1,3}|зателеф\w{1,5}|трубк\w|контакт(?:ы|и|ный|ний)?|городск\w{2,3}|домашн\w{2,3}|стационарн\w{2,3}"
    r"|міськ\w{2,3}|landline|home|сим(?:ка)?|киви|qiwi|сбп|номером)(?!\w)",
    re.IGNORECASE,
)
_NOT_A_PHONE = re.compile(
    r"(?:article|barcode|штрих-?код\w?|sku|сери[йі]н\w{2,3}|лічильник\w?|сч[её]тчик\w?|показани\w|посилк\w"
    r"|накладн\w{2}|заказ\w{0,2}|замовлен\w{1,3}|order|трек\w{0,3}|track\w{0,4}|isbn|посылк\w|parcel|ттн|инн"
    r"|снилс|іпн|ипн|рнокпп|огрн|кпп|бик"
    r"|счет\w?|рахун\w{1,3}|паспорт\w{0,2}|passport|карт\w{1,2}|card|imei|id|ид|артикул|код|р/с|invoice|чек\w?|vin|ssn)"
    r"[ №#:.\-n]{0,4}$",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r"[ ,]{1,2}(?:lol[ ]|btw[ ]|вот[ ]|ось[ ])?(?:-[ ]|это[ ]|це[ ]|is[ ]|that'?s[ ]|this[ ]is[ ]|[(])?"
    r"(?:мой|моя|мій|my|the|новый|new|мамин|рабочий|work"
    r"|home)[ ](?:new[ ]|work[ ])?"
    r"(?:номер|телефон|number|phone|cell|mobile)(?!\w)",
    re.IGNORECASE,
)
_US = re.compile(r"(?:\+?1[ .\-]{1,2})?(?:\([2-9][0-9]{2}\)[ ]{0,2}|[2-9][0-9]{2}[.\- ])[0-9]{3}[.\- ][0-9]{4}")
_CITY = re.compile(r"[0-9]{3}-[0-9]{2}-[0-9]{2}")
_FAR_CITY = re.compile(r"\([0-9]{3,5}\) ?[0-9]{1,3}(?:[ -]?[0-9]{2}){2}")
_VERSION = re.compile(
    r"(?<!\w)(?:верси[яиюей]{1,2}|версі[яїюєй]{1,2}|version|ver|v|build|kernel|релиз\w?|реліз\w?|release|i?os|android"
    r"|chrome|firefox"
    r"|драйвер\w?|driver|прошивк\w|обнов\w{1,5}|онов\w{1,5}|update|upgrade|windows|node|python|npm|package\w{0,4}"
    r"|firmware)"
    r"[ =]{0,2}(?:до[ ]|to[ ]|на[ ]|верси\w[ ]|v\.?)?[ ]?$",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s]{0,190}$")
_NEAR = 42  # characters before a number in which its cue may stand


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of phone numbers. A run of digits may hold more than the number: `... 67 10` is a number and an hour."""
    for run in _RUN.finditer(text):
        before = text[max(0, run.start() - _NEAR) : run.start()]
        if run[0][0] != "+" and (_NOT_A_PHONE.search(before) or is_version(before) or _in_a_link(text, run.start())):
            continue
        cued = bool(_CUE.search(before) or _MEANING.match(text, run.end(), run.end() + 40))
        groups = [match.span() for match in _GROUP.finditer(text, *run.span())]
        yield from _in_groups(text, run.start(), groups, cued=cued)


def is_version(before: str) -> bool:
    """Whether the words before a number say that it is a program's version."""
    return _VERSION.search(before) is not None


def _in_a_link(text: str, start: int) -> bool:
    """A number in a link's path is a page's, unless the link is one for calling."""
    address = _LINK.search(text[max(0, start - 200) : start])
    return address is not None and "wa.me" not in address[0]


def _in_groups(text: str, start: int, groups: list[tuple[int, int]], *, cued: bool) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(groups):
        head = start if first == 0 else groups[first][0]
        if first and all(end - begin == 4 for begin, end in groups[first - 1 : first + 1]):
            first += 1  # by fours: a card's groups
            continue
        for last in range(min(len(groups), first + 11), first, -1):
            end = groups[last - 1][1]
            if _stands_alone(text, head, end, begins=first == 0) and _is_phone(text[head:end], cued=cued):
                yield head, end
                first = last
                break
        else:
            first += 1


def _stands_alone(text: str, start: int, end: int, *, begins: bool) -> bool:
    """Not a part of a longer number, a version, a book's number or a date."""
    goes_on = text[end : end + 1] in ("-", ".", ",") and text[end + 1 : end + 2].isdigit()
    torn = not begins and text[start - 1] in "-.,"
    return not goes_on and not torn and not _FULL_DATE.search(text, start, end)


def _is_phone(written: str, *, cued: bool) -> bool:
    digits = "".join(filter(str.isdigit, written))
    if not 5 <= len(digits) <= 15:
        return False
    if written.startswith("+") or (digits.startswith("00") and len(digits) > 11):
        return len(digits) >= 10 and _possible("+" + digits.lstrip("0"))
    return _national(written, digits) or (cued and _announced(written, digits))


def _national(written: str, digits: str) -> bool:
    """Written as people of our languages write a phone when they expect to be understood."""
    spaced = len(digits) < len(written.strip("()"))
    match len(digits):
        case 7:
            return _CITY.fullmatch(written) is not None
        case 10 if digits[0] == "0":
            return _valid(digits, "UA") or (spaced and _valid(digits, "GB"))
        case 10 if _FAR_CITY.fullmatch(written):
            return True
        case 10 if digits[0] == "9" and not spaced and not digits.endswith("000"):
            return _valid("+7" + digits, "RU")
        case 10:
            return _US.fullmatch(written) is not None or (spaced and _three_first(written) and _valid(digits, "RU"))
        case 11 if digits[0] in "78":
            return _valid("+7" + digits[1:], "RU") or (digits[:2] == "80" and _valid("+3" + digits, "UA"))
        case 11 if digits[0] == "0":
            return digits[1] == "7" or _valid(digits, "GB")
        case 11:
            return _US.fullmatch(written) is not None
        case 12 | 13:
            return digits.startswith(("380", "375", "998", "996", "995", "994", "992", "374", "373", "972", "48")) and (
                _valid("+" + digits, "UA")
            )
        case _:
            return False


def _three_first(written: str) -> bool:
    return (
        re.match(r"\(?[0-9]{3}\)?[ .\-]", written) is not None
        and re.search(r"[0-9]{4}$|[0-9]{2}[ \-][0-9]{2}$", written) is not None
    )


_FULL_DATE = re.compile(r"(?<!\d)(?:0?[1-9]|[12][0-9]|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:1[789]|20)[0-9]{2}(?!\d)")
_DATE = re.compile(
    r"(?:0?[1-9]|[12][0-9]|3[01])[./\-](?:0?[1-9]|1[0-2])[./\-][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{1,2}[.:][0-9]{2}[ \-]{1,3}[0-9]{1,2}[.:][0-9]{2}"
)
_ROUND = re.compile(r"[1-9][0-9]{0,2}(?:[ .][0-9]{3}){1,3}|[0-9]{0,6}000")


def _announced(written: str, digits: str) -> bool:
    """After "звони" or "my number" any handful of digits is a phone, unless it is a date or a round sum."""
    return len(digits) <= 13 and not _DATE.fullmatch(written) and not _ROUND.fullmatch(written)


def _possible(number: str) -> bool:
    import phonenumbers

    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(number)))
    except phonenumbers.NumberParseException:
        return False


def _valid(number: str, region: str) -> bool:
    import phonenumbers

    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(number, region)))
    except phonenumbers.NumberParseException:
        return False


_UNITS = {
    "0": "ноль ноля нуль zero oh о",
    "1": "один одна раз one",
    "2": "два две двойка дві two",
    "3": "три тройка three",
    "4": "четыре чотири four",
    "5": "пять п'ять пʼять пятёрка five",
    "6": "шесть шість шестёрка six",
    "7": "семь сім семёрка seven",
    "8": "восемь вісім восьмёрка eight",
    "9": "девять дев'ять дев’ять девятка nine",
    "10": "десять ten",
    "11": "одиннадцать одинадцять eleven",
    "12": "двенадцать дванадцять twelve",
    "13": "тринадцать тринадцять thirteen",
    "14": "четырнадцать чотирнадцять fourteen",
    "15": "пятнадцать п'ятнадцять fifteen",
    "16": "шестнадцать шістнадцять sixteen",
    "17": "семнадцать сімнадцять seventeen",
    "18": "восемнадцать вісімнадцять eighteen",
    "19": "девятнадцать дев'ятнадцять nineteen",
}
_TENS = {
    "2": "двадцать двадцять twenty",
    "3": "тридцать тридцять thirty",
    "4": "сорок forty",
    "5": "пятьдесят п'ятдесят fifty",
    "6": "шестьдесят шістдесят sixty",
    "7": "семьдесят сімдесят seventy",
    "8": "восемьдесят вісімдесят eighty",
    "9": "девяносто дев'яносто ninety",
}
_HUNDREDS = {
    "1": "сто",
    "2": "двести двісті",
    "3": "триста",
    "4": "четыреста чотириста",
    "5": "пятьсот п'ятсот",
    "6": "шестьсот шістсот",
    "7": "семьсот сімсот",
    "8": "восемьсот вісімсот",
    "9": "девятьсот дев'ятсот",
}
_FILLERS = words("и та й and плюс plus double тройное triple area code -")
SPOKEN = {
    **{word: (1, value) for value, words in _UNITS.items() for word in words.split()},
    **{word: (2, value) for value, words in _TENS.items() for word in words.split()},
    **{word: (3, value) for value, words in _HUNDREDS.items() for word in words.split()},
}


def dictates(words: set[str]) -> bool:
    """Whether so many different number words stand in a text that they may be a phone."""
    return len(SPOKEN.keys() & words) >= 2


_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[0-9]+")


def spoken_phones(text: str) -> Iterator[tuple[int, int]]:
    """A number said in words: `восемь девятьсот шестнадцать ...`, `oh seven nine double one ...`."""
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        word = token[0].lower()
        joined = not run or not text[run[-1].end() : token.start()].strip(" ,.-\n\t")
        if joined and (word in SPOKEN or word.isdigit() or (word in _FILLERS and run)):
            run.append(token)
            continue
        yield from _spoken(run)
        run = [token] if word in SPOKEN or word.isdigit() else []
    yield from _spoken(run)


def _spoken(run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    while run and run[-1][0].lower() in _FILLERS:
        run = run[:-1]
    words = sum(token[0].lower() in SPOKEN for token in run)
    if run and all(token[0].isascii() for token in run) and sum(_is_unit(token[0].lower()) for token in run) < 7:
        return  # in English a phone is said digit by digit; `ten thirty, twelve twenty` are hours
    count = len(_dictated([token[0].lower() for token in run]))
    if (words >= 4 and 7 <= count <= 14) or (words >= 2 and 10 <= count <= 12):
        yield run[0].start(), run[-1].end()


def _is_unit(word: str) -> bool:
    return len(SPOKEN.get(word, (0, word))[1]) == 1


def _dictated(words: list[str]) -> str:
    """`девятьсот шестнадцать сто` -> `916100`: hundreds take up tens and units, tens take up units."""
    groups: list[str] = []
    rank = 0
    for word in words:
        size, value = SPOKEN.get(word, (0, word if word.isdigit() else ""))
        if rank > size > 0 and groups and not (size == 1 and (value == "0" or (rank == 2 and len(value) > 1))):
            groups[-1] = groups[-1][: -size if len(value) < 2 else -2] + (value if size == 1 else value + "0")
        elif value:
            groups.append(value + "0" * (size - 1))
        rank = size if len(value) < 2 else 1
    return "".join(groups)
