"""What a conversation gives away that no single message does: a secret announced, or asked for, and then sent alone.

Knows bubbles and who sent them, nothing of placeholders. What a rule expects is one row of RULES.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from harvest.redact.checks import digits_of, is_card
from harvest.redact.detector import STEM
from harvest.redact.findings import Span
from harvest.redact.phones import phones
from harvest.redact.spoken_secrets import PLAIN_WORDS, has_cyrillic, looks_secret
from harvest.redact.words import words

WINDOW = 4  # bubbles after an announcement among which the value may come


@dataclass(frozen=True, slots=True)
class Rule:
    """stems: beginnings of words (STEM letters) without one of which there is no cue. cue: what announces or asks.

    fits: whether a bubble, alone, is such a value, given the bubble of the cue."""

    kind: str
    stems: frozenset[str]
    cue: re.Pattern[str]
    fits: Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Said:
    """One bubble: who sent it, its text as detectors see it, and whether a value stood in it already."""

    is_owner: bool
    text: str
    has_secret: bool


def _password(text: str, cue: str) -> bool:
    """One word that looks made up; after `пароль:` or in the other alphabet, any one word."""
    word = text.strip(" \t\n.,;\"'«»`()")
    if re.search(r"\s", word):
        return _login_and_password(word)
    if (
        not 3 <= len(word) <= 64
        or word.lower() in PLAIN_WORDS
        or word.lower() in _SMALL_TALK
        or word.startswith(("http", "@"))
    ):
        return False
    if looks_secret(word):
        return True
    if not re.fullmatch(r"[\w.!@#$%^&*?+-]{4,64}", word) or re.fullmatch(r"[0-9:.,/-]{1,9}", word):
        return False
    announces = cue.rstrip().endswith((":", "-", "=", "такой", "такий", "is", "это", "ось", "вот", "👇"))
    return word.isalpha() and (announces or (has_cyrillic(cue) and word.isascii()))


def _login_and_password(text: str) -> bool:
    parts = re.split(r"[ \n]*[/\n:][ \n]*|[ ]", text)
    return (
        len(parts) == 2
        and all(re.fullmatch(r"[\w.!@#$%^&*?+-]{3,40}", part) for part in parts)
        and looks_secret(parts[1])
    )


def _digits(low: int, high: int) -> Callable[[str, str], bool]:
    def fits(text: str, cue: str) -> bool:
        bare = text.strip(" \t\n.,!()")
        count = sum(char.isdigit() for char in bare)
        return (
            low <= count <= high
            and re.fullmatch(r"[0-9#*\- \n./]{2,40}|[0-9]{1,4}[A-Za-zА-Яа-я#*][0-9]{1,6}", bare) is not None
            and not _TIME.fullmatch(bare)
        )

    return fits


def _place(text: str, cue: str) -> bool:
    """`Ленина 15`, `садовая 5 кв 3`"""
    return re.fullmatch(
        r"(?:на )?(?:[^\W\d_]{3,25}[ ,.]{1,3}){1,4}[0-9]{1,4}[\w/ ,.-]{0,40}", text.strip()
    ) is not None and not re.search(
        r"[0-9][ ]?(?:мин|час|год|лет|руб|грн|хв|min|hour|pm|am|дн|раз|эт|км)|[0-9]:[0-9]", text
    )


def _handle(text: str, cue: str) -> bool:
    word = text.strip(" .,")
    return re.fullmatch(r"@?[A-Za-z][A-Za-z0-9_.]{3,31}", word) is not None and (
        bool(re.search(r"[0-9_.]", word)) or (word.lower() not in PLAIN_WORDS | _SMALL_TALK and has_cyrillic(cue))
    )


_TIME = re.compile(
    r"[0-2]?[0-9][:.][0-5][0-9](?:[ ]?-[ ]?[0-2]?[0-9][:.][0-5][0-9])?|[0-9]{1,2}[./][0-9]{1,2}(?:[./][0-9]{2,4})?"
)
_SMALL_TALK = words(
    """
    okay yeah sure thanks wait done sent nope maybe later same hmmm haha lmao what which there sorry cool nice
    great good fine minute второй другой спасибо понял поняла ясно ладно хорошо сейчас секунду минуту погоди
    подожди отправил отправила скинул скинула нету никак который какой дякую зрозумів добре зараз хвилинку чекай
    надіслав котрий який cant dont wont nothing didnt gave forget forgot remember hello привет привіт помню
    забыл забыла ищу смотрю пришло пришел готово вводи подошло
    супер класс круто блин чёрт капец бывает можно нельзя почему зачем accepted works worked perfect awesome
    """
)
_ASK = (
    r"(?:как(?:ой|ие|ая)|який|яка|скинь|скин|кинь|дай|пришли|надішли|напиши|скажи|подскажи|підкажи"
    r"|кажи|диктуй|send|give|what's|whats|what[ ]is|tell|share|need|нужен|треба|потрібен|повтори"
    r"|напомни|нагадай|сбрось|киньте|скиньте|пришлите|вышли|вот|ось|держи|лови|тримай|here|here's"
    r"|мой|мій|my|запиши|записывай|the)"
)
_PASS = r"(?:парол\w{0,3}|пасс?(?:ворд\w?)?|pass?word|pwd|passcode|wi-?fi[ ]key|креды|доступы|creds)"
_CODE = (
    r"(?:код(?:ом|а|у|ик)?(?![ ](?:ошиб|город|товар|на[ ]питон))|code|otp|смс(?:ка|ку)?|цифры"
    r"|пин(?:-?код)?|пін(?:-?код)?|pin(?:[ ]code)?|домофон|cvv|cvc|цвв)"
)


def _cue(noun: str) -> re.Pattern[str]:
    """The noun asked for or announced, near the end of its bubble: what follows is another bubble's business."""
    return re.compile(
        rf"(?<!\w){_ASK}(?!\w)[^\n?!]{{0,40}}(?<!\w){noun}(?!\w)"
        rf"|(?<!\w){noun}(?!\w)[^\n.!]{{0,45}}(?:[:=?\-]|👇|->)\s{{0,3}}$|^\W{{0,3}}{noun}\W{{0,5}}$"
        rf"|(?<!\w){noun}(?!\w)[^\n.!?]{{0,30}}$",
        re.IGNORECASE,
    )


RULES = (
    Rule("PASSWORD", words("паро пасс pass pwd wi wifi wi-f key кред дост cred"), _cue(_PASS), _password),
    Rule(
        "CODE",
        words("код кодо кода коду коди code otp смс смск цифр пин пинк пін пінк pin домо cvv cvc цвв коді"),
        _cue(_CODE),
        _digits(3, 8),
    ),
    Rule(
        "CARD",
        words("карт card номе рекв"),
        _cue(r"(?:карт[аыуе]|картк[аиу]|card|номер[ ]карты|реквизиты|реквізити)"),
        _digits(8, 19),
    ),
    Rule(
        "PHONE",
        words("номе теле тел phon numb моби мобі"),
        _cue(
            r"(?:номер(?:ок|очек)?(?:[ ]телефона)?|телефон\w{0,2}|тел|phone(?:[ ]number)?|number|мобильный|мобільний)"
        ),
        _digits(5, 13),
    ),
    Rule(
        "PASSPORT",
        words("пасп сери pass инн снил іпн ипн рнок ssn iban єдрп поли"),
        _cue(
            r"(?:паспорт\w{0,3}|серия(?:[ ]и[ ]номер)?|passport(?:[ ]number)?|инн|снилс|іпн|ипн|рнокпп"
            r"|ssn|iban|єдрпоу|полис\w?)"
        ),
        _digits(6, 20),
    ),
    Rule(
        "ADDRESS",
        words("адре addr где де куда куди"),
        _cue(r"(?:адрес\w{0,2}|address|где[ ]ты[ ]живешь|де[ ]ти[ ]живеш|куда[ ](?:ехать|приезжать)|куди[ ]їхати)"),
        _place,
    ),
    Rule(
        "USERNAME",
        words("ник никн нік user инст inst логи логі logi юзер теле"),
        _cue(r"(?:ник(?:нейм)?|нік|username|инст[аеу]|insta|логин|логін|login|юзернейм|телег[ау])"),
        _handle,
    ),
)
_STEMS = frozenset[str]().union(*(rule.stems for rule in RULES))
_WORD = re.compile(r"[^\W_]+")
_MEANING = re.compile(
    rf"^\W{{0,3}}(?:(?:это|вот|ось|це|то|this|that|it|is|it's|that's|мой|новый|новий|мій|the|my|от|и|а"
    rf"|то[ ]был)[ ]){{1,4}}(?:{_PASS}|(?P<code>{_CODE}))(?!\w)",
    re.IGNORECASE,
)


def told_apart(bubbles: Sequence[Said]) -> Iterator[tuple[int, Span]]:
    """(which bubble, what of it has to go) for values whose announcement stands in another bubble."""
    taken: set[int] = set()
    for at, span in _in_pieces(bubbles):
        taken.add(at)
        yield at, span
    for at, said in enumerate(bubbles):
        stems = {word[:STEM] for word in _WORD.findall(said.text[-200:].lower())}
        if _STEMS.isdisjoint(stems):
            continue
        for rule in RULES:
            if not said.has_secret and not rule.stems.isdisjoint(stems) and rule.cue.search(said.text[-200:]):
                found = _next_fit(bubbles, at, rule)
                if found is not None and found not in taken:
                    taken.add(found)
                    yield found, _whole(bubbles[found].text, rule.kind)
        if at and at - 1 not in taken and (meaning := _MEANING.search(said.text)):
            kind, fits = ("CODE", _digits(3, 8)) if meaning["code"] else ("PASSWORD", _password)
            if (
                not bubbles[at - 1].has_secret
                and fits(bubbles[at - 1].text, "пароль:")
                and _made_up(bubbles[at - 1].text)
            ):
                taken.add(at - 1)
                yield at - 1, _whole(bubbles[at - 1].text, kind)


_PIECE = re.compile(r"\s{0,3}[+(]{0,2}[0-9][0-9 ()\-]{1,18}\s{0,3}")
PIECES = 4  # bubbles that one number may be typed in


def _in_pieces(bubbles: Sequence[Said]) -> Iterator[tuple[int, Span]]:
    """A card or a phone in bubbles of bare digits, one after another: together they pass Luhn or a numbering plan."""
    start = 0
    while start < len(bubbles) - 1:
        end = start
        while end < min(len(bubbles), start + PIECES) and _is_piece(bubbles[end], bubbles[start]):
            end += 1
        for last in range(end, start + 1, -1):
            if kind := _together([said.text.strip() for said in bubbles[start:last]]):
                yield from ((at, _whole(bubbles[at].text, kind)) for at in range(start, last))
                start = last - 1
                break
        start += 1


def _is_piece(said: Said, first: Said) -> bool:
    return said.is_owner == first.is_owner and not said.has_secret and _PIECE.fullmatch(said.text) is not None


def _together(pieces: Sequence[str]) -> str:
    """The kind of what the pieces make, empty if they make nothing."""
    digits = digits_of("".join(pieces))
    if len(digits) == 16 and all(len(digits_of(piece)) % 4 == 0 for piece in pieces) and is_card(digits):
        return "CARD"
    joined = " ".join(pieces)
    mobile = re.fullmatch(r"[78]9[0-9]{9}|380[0-9]{9}|0[3-9][0-9]{8}", digits) is not None
    return "PHONE" if mobile and any(end - start == len(joined) for start, end in phones(joined)) else ""


def _made_up(text: str) -> bool:
    return looks_secret(text.strip()) or re.search(r"[0-9]{4}", text) is not None


def _next_fit(bubbles: Sequence[Said], at: int, rule: Rule) -> int | None:
    for next_at in range(at + 1, min(len(bubbles), at + 1 + WINDOW)):
        said = bubbles[next_at]
        if said.has_secret:
            return None
        if rule.fits(said.text, bubbles[at].text):
            return next_at
    return None


def _whole(text: str, kind: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span(start, len(text.rstrip()), kind, 0.75, "sent alone")
