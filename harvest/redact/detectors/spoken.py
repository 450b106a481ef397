"""What people dictate or disguise: numbers partly in words, letters for digits, addresses of mail read aloud."""

import re
from collections.abc import Iterator

from harvest.redact.detector import Detector, compiled
from harvest.redact.near import counts
from harvest.redact.numerals import KEYS, SIZES, runs
from harvest.redact.phones import phones
from harvest.redact.reply_values import birthday, code_groups, with_year
from harvest.redact.view import HOLE
from harvest.redact.words import words

_LETTERS = str.maketrans("OoОоIlЗзб", "000011336")
_DISGUISED = re.compile(
    r"(?<![\w@.:/#-])(?:\+[ ]?)?\(?(?=[0-9()\- ]{0,14}[OoОоIlЗзб][0-9]|[0-9()\- ]{0,14}[0-9][OoОоIlЗзб])"
    r"[0-9OoОоIlЗзб](?:[ ()\-]{0,2}[0-9OoОоIlЗзб]){6,13}(?![\w]|[.:/-][0-9])"
)
_SAID = frozenset(SIZES) | words("double triple пробел городской городская міський домашній домашний стационарный")
_PHONE_CUE = re.compile(
    r"(?:тел\w{0,7}|номер\w{0,2}|моб\w{0,8}|звон\w{1,4}|набер\w{1,4}|дзвон\w{1,4}|phone|call|number|вайбер\w?"
    r"|дикту\w{1,3}"
    r"|записуй|записывай)(?!\w)[^.!?\n]{0,30}$",
    re.IGNORECASE,
)
_CITY = re.compile(
    r"(?<![\w.,:/-])[0-9]{1,2}-[0-9]{2}-[0-9]{2}(?=[ ,]{1,2}(?:это[ ]|це[ ])?(?:городск|міськ|домашн|стационар"
    r"|стаціонар))"
    r"|(?:(?<=городской[ ])|(?<=міський[ ])|(?<=домашній[ ])|(?<=домашний[ ]))[0-9]{1,2}-[0-9]{2}-[0-9]{2}(?![\w-])",
    re.IGNORECASE,
)


def _may_disguise(found: set[str]) -> bool:
    """Number words, letters glued to digits, or the name of a landline."""
    return not _SAID.isdisjoint(found) or _has_mixed(found)


def _has_mixed(found: set[str]) -> bool:
    return any(not word.isalpha() and not word.isdigit() for word in found)


def disguised_phones(text: str) -> Iterator[tuple[int, int]]:
    """`О93-7О7-15-22`, `098 44 сім 20 15`, `4-71-26 городской`"""
    for match in _DISGUISED.finditer(text):
        plain = match[0].translate(_LETTERS)
        if sum(char.isdigit() for char in match[0]) >= 6 and any(end - start > 8 for start, end in phones(plain)):
            yield match.span()
    yield from (match.span() for match in _CITY.finditer(text))
    for run in runs(text):
        said = text[run.start : run.end]
        if said.count(", ") > 1 or not KEYS.isdisjoint(said.lower().split()):  # counted, or keys to press
            continue
        if any(True for _ in phones(said)):
            continue
        if re.search(r"[0-9]", said) and re.search(r"[^\W\d_]", said):
            first = re.match(r"[0-9]", said) is None or said[0] in "0789" or said.startswith("38")
            cued = _PHONE_CUE.search(text[max(0, run.start - 40) : run.start])
            if (first and 9 <= run.digits <= 13) or (cued and 6 <= run.digits <= 13):
                yield run.start - (text[run.start - 1 : run.start] == "+"), run.end


_CODE_CUE = compiled(
    r"""(?<![^\W_])(?:код\w{0,2}|code|kod|pin|пин\w{0,4}|пін\w{0,4}|домофон\w?|калитк\w|хвіртк\w|паркан|наб[еи]р[иіа]\w{0,3}
    |набираєш|набираешь|жми|alarm|сигнал(?:к|изаци|ізаці)\w|gate(?![ ][A-Z]?[0-9]{1,2}(?![0-9#*]))|klucz
    |lockbox|combo|комбинаци\w|комбінаці\w|замк\w{1,2}
    |двері[ ]на|dver|domofon|cvv|cvc|nabery)(?![^\W_])"""
)
_DOORS = ("домоф", "калит", "хвірт", "парк", "наб", "жми", "klucz", "lock", "двер", "dver", "domo", "nab", "замк")
_NO_CODE = re.compile(
    r"[ ](?:товар|ответ|відпов|дохода|ошиб|помил|город|міст|стран|країн|цвет|кольор|регион|на[ ]кас|скидк|знижк)",
    re.IGNORECASE,
)


def dictated_codes(text: str) -> Iterator[tuple[int, int]]:
    """`наберите 47 потом ключик потом 1960`, `калитка К25#`, `код 71 15`: no plain run of digits, others know those."""
    given: set[int] = set()
    for cue in _CODE_CUE.finditer(text):
        if _NO_CODE.match(text, cue.end()):
            continue
        after = text[cue.end() : cue.end() + 60]
        for start, end, digits in code_groups(after):
            value = after[start:end]
            if start > 26 or HOLE in after[:start] or re.search(r"[.!?\n]", after[:start]):
                break
            if digits < 2:
                continue
            doors = cue[0].lower().startswith(_DOORS)
            odd = re.search(
                r"[^\W\d_]|[#*]|[0-9][ -][0-9]" if doors else r"[#*]|[0-9][ -][0-9]|[а-яіїє]{3}|[a-z]{3}", value
            )
            if (
                odd is not None
                and cue.end() + start not in given
                and digits <= 12
                and not counts(after, end)
                and (digits > 2 or re.search(r"[#*]|^[A-ZА-Я]", value))
            ):
                given.add(cue.end() + start)
                yield cue.end() + start, cue.end() + end
            break


_BORN_CUE = compiled(
    r"""(?<![^\W_])(?:народил\w{2,4}|народивс\w|родил\w{1,3}|рожд[её]н\w?|рожд|нар|др|д\.р|bday|birthday|born|dob|народжен\w?)
    (?![^\W_])[ .:\-]{1,3}(?:(?:is|on|у|в|це|это|мой|мій)[ ]){0,2}"""
)


def births_said(text: str) -> Iterator[tuple[int, int]]:
    """`народилась третього липня вісімдесят сьомого`, `bday is the 30th of May 1999`: with a year, or after a name."""
    for cue in _BORN_CUE.finditer(text):
        span = birthday(text[cue.end() : cue.end() + 70])
        if span and not span[0] and with_year(text[cue.end() : cue.end() + span[1]]):
            yield cue.end(), cue.end() + span[1]


_PROVIDER = (
    r"(?:gmail|mail|yandex|ukr|i|wp|outlook|proton|rocketmail|yahoo|inbox|rambler|icloud|hotmail|bk|list|tut|onet"
    r"|gmx|web"
    r"|гмейл|гмэйл|джимейл|мейл|мэйл|майл|яндекс|рамблер|укр|протон|инбокс)"
)
_DOT = r"(?:точка|крапка|dot|kropka|tochka|тчк)"
_ZONE = r"(?:ru|ру|com|ком|ua|юа|net|нет|нэт|pl|de|org|орг|me|ми|io|uk|by|kz|info|инфо)"
_SIGN = rf"(?:{_DOT}|нижн\w{{2}}[ ]подч[её]ркивани\w|(?:нижнє[ ])?підкресленн\w|underscore|тире|dash|дефис|дефіс|минус)"
_DICTATED_MAIL = compiled(
    rf"""(?<![\w@])(?:[\w.+-]{{1,24}}[ ](?:{_SIGN}[ ])){{0,4}}[\w.+-]{{1,40}}[ ](?:собак[ао]|собачка|равлик|песик
    |пёсик|at|małpa|malpa|sobaka)[ ](?:{_PROVIDER}(?:[ ]{_DOT}[ ]{_ZONE}|[. ]{_ZONE}){{0,2}}
    |[\w-]{{2,20}}[ ]{_DOT}[ ]{_ZONE})(?!\w)"""
)


def dictated_mail(text: str) -> Iterator[tuple[int, int]]:
    """`galina точка мохова собака мейл ру`; an English `at` needs a name with a sign in it, or a dot that is said."""
    for match in _DICTATED_MAIL.finditer(text):
        said = match[0].lower()
        if " at " not in said or re.search(r" dot | underscore |[._0-9]", said):
            yield match.span()


DETECTORS = (
    Detector(
        name="phone in digits, words and letters",
        kind="PHONE",
        languages="ru uk en",
        find=disguised_phones,
        digits=5,
        when=_may_disguise,
        sureness=0.65,
        examples=(
            "звони <<О93-7О7-15-22>>",
            "новий номер <<098 44 сім 20 15>>",
            "<<89ноль8 34четыре 17 02>>",
            "i'm <<0151 4 nine 6 0 220>> if my data dies",
            "<<4-71-26>> городской, спроси Валеру",
        ),
        counter_examples=(
            "купил 2 по 300 и два по 150",
            "5 о 10 вечора",
            "счёт 3-10-12",
            "100 или двести 300",
            "в 2020 два года 2022",
        ),
    ),
    Detector(
        name="code with keys, gaps or letters",
        kind="CODE",
        languages="ru uk en",
        find=dictated_codes,
        digits=1,
        cues=(
            "код",
            "кода",
            "коду",
            "коди",
            "коде",
            "code",
            "kod",
            "pin",
            "пин",
            "пинк",
            "пін",
            "пінк",
            "домо",
            "кали",
            "хвір",
            "парк",
            "набе",
            "наби",
            "жми",
            "alar",
            "сигн",
            "gate",
            "kluc",
            "lock",
            "comb",
            "комб",
            "замк",
            "двер",
            "domo",
            "cvv",
            "cvc",
            "nabe",
        ),
        sureness=0.6,
        examples=(
            "наберите <<47 потом ключик потом 1960>>",
            "калитка <<К25#>>",
            "паркан код <<71 15>> потім дзвіночок",
            "уже заказала, код <<63-915>>",
        ),
        counter_examples=(
            "код товара 304 188",
            "код 3 раза ввёл",
            "gate B44",
            "gate 12",
            "пин 2 попытки",
            "код за 5 минут",
        ),
    ),
    Detector(
        name="date of birth in words",
        kind="BIRTHDATE",
        languages="ru uk en",
        find=births_said,
        cues=("наро", "роди", "рожд", "рожё", "нар", "др", "bday", "birt", "born", "dob"),
        sureness=0.8,
        examples=(
            "народилась <<третього липня вісімдесят сьомого>>",
            "my gf's bday is <<the 30th of May 1999>>",
            "и др <<02 11 1993>>",
        ),
        counter_examples=("родился в мае", "born to run", "др в субботу", "др 8 мая"),
    ),
    Detector(
        name="code with a sign inside",
        kind="CODE",
        languages="ru uk en",
        find=compiled(r"(?<![\w#*.,/:-])(?:[0-9]{1,4}\#[0-9]{3,5}|\*[0-9]{4,6}\#)(?![\w#*]|[.,:/-][0-9])"),
        signs="#",
        digits=4,
        sureness=0.5,
        examples=("набрав свій <<77#4102>>", "щас <<*5520#>>"),
        counter_examples=("*100#", "issue #1234", "c#7"),
    ),
    Detector(
        name="code with a letter inside",
        kind="CODE",
        languages="ru uk",
        find=compiled(r"(?<![\w#*.,/:-])[0-9]{2,3}[кКвВ][0-9]{4}(?![\w#*]|[.,:/-][0-9])"),
        digits=6,
        when=_has_mixed,
        sureness=0.5,
        examples=("<<24В1107>>, ключ у соседки",),
        counter_examples=("220в", "5к1000"),
    ),
    Detector(
        name="e-mail dictated",
        kind="EMAIL",
        languages="ru uk en",
        find=dictated_mail,
        cues=("соба", "равл", "песи", "пёси", "małp", "malp", "soba", "dot", "unde"),
        sureness=0.85,
        examples=(
            "<<galina точка мохова собака мейл ру>>",
            "мейл <<olha małpa wp kropka pl>>",
            "my mail is <<c dot obi underscore law at rocketmail>>",
        ),
        counter_examples=("моя собака точка", "look at mail", "at work i mail you", "у нас собака яндекса боится"),
    ),
)
