"""Find a code that a sentence speaks of: `код из смс 482913`, `дверь внизу на коде 12к3456`, `482913 вводи, код
живёт минуту`.

Knows what stands beside numbers that are no codes: units, years, errors, lines of a program.
"""

import re
from collections.abc import Iterator

AHEAD = 60  # characters after the cue in which the code begins
BEHIND = 50
_CUE = re.compile(
    r"(?<![\w-])(?:код(?:ом|а|у|е|и|і|ик)?|шифр(?:ом)?|code|otp|passcode)(?![\w-])"
    r"(?![ ](?:ошиб|помил|город|міст|товар|стран|країн|регион|валют|оператор|скидк|знижк|ревью|рев'ю"
    r"|review|freeze|base|style|is[ ]bad|of|"
    r"на[ ](?:питон|гит|python|java|скидк)|на[ ][0-9]|coverage|open))",
    re.IGNORECASE,
)
_NO_CUE = re.compile(
    r"(?:error|zip|area|exit|status|postal|post|country|promo|source|qr|bar|dress|discount|coupon|http"
    r"|swift|sort|cheat|open|промо|дресс|штрих|исходн\w{2,3}|весь|этот)[ -]$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.,:/$€£₽+\-])(?:[A-Z]-[0-9]{4,8}|[0-9]{3}[ \-][0-9]{3}|[0-9]{1,6}[кКвВkK#*][0-9]{0,6}[#*]?|[0-9]{4,8}"
    r"|[0-9]{2}-[0-9]{2}-[0-9]{2}|[*#][0-9*#]{2,10})(?![\w#*]|[.,:/%\-][0-9]|%)"
)
_UNIT = re.compile(
    r"[ ]?(?:руб|грн|₽|\$|€|шт|раз(?!\w)|строк|рядк|lines|usd|баллов|балів|points|просмотр|человек"
    r"|людей|people|год(?:а|у)?(?!\w)|г\.|рок|лет|"
    r"мин|хв|min|час|hour|сек|км|гб|мб|gb|mb|символ|знак|char|байт|тыс|тис|процент|градус)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:pr|issue|порт|port|строк\w|line|задач\w|тикет\w?|commit|коммит\w?|№|стоит|за|до|к"
    r"|year|in|with|версия)[ :#]{1,2}$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def codes(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of codes that are spoken of nearby: the first number after the cue, else one that opens the sentence."""
    for cue in _CUE.finditer(text):
        if _NO_CUE.search(text[max(0, cue.start() - 14) : cue.start()]):
            continue
        after = _NUMBER.search(text, cue.end(), cue.end() + AHEAD)
        if (
            after
            and _is_code(text, after, near=after.start() - cue.end() < 4)
            and _quiet(text[cue.end() : after.start()])
        ):
            yield after.span()
        elif before := _opening(text, cue.start()):
            yield before


def _is_code(text: str, number: re.Match[str], *, near: bool) -> bool:
    if _UNIT.match(text, number.end(), number.end() + 10) or (_YEAR.fullmatch(number[0]) and not near):
        return False
    return near or not _REFERENCE.search(text[max(0, number.start() - 10) : number.start()])


def _quiet(between: str) -> bool:
    """No other number and no new line of thought between the cue and the code."""
    return not re.search(r"[0-9]|\n\n|==", between)


def _opening(text: str, cue_start: int) -> tuple[int, int] | None:
    """A number that the sentence begins with, the cue following."""
    start = max(0, cue_start - BEHIND)
    for number in _NUMBER.finditer(text, start, cue_start):
        before = text[max(0, number.start() - 24) : number.start()]
        opens = re.fullmatch(r"(?:.*[^\w\s,'\"-]\s*|.*\n\s*)?(?:[^\W\d_]{1,9}[,!]?\s)?", before, re.DOTALL) is not None
        if opens and _is_code(text, number, near=False) and _quiet(text[number.end() : cue_start]):
            return number.span()
    return None
