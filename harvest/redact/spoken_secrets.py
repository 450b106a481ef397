"""Find a secret that a sentence announces: where the cue ends, which of the next words is the value.

`пароль от вайфая теперь qwerty123` announces one, `забыл пароль от почты` does not. Walks word by word, at most
WALK of them.
"""

import re
from collections.abc import Iterator

from harvest.redact.plain_secrets import ENGLISH_TALK, could_be_password, plain_passwords
from harvest.redact.view import HOLE
from harvest.redact.words import words

CLAIM_REACH = 90  # characters before a cue in which the value it explains may stand
WALK = 8  # words after a cue among which the value has to stand
CUE = re.compile(
    r"(?<![^\W_])(?<![?&/])(?:парол[ьяеюіийями]{1,3}|пассв?орд\w{0,2}|пасс?|пассы|пасcворд"
    r"|пасв[оа]рд\w{0,2}|парольчик\w?|парль|паоль|праоль|парол|пороль|пароьл|пароли"
    r"|pass?word[sz]?(?![ ](?:rotation|manager|polic|reset|hygiene|strength|rules?|hash|field|prompt|generator|hint"
    r"|protect))|passwrd|ps?ssw(?:or|r)d|passowrd|p-?word"
    r"|passw|passwd|passcode|pass|pswd|pwd|psw|pw|p/w|passphrase|passcode|pass[ "
    r"]?phrase|кодов(?:ое|е)[ ]слово|кодов(?:ая|а)[ ]фраза|parol"
    r"|ключ[ ](?:от[ ])?(?:вай[ -]?фа[йя]|wi-?fi|сети)|wi-?fi[ ]key|креды|креденшл\w{1,3}|creds"
    r"|credentials|доступы|доступи)(?![^\W_]|_[a-z])",
    re.IGNORECASE,
)
_TOKEN = re.compile(rf"[^\s{HOLE}]{{1,80}}")
_DELIMITER = re.compile(r"[ \t]{0,3}(?::|=>?|-{1,2}>|→|[ ]-{1,2}(?=[ ])|-(?=[ ])|[.]{2,3}(?=[ ])|\n)[ \t\n]{0,3}")
_QUOTED = re.compile(
    r"[ \t]{0,3}(?:(?:это|is|такой|:|-|=)[ \t]{0,3})?(?:[\"“«`']{1}(?P<v>[^\"“”«»`'\n\ufdd0]{3,60})[\"”»`']{1})"
)
_TRAIL = ".,;:?)»\"'”…`]}"
_LEAD = "(«\"'“`[{"
_LINKS = words(
    """
    это is такой такая такий таке = - теперь now тепер зараз стал буде будет сейчас поставил поставила поменял
    поменяла сменил сменила змінив змінила was are новый новий new вот ось держи here лови тримай вроде
    напоминаю запиши
    """
)
_OBJECT = words("от для на к в до від у for to of from on з с и й and или or по по-прежнему")
_HYPHENED = re.compile(r"[^\W\d_]{2,14}(?:-[^\W\d_]{2,14}){2,5}")  # `purple-monkey-dishwasher`
_LITTLE = words("of to the by in and on out up at for is not до по за из то не")
TALKED_OF = re.compile(  # the world's worst passwords, spoken of and not given
    r"[ ](?:став[ия]т|використову|используют|юза[юе]т|у[ ]всех|is[ ](?:the[ ]worst|a[ ]bad|not)|это[ ]не|це[ ]не)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"[0-9]{1,6}(?:[.,][0-9]{1,3})?(?!qwer|asdf|zxcv|wasd|pass|abcd|love|test)(?:[a-zа-яіїє%]{1,4}|символ\w{0,4}"
    r"|char\w{0,6}|знак\w{0,2}"
    r"|x[0-9]{1,5}|-?(?:й|я|е|го|му|ый|ой|th|st|nd|rd))\.?|[a-z]{1,3}[0-9]{1,2}"
    r"|[0-9]{1,2}[:.][0-9]{2}(?:-[0-9]{1,2}[:.][0-9]{2})?|[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}"
    r"|[0-9]{1,2}\.[0-9]{1,2}|[0-9]{1,4}/[0-9]{1,4}|[0-9]{1,3}|(?:19|20)[0-9]{2}(?:го|му)?",
    re.IGNORECASE,
)
_PRODUCT = re.compile(
    r"(?:argon|bcrypt|scrypt|pbkdf|win(?:dows)?|office|iphone|айфон\w{0,2}|ps|xbox|mp|h|ipv|id_|приват|privat|pocket|utf-?|sha-?|md|base|aes-?"
    r"|rsa-?|web"
    r"|log4|k|s|i|m|vista|macos|ios|android|galaxy|redmi|1с|сбер|мтс|tele|теле)"
    r"-?[0-9]{1,4}\w{0,2}",
    re.IGNORECASE,
)
PLAIN_WORDS = (
    words(
        """
    wrong incorrect required expired invalid weak strong correct right good bad missing protected reset changed
    updated same different secret case sensitive not too very always never stored encrypted hashed ok okay fine
    safe unsafe secure here there below above attached blank empty lost forgotten visible hidden hard easy
    simple long short old new needed ready working gone coming admin root user username default first last
    manager managers field form policy prompt recovery login please thanks thank sorry what when where why how
    that this the and for you your mine yours his her their our its with without must should can could will
    would has have had been being does did what's again today tomorrow tonight yesterday now later soon already
    still only just also yet really actually probably maybe yes no wifi wi-fi netflix gmail steam icloud vpn
    google facebook instagram telegram whatsapp windows linux router laptop phone email mail account bank server
    site website github zoom apple spotify youtube discord twitter amazon paypal skype slack jira git ssh ftp
    sudo mysql postgres none null true false undefined string int input getpass bitwarden keepass lastpass
    great terrible awful amazing weird funny crazy stupid annoying dumb cool nice important necessary enough known
    unknown useless public private compromised leaked hacked literally basically obviously seriously totally super
    1password vault chrome safari firefox one two to of in on at by is it be me my we us he she they an as or if
    so do go through over under via boarding port hash hashes value text type is_valid token keychain button
    sign everyone everybody anyone nobody someone сложный простой новый старый другой такой неверный
    неправильный правильный верный забыл забыла потом завтра сегодня сейчас вечером утром нет да ок ага угу
    нужен надо можно нельзя скину скинь пришлю напишу знаю помню подходит работает тот этот мой твой наш ваш
    свой его её там тут здесь тоже уже еще ещё опять снова спасибо пожалуйста админа админ рутера роутера вайфая
    почты ноута компа телефона карты аккаунта сайта вход входа надёжный надежный длинный короткий одинаковый
    общий прежний временный пустой секретный складний простий новий старий інший невірний правильний забув
    забула потім сьогодні зараз ввечері ні так треба можна скажу скинув надішлю памʼятаю працює той цей мій твій
    пароль пароли всё все где де як как что що чтоб чтобы когда коли если якщо только тільки никому нікому никто
    просто подскажи подскажите кажи скажи сюда сюди минутку секунду общедоступный слетел сбросил сбросился
    поменяли сменили помнишь памятаєш знаешь знаєш
    """
    )
    | ENGLISH_TALK
)


def announced(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of the values that password cues in the text announce."""
    reach = 0
    mostly = 2 * len(re.findall(r"[А-яіїєґ]", text)) > len(text)  # a Latin word stands out in such a text
    for cue in CUE.finditer(text):
        if cue.start() < reach or _in_brackets(text, cue.end()):
            continue  # a password inside a program's brackets is a name, no announcement
        for start, end in _values(text, cue.end(), cyrillic=mostly or has_cyrillic(cue[0])):
            reach = end
            yield start, end
        if reach <= cue.end() and (span := _before(text, cue.start())):
            yield span
            continue
        for start, end in plain_passwords(text, cue.start(), cue.end()) if reach <= cue.end() else ():
            reach = end
            yield start, end


def _in_brackets(text: str, at: int) -> bool:
    """A smiley's bracket was never opened."""
    return text[at : at + 1] in ("(", "[") or (
        text[at : at + 1] in (")", "]") and re.search(r"[(\[]", text[:at][-200:]) is not None
    )


def _values(text: str, at: int, *, cyrillic: bool) -> Iterator[tuple[int, int]]:
    if (quoted := _QUOTED.match(text, at)) and quoted["v"][0] not in "$<{":
        yield quoted.span("v")
        return
    strong = weak = False
    near = True  # no comma yet: beyond one only a value with digits counts
    previous = ""
    for _ in range(WALK):
        if delimiter := _DELIMITER.match(text, at):
            strong, at = True, delimiter.end()
        token = _TOKEN.search(text, at, at + 84)
        if token is None or HOLE in text[at : token.start()] or "\n" in text[at : token.start()].strip(" "):
            return
        start, end = _bare(text, token.start(), token.end())
        word = text[start:end]
        if (near or re.search(r"[0-9]", word)) and _is_value(
            text, word, end, strong=strong, weak=weak and near, cyrillic=cyrillic, after=previous
        ):
            end = _phrase_end(text, start, end) if strong else end
            yield start, end
            yield from _alternatives(text, end)
            return
        if token[0][-1] in ".!?;" and word:  # the sentence is over
            return
        strong = token[0][-1] in ":=" or token[0] in ("-", "--", "->", "=>")
        weak = word.lower() in _LINKS or (weak and word.lower() in ("у", "меня", "мене", "my", "мой"))
        previous, at = word.lower(), token.end()
        near = near and token[0][-1] != ","


def _is_value(text: str, word: str, end: int, *, strong: bool, weak: bool, cyrillic: bool, after: str) -> bool:
    low = word.lower()
    if strong and _phrase_end(text, end - len(word), end) > end:
        return True
    if len(word) < 3 or low in PLAIN_WORDS or word[0] in "<$" or "(" in word:
        return False
    if (strong or weak) and _HYPHENED.fullmatch(low) and _LITTLE.isdisjoint(low.split("-")):
        return True
    if TALKED_OF.match(text, end, end + 24) and re.fullmatch(r"[0-9]{4,10}|qwerty\w{0,5}|password\w{0,4}", low):
        return False
    if strong:
        return (len(word) >= 4 or not word.isalpha()) and not (
            word.isalpha() and not _ends_clause(text, end) and not (cyrillic and word.isascii())
        )
    if looks_secret(word):
        return True
    if not word.isalpha() or len(word) < 4 or after in _OBJECT:
        return False
    if cyrillic:
        return word.isascii() and (
            _ends_clause(text, end) or re.match(r"[ ]{1,2}[а-яіїєґ]", text[end : end + 3]) is not None
        )
    return weak and len(word) >= 5 and _ends_clause(text, end)


def looks_secret(word: str) -> bool:
    """Letters and digits, signs inside, or capitals where no word has them; no unit, date or product."""
    if len(word) < 4 or _UNIT.fullmatch(word) or _PRODUCT.fullmatch(word) or not re.search(r"\w", word):
        return False
    if word.startswith(("http", "www.", "@")):
        return False
    digit, letter = re.search(r"[0-9]", word), re.search(r"[^\W\d_]", word)
    if digit and (letter or len(word) >= 4):
        return re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{3}){1,3}", word) is None
    sign = re.search(r"[^\w.,:;!?()'’/+-]|_", word[:-1]) or re.search(r"[!?$%&]", word[:-2])
    return bool(letter and (sign or re.search(r"[a-zа-яіїєґ][A-ZА-ЯІЇЄҐ]", word)))


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The token without the sentence's own signs around it."""
    while start < end and text[start] in _LEAD:
        start += 1
    while end > start and (
        text[end - 1] in _TRAIL
        or (text[end - 1] == "!" and (text[end - 2] in '»”"' or not re.search(r"[0-9]", text[start:end])))
    ):
        end -= 1
    return start, end


def _ends_clause(text: str, end: int) -> bool:
    return (
        re.match(
            r"[\"'»”)]{0,2}(?:\s{0,3}$|[ ]{0,1}[.,!?;)\n😀-🙏]|[ ]{1,2}(?:и|и|й|but|and|но|але|а|если"
            r"|якщо|ok|ок|от|для|for|же|вроде|pls|plz|please|thx|thanks|ty|btw|lol|haha|bro|mate|man"
            r"|спс|if|not)(?!\w)|\s{1,3}[^\w\s\ufdd0])",
            text[end : end + 12],
        )
        is not None
    )


def _phrase_end(text: str, start: int, end: int) -> int:
    """A pass phrase after a delimiter goes on while Latin words do: `correct horse battery staple`."""
    if not text[start:end].isalpha() or not text[start:end].isascii() or not text[start:end].islower():
        return end
    match = re.match(r"(?:[ ][a-z]{3,12}){2,6}(?=\s{0,2}$|[.,!\n])", text[end : end + 90])
    return end + match.end() if match and PLAIN_WORDS.isdisjoint(match[0].split()) else end


def _alternatives(text: str, at: int) -> Iterator[tuple[int, int]]:
    """`qwerty123 или qwerty321`"""
    match = _MORE.match(text, at)
    if match:
        start, end = _bare(text, *match.span("v"))
        if looks_secret(text[start:end]) and re.search(r"[0-9]", text[start:end]):
            yield start, end


_MORE = re.compile(
    r"(?:[ ,]{1,3}[^\W\d_]{1,12}){0,6}?[ ,]{1,3}(?:или|либо|or|або|чи|и|й|and|та|to|на|теперь|now"
    r"|тепер|стал|new[ ]one|new|новый|новий)[ ]{1,2}(?P<v>[^\s\ufdd0]{4,40})",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(  # `... is the wifi ` before the cue: what it is the password of
    r"(?<=\s)(?:is|was|это|це|-)[ ](?:(?:the|my|our|your|her|his|мой|наш|твой|мій)[ ])?"
    r"(?:(?!worst|best|most|same|only|first|wrong|common|stupid|плохой|худший|самый|дурацкий|найгірший)"
    r"[^\W\d_]{1,9}[’'-]?[^\W\d_]{1,9}[ ]){1,2}$",
    re.IGNORECASE,
)
_USED = re.compile(  # `use Guest2024 for the wifi ` before the cue
    r"(?<!\w)(?:use|try|set|put|type|enter|вводи|введи|юзай|поставь|поставил\w?|возьми|пиши|став|використай|спробуй"
    r"|попробуй)[ ](?P<v>[^\s\ufdd0]{4,40})[ ](?:as|for|в[ ]качестве|как|як|для)[ ](?:(?:the|a|my|our)[ ])?"
    r"(?:[^\W\d_]{1,12}[ ]){0,2}$",
    re.IGNORECASE,
)
_CLAIM = words("thats that's that это is це то вот ось the my мой наш мій твой your новый новий was our - -- (")


def _before(text: str, at: int) -> tuple[int, int] | None:
    """`qwerty123 - это пароль`: back over the words between, to the value."""
    start = max(0, at - CLAIM_REACH)
    tokens = list(_TOKEN.finditer(text, start, at))
    claims = 0
    if used := _USED.search(text, start, at):
        begin, end = _bare(text, *used.span("v"))
        word = text[begin:end]
        digit = re.search(r"[0-9]", word) is not None
        fits = (
            looks_secret(word)
            if digit
            else word.isalpha() and word.lower() not in PLAIN_WORDS and could_be_password(word)
        )
        return (begin, end) if fits else None
    explained = _EXPLAINED.search(text, start, at)
    while tokens and (tokens[-1][0].lower() in _CLAIM or (explained and tokens[-1].start() >= explained.start())):
        tokens.pop()
        claims += 1
    if not claims or not tokens or HOLE in text[tokens[-1].end() : at]:
        return None
    start, end = _bare(text, *tokens[-1].span())
    return (start, end) if looks_secret(text[start:end]) else None


def has_cyrillic(text: str) -> bool:
    return re.search(r"[а-яіїєґё]", text, re.IGNORECASE) is not None
