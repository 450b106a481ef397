"""Find the value that goes on with what stood in a message before: a card's date, a holder's name, a code that
corrects another. Knows bubbles, nothing of placeholders.
"""

import re
from collections.abc import Iterator, Sequence

from harvest.redact import reply_values as values
from harvest.redact import reply_words as said_words
from harvest.redact.asked import bare, stems_of
from harvest.redact.findings import Span
from harvest.redact.plain_secrets import could_be_password
from harvest.redact.replies import Heard
from harvest.redact.reply_table import REACH, SECRETS, stems
from harvest.redact.view import HOLE

_GOING_ON = frozenset({"CARD", "PERSON", "ADDRESS", "IBAN", "ACCOUNT", "CODE", "PIN", "BIRTHDATE", "USERNAME"})
_BESIDE_ACCOUNT = re.compile(  # `UA... revolut, на Yaroslav Hnatiuk`, `Sanne Terpstra-Okafor NL...`
    rf"{HOLE}[ ,.\n]{{1,2}}(?:[^\W\d_]{{2,12}}[ ,]{{1,2}}){{0,2}}(?:на|name|for)?[ ]?$|^[ ,.\n]{{1,2}}{HOLE}"
)
_NO_HOLDER = re.compile(r"bank|банк|сбер|sber|privat|приват|revolut|raiff|альфа|тинь", re.IGNORECASE)
_ANOTHER = re.compile(  # what is said when the first code was wrong
    r"(?<!\w)(?:тогда|тоді|togda|то[ ]?есть|тобто|не[ ]то|sorry|ещ[её]|ще|попробуй|спробуй|пробуй|новый|новий|then"
    r"|or|now|just|old"
    r"|чтоли|типа|прав\w{2,5}|changed|ok|нет|ні|no|опять|снова|знов|ну|скор\w{2,4}|швидк\w|хутко|быстр\w{1,3})(?!\w)",
    re.IGNORECASE,
)
_ACCESS = stems(
    "паро пасс пас pass пасв логи логі logi wifi вайф акк аккаунт акаун зайт войт увій вход вхід reset hasło "
    "доступ пуск сброс скид фотки гугл госуслуги"
)
_GIVEN_PASS = re.compile(
    r"\W{0,3}(?:pass|пасс?|pw|pwd|пароль|парол)[ :=-]{1,3}(?P<v>[^\s]{4,24})[ .!)]{0,3}", re.IGNORECASE
)
_FAR = 6  # bubbles after a word of getting in among which a made-up word may come


def made_up_later(bubbles: Sequence[Heard], at: int) -> Iterator[tuple[int, Span]]:
    """`ссылка на сброс пришла?`, ..., `поставил тебе пока 12345Lena`"""
    if stems_of(bubbles[at].text[-200:]).isdisjoint(_ACCESS) and "URL_TOKEN" not in bubbles[at].kinds:
        return
    for next_at in range(at + 1, min(len(bubbles), at + 1 + _FAR)):
        said = bubbles[next_at]
        if said.kinds.isdisjoint(SECRETS) and (span := said_words.last_made_up(said.text)):
            yield next_at, Span(*span, "PASSWORD", 0.5, "made up, after a word of getting in")


def gone_on(bubbles: Sequence[Heard], at: int) -> Iterator[tuple[int, Span]]:
    """After a card its date and code, after a name a date of birth, after an address its postcode."""
    kinds = bubbles[at].kinds
    if kinds.isdisjoint(_GOING_ON):
        return
    if kinds & {"IBAN", "ACCOUNT"} and (holder := _holder(bubbles[at].text)):
        yield at, Span(*holder, "PERSON", 0.55, "beside an account")
    if "CARD" in kinds and HOLE in bubbles[at].text:
        yield from _of_a_card(bubbles[at].text, at, bubbles[at].text.rfind(HOLE) + 1)
    for next_at in range(at + 1, min(len(bubbles), at + 1 + REACH)):
        text = bubbles[next_at].text
        if kinds & {"CODE", "PIN"} and bubbles[next_at].kinds.isdisjoint(SECRETS) and (code := _another(text)):
            yield next_at, Span(*code, "CODE", 0.5, "given again")
            return
        given = _GIVEN_PASS.fullmatch(text) if "USERNAME" in kinds else None
        if given and could_be_password(given["v"]):
            yield next_at, Span(*given.span("v"), "PASSWORD", 0.6, "after a login")
        if "CARD" in kinds and len(text) <= 60:
            yield from _of_a_card(text, next_at)
        other = values.birthday(text) if "BIRTHDATE" in kinds and len(text) <= 60 else None
        if other and values.with_year(text[slice(*other)]):
            yield next_at, Span(*other, "BIRTHDATE", 0.5, "after a birthday")
        if "PERSON" in kinds and (born := values.full_birthday(text)):
            yield next_at, Span(*born, "BIRTHDATE", 0.55, "after a name")
        if "ADDRESS" in kinds and (code := _bare_postcode(text)):
            yield next_at, Span(*code, "POSTCODE", 0.55, "after an address")


def _holder(text: str) -> tuple[int, int] | None:
    name = values.name(text)
    if name is None or _NO_HOLDER.search(text, *name):
        return None
    beside = _BESIDE_ACCOUNT.search(text[: name[0]]) or _BESIDE_ACCOUNT.search(text[name[1] :])
    return name if beside else None


def _another(text: str) -> tuple[int, int] | None:
    """`togda 0531 ya vsegda putayu`, `sorry thats old. C2046Y`"""
    code = values.code(text) if len(text) <= 60 else None
    if code is None or (re.search(r"[0-9]", text[slice(*code)]) and sum(map(str.isdigit, text[slice(*code)])) < 4):
        return None
    return code if bare(text) == code or _ANOTHER.search(text) else None


_BEFORE_DATE = r"[ ,.]{0,3}|.*(?:exp\w{0,6}|до|till?|по|дата|good|тримай|держи|срок|термін|valid)\W{0,3}"


def _of_a_card(text: str, at: int, start: int = 0) -> Iterator[tuple[int, Span]]:
    for found, span in _beside_card(text[start:], at):
        yield found, Span(span.start + start, span.end + start, span.kind, span.sureness, span.rule)


def _beside_card(text: str, at: int) -> Iterator[tuple[int, Span]]:
    date = values.expiry(text)
    if date and re.fullmatch(_BEFORE_DATE, text[: date[0]], re.IGNORECASE):
        yield at, Span(*date, "EXPIRY", 0.55, "after a card")
    if date or re.search(r"сзад|ззад|cv[vc]|цвв|back|front|digits|цифр", text, re.IGNORECASE):
        found = re.search(r"(?<![\w.,:/])[0-9]{3,4}(?=[ .!]{0,3}$)", text[date[1] :] if date else text)
        if found:
            shift = date[1] if date else 0
            yield at, Span(found.start() + shift, found.end() + shift, "CVV", 0.55, "after a card")
        elif (said := values.cvv(text[date[1] :] if date else text)) is not None:
            shift = date[1] if date else 0
            yield at, Span(said[0] + shift, said[1] + shift, "CVV", 0.55, "after a card")


def _bare_postcode(text: str) -> tuple[int, int] | None:
    span = bare(text)
    if span is None or len(text) > 40:
        return None
    match = re.search(r"(?:^|(?<=[ ,]))(?:[0-9]{5,6}|[0-9]{3}[ ][0-9]{2,3}|[0-9]{2}-[0-9]{3})(?=[ ,.]{0,3}$|,)", text)
    return match.span() if match and not re.search(r"[0-9]", text[: match.start()]) else None
