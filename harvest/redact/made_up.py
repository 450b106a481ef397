"""Find words that somebody made up to keep others out, where getting in is spoken of: `роутер снизу, там kx83hd92`."""

import re
from collections.abc import Iterator

from harvest.redact.detector import compiled
from harvest.redact.spoken_secrets import TALKED_OF, looks_secret
from harvest.redact.view import HOLE

_ACCESS = compiled(
    r"""(?<![^\W_])(?:вай[ -]?фа\w{1,2}|wi-?fi|роутер\w{0,2}|router|модем\w?|сет[ьи]|мереж\w|network|логин\w{0,2}
    |логін\w{0,2}|login|log[ ]?(?:in|on)|sign[ ]?in|акк\w{0,6}|account|уч[её]тк\w|обліков\w{1,2}|админк\w{0,2}
    |адмінк\w{0,2}|admin|госуслуг\w{0,2}|приват24|архив\w{0,2}|архів\w{0,2}|unzip|zip|rar|распак\w{2,6}|розпак\w{2,6}
    |запаролен\w?|зайти|зайди\w{0,2}|заходи\w{0,2}|заходь|заход\w{2}|войти|войди|увійти|увійди|вход|вхід|доступ\w?
    |netflix|нетфликс\w?|steam|стим\w?|spotify|icloud|дневник\w?|щоденник\w?|кабинет\w?|кабінет\w?|сменил\w?
    |поменял\w?|змінив|змінила|поміняла|changed[ ](?:it|the)|reset[ ]it|наклейк\w|наліпк\w|sticker|ключ\w?|key(?:'s)?
    |letting[ ]me[ ]in|get[ ]in(?:to)?|ssh|ftp|vpn|впн|root
    |zoom|зум\w?|конференци\w|meeting|(?:от|в|во|від|у)[ ](?:почт[ыу]|пошт[иу])|вк|инст[аеуы]|парол\w{1,3}
    |passw\w{2,4}|pwd|пасс?|unlock\w?|разблок\w{0,6}|шифр\w{0,6}|encrypt\w{0,3}|database|бд|базе?)(?![^\W_])"""
)
_TOKEN = re.compile(r"[^\s,;:()«»\"'`<>\ufdd0]{6,40}")
CALLED = re.compile(
    r"(?:сет[ьи]|set|сітка|мереж\w|network|called|named|ssid|назва\w{0,7}|назив\w{1,6}|имя|ім'я|user\w{0,4}"
    r"|логин\w{0,2}"
    r"|логін\w{0,2}|login|модел\w|model|is[ ]called|network[ ]is|на|в|from|в[ео]рси\w|windows|корпус|кабинет\w?|рейс"
    r"|дом|гост)[ :\-]{1,3}$",
    re.IGNORECASE,
)
_PRODUCT = re.compile(
    r"(?:tp-?link|asus|zte|huawei|keenetic|xiaomi|d-?link|mercusys|tenda|beeline|mgts|rostelecom|kyivstar"
    r"|archer|wifi|wi-fi|iphone|айфон|galaxy|macbook|windows|win|office|python|java|node|ubuntu|debian|covid"
    r"|cyberpunk|playstation"
    r"|отч[её]т|смета|договор|резюме|report|draft|final|финал|http|www|img|dsc|screenshot|photo|video|file|doc|scan|version|utf|base|sha|rtx|gtx|ryzen|intel|core|ddr|usb"
    r"|hdmi|ipv|web|world|argon|bcrypt|scrypt|pbkdf|v[0-9]{1,2}[_-]|level|day|top|fifa|nba|серия|глава|часть|версия|раздел)[\w-]{0,20}",
    re.IGNORECASE,
)
_NETWORK = re.compile(  # how routers and people call a network, not what it asks for
    r".*(?:_?5g|_?guest\w?|_2\.?4\w*)|(?:tp-?link|keenetic|bthub|vm[0-9]{5}|asus|zte|huawei|xiaomi|mgts|rt-|d-?link"
    r"|mercusys|tenda|netgear|linksys|beeline|bt-?hub|sky|mts|gpon|rt_)[\w-]{0,20}|[0-9]{1,4}mbps",
    re.IGNORECASE,
)
AHEAD = 64
LONGEST = 41
BEHIND = 36


def made_up_secrets(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of the first made-up word after each word of getting in, else of the last one before it."""
    given: set[int] = set()
    for cue in _ACCESS.finditer(text):
        settled = text.find(HOLE, cue.end(), cue.end() + AHEAD)  # what it spoke of was found
        until = cue.end() + AHEAD if settled < 0 else settled
        ahead = (
            token
            for token in _TOKEN.finditer(text, cue.end(), min(len(text), until + LONGEST))
            if token.start() < until and _is_secret(text, token)
        )
        behind = (
            token
            for token in _TOKEN.finditer(text, max(0, cue.start() - BEHIND), cue.start())
            if _is_secret(text, token)
        )
        token = next(ahead, None) or next(behind, None)
        if token and token.start() not in given:
            given.add(token.start())
            yield token.start(), token.start() + len(token[0].rstrip(".!?…»*"))


def is_network(word: str) -> bool:
    """`TP-Link_5A3C`, `Azimut_guest`"""
    return _NETWORK.fullmatch(word) is not None


def _is_secret(text: str, token: re.Match[str]) -> bool:
    start = token.start()
    if start and (text[start - 1].isalnum() or text[start - 1] in "_/@.:#=&?-"):  # the window cut a word
        return False
    if TALKED_OF.match(text, token.end(), token.end() + 24):
        return False
    return very_secret(token[0].rstrip(".!?…»*")) and not CALLED.search(text[max(0, start - 14) : start])


def very_secret(word: str) -> bool:
    """Letters with two digits or more, or with signs and a digit: no product, file, link or number with a unit."""
    if (
        len(word) < 6
        or word[0] in "#@!"
        or _PRODUCT.fullmatch(word)
        or re.search(r"[/@\\.=+]|--", word)
        or not (looks_secret(word) or re.fullmatch(r"[A-Za-z]{3,14}[$&@#!%*][A-Za-z_]{4,16}", word))
    ):
        return False
    letters, digits = len(re.findall(r"[^\W\d_]", word)), len(re.findall(r"[0-9]", word))
    signs = len(re.findall(r"[!#$%^&*_?]", word))
    if word.count("-") > 1 or re.fullmatch(
        r"[A-Z]{2,4}-?[0-9]{1,5}|[A-Z]{2}[0-9]{9}[A-Z]{2}|[0-9]{1,4}[^\W\d_]{1,6}|[0-9]{1,4}-[^\W\d_]{1,12}"
        r"|0x[0-9A-Fa-f]{4,8}|(?:KB|CVE|ORA|TLS|id)[-_]?[a-z]{0,3}[0-9]{4,9}",  # errors, updates, kinds of keys
        word,
    ):
        return False
    if re.fullmatch(
        r"[a-zа-яіїє]{3,12}[0-9][a-zа-яіїє]{2,12}|[0-9][a-z]{3,12}-[a-z]{3,12}|[A-Za-z]{5,20}_[A-Za-z]{3,20}[0-9]"
        r"|[A-Za-z]{3,14}[$&@#!%*][A-Za-z_]{4,16}",
        word,
    ):  # `moana4ever`
        return True
    if re.fullmatch(r"(?:[^\W\d_]{3,12}-){1,4}[0-9]{1,4}(?:-[^\W\d_]{3,12})?", word):  # `lipa-vesna-42`
        return word.count("-") > 1
    return letters >= (1 if digits >= 5 else 3) and (
        digits >= 2 or (digits >= 1 and signs >= 1) or (digits >= 1 and re.search(r"[a-z][A-Z]", word) is not None)
    )


_STRONG = re.compile(
    r"(?<![\w/@.:#=&?\-+$\\])(?=[^\s]{0,30}[a-z])(?=[^\s]{0,30}[A-Z])(?=[^\s]{0,30}[0-9])"
    r"(?=[A-Za-z0-9]{1,20}[!@#$^&*])[A-Za-z0-9!@#$^&*_]{7,32}(?![\w/@.:=&%\-+])"
)


def strong_passwords(text: str) -> Iterator[tuple[int, int]]:
    """Capitals, small letters, digits and a sign inside one word: nothing else is written so."""
    for match in _STRONG.finditer(text):
        value = match[0].rstrip("!*")
        if (
            len(value) >= 7
            and re.search(r"[!@#^&*](?=[A-Za-z0-9])|[@#^&]|[$](?=[A-Za-z])", value)
            and not re.match(r"[A-Z]{1,3}[$][0-9]", value)
            and re.search(r"[0-9]", value)
        ):
            yield (
                match.start(),
                match.end() if match[0].endswith("*") or len(match[0]) - len(value) < 2 else match.start() + len(value),
            )
