"""Find an address or a postcode in a message that answers where somebody lives or where to send a thing.

Only there may a name beside a number be a street: `Лесная 8 корп 2`, `Sonnenallee 312, HH, 4 OG links`.
"""

import re

from harvest.redact.asked import PLACE_TALK
from harvest.redact.near import counts
from harvest.redact.numerals import SIZES
from harvest.redact.view import HOLE

Range = tuple[int, int]
_NAME = r"(?-i:[А-ЯІЇЄҐA-ZÀ-Ž])[\w'’ë-]{2,22}"
_KIND = (
    r"(?:г|м|с|пос|дер|р\.п|смт|ул|вул|пр|пр-т|просп|проспект|пер|пров|бул|б-р|бульвар|пл|ш|наб|мкр|снт|snt|дачи|ul|vul"
    r"|prospekt|улица|вулиця|посёлок|поселок|деревня|село|проезд|проїзд|rue|calle|via|carrer|de|avenue|liniya"
    r"|[0-9]{1,3}-?(?:я|й|а|та)?[ ](?:лин[ия]\w|лінія))"
)
_NUMBER = (
    r"(?:(?:двести|триста|сто|двісті)[ ])?(?:(?:двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят"
    r"|девяносто|двадцять|тридцять|п'ятдесят|шістдесят|сімдесят|вісімдесят|дев'яносто)[ ]?)?(?:один|два|две|дві|три"
    r"|четыре|чотири|пять|п'ять|шесть|шість|семь|сім|восемь|вісім|девять|дев'ять|[^\W\d_']{3,12}'?[^\W\d_]{0,6}надцать"
    r"|[^\W\d_']{1,9}'?[^\W\d_]{0,6}надцять|(?<=[ьк])(?=[ ,.]))?"
)
_PART = (
    r"(?:кв|квартира|корп|корпус|к|под|подъезд|під|під'їзд|эт|этаж|поверх|секція|секция|стр|строение|лит|оф|офис|пом|уч"
    r"|участок|flat|apt|kv|pod|uch|haus|zi|unit|phase|sector|sk|no|d|od|m|bajo|ворота|дом|д|буд|будинок)"
)
_HOUSE = (
    r"(?:(?:д|дом|буд|будинок|№|no|уч|участок|bud|uch|kv)\.?:?[ ]?)?(?:[0-9]{1,4}(?:[ ]?[а-яa-z](?![\w]))?"
    r"(?:[-/][0-9]{1,4}[а-яa-z]?|[-/][а-яa-z](?!\w)|[а-яa-z][0-9]{1,2})?)(?![\w:%]|[.,][0-9])"
)
_TAIL = (
    rf"(?:[ ,.]{{1,3}}(?:{_PART}(?:[.:][ ]?|[ ])(?:№[ ]?)?[0-9а-яa-z]{{1,4}}(?!\w)|{_PART}[0-9]{{1,4}}(?!\w)"
    rf"|[0-9]{{1,3}}-?[а-я]{{0,2}}[ ](?:під'?їзд|подъезд|этаж|поверх|эт)(?!\w)|[0-9]{{1,2}}\.?[ ]og(?:[ ]\w{{4,6}})?"
    r"|hinterhaus|[0-9]{1,4}-[0-9]{1,4}(?!\w))){0,6}"
)
_PLACE = re.compile(
    rf"(?<![\w@])(?:(?:(?:снт|snt|дер|деревня|село)\.?[ ][\w'-]{{3,20}}|{_KIND}\.?"
    rf"|{_NAME})[ ,.]{{1,3}}){{1,6}}{_HOUSE}{_TAIL}(?:,[ ](?-i:[A-ZÀ-Ž])[a-zà-ž]{{3,20}})?",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    rf"(?<![\w@])(?:(?:{_KIND}\.?|{_NAME})[ ,.]{{1,3}}){{1,6}}(?:(?:дом|будинок)[ ])?{_NUMBER}"
    rf"(?:[ ,]{{1,2}}{_PART}[ ]{_NUMBER}){{0,4}}(?!\w)",
    re.IGNORECASE,
)
_TOWN = re.compile(
    rf"(?<!\w)(?:с|пос|дер|смт|р\.п|снт|г|м)\.?[ ]{_NAME}(?:[ ]{_NAME})?(?=,?[ ]{HOLE})"
    rf"|(?<![\w@])(?:{_NAME}[ ,.]{{1,2}}){{1,3}}"
    rf"{_HOUSE}(?=,?[ ]{HOLE})",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?<![\w.,:/+№#-])(?:[0-9]{5,6}|[0-9]{3}[ ][0-9]{3})(?=[ ,]{1,2}[^\W\d_]{2})|(?<=[ ,])[0-9]{2}-[0-9]{3}(?=[ ,]|$)"
    r"|(?<=[A-Za-zА-Яа-я][ ])(?:[0-9]{5,6}|(?<=[A-Z]{2}[ ])[0-9]{4})(?=[ .,]{0,3}$)"
)


def place(text: str) -> Range | None:
    """A street and a house with what follows, a town before it included; or the town before an address."""
    if town := _TOWN.search(text[:120]):
        return town.span()
    match = _PLACE.search(text[:160])
    if match is None or counts(text, match.end()) or _says(match[0]) or _is_thing(match[0], text[match.end() :]):
        match = _IN_WORDS.search(text[:160])
        if match is None or _says(match[0]) or not _is_house_in_words(match[0]):
            return None
    return match.start(), match.start() + len(match[0].rstrip(" ,."))


def _is_house_in_words(said: str) -> bool:
    parts = said.lower().split()
    return not SIZES.keys().isdisjoint(parts) and re.search(r"дом|буд|кв|корп|стро", said) is not None


def _is_thing(said: str, after: str) -> bool:
    """`Drawer 3`, `Xorg.0`: one Latin name and a bare number, and nothing more."""
    return not after.startswith(", ") and re.fullmatch(r"[A-Za-z]{2,22}[ ,.]{1,3}[0-9]{1,4}", said) is not None


def _says(said: str) -> bool:
    return not PLACE_TALK.isdisjoint(re.findall(r"[^\W\d_]+", said.lower()))


def postcode_of_place(text: str) -> Range | None:
    """`65125 Одеса, Базарна 102`, `Puławska 231/14 02-715`, `Eltham VIC 3095`"""
    match = _POSTCODE.search(text[:120])
    return match.span() if match and not counts(text, match.end()) else None
