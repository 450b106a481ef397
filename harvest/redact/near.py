"""Find a value that a word nearby speaks of: `сейф в шкафу, комбинация 7-14-28`, `case 2024-CV-1184 is closed`.

Knows what makes a number an amount, an hour or a year, and so nobody's secret.
"""

import re
from collections.abc import Callable, Iterator

from harvest.redact.detector import Find, compiled
from harvest.redact.view import HOLE

FAR = 40  # characters between the word and the value
LONGEST = 60  # characters of a value
SENTENCE_END = re.compile(r"[.!?][ ]|\n\n")
_UNIT = re.compile(
    r"[ ]?(?:%|₽|\$|€|£|₴|°|р\.|г\.)|-?(?:й|я|е|го|му|ого|th|st|nd|rd|s|x|k|m|к|м|р|г|л|h)(?![\w])|[ ]?(?:руб\w{0,5}"
    r"|грн|гривен\w?|гривн\w{1,2}|долл\w{0,5}|бакс\w{0,3}|евро|євро"
    r"|usd|eur|gbp|bucks|dollars?|pounds?|euros?|quid|cents?|коп\w{0,4}|тыс\w{0,4}|тис\w{0,3}|тыщ\w?|млн|млрд"
    r"|шт\w{0,3}|раз(?:а|ів|и)?|times?|мин\w{0,3}|хв\w{0,5}|сек\w{0,4}|min\w{0,4}|sec\w{0,4}|час\w{0,3}"
    r"|годин\w?"
    r"|hours?|hrs?|am|pm|дн\w{0,3}|день|days?|недел\w{1,2}|тиж\w{0,4}|weeks?|мес\w{0,4}|міс\w{0,4}|months?"
    r"|лет|год[ауі]?|рок\w{0,3}|рік|years?|yrs?|yo|км|метр\w{0,3}|см|мм|km|miles?|mi|cm|mm|ft|feet|foot|inch\w{0,2}"
    r"|кг|гр|грам\w{0,3}|мл|литр\w{0,2}|літр\w{0,2}|kg|lbs?|oz|ml|litres?|liters?|ккал|kcal|калор\w{1,3}|cal\w{0,6}"
    r"|чел\w{0,5}|человек|люд\w{1,4}|осіб|people|guys|kids|persons?|гостей|guests|стр\w{0,5}|стор\w{0,4}|pages?"
    r"|балл\w{0,2}|бал\w{0,2}|points?|pts|очк\w{1,3}|градус\w{0,2}|degrees?|гб|мб|тб|gb|mb|tb|mbps|мбит\w?|fps|hz|ггц"
    r"|ghz"
    r"|вт|ватт?|квт|watts?|mah|мач|символ\w{0,4}|знак\w{0,2}|char\w{0,6}|строк\w?|рядк\w{1,2}|lines?|букв\w?|слов\w?"
    r"|words?"
    r"|этаж\w{0,3}|поверх\w{0,2}|floors?|кв\.?[ ]?м|комнат\w?|кімнат\w?|rooms?|процент\w{0,2}|percent|место|места"
    r"|міс[цт]\w{1,2}"
    r"|подписчик\w{0,2}|просмотр\w{0,2}|лайк\w{0,2}|views|followers|likes|шаг\w{0,2}|крок\w{0,2}|steps|серии|серий"
    r"|серія"
    r"|модел[ьи]|года?|century|век\w?|столітт\w|м(?=[ ]|$)|г(?=[ ]|$))(?![\w])",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:[$€£₽₴~≈><]|(?<!\w)(?:за|до|от|від|около|біля|примерно|приблизно|почти|майже|больше|більше|меньше|менше|свыше"
    r"|понад|минимум|максимум|всего|всього|скидк\w|знижк\w|стоит|коштує|цен[аыу]|цін[аиу]|сумм\w|сум[аиу]|по|плюс|минус"
    r"|for|to|about|around|over|under|than|only|almost|nearly|up[ ]to|costs?|price|paid|since|until|by|минус|year|in"
    r"|на|в|у|с|з|со|из|із|of))[ ]{0,2}$",
    re.IGNORECASE,
)
_ONE_MORE = re.compile(
    r"[ ,;]{1,3}(?:(?:и|та|й|and|or|или|або|yours|mine|his|hers|мой|твой|мій|твій|второй|другий|вторая|second|потом"
    r"|then|not|а)[ :]{1,2}){0,3}(?:savings[ ])?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_TIME = re.compile(r"[0-2]?[0-9][:.][0-5][0-9]|[0-9]{1,2}[-][0-9]{1,2}")
_DATE = re.compile(
    r"[0-3]?[0-9][./\-][01]?[0-9](?:[./\-](?:[0-9]{2}){1,2})?|(?:19|20)[0-9]{2}[./\-][0-9]{1,2}(?:[./\-][0-9]{1,2})?"
    r"|(?:19|20)[0-9]{2}[/\-](?:19|20)?[0-9]{2}"
)
_ROUND = re.compile(r"[1-9][0-9]{0,3}00|[1-9][0-9]{0,2}(?:[ .,][0-9]{3})+")
_ENDS = re.compile(
    r"[\"'»”)\]]{0,2}(?:\s{0,3}$|[ ]{0,2}[.,!?;)\n😀-🙏👇]|\s{1,3}[^\w\s]|[ ]{1,2}(?:и|й|и|і|та|а|но|але|or|и|but|and"
    r"|then|потом|потім"
    r"|или|або|если|якщо|if|when|when|для|for|это|це|ок|ok|только|тільки|вроде|кажется|здається|lol|ahaha|не|not|dont"
    r"|don't|on|at"
    r"|пж|плиз|pls|please|спс|вводи|введи|вводь|от|від|to|я|ты|ти|там|тут|там|и|так|же|никому|нікому|чтоб\w?|щоб|so"
    r"|cuz|because|потому|бо|быстро|быстрее|швидко|швидше|скорее)(?!\w))"
)


def is_amount(text: str, start: int, end: int, *, led: bool = True) -> bool:
    """Whether the words around a number say that it counts, costs or dates something. led: also the word before it."""
    value = text[start:end]
    if not value.isdigit():
        return bool(_TIME.fullmatch(value) or _DATE.fullmatch(value)) or _UNIT.match(text, end, end + 14) is not None
    return bool(
        _UNIT.match(text, end, end + 14)
        or _YEAR.fullmatch(value)
        or (led and len(value) < 7 and _AMOUNT.search(text[max(0, start - 14) : start]))
    )


def counts(text: str, end: int) -> bool:
    """Whether a unit follows: `2011 рік`, `340 р.`"""
    return _UNIT.match(text, end, end + 14) is not None


def is_sum(value: str) -> bool:
    """`1500`, `12 000`, but not `405 663`, which may be a code."""
    return value.endswith("00") and is_round(value)


def is_round(value: str) -> bool:
    """`1500`, `12 000`: a sum."""
    return _ROUND.fullmatch(value) is not None


_PUBLIC = re.compile(r"KB[0-9]{6,7}|0x[0-9A-Fa-f]{4,8}|[PBCU]0[0-9]{3}", re.IGNORECASE)  # an update, an error, a fault
_BANK = re.compile("04[0-9]{7}")  # a Russian bank's code; elsewhere it may be somebody's number
_OF_BANKS = frozenset({"ACCOUNT", "CARD"})


def is_public(kind: str, value: str) -> bool:
    """Whether what would answer as that kind is a number that everybody has."""
    return _PUBLIC.fullmatch(value) is not None or (kind in _OF_BANKS and _BANK.fullmatch(value) is not None)


def ends_clause(text: str, end: int) -> bool:
    """Whether a value that ends here is the last word of what is being said."""
    return _ENDS.match(text, end, end + 14) is not None


def near(
    cue: str,
    value: str,
    *,
    ahead: int = FAR,
    behind: int = 0,
    also: str = "",
    valid: Callable[[str, int, int], bool] = lambda text, start, end: not is_amount(text, start, end),
    case: bool = False,
    crossing: bool = False,
) -> Find:
    """The first value within `ahead` characters after a cue, else the last one within `behind` before it.

    cue, value, also: verbose patterns; `also` is a second word that has to stand within 60 characters of the cue.
    valid: the last word, on the whole text and the value's range. case: whether the value's capitals
    matter. crossing: whether a sentence may end between them.
    """
    cues = compiled(rf"(?<![^\W_])(?:{cue})(?![^\W_])")
    values = compiled(rf"(?<![\w.,:/$€£₽₴+@\\-])(?:{value})(?![\w%@]|[.,:/\-][0-9])", case=case)
    others = compiled(rf"(?<![^\W_])(?:{also})(?![^\W_])") if also else None

    def find(text: str) -> Iterator[tuple[int, int]]:
        given: set[tuple[int, int]] = set()
        for word in cues.finditer(text) if values.search(text) else ():
            if others and not others.search(text, max(0, word.start() - 60), word.end() + 60):
                continue
            found = _after(text, word.end()) or (_before(text, word.start()) if behind else None)
            while found and found not in given:
                given.add(found)
                yield found
                found = _joined(text, found[1])

    def _after(text: str, at: int) -> tuple[int, int] | None:
        for match in values.finditer(text, at, at + ahead + LONGEST):
            if (
                match.start() > at + ahead
                or HOLE in text[at : match.start()]
                or "==" in text[at : match.start()]
                or (not crossing and SENTENCE_END.search(text, at, match.start()))
            ):
                return None
            if valid(text, *match.span()):
                return match.span()
        return None

    def _joined(text: str, at: int) -> tuple[int, int] | None:
        """`mine 2300-4324-FE, yours 3062-3694-FE`: one value and one more."""
        match = _ONE_MORE.match(text, at, at + 30)
        more = values.match(text, match.end()) if match else None
        if more is None or not valid(text, *more.span()) or (more[0].isdigit() and len(match[0] if match else "") < 4):
            return None
        return more.span()

    def _before(text: str, at: int) -> tuple[int, int] | None:
        last = None
        for match in values.finditer(text, max(0, at - behind), at):
            if not SENTENCE_END.search(text, match.end(), at) and valid(text, *match.span()):
                last = match.span()
        return last

    return find
