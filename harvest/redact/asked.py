"""The table of what is asked for or announced in one message and sent alone in another: one row a kind of value.

`cue` is what announces or asks, `fits` whether a message, alone, is such a value. Small words around the value
(`да, вот`, `its`, `вроде`) are no part of it. Knows nothing of who speaks.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from harvest.redact.detector import STEM
from harvest.redact.made_up import CALLED, is_network
from harvest.redact.near import counts, is_amount, is_sum
from harvest.redact.plain_secrets import could_be_password
from harvest.redact.spoken_secrets import PLAIN_WORDS, looks_secret
from harvest.redact.words import words

Range = tuple[int, int]
Fits = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """stems: beginnings of words (STEM letters) without one of which there is no cue. cue: what announces or asks.

    fits: whether what is left of a message without small words is such a value, given the message of the cue.
    inside: what such a value looks like in a sentence that answers, None where too much else does."""

    kind: str
    stems: frozenset[str]
    cue: re.Pattern[str]
    fits: Fits
    inside: re.Pattern[str] | None = None


_LEADING = re.compile(
    r"\s{0,3}(?:(?:да|ага|угу|вот|держи|лови|так|ось|на|это|пиши|ну|ок|окей|сек|ща|щас|и|а|мой|моя|моё|наш|там|вроде"
    r"|кажется|значит|записывай|запиши|ой|мене|меня|у[ ]меня|у[ ]мене|короче|новый|такой"
    r"|тогда|тримай|лови|мій|моя|наче|здається|записуй|цей|це|yes|yeah|yep|yea|sure|ok|okay|its|it's|it[ ]is|is|the"
    r"|my|here|here's|heres|ахах\w{0,6}|хаха\w{0,6}|лол|lol|haha|ну[ ]то|so|um|uh|well|try|hm+|oh|номер|код|пароль"
    r"|пинкод|code"
    r"|password|number|full|в|у|on|at|по)[ ,:.—\-=]{1,3}){1,4}",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[ ,.(]{1,3}(?:вроде|кажется|если[ ]что|спс|пж|это|как[ ]то[ ]так|наверно\w?|точно|да|вот"
    r"|если[ ]не[ ]ошибаюсь|если[ ]не[ ]поменяли|здається|наче|ніби|точно|якщо[ ]що"
    r"|i[ ]think|lol|haha|all[ ]lowercase|lowercase|all[ ]caps|no[ ]spaces|маленькими|с[ ](?:большой|маленькой)"
    r"|капсом|з[ ](?:великої|маленької)|babe|bro|mate|please|ok|и[ ]всё|ахах\w{0,6}|хах\w{0,4}"
    r"|if[ ]i[ ]remember)){0,2}"
    r"[\s.,!?;:)(\"'»…😀-🙏👌👍👇❤️🤔😅]{0,8}$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_OPEN = "\"'«“`( \t\n"


_NOT_ASKED = re.compile(  # a price, an hour or a count is asked for
    r"(?<!\w)(?:сколько|скільки|почем|почём|скока|цена|ціна|стоит|стоят|коштує|how[ ](?:much|many|long|old)|когда"
    r"|коли|when|во[ ]сколько|о[ ]котрій|what[ ]time|price|какого[ ]числа)(?!\w)",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)  # a bubble is asked for them more than once in a row
def stems_of(text: str) -> frozenset[str]:
    """Beginnings of a text's words, as `stems` of rules are written."""
    return frozenset(word[:STEM] for word in _WORD.findall(text.lower()))


def asks_an_amount(cue: str) -> bool:
    """`когда заказ?`, `how much is the ticket`"""
    return _NOT_ASKED.search(cue) is not None


def bare(text: str) -> Range | None:
    """What a message says beside small words, None if it is too long to be one value."""
    if len(text) > 120:
        return None
    lead = _LEADING.match(text)
    start = lead.end() if lead else 0
    trail = _TRAILING.search(text, start)
    end = trail.start() if trail else len(text)
    while start < end and text[start] in _OPEN:
        start += 1
    return (start, end) if start < end else None


def inside(rule: Rule, text: str) -> Range | None:
    """The first value in an answering sentence that is no amount, hour or date."""
    if rule.inside is None or len(text) > 160:
        return None
    for match in rule.inside.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        if rule.kind == "PASSWORD" and (
            CALLED.search(text[max(0, start - 16) : start])
            or is_network(text[start:end])
            or not (looks_secret(text[start:end]) or match.lastgroup in ("x", "w"))
        ):
            continue
        if rule.kind == "ADDRESS" and not LANDMARKS.isdisjoint(text[max(0, start - 12) : end].lower().split()):
            continue
        if rule.kind in COUNTED and (counts(text, end) or METERED.search(text[max(0, start - 16) : start])):
            return None
        if rule.kind in COUNTED and is_sum(text[start:end]) and end - start < len(text.strip(" .!()")):
            continue
        if rule.kind in DATED or not is_amount(text, start, end, led=False):
            return start, end
    return None


COUNTED = frozenset({"CODE", "PIN", "CVV"})
METERED = re.compile(  # what else has digits beside it: meters, rows, sums
    r"(?<!\w)(?:хвс|гвс|поштомат|постамат|paczkomat|packstation|відділення|отделение|показани\w|показник\w?|итого|разом|всего|сумма|сума|total|ряд|по"
    r"|звони|набери|mtu|снял\w?|зняв|зняла|комісія|комиссия"
    r"|предоплата|свет"
    r"|світло|elo|эло|лимит|ліміт)[ :]{1,2}(?:за[ ]\w{3,9}[ ])?$",
    re.IGNORECASE,
)


def _value(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,:/$€£₽₴@\-])(?P<v>{pattern})(?![\w%@]|[.,:/\-][0-9])", re.VERBOSE | re.IGNORECASE)


def password(text: str, cue: str) -> bool:
    """One word that looks made up; asked for or after `пароль:`, any one word that is no talk."""
    if re.search(r"\s", text):
        return _login_and_password(text) or (
            _PHRASE.search(cue) is not None
            and re.fullmatch(r"[a-zа-яіїє]{2,12}(?: [a-zа-яіїє]{2,12}){2,7}", text, re.IGNORECASE) is not None
        )
    if (
        not 3 <= len(text) <= 64
        or text.lower() in PLAIN_WORDS
        or text.lower() in SMALL_TALK
        or text.startswith(("http", "@", "!", "/"))
        or is_network(text)
        or _SAID_OF_ME.fullmatch(text)
        or re.search(r"(.)\1\1\1", text)
    ):
        return False
    if looks_secret(text):
        return True
    if not re.fullmatch(r"[\w.!@#$%^&*?+-]{4,64}", text) or re.fullmatch(r"[0-9:.,/-]{1,9}", text):
        return False
    return _PASSWORD_WORD.search(cue) is not None and could_be_password(text.strip("!?.*"))


_SAID_OF_ME = re.compile(r"[а-яіїє]{2,}(?:шу|жу|чу|щу|лю|рю|ню)|classic|cmon|c'mon", re.IGNORECASE)
_PHRASE = re.compile(
    r"(?:сид|парольн\w{2,3}|кодов\w{2,3}|секретн\w{2,3})[ -]?фраз|фраз[аыу][ ](?:от|для|к)|(?:pass|seed|secret"
    r"|recovery)[ -]?phrase",
    re.IGNORECASE,
)
_PASSWORD_WORD = re.compile(
    r"парол|кодов|passw|passcode|(?<!\w)(?:pwd|pw|psw)(?!\w)|(?:wi-?fi|вай[ -]?фа\w)[ ](?:pass|key|ключ|пасс?)|login"
    r"|creds"
    r"|креды|доступ",
    re.IGNORECASE,
)


_ASKED = re.compile(
    r"\?|(?<!\w)(?:скажи|скинь|скин|дай|кинь|киньте|скиньте|скажите|напиши|напомни|какой|який|what|what's|whats|send"
    r"|tell|give|remind|share|подскажи|підкажи|нагадай|скажіть|надішли|пришли|повтори"
    r"|сбрось|диктуй|забыл\w?|забув|забула|forgot)(?!\w)",
    re.IGNORECASE,
)


_TALKED_ABOUT = re.compile(
    r"(?<!\w)(?:a|no|any|without|set|same|user|root|sudo|without[ ]a|local|без|никакого|любой)[ ](?:passw\w{2,4}"
    r"|парол\w{1,2}|user\w{0,4}|login)",
    re.IGNORECASE,
)


def is_talk(cue: str) -> bool:
    """`it asks for a password`: nobody is asked to give one."""
    return "?" not in cue and _TALKED_ABOUT.search(cue) is not None


def is_asked(cue: str) -> bool:
    """Whether the other side is to answer; else the same side goes on."""
    return _ASKED.search(cue) is not None


def made_up(text: str, cue: str) -> bool:
    if is_network(text) or CALLED.match(text):
        return False
    if re.fullmatch(r"[^\W\d_]{2,12}(?:[-_][^\W\d_]{2,12}){1,5}", text):  # `pigeons-are-spies`
        return True
    return (
        not re.search(r"\s", text) and looks_secret(text) and re.search(r"[^\W\d_]", text) is not None and len(text) > 5
    )


def _login_and_password(text: str) -> bool:
    parts = re.split(r"[ \n]*[/\n:][ \n]*|[ ]", text)
    return (
        len(parts) == 2
        and all(re.fullmatch(r"[\w.!@#$%^&*?+-]{3,40}", part) for part in parts)
        and looks_secret(parts[1])
    )


def _digits(low: int, high: int) -> Fits:
    def fits(text: str, cue: str) -> bool:
        count = sum(char.isdigit() for char in text)
        return (
            low <= count <= high
            and re.fullmatch(r"[+(]{0,2}[0-9#*()\- \n./]{2,40}|[0-9]{1,4}[A-Za-zА-Яа-я#*][0-9]{1,6}", text) is not None
            and not _TIME.fullmatch(text)
            and not re.fullmatch(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}", text)
        )

    return fits


def _shape(pattern: str, *, case: bool = False) -> Fits:
    compiled = re.compile(pattern, 0 if case else re.IGNORECASE)
    return lambda text, cue: compiled.fullmatch(text) is not None


def _place(text: str, cue: str) -> bool:
    """`Ленина 15`, `садовая 5 кв 3`, `42 Maple`"""
    return (
        (_is_street(text) or _ENGLISH_STREET.fullmatch(text) is not None)
        and not _NO_PLACE.search(text)
        and PLACE_TALK.isdisjoint(re.findall(r"[^\W\d_]+", text.lower()))
    )


LANDMARKS = words(  # what has a number, or is near one, and is nobody's home
    """
    відділення отделение поштомат постамат біля возле около рядом поруч near черга очередь заправка заправке заправці
    вокзал вокзале вокзалі фонтан фонтана фонтане фонтані выход выхода вихід виходу вход вхід школы школи станции
    """
)
_PART_OF_ADDRESS = re.compile(  # behind the first number, where the street is written small
    r"[\W\d]*(?:(?:кв|квартира|корп|корпус|к|под|подъезд|під|під'їзд|эт|этаж|поверх|стр|лит|оф|офис|дом|д|буд|flat|apt|kv"
    r"|pod|[а-яa-z]|первый|второй|третий|перший|другий|третій)(?!\w)[\W\d]*){0,6}",
    re.IGNORECASE,
)


def _is_street(text: str) -> bool:
    """Written small it is one or two words and a house; more words, or other words behind it, are talk."""
    if _STREET.fullmatch(text) is None:
        return False
    number = re.search("[0-9]+", text)
    before, after = (text[: number.start()], text[number.end() :]) if number else (text, "")
    said = re.findall(r"[^\W\d_][\w'’-]*", before)
    if any(word[0].isupper() for word in said[1:]) or (said[0][0].isupper() and len(said) < 3):
        return True
    return len(said) < 3 and _PART_OF_ADDRESS.fullmatch(after) is not None


PLACE_TALK = LANDMARKS | words(
    """
    буду будем буде жду чекати чекаю добавил добавила добавив теперь тепер лови отправляй надсилай вошёл вошел побачив
    побачила увидел пинг пінг палки комнату кімнату хвилин минут confs conf starts ends yeah хорошо добре відділення
    отделение поштомат постамат подтв confirmations nice шел привет привіт мама да нет ні до после після в о на
    at via by gas gwei sent за что шо чего пішло пришло прийшло ушло кинув кинула скинув скинула кинул скинул отправила
    отправил відправила відправив та нічо ничего нічого after before вижу бачу смотри дивись
    """
)
_STREET = re.compile(r"(?:на )?(?:[^\W\d_]{1,25}[ ,.]{1,3}){1,5}[0-9]{1,4}(?!st|nd|rd|th)[\w/ ,.-]{0,50}")
_ENGLISH_STREET = re.compile(
    r"[0-9]{1,5}[a-z]?(?: [A-Za-z'.]{2,18}){1,4}(?:,? [A-Za-z#]{0,9} ?[0-9]{0,5}[A-Za-z]?){0,3}"
)
_NO_PLACE = re.compile(
    r"[0-9][ ]?(?:мин|мін|час|год|лет|руб|грн|хв|min|hour|hr|pm|am|дн|раз|эт|км|km|mile|blocks?|people|years?|bucks"
    r"|more|of|times|weeks?|days?|шт|тыс|%|sats?|метр|дюйм|inch|feet|градус|degrees?|литр|літр|балл|балів|points?"
    r"|очк|кадр|мес|міс|батон|чел|чол|каб|школ|мб|мбит|mbps|mb"
    r"|стран|сторін|pages?|грам|(?:sol|eth|btc|usdt?|ton|ft|kg|кг|gb|гб|fps|eur|дб|db)(?!\w))|[0-9]:[0-9]"
    r"|(?<![0-9])0[.,][0-9]",
    re.IGNORECASE,
)


def _handle(text: str, cue: str) -> bool:
    return re.fullmatch(r"@?[A-Za-z][A-Za-z0-9_.]{3,31}", text) is not None and (
        bool(re.search(r"[0-9_.]", text))
        or (
            text.lower() not in PLAIN_WORDS | SMALL_TALK
            and _WHICH_HANDLE.search(cue) is not None
            and could_be_password(text)
        )
    )


_WHICH_HANDLE = re.compile(
    r"(?<!\w)(?:ник\w{0,5}|нік\w{0,5}|юзер\w{0,5}|handle|username|user[ ]name|your|твой|твоя|твій|ваш|как(?:ой|ая)"
    r"|який|яка|what|whats|what's|how[ ]do[ ]i[ ]find)(?!\w)",
    re.IGNORECASE,
)


def _name(text: str, cue: str) -> bool:
    """Two to four words, each written as a name, or all small and none of them talk."""
    parts = text.split()
    return (
        2 <= len(parts) <= 4
        and all(re.fullmatch(r"[^\W\d_]{2,20}(?:['’-][^\W\d_]{2,20})?\.?", part) for part in parts)
        and (
            all(part[0].isupper() for part in parts)
            or (
                len(parts) < 4
                and re.search(r"(?:ов|ев|ёв|ин|ова|ева|ина|ко|ук|юк|ский|ская|ська|ський|вич|вна)$", text) is not None
            )
        )
        and {part.lower() for part in parts}.isdisjoint(PLAIN_WORDS | SMALL_TALK)
    )


def _reference(text: str, cue: str) -> bool:
    if (
        _TASK.fullmatch(text)
        or _REFERENCE.fullmatch(text) is None
        or _TIME.fullmatch(text)
        or re.match(r"[а-яіїє]{4,} ", text)
    ):
        return False
    count = sum(char.isdigit() for char in text)
    if text.isdigit():
        return count >= 6 or (
            count >= 4
            and not text.endswith("00")
            and re.search(r"номер|number|no\b|№|#", cue, re.IGNORECASE) is not None
        )
    return count >= 4 or (len(text) == 6 and (count >= 2 or text.isupper()))


_TASK = re.compile(r"(?:PROJ|TASK|BUG|DEV|OPS|QA|FEAT|JIRA|ISSUE|SPRINT)-[0-9]{1,6}")  # of a team's board


def _phone(text: str, cue: str) -> bool:
    return _digits(5, 13)(text, cue) and not re.fullmatch(r"[1-9][0-9]{0,2}(?:[ .]?000){1,3}|[1-9][0-9]{1,3}00", text)


_TIME = re.compile(
    r"[0-2]?[0-9][:.][0-5][0-9](?:[ ]?-[ ]?[0-2]?[0-9][:.][0-5][0-9])?|[0-9]{1,2}[./][0-9]{1,2}(?:[./][0-9]{2,4})?"
)
SMALL_TALK = words(
    """
    okay yeah sure thanks wait done sent nope maybe later same hmmm haha lmao what which there sorry cool nice
    great good fine minute второй другой спасибо понял поняла ясно ладно хорошо сейчас секунду минуту погоди
    подожди отправил отправила скинул скинула нету никак который какой дякую зрозумів добре зараз хвилинку чекай
    надіслав котрий який cant dont wont nothing didnt gave forget forgot remember hello привет привіт помню
    забыл забыла ищу смотрю пришло пришел готово вводи подошло секундочку минутку секундочка
    супер класс круто блин чёрт капец бывает можно нельзя почему зачем accepted works worked perfect awesome
    капс capslock сфоткай фото скрин пасс нуу нууу нуууу
    да нет ок ага угу щас ща хз лол кек мда ну вот так ні yes no idk brb lol wow damn shit fuck blya блять нифига
    ничего никакой стоп алло слушай
    диктуй диктуйте теперь тепер прям авто
    мама папа зайка котик солнце малыш детка babe honey dear зая милый милая любимый любимая коханий кохана сонечко
    бабуль мамуль
    """
) - {"котик", "зайка", "солнце", "сонечко", "малыш"}
_ASK = (
    r"(?:как(?:ой|ие|ая|ое)|який|яка|яке|скинь|скин|кинь|дай|пришли|надішли|напиши|скажи|залиш\w{0,2}|оставь\w{0,2}"
    r"|передай\w{0,2}|leave|подскажи|підкажи"
    r"|кажи|диктуй\w{0,2}|продиктуй\w{0,2}|назови\w{0,2}|назвіть|уточни\w{0,2}|send|give|what's|whats|what[ ]is|what"
    r"|tell|share|need|нужен|нужна|нужно|треба|потрібен|потрібна|повтори"
    r"|напомни|нагадай|сбрось|киньте|скиньте|скажите|пришлите|вышли|вот|ось|держи|лови|тримай|here|here's|have|есть|є"
    r"|можно|можна|укажите|вкажіть|впиши|заполни|remind"
    r"|мой|мій|моя|your|твой|твоя|твоё|твій|ваш|ваша|ваше|ваші|ваши|my|запиши|записывай|the)"
)
_WANT = (
    r"(?:какой|какая|какое|который|який|яка|яке|скинь|скин|кинь|дай|пришли|надішли|напиши|скажи|подскажи|підкажи|кажи"
    r"|диктуй\w{0,2}|продиктуй\w{0,2}|повтори|напомни|нагадай|сбрось|киньте"
    r"|скиньте|скажите|пришлите|надо|нужен|нужна|нужно|нужны|треба|потрібен|потрібна|потрібно|send|need|needed|again"
    r"|plz|pls|please|пж|плиз|плз|забыл\w?|забув|забула|забули|forgot"
    r"|прислал\w?|пришёл|пришел|пришл[оа]|прийшов|прийшл[оа]|прислав|надіслал\w|went|дикт\w{2,6}|кину|скину|отправлю"
    r"|пришлю|напишу|надішлю|записыв\w{2,3}|запиши|кидаю|шлю|send\w{0,3}|text\w{0,3})"
)
PASS = (
    r"(?:парол\w{0,3}|parol\w?|запарол\w{2,5}|кодов\w{1,2}[ ]слов\w|basic[ ]auth|парольчик|пасс?(?:ворд\w?)?"
    r"|pass?word|pass|pwd|pw|passcode|wi-?fi[ ]key"
    r"|креды|доступы"
    r"|доступ|creds)"
)
CODE = (
    r"(?:код(?:ом|а|у|ик|ы|и|ів|ов)?(?![ ](?:ошиб|помил|город|міст|товар|дохода|ответ|відпов|на[ ]питон|на[ ]кас))"
    r"|codes?|otp|2fa|смс(?:ка|ке|ку|ки)?"
    r"|цифр\w{1,3}|digits"
    r"|пин(?:-?код\w?)?|пін(?:-?код\w?)?|pin(?:[ ]code)?|домофон\w?|cvv|cvc|цвв|комбинаци\w|комбінаці\w|combo"
    r"|combination|гв?ард|(?:steam[ ])?guard|authenticator|3дс|3ds|пуш\w{0,3}|(?:код|цифр\w"
    r"|смс\w{0,2})?[ ]?(?:прислал\w?|прислав))"
)


def cue_of(noun: str) -> re.Pattern[str]:
    """The noun asked for or announced, near the end of its bubble: what follows is another bubble's business."""
    return re.compile(
        rf"(?<!\w){_ASK}(?!\w)[^\n?!]{{0,60}}(?<!\w){noun}(?!\w)|(?<!\w){noun}(?!\w)[^\n?!]{{0,50}}(?<!\w){_WANT}(?!\w)"
        rf"|(?<!\w){noun}(?!\w)[^\n.!]{{0,45}}(?:[:=?\-]|👇|->)\s{{0,3}}$|^\W{{0,3}}{noun}\W{{0,5}}$"
        rf"|(?<!\w){noun}(?!\w)[^\n]{{0,80}}\?|(?<!\w){noun}(?!\w)(?:[^\n.!?]|[.](?=\w)){{0,30}}$"
        rf"|^.{{0,14}}(?<!\w){noun}(?!\w)[^\n.!?]{{0,60}}$",
        re.IGNORECASE,
    )


_DAY_OF_BIRTH = (
    r"[0-3]?[0-9][ ]?[./\- ][ ]?[01]?[0-9](?:[ ]?[./\- ][ ]?(?:[12][0-9])?[0-9]{2})?|(?:19"
    r"|20)[0-9]{2}[./\-][01]?[0-9][./\-][0-3]?[0-9]|[01]?[0-9]/[0-3]?[0-9]/(?:[12][0-9])?[0-9]{2}"
    r"|[0-3]?[0-9](?:st|nd|rd|th|-?го|-?е)?(?: of)? [a-zа-яіїє]{3,9}\.?(?:,? (?:[12][0-9])?[0-9]{2})?(?: ?г(?:ода"
    r"|\.)?| року| р\.)?|[a-z]{3,9}\.? [0-3]?[0-9](?:st|nd|rd|th)?(?:,? (?:[12][0-9])?[0-9]{2})?"
)
_PLATE = (
    r"[a-zа-яіїє]{1,3}[ -]?[0-9]{2,4}[ -]?[a-zа-яіїє]{1,3}(?:[ -]?[0-9]{2,3})?|[0-9][a-z]{3}[0-9]{3}"
    r"|[0-9]{4}[ ]?[a-z]{2}-?[0-9]|[a-z]{3}[ -]?[0-9]{3,4}|[0-9]{3,4}[ -]?[a-z]{3}"
)
_DOOR = (
    r"[#*]?[0-9]{3,8}[#*]?|[0-9]{1,4}[ ]?[a-zа-я#*]{1,8}[ ]?[0-9]{2,6}|[0-9]{1,2}(?:[ -][0-9]{1,2}){2,3}"
    r"|[#*][0-9#*]{2,9}"
)
_REFERENCE = re.compile(
    r"(?=.{0,20}[0-9])[A-Za-zА-Яа-яІЇЄіїє0-9№#][A-Za-zА-Яа-яІЇЄіїє0-9/\-№]{3,24}(?:[ -][0-9]{2,8}){0,4}|[A-Z]{6}"
)

_CODE_INSIDE = _value(
    r"(?-i:[A-Z])-[0-9]{4,8}|[0-9]{3}[ \-][0-9]{3}|[0-9]{2}[ \-][0-9]{2}[ \-][0-9]{2}|[#*]?[0-9]{4,8}[#*]?"
    r"|[0-9]{1,4}[кkвb][0-9]{2,6}|[#*][0-9#*]{2,9}"
    r"|[0-9](?:[ ][0-9]){3,7}|[0-9]{2,4}[а-гa-d]|[0-9]{1,2}[кk][0-9]{2,5}[вb]?"
    r"|(?=[a-z0-9]{0,3}[0-9])[a-z0-9]{4}-(?=[a-z0-9]{0,3}[0-9])[a-z0-9]{4}"
    r"|(?-i:(?=[A-Z]{0,7}[0-9])(?=[0-9]{0,7}[A-Z])[A-Z0-9]{5,8})|[0-9]{1,2}(?:-[0-9]{1,2}){2,3}"
)
_PIN_INSIDE = _value(r"[0-9]{4,8}")
_SECRET_INSIDE = re.compile(
    r"(?<![^\s(«\"':])(?=[^\s]{0,40}[0-9])(?=[^\s]{0,40}[^\W\d_])"
    r"(?P<v>[\w@#$%^&*+?!-]{4,40}?(?:[.][\w@#$%^&*+?!-]{2,20}?)?)(?=[.!?,;:)»\"]{0,3}(?:\s|$))"
    r"|(?<![^\s(«\"':])(?P<x>[a-z]{3,14}(?:_[a-z]{2,14}){1,4}"
    r"|[a-z]{2,14}(?:-[a-z]{2,14}){2,4})(?=[.!?,;:)»\"]{0,3}(?:\s|$))"
    r"|(?<![^\s(«\"':])(?-i:(?P<w>[A-Z][a-z]{2,12}(?:[A-Z][a-z]{2,12}){1,3}))(?=[.!?,;:)»\"]{0,3}(?:\s|$))"
)
AGAIN = re.compile(
    r"(?<![^\s(«\"':])(?P<v>(?=[^\s]{0,30}[0-9][^\s]{0,9}[0-9])(?=[^\s]{0,30}[^\W\d_]{3})[\w!@#$%^&*-]{6,32})"
    r"(?=[.!?,;:)»\"]{0,3}(?:\s|$))"
)
CODE_AGAIN = re.compile(
    r"(?<!\w)(?:ещ[её]|новый|новий|теперь|тепер|тогда|тоді|попробуй|спробуй|или|або|try|then|maybe|another|again|new"
    r"|пришел|пришёл|прийшов|now|следующий"
    r"|other)(?!\w)[^0-9\n]{0,24}(?P<v>[0-9]{4,8}|[0-9]{3}[ -][0-9]{3}|[0-9]{2}[ -][0-9]{2})"
    r"(?![\w]|[.,:/\-][0-9]|[ ]?(?:руб|грн|мин|хв|сек|min|sec))"
    r"|^(?:[^0-9\n]{0,20}[ ])?(?P<w>[0-9]{3}[ -][0-9]{3}|[0-9]{2}[ -][0-9]{2}|[0-9]{6})[ .!]{0,3}$",
    re.IGNORECASE,
)
_DATE_INSIDE = _value(
    r"[0-3]?[0-9][./\-][01]?[0-9][./\-](?:[12][0-9])?[0-9]{2}|(?:19|20)[0-9]{2}[./\-][01]?[0-9][./\-][0-3]?[0-9]"
    r"|[01]?[0-9]/[0-3]?[0-9]/(?:[12][0-9])?[0-9]{2}"
    r"|[0-3]?[0-9](?:st|nd|rd|th|-?го|-?е)?(?:[ ]of)?[ ][a-zа-яіїє]{3,9},?[ ](?:19|20)[0-9]{2}"
    r"|[a-z]{3,9}[ ][0-3]?[0-9](?:st|nd|rd|th)?,?[ ](?:19|20)[0-9]{2}"
    r"|(?:[а-яёіїє'-]{4,14}[ ]){1,2}(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября"
    r"|декабря|січня|лютого|березня|квітня|травня|червня|липня|серпня"
    r"|вересня|жовтня|листопада|грудня)(?:[ ][а-яёіїє'-]{3,14}){1,5}"
)
_CARD_INSIDE = _value(r"[0-9]{4}(?:[ \-]?[0-9]{2,6}){1,4}|[0-9]{6,16}")
_PAPER_INSIDE = _value(
    r"(?-i:(?=[^\s]{0,24}[0-9][^\s]{0,16}[0-9])[A-ZА-ЯІЇЄ0-9]{1,12}(?:[/\-][A-ZА-ЯІЇЄ0-9]{1,14}){1,4}"
    r"|[A-ZА-ЯІЇЄ]{1,5}[ №]{0,2}[0-9]{4,14}|(?=[A-Z]{0,12}[0-9])(?=[0-9]{0,12}[A-Z])[A-Z0-9]{6,20})"
    r"|[0-9]{6,20}|[0-9]{3,5}(?:[ \-][0-9]{3,5}){1,4}"
)
_STATE_INSIDE = _value(
    r"[A-ZА-ЯІЇЄ]{1,3}[ №]{0,2}[0-9]{6,8}|[0-9]{2}[ ]?[0-9]{2}[ №]{1,3}[0-9]{6}|[0-9]{2}[ ]?[0-9]{2}[ ]?[0-9]{6}"
    r"|[0-9]{8}|[0-9]{9,12}|[0-9]{3}-[0-9]{2}-[0-9]{4}"
    r"|[0-9]{3}[ \-][0-9]{3}[ \-][0-9]{3}[ \-]?[0-9]{0,2}|[0-9]{13}"
)
_LICENCE_INSIDE = _value(
    r"[A-ZА-ЯІЇЄ]{1,3}[ №]{0,2}[0-9]{6,8}|[0-9]{2}[ ]?[0-9A-ZА-Я]{2}[ ]?[0-9]{6}|[A-Z][0-9]{3}-?[0-9]{4}-?[0-9]{4}"
    r"|[A-Z]{5}[ ]?[0-9]{6}[ ]?[A-Z0-9]{2,5}|[0-9]{8,9}"
)
_PLACE_INSIDE = re.compile(
    r"(?<!\w)(?P<v>(?-i:[А-ЯІЇЄҐ][а-яіїєґё'-]{2,20}(?:[ ][А-ЯІЇЄҐа-яіїєґё][а-яіїєґё'-]{2,20})?)[ ]{0,2},?[ ]{0,2}(?:"
    r"(?:д|дом|буд)\.?[ ]?)?[0-9]{1,3}(?:[ ]?[/\-][ ]?[0-9а-яА-Я]{1,3})?(?:[ ]?[кс][0-9]{1,2})?[абвгАБВГ]?"
    r"(?:,?[ ](?:кв|корп|к|подъезд|під'їзд)\.?[ ]?[0-9]{1,4})?(?:-[0-9]{1,4})?"
    r"|(?-i:[0-9]{1,5}[a-z]?[ ](?:[A-Z][a-z']{2,18}[ ]?){1,3})(?<![ ])"
    r"|(?-i:(?:[A-Z][a-zë']{2,15}[ ]){2,4})[0-9]{1,4})(?![\w]|[:.][0-9]|[ ]?(?:%|мин|мін|хв|час|год|лет|рок|руб|грн"
    r"|раз|км|м(?!\w)|чел|людей|min|hour|km|pm|am|people|этаж|поверх|эт))",
    re.IGNORECASE,
)
_HANDLE_INSIDE = re.compile(
    r"(?<![\w@./])(?P<v>@?(?=[A-Za-z]{1,20}[0-9_.][A-Za-z0-9_])[A-Za-z][A-Za-z0-9_.]{3,30}[A-Za-z0-9_])(?![\w@]"
    r"|\.[a-z])"
)
_PLATE_INSIDE = re.compile(
    r"(?<![\w\-])(?P<v>[авекмнорстухabekmhopctyx][ ]?[0-9]{3}[ ]?[авекмнорстухabekmhopctyx]{2}(?:[ ]?[0-9]{2,3})?"
    r"|[a-zа-яіїє]{2}[ ]?[0-9]{4}[ ]?[a-zа-яіїє]{2}"
    r"|(?-i:[0-9][A-Z]{3}[0-9]{3}|[A-Z]{3}[ \-]?[0-9]{3,4}|[0-9]{3,4}[ \-]?[A-Z]{3}"
    r"|[A-Z]{2}[0-9]{2}[ ]?[A-Z]{3}))(?![\w\-])",
    re.IGNORECASE,
)
AFTER_CARD = re.compile(
    r"(?<![\w.,:/\-])(?:(?P<expiry>(?:0[1-9]|1[0-2])[ ]?[/.\-][ ]?(?:20)?[2-4][0-9])(?![\w]|[./\-][0-9])"
    r"|(?:^\s{0,2}(?=[0-9]{3}\W{0,4}$)|(?<=[/.\-][0-9]{2}[ ,])|(?<=[/.\-][0-9]{2},[ ])|(?<=\ufdd0[ ,])"
    r"|(?<=\ufdd0,[ ])|(?:security|код|code|cv[vcn]2?|цвв"
    r"|сзади"
    r"|ззаду|back|три"
    r"|three)\w{0,6}[ :\-]{1,3})(?P<cvv>[0-9]{3})(?=\W{0,4}$|[ ,.]{1,2}[^\W\d_])(?![ ]?(?:руб|грн|шт|раз|мин|км"
    r"|р(?!\w)|usd|people|min))"
    r"|(?P<card>[0-9]{3,4}[ \-][0-9]{4}(?:[ \-][0-9]{2,4})?|[0-9]{8,10})(?![\w]|[.,:/\-][0-9]))"
)
DATED = frozenset(
    {"PIN", "BIRTHDATE", "EXPIRY", "ADDRESS", "USERNAME", "PASSWORD", "PLATE"}
)  # their shape is no amount's
DIGITS = _digits(3, 8)
_ONE_TIME = re.compile(r"[A-Z]-[0-9]{4,8}|[A-Z]{1,2}[0-9]{4,6}|(?=[A-Z]{0,7}[0-9])(?=[0-9]{0,7}[A-Z])[A-Z0-9]{5,8}")


def _one_time(text: str, cue: str) -> bool:
    return DIGITS(text, cue) or _ONE_TIME.fullmatch(text) is not None


RULES = (
    Rule(
        "PASSWORD",
        words("паро пасс pass pwd pw wi wifi wi-f key кред дост cred пас paro запа кодо auth"),
        cue_of(PASS),
        password,
        _SECRET_INSIDE,
    ),
    Rule(
        "PASSWORD", words("паро pass"), re.compile(r"парол\w{1,2}|passw\w{2,4}", re.IGNORECASE), made_up, _SECRET_INSIDE
    ),
    Rule(
        "PASSWORD",
        words("wi wifi вайф вай фраз phra логи logi lett let get log sign зайт увій войт пуск захо"),
        cue_of(
            r"(?:wi-?fi|вай[ -]?фа\w|login|логин|логін|letting[ ]me[ ]in|let[ ]me[ ]in|get[ ]in(?:to)?|log[ ]in"
            r"|sign[ ]in|не[ ](?:пускает|пускає|заходит|заходить)|зайти|увійти|войти)"
        ),
        made_up,
        _SECRET_INSIDE,
    ),
    Rule(
        "PASSWORD",
        words("фраз phra сид seed"),
        cue_of(r"(?:фраз[аыу]|(?:pass|seed|secret|recovery)[ -]?phrase|сид|seed)"),
        password,
    ),
    Rule(
        "CVV",
        words("код secu безо сзад ззад обор звор back цифр digi три thre cvv cvc цвв cvn цвц свв свк"),
        cue_of(
            r"(?:код[ау]?[ ](?:безопасности|безпеки)|security(?:[ ]code)?|сзади|ззаду|оборот\w?|зворот\w?|(?:on[ ]the"
            r"|the)[ ]back|back[ ]of|три[ ]цифры|3[ ]цифры|digits|three"
            r"|три|cv[vcn]2?|цв[вцс]|св[вк])"
        ),
        _digits(3, 4),
        re.compile(r"^(?:[^\W\d_]{1,9}[ :,]{1,2}){0,3}(?P<v>[0-9]{3,4})(?=[ .,!?)]{0,3}(?:$|[^\W\d_]))(?![ ]р\w{0,3})"),
    ),
    Rule(
        "EXPIRY",
        words("срок терм дейс дійс expi exp vali меся міся до"),
        cue_of(r"(?:срок\w?|термін\w?|действует|дійсна|expir\w{1,4}|exp|valid|месяц|місяць)"),
        _shape(r"(?:0?[1-9]|1[0-2])[ ]?[/.\- ][ ]?(?:20)?[2-4][0-9]"),
        _value(r"(?:0[1-9]|1[0-2])[ ]?[/.\-][ ]?(?:20)?[2-4][0-9]"),
    ),
    Rule(
        "CODE",
        words(
            "код кодо кода коду коди коды коді кодi бэка code otp смс смск цифр digi пин пинк пін пінк pin домо cvv "
            "cvc цвв коді 2fa "
            "комб comb прис пуш пушк 3дс 3ds гвар гард guar auth резе запа back kod"
        ),
        cue_of(CODE),
        _one_time,
        _CODE_INSIDE,
    ),
    Rule(
        "CODE",
        words(
            "подъ подь под двер домо кали воро зайт прой попа увій потр пара під пиді gate door buil buzz get ente "
            "in сейф safe lock замо замк ячей пост пошт locк хвір вход вхід alar gara keyp keys keyb сигн набр наби "
            "конс шлаг "
            "пада padl"
        ),
        cue_of(
            r"(?:под[ъь]езд\w?|двер\w{1,2}|домофон\w?|калитк\w|ворот\w?|зайти|войти|пройти|попасть|увійти|потрапити"
            r"|парадн\w{1,2}|під'?їзд\w?|gate|door|building|buzz\w{0,2}|get[ ]in|let[ ]myself[ ]in"
            r"|сейф\w?|safe|lock(?:box|er)?|зам[ок]{1,2}\w?|ячейк\w|постамат\w?|поштомат\w?|хвіртк\w|вход|вхід|alarm"
            r"|garage|keypad|padlock|сигнализаци\w|набирать|набрать|набирати|консьерж\w{1,2}|key[ ]?safe|key[ ]?box"
            r"|шлагбаум\w?|гараж\w?)"
        ),
        _shape(_DOOR),
        _CODE_INSIDE,
    ),
    Rule(
        "PIN",
        words("разб розб unlo пасс экра блок зайт пин пинк пін пінк pin пук пак puk симк"),
        cue_of(
            r"(?:разблок\w{0,8}|розблок\w{0,8}|unlock|пасс?код|экран\w?|блокировк\w|п[уа]к(?:-?код\w?)?|puk|симк\w"
            r"|пин(?:-?код\w?)?|пін(?:-?код\w?)?"
            r"|pin(?:[ ]code)?)"
        ),
        _digits(4, 8),
        _PIN_INSIDE,
    ),
    Rule(
        "CARD",
        words("карт card номе рекв куда"),
        cue_of(
            r"(?:карт[аыуе]|картк[аиу]|card|номер[ ]карты|реквизит\w{1,2}|реквізит\w{1,2}|куда[ ](?:кинуть|скинуть"
            r"|перевести|переводить|скидываться|скинуться|скидатись|скидатися|переказати))"
        ),
        _digits(8, 19),
        _CARD_INSIDE,
    ),
    Rule(
        "CARD",
        words("посл оста last four перв перш firs"),
        cue_of(
            r"(?:последни\w{1,2}|останні\w?|last|first|первые|перші)[ ](?:4|четыре|чотири|8|восемь|вісім|цифр\w|four"
            r"|eight|digits)\w{0,2}"
        ),
        _digits(4, 8),
    ),
    Rule(
        "ACCOUNT",
        words("лице особ счет счёт раху acco rout sort"),
        cue_of(r"(?:лицев\w{2,3}|особов\w{1,3}|сч[её]т\w?|рахун\w{2,3}|account|routing|sort[ ]code)"),
        _digits(6, 24),
        _value(r"[0-9]{6,25}"),
    ),
    Rule(
        "PHONE",
        words("номе теле тел phon numb моби мобі конт cell набр набе звон дзво call"),
        cue_of(
            r"(?:номер(?:ок|очек|а|у)?(?:[ ]телефона|[ ]телефону)?|телефон\w{0,2}|тел|phone(?:[ ]number)?|number|cell"
            r"|мобильный|мобільний|контакт\w?|набрать|звонить|позвонить|дзвонити|call)"
        ),
        _phone,
        _value(r"[+(]{0,2}[0-9](?:[ ()\-.]{0,3}[0-9]){5,12}"),
    ),
    Rule(
        "PASSPORT",
        words(
            "пасп сери сері pass инн снил іпн ипн рнок ssn iban єдрп поли поліс огрн нало пода soci иин песе pese "
            "tfn ni nino steu nif nie dni bsn cpf tax унзр"
        ),
        cue_of(
            r"(?:паспорт\w{0,3}|сери[яю](?:[ ]и[ ]номер)?|сері[яю]|passport(?:[ ]number)?|инн|снилс|іпн|ипн|рнокпп"
            r"|ssn|social|iban|иин|песел\w|pesel|tfn|ni[ ]number|nino|steuer\w{0,3}|nif|nie|dni|bsn|cpf|tax[ ]id|унзр"
            r"|єдрпоу|полис\w?|поліс\w?|огрн|налогов\w{2}|податков\w{1,2})"
        ),
        lambda text, cue: (
            _digits(6, 20)(text, cue) or re.fullmatch(r"[A-ZА-ЯІЇЄa-zа-яіїє]{1,2}[ №]{0,2}[0-9]{6,8}", text) is not None
        ),
        _STATE_INSIDE,
    ),
    Rule(
        "LICENCE",
        words("прав води воді посв удос вод ву lice driv dl"),
        cue_of(
            r"(?:прав[ао]?|водительск\w{2,3}|посвідченн\w|удостоверени\w|ву|в/у|(?:driv\w{2,4}'?s?[ ])?licen[cs]e|dl)"
        ),
        lambda text, cue: _LICENCE_INSIDE.fullmatch(text) is not None,
        _LICENCE_INSIDE,
    ),
    Rule(
        "ADDRESS",
        words("адре addr где де куда куди вы ви wher live drop ship подп такс вызв викл find"),
        cue_of(
            r"(?:адрес\w{0,2}|address|где[ ](?:ты|вы)(?:[ ]жив[её]\w{1,2})?|де[ ](?:ти|ви)(?:[ ]живе\w{1,2})?|(?:куда"
            r"|куди|где|де)[ ](?:тебе|тебя|вам|вас|нам|к[ ]тебе|до[ ]тебе)?[ ]?(?:ехать|приезжать|приехать|подъехать"
            r"|подъезжать|везти|привезти|доставить|забирать|забрать|їхати"
            r"|під'?їхати|приїхати|доставити|забрати|подавать|подати|заехать|заїхати|отправить|отправлять|відправити"
            r"|відправляти|встречаемся|зустрічаємось)|вызывать|вызвать|викликати|where[ ](?:do[ ]you[ ]live|to"
            r"|are[ ]you|should[ ]i)"
            r"|drop[ ](?:it[ ]|you[ ])?off|ship[ ]to|(?:в|на|з|із|із|с|из)[ ](?:каком|какой|якого|якому"
            r"|якій)[ ](?:доме|улице|будинку|вулиці|дома|улицы)|под[ъ']?едет|під'?їде|подъехать|где[ ]дом|де[ ]будинок"
            r"|(?:где|де|куда|куди)[ ](?:офис|офіс|склад|магазин|клиника|клініка|студия|студія|находитесь|знаходитесь"
            r"|встреча|зустріч|самовывоз)|street|where[ ]do[ ]i[ ]go|which[ ]house|what[ ]house|подписывать"
            r"|підписувати|find[ ](?:it|you"
            r"|the[ ]place)|where[ ]the)"
        ),
        _place,
        _PLACE_INSIDE,
    ),
    Rule(
        "ADDRESS",
        words("квар кв apar flat apt unit подъ этаж пове"),
        re.compile(
            r"(?<!\w)(?:как(?:ая|ую|ой)|номер|яка|яку|якій|what|which|your|what's[ ](?:the|your))[ ](?:у[ ](?:тебя"
            r"|вас|тебе)[ ]|на[ ]|в[ ])?(?:квартир\w|кв|apartment|flat|apt|unit|room)(?!\w)",
            re.IGNORECASE,
        ),
        _shape(r"(?:кв\.? ?|apt\.? ?|#|№ ?|unit ?|flat ?)?[0-9]{1,4}[a-zа-в]?"),
    ),
    Rule(
        "USERNAME",
        words("ник никн нік user инст inst логи логі logi юзер теле тг tg дис disc сти stea hand ig snap venm"),
        cue_of(
            r"(?:ник(?:нейм)?|нік|(?:your|what|whats|what's|твой|ваш|твій|какой|який|скинь|дай|my|мой)[ ](?:username"
            r"|user|login|логин|логін)|инст[аеу]|insta(?:gram)?|ig|snap\w{0,4}|логин|логін|юзернейм"
            r"|телег[ау]|тг|tg|telegram|discord|дискорд\w?|стим\w?|steam|handle|venmo)"
        ),
        _handle,
        _HANDLE_INSIDE,
    ),
    Rule(
        "BIRTHDATE",
        words("дата дату рожд родил роди наро др dob birt born bday когд коли днюх день"),
        cue_of(
            r"(?:дат[ау][ ](?:рожд\w{3,5}|народж\w{3,4})|рожден\w{2}|народженн\w|родил(?:ся|ась|ись)|народи(?:вся"
            r"|лася|лись)|днюх\w|деньрожд\w{0,4}|(?<!и[ ])др|др(?=[ ][^\W\d_])|д\.р\.?|dob|d\.o\.b\.?"
            r"|date[ ]of[ ]birth|birth[ ]?(?:date"
            r"|day)|bday|born)"
        ),
        _shape(_DAY_OF_BIRTH),
        _DATE_INSIDE,
    ),
    Rule(
        "PLATE",
        words("номе госн маши авто тачк plat car cab такс"),
        cue_of(
            r"(?:номер\w?[ ](?:машины|авто|тачки|такси|таксі)|госномер\w?|plates?(?:[ ]number)?|licen[cs]e[ ]plate)"
        ),
        _shape(_PLATE),
        _PLATE_INSIDE,
    ),
    Rule(
        "PERSON",
        words("фио піб имя імя ім'я фами пріз звать зову зват name полу отри чьё чье кого"),
        cue_of(
            r"(?:фио|піб|имя(?:[ ]и[ ]фамилия|[ ]полностью)?|фамили\w|прізвищ\w|ім'?я|зовут|звать|звати|(?:full|your"
            r"|his|her|last|what|whose)[ ]name|name[ ]on|under[ ]what[ ]name|получател\w|отримувач\w?|чьё|чье|чиє"
            r"|кого)"
        ),
        _name,
    ),
    Rule(
        "EMAIL",
        words("почт пошт мыло мейл емей имей mail emai e"),
        cue_of(r"(?:почт[ауы]|пошт[ауи]|мыло|мейл|[иеэ]мейл|mail|e-?mail)"),
        _shape(
            r"[\w.+-]{2,40} ?(?:@|собака|собачка|равлик|at) ?[\w.-]{2,30}(?: ?(?:\.|точка|крапка"
            r"|dot) ?[\w]{2,10}){0,2}|[\w.+-]{3,40} (?:на )?(?:gmail|mail|yandex|яндекс|гмейл|мейл|укрнет"
            r"|ukr\.?net)(?:\.\w{2,3})?"
        ),
    ),
    Rule(
        "DOCUMENT",
        words(
            "зака замо orde трек trac ттн накл посы поси брон book conf rese поли поліс дого cont clai case invo "
            "заяв обра тике tick биле квит refe ref memb стра реце напр запи тало policy poli leas заче зачё залі "
            "студ спра проп"
        ),
        cue_of(
            r"(?:заказ\w?|замовленн\w|order(?:[ ]number)?|трек\w?(?:-?номер)?|tracking(?:[ ]number)?|ттн"
            r"|накладн\w{1,2}|посылк\w|посилк\w|брон\w{1,2}|бронювання|booking(?:[ ](?:ref\w{0,6}|code|number))?"
            r"|confirmation(?:[ ](?:number|code))?|reservation|полис\w?|поліс\w?"
            r"|договор\w?|догов[іо]р\w?|контракт\w?|contract|claim|case|invoice|заявк\w|обращени\w|звернення|тикет\w?"
            r"|ticket|билет\w?|квит\w{0,3}|reference|ref|membership|member|страховк\w|рецепт\w?|направлени\w"
            r"|направлення|талон\w{0,4}|policy|lease|зач[её]тк\w|залік\w{2,4}|студенческ\w{2,3}|студентськ\w{2,3}"
            r"|студак\w?|справк\w|пропуск\w?)"
        ),
        _reference,
        _PAPER_INSIDE,
    ),
)
