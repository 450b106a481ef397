"""Find the nick, the password or the phrase that the message before asked for.

Each function takes the whole message and gives the first such value, or None. Knows which words people talk with, and
so no password is made of.
"""

import re

from harvest.redact.asked import SMALL_TALK, bare
from harvest.redact.made_up import CALLED, is_network, very_secret
from harvest.redact.plain_secrets import ENGLISH_TALK, TALK, could_be_password
from harvest.redact.spoken_secrets import PLAIN_WORDS, looks_secret
from harvest.redact.view import HOLE
from harvest.redact.words import words

Range = tuple[int, int]
_HANDLE = re.compile(
    r"(?<![\w@/:.-])@?(?=[^\W\d_]{0,30}(?:[0-9_]|[.#-][^\W_]{0,20}[0-9_]|[.][^\W\d_])|[A-Z][a-z]{2,14}[A-Z][a-z])"
    r"[^\W\d_][\w.-]{2,30}\w(?:#[\w]{2,6})?(?![\w@]|[.:/-][\w]|:|, \w+ \w+ \w+ \w+)"
    r"|(?<![\w@/:.])[^\W\d_][\w]{2,20}#[\w]{2,6}(?!\w)|STEAM_[0-9]:[0-9]:[0-9]{4,12}"
)
_WORDY = re.compile(r"[^\W\d_]{2,16}(?:[-'][^\W\d_]{2,16})?(?:[ ][^\W\d_]{1,16}(?:[-'][^\W\d_]{2,16})?){0,3}")
_SPELT = re.compile(
    r"[ ,(]{1,3}(?:(?:только|тільки|лише|но|але|всё|все|усе|всьо|по|через)[ ]){0,2}(?:(?:all[ ]|в[ ]|с[ ]|з[ ]"
    r"|без[ ]|no[ ]|with[ ]|the[ ])?(?:lower[ ]?case|caps|spaces|маленьк\w{2,4}"
    r"|больш\w{2,3}|велик\w{2,4}|латин\w{2,6}|англ\w{0,10}|транслит\w{0,2}|трансліт\w{0,3}|кирил\w{2,7}|слитно|капсом"
    r"|разом|пробел\w{0,3}|пробіл\w{0,3}|одн[ои]\w?[ ]слово|маленькими|раскладк\w|розкладк\w{2}|one[ ]word"
    r"|two[ ]words)).{0,60}$",
    re.IGNORECASE,
)
_THING = re.compile(
    r"(?:[a-z]{1,4}|de_\w+|[a-z]+-[a-z]+)[0-9.]{1,5}|.*\.(?:so|zip|exe|conf|txt|py|jpe?g|png|pdf)|[A-Z.]{2,5}",
    re.IGNORECASE,
)
_NEVER = frozenset(TALK | ENGLISH_TALK | PLAIN_WORDS | SMALL_TALK) | words(
    """
    пасс пас pass парол дата любой любая тоді тогда капс capslock сфоткай фото скрин кеп авторизация галочка обычный
    звичайний податкова благодарю щось что-то кое-что якесь якийсь якась какой-то какое-то something
    grim same separate sending whatever
    """
) - words("king spring station apple")
_TALKY = re.compile(
    r"(?:[а-яіїєё]{2,}(?:ть|ти|ться|тся|ешь|ишь|еш|иш|ють|уть|ает|ит|ет|ла|ли|ло|йте|ай|уй|ую|аю|сь|лю|рю|ню|жу|шу"
    r"|чу|щу))"
    r"|(?:i|you|we|he|she|they|it|not|dont|don't|is|are|was|have|has|do|did|be|can|will|on|in|at|for|from|with"
    r"|what|who|how|why|when|there|here|я|ты|ти|он|она|мы|ми|вы|ви|не|на|в|у|от|від|по|за|до|для|если|якщо|есть|є"
    r"|был|там|тут|то|что|шо|як|как|где|де|чтоб|щоб|бо|же|уже|вже|еще|ещё|мне|мені|тебя|тебе|меня|мене|его|її|ее)",
    re.IGNORECASE,
)


def handle(text: str) -> Range | None:
    """A word that is no word: with a digit, an underscore or a dot inside, or `name#1234`."""
    match = _HANDLE.search(text[:80])
    return match.span() if match and not _THING.fullmatch(match[0]) else None


def any_handle(text: str) -> Range | None:
    """Also an everyday word, alone."""
    if span := handle(text):
        return span
    span = None if text.rstrip().endswith("?") else bare(text)
    value = text[slice(*span)] if span else ""
    return span if re.fullmatch(r"[^\W\d_]{4,20}", value) and _is_free(value) else None


def _is_free(value: str) -> bool:
    """Whether none of the words is one that people talk with."""
    parts = value.lower().split()
    return all(part not in _NEVER and not _TALKY.fullmatch(part) for part in parts) and (
        len(parts) > 1 or could_be_password(parts[0])
    )


def surname(text: str) -> Range | None:
    """One word with a capital, alone or last."""
    match = re.search(r"(?:^|[.,:] |просто )(?P<v>[А-ЯІЇЄA-Z][^\W\d_]{3,18})[ .!)]{0,3}$", text[:80])
    return match.span("v") if match and match["v"].lower() not in _NEVER else None


def phrase(text: str) -> Range | None:
    """One to four words that say nothing, quoted, spelt out, or alone."""
    return _phrase(text, most=4)


def _phrase(text: str, *, most: int) -> Range | None:
    if len(text) > 100 or HOLE in text or text.rstrip().endswith("?"):
        return None
    quoted = re.search(r"[\"«“](?P<v>[^\"«»“”\n]{4,40})[\"»”]", text)
    if quoted and "+" not in quoted["v"] and _is_free(quoted["v"]):
        return quoted.span("v")
    spelt = _SPELT.search(text)
    span = bare(text[: spelt.start()] if spelt else text)
    if span is None:
        return None
    value = text[slice(*span)]
    if not _WORDY.fullmatch(value) or len(value) < 4 or re.search(r"(.)\1\1", value):
        return None
    free = _NEVER.isdisjoint(value.lower().split()) if spelt else _is_free(value)
    return span if free and (spelt or len(value.split()) <= most) else None


def password(text: str) -> Range | None:
    """A made-up word anywhere in a short answer, else an everyday word alone, or words spelt out."""
    return made_up(text) or _phrase(text, most=1)


def first_of_pair(text: str) -> Range | None:
    """The login of `ivan / Fiesta77`."""
    match = re.match(r"\s*(?:[^\W\d_]{1,8}[ :]{1,2}){0,2}(?P<v>[\w.@\\-]{3,40})", text)
    apart = re.search(r"[/\n:|]", text) is not None and re.match(r"[ -~]+$", match["v"] if match else "") is not None
    return match.span("v") if match and apart and second_of_pair(text) else None


def second_of_pair(text: str) -> Range | None:
    """The password of `zlyden_pro / svin4eska88` and of `sxw2214 pw correct-ham-69`."""
    match = re.fullmatch(
        r"\s*(?:[^\W\d_]{1,8}[ :]{1,2}){0,2}[\w.@\\-]{3,40}(?:[ ]{0,2}[/\n,:|][ ]{0,2}|[ ])(?:(?:а|и|і|then|дальше"
        r"|далі|pw|pass|пасс"
        r"|пароль|тимчасово|temp)[ :]{1,2}){0,2}(?P<v>[^\s,]{4,32})(?:[ .!)]{0,3}|[ ][^\W\d_]{2,9}[ ]?[^\W\d_]{0,9})",
        text,
    )
    if (
        match is None
        or match["v"].lower() in _NEVER
        or is_network(match["v"].rstrip("?"))
        or not re.search(r"[0-9_!#$-]|[/\n,:|]", text)
    ):
        return None
    return match.span("v") if looks_secret(match["v"]) or re.search(r"[/\n|]", text) else None


def last_made_up(text: str) -> Range | None:
    """A made-up word of eight letters or more, which nothing but a password or a login looks like."""
    if re.search(r"[0-9$&@#!%*]", text) is None:
        return None
    for token in re.finditer(
        r"(?<![\w/@.#|{:\[-])[^\s\"«»()<>|{}\[\]/]{8,32}(?![/|}\]])", text if len(text) <= 80 else ""
    ):
        word = token[0].rstrip(".,;:?)»…")
        spoken_to = token.start() == 0 and re.match(r"[:,]|[ ][a-z]+[ ]", text[token.start() + len(word) :])
        if (
            very_secret(word)
            and not spoken_to
            and not is_network(word)
            and not CALLED.search(text[max(0, token.start() - 16) : token.start()])
        ):
            return token.start(), token.start() + len(word)
    return None


def made_up(text: str) -> Range | None:
    """A word with digits or signs that is no network's name; words only where they are quoted or spelt out."""
    for token in re.finditer(r"(?<![\w/@.#|{])[^\s\"«»()<>|{}/]{5,32}(?![/|}])", text if len(text) <= 80 else ""):
        word = token[0].rstrip(".,;:?)»…")
        if (
            looks_secret(word)
            and re.search(r"[^\W\d_]{2}", word)
            and token[0][-1] != ":"
            and not re.match(r"https?:|www|[0-9.,:/-]+[а-яa-z]{1,4}$", word)
            and not is_network(word)
            and not CALLED.search(text[max(0, token.start() - 16) : token.start()])
        ):
            return token.start(), token.start() + len(word)
    return _phrase(text, most=0)


def seed_words(text: str) -> Range | None:
    """Three words or more of a wallet's phrase: small letters, nothing between them but spaces."""
    match = re.search(r"(?<![\w-])[a-zа-яё]{3,9}(?:,? [a-zа-яё]{3,9}){1,23}(?=[ .,]{0,3}(?:$|\n))", text)
    if match is None:
        return None
    parts = re.findall(r"[^\W\d_]+", match[0])
    if len(parts) < (3 if match[0].isascii() else 5):
        return None
    return match.span() if all(part not in _NEVER and not _TALKY.fullmatch(part) for part in parts) else None
