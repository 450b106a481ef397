"""Decide which words are somebody's full name: a first name with a surname, a patronymic or initials beside it."""

import re
from collections.abc import Iterator

from harvest.redact.names.forms import first_names, unmistakable
from harvest.redact.names.tables import COMMON_CYRILLIC_SURNAMES, COMMON_SURNAMES, FAMOUS
from harvest.redact.words import words

_TITLED = re.compile(r"(?<!\w)(?:Mr|Mrs|Ms|Dr|Prof|Miss)\.?[ ](?P<v>[A-Z][a-z'-]{2,20})(?!\w)")
_SAID = re.compile(
    r"(?<![\w.])(?P<v>[A-Z][a-z]{2,14}[ ](?:Mc|O'|Mac)?[A-Z][a-z]{2,16})[ ](?:called|said|says"
    r"|asked|told|texted|emailed|wrote|phoned|will[ ]call|wants|signed|invited|is[ ]coming"
    r"|lives|works|from[ ](?:work|school|accounting|hr|sales))(?!\w)"
)
_LETTER = "[A-Za-zÀ-ÖØ-öø-žА-Яа-яІЇЄҐіїєґЁё]"
_CAPITAL = "[A-ZА-ЯІЇЄҐЁ]"
_NAME = rf"(?:[OD]['’])?{_CAPITAL}{_LETTER}{{1,29}}(?:['’-]{_LETTER}{{1,29}})?"
_CAPITALS = re.compile(rf"(?<![\w'’-]){_NAME}(?:[ ]{{1,2}}{_NAME}){{1,6}}")
_SMALL = re.compile(r"(?<![^\W_])[a-zа-яіїєґё'’]{3,20}(?![^\W_])")
_AFTER = re.compile(r"[ ]{1,2}([a-zа-яіїєґё'’-]{3,20})(?![^\W_])")
_BEFORE = re.compile(r"(?<![^\W_])([a-zа-яіїєґё'’-]{3,20})[ ]{1,2}$")
_WORD = re.compile(r"(?:[OD]['’])?[A-Za-zА-Яа-яІЇЄҐіїєґЁё]{2,30}(?:['’-][A-Za-zА-Яа-яІЇЄҐіїєґЁё]{2,30})?")
_PATRONYMIC = re.compile(
    r"(?:[а-яіїє']{2,12}(?:[оеє]вич|[йь]ович|ьич|ич(?<=[кмллн]ич))(?:а|у|ем|ев[іи]|е|ом)?"
    r"|[а-яіїє']{2,12}(?:[оеє]вн|инични|иничн|[іи]вн|ївн|йовн)(?:а|ы|е|у|ой|ою|о|и|і))"
)
_SURNAME = re.compile(
    r"[а-яіїєґё'-]{2,20}(?:(?:[оеё]в|ин|ін|їн|ын|єв)(?:а|у|ым|им|е|ой|ою|у|ої|ій|і|ы)?|(?:[сц]ьк|ск"
    r"|цк)(?:ий|ой|ая|а|ого|ого|ому|им|ую|у|ої|ої|ій|ом)|енк[оауи]|енком|чук(?:а|у|ом|ові|е)?"
    r"|[юя]к(?:а|у|ом|ові)?"
    r"|ук(?:а|у|ом|ові)|ейко|айло|ий|ых|их|ян(?:а|у|ом)?|янц|швили|дзе|идзе|ець|ц[яюем]{1,2}|ко|ович"
    r"|евич|ун|арь?|ман|берг|штейн|сон|ич)"
)
_STRICT_SURNAME = re.compile(
    r"[а-яіїєґё'-]{3,20}(?:(?:[оеё]в|[иы]н)(?:а|у|ым|е|ой)?|(?:[сц]ьк|[сц]к)(?:ий|ая|ого|ому|им|ую|ої"
    r"|ій)|енк[оа]|ч?ук|швили|дзе|ян)"
)
_SURELY_SURNAME = re.compile(
    r"[а-яіїєґё'-]{3,20}(?:[оеё]в(?:а|ым|ой|у)?|ин(?:а|ым|ой)|енк[оа]|чук(?:а|у|ом)?|швили"
    r"|дзе)"
)
_NOT_A_NAME = re.compile(
    r"(?:л[аои]?|ть|[еи]шь|[еи]т|[ау]в|ив|ться|йте|[еи]м|[уюая]т|[оы]е|[ыио]й|ого|ому|ую|ский"
    r"|ская|ти|ли|ши)$"
)
_NOT_SURNAMES = words(
    """
    мама папа мамы мамой бабушка дедушка бабушки сестра брат мамо тато бабуся
    президент мадам доктор профессор капитан майор генерал яхта інститут институт театр музей улица вулиця
    площадь проспект парк фонд банк премия орден имени імені город місто богу ісусу україні христу дядя тётя
    тетя дядько тітка дід баба царь король князь граф святой святий что как где когда если это так вот там тут
    или для при про над под без нет привет здравствуй здравствуйте спасибо пожалуйста добрый доброе день утро
    вечер пока ты вы он она они мы я сказал сказала пришел пришла пришёл звонил звонила просил просила говорит
    думает хочет будет была был были знает пишет написал написала поехал поехала ушел ушла один одна сегодня
    завтра вчера сейчас потом россии россия россию украина украины україна україни киев москва январь февраль
    март апрель июнь июль август сентябрь октябрь ноябрь декабрь понедельник вторник среда четверг пятница
    суббота воскресенье великий первый второй третий павлович господин госпожа пан пані пане товарищ бог боже
    господи москвин новый новая русский українська английский давай смотри слушай послушай подожди магазин
    класин апельсин мой твой наш ваш сам самый очень ещё еще уже тоже также только просто почему зачем откуда
    красный хороший большой маленький любимый дорогой дорогая милый родной такой какой который другой каждый
    никакой ой ох ах ну да же ли бы не ни а и но із зі чи що як де хто коли мені тебе тобі дуже добрий дякую
    привіт будь ласка вибач також якщо тільки зараз вчора сьогодні ответил ответила прав права готов готова
    здоров здорова должен должна рад рада знаком похож дома домов блин конец грузин причин огурцов братан пацан
    стакан экран план
    врач учитель учительница преподаватель преподавательница воспитатель воспитательница водитель водій вчитель
    вчителька викладач викладачка лікар лікарка медсестра терапевт стоматолог хирург педиатр юрист адвокат нотариус
    бухгалтер директор менеджер мастер майстер сосед соседка сусід сусідка начальник начальница кадровичка тренер
    риелтор ріелтор курьер кур'єр психолог логопед репетитор декан куратор коллега колега клиент клієнт получатель
    отримувач отправитель заказчик вторая третья великая мудрый друга велика хозяин хозяйка продавец контакт специалист
    """
)
_ENGLISH_STOP = words(
    """
    and or but the a an is was are were will would can could has have had does did said says went goes came i
    you he she it we they me my your his her our their this that these those what who when where why how hi hey
    hello thanks thank please sorry yes no not ok okay lol monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november december english russian
    ukrainian american god jesus christ street road avenue park hotel river city university school college
    church hospital day night morning evening new york london paris linux ubuntu windows google if so as at by
    for from in into of off on to up with than then there here just like well also too let lets don doesn isn
    wasn won about after before because being both lake island mountain valley county cup prize war iii ii jr
    phone bridge airport station aunt auntie uncle granny grandma grandpa nana
    """
)
_INITIALS = re.compile(
    r"(?<!\w)(?P<after>(?-i:[А-ЯІЇЄҐ][а-яіїєґё'’]{2,20}|[A-Z][a-z]{2,20})[ ](?-i:[А-ЯІЇЄҐA-Z])\.[ "
    r"]?(?-i:[А-ЯІЇЄҐA-Z])\.)|(?<!\w)(?P<before>(?-i:[А-ЯІЇЄҐA-Z])\.[ ]?(?-i:[А-ЯІЇЄҐA-Z])\.[ "
    r"]?(?-i:[А-ЯІЇЄҐ][а-яіїєґё'’]{2,20}|[A-Z][a-z]{2,20}))(?!\w)"
)
_INITIAL, _TITLES = re.compile(rf"{_CAPITAL}\."), ("Mr", "Ms", "Dr", "Prof", "Miss")
_WRITTEN = re.compile(r"[\w'’]+")
_MIDDLE = re.compile(r"(?<!\w)[A-Z][a-z]{2,15}[ ][A-Z]\.[ ][A-Z][a-z]{2,15}(?!\w)")
_CYRILLIC_MIDDLE = re.compile(
    r"(?<!\w)(?P<first>[А-ЯІЇЄҐ][а-яіїєґё']{2,15})[ ][А-ЯІЇЄҐ]\.[ ]?(?P<last>[А-ЯІЇЄҐ][а-яіїєґё']{2,15})(?!\w)"
)
_INTRODUCED = re.compile(
    r"(?<!\w)(?:меня зовут|мене звати|его зовут|её зовут|ее зовут|його звати|її звати|my name(?: as on the card"
    r"| on the card)? is|name "
    r"is|my name's|фамилия|прізвище|фио|піб|получатель|отримувач|на имя|на ім'я|surname is|last name "
    r"is|full name(?: is)?|name on it|(?:her|his|their) name's|ac(?:c|ct|count) name|ref says"
    r"|clerk is|водитель|водій|хозяин|хозяйка|адвокат|адв\.|д-р|лікар|лікарка"
    r"|імʼя|ім'я|написано від|врача зовут|лікаря звати"
    r"|мастера зовут|mr\.?|mrs\.?|ms\.?|dr\.?|prof\.?"
    r"|countersigned by|approved by|(?:boss|colleague|cousin|volunteer|uncle|aunt|nephew|niece|brother|sister"
    r"|legal name\?|landlord|landlady|teacher|dentist|lawyer|accountant|neighbou?r"
    r"|plumber|doctor|manager|agent"
    r"|realtor|tutor|coach|nanny|sitter|driver|client|tenant|therapist|nurse|principal|professor|roommate|flatmate"
    r"|surgeon|vet|electrician|handyman|contractor)(?:'s[ ]name)?(?:[ ]is|[ ]was|'s|,)?|named|under|signed"
    r"|regards|ask for|ask|attn|contact person|holder(?:[ ](?:is|still|name))?|beneficiary|payee|recipient)[ :\-,]{1,3}"
    r"(?P<v>(?-i:[А-ЯІЇЄҐ][а-яіїєґё'’-]{1,20}|[A-Z][a-zà-ž'-]{1,20})(?:[ "
    r"](?-i:[А-ЯІЇЄҐ][а-яіїєґё'’-]{1,20}|[A-ZÀ-Ž][a-zà-ž'-]{1,20}(?:-[A-Z][a-zà-ž]{1,20})?)){1,2})",
    re.IGNORECASE,
)


_LATIN = r"[A-ZÀ-Ž][a-zà-žığş]{1,15}(?:['’-][A-ZÀ-Ž]?[a-zà-žığş]{1,15})?"
_BESIDE_VALUE = re.compile(  # two or three capitals on a form's line, or right before a telephone or a date of birth
    rf"(?:(?<=\n)|^|(?<=with )|(?<=[:] )|(?<=call )|(?<=ask )|(?<=from )|(?<=is )|(?<=dad, )|(?<=mum, )"
    rf"|(?<=mom, ))(?P<v>{_LATIN}(?:[ ]{_LATIN}){{1,2}})(?=(?:, |\n| - |: )(?:\ufdd0|born|tel|phone|dob"
    rf"|[0-9]{{1,2}}[./-][0-9]{{1,2}}[./-](?:19|20)))"
    rf"|(?<=\ufdd0, name )(?P<w>{_LATIN}(?:[ ]{_LATIN}){{1,2}})"
)
_FOREIGN = re.compile(
    rf"(?<!\w)(?=[A-Za-zÀ-ž '’-]{{1,60}}[à-žÀ-Žığş])(?P<v>{_LATIN}[ ]{_LATIN}(?:[ ]{_LATIN})?)(?![\w])"
)
_ROLE = re.compile(
    r"(?:хозя\w{2,5}|господар\w{0,3}|landlord|landlady|owner|host|guarantor|dad|mum|mom|father|mother|with|agent"
    r"|manager|name|зовут|звать|звати|доктор|врач|лікар|"
    r"professor|prof|contact|mr|mrs|ms|dr|от|від|from|by|to|for|holder|still|is|,)[ ,:]{1,3}(?:в[ ]\w{3,12}[ ])?$",
    re.IGNORECASE,
)


def full_names(text: str) -> list[tuple[int, int]]:
    """Ranges of full names, ascending and apart. One first name alone is none."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(_full_names(text)):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _full_names(text: str) -> Iterator[tuple[int, int]]:
    if "." in text and _INITIAL.search(text):
        yield from (match.span() for match in _INITIALS.finditer(text))
        yield from (match.span() for match in _MIDDLE.finditer(text))
        yield from (
            match.span()
            for match in _CYRILLIC_MIDDLE.finditer(text)
            if match["first"].lower() in first_names() and match["last"].lower() not in _NOT_SURNAMES
        )
    if "." in text and any(title in text for title in _TITLES):
        yield from (match.span("v") for match in _TITLED.finditer(text))
    runs = list(_CAPITALS.finditer(text))
    if runs:
        yield from _introduced(text)
        yield from _by_neighbours(text)
    for run in runs:
        inside = text[max(0, run.start() - 2) : run.start()]
        yield from _in_run(
            list(_WORD.finditer(text, *run.span())), inside=bool(re.fullmatch(r"[^\W\d_A-ZА-ЯІЇЄҐ] ", inside))
        )
    small = unmistakable().intersection(_WRITTEN.findall(text))
    for word in _SMALL.finditer(text) if small else ():
        if word[0] in small:
            yield from _beside(text, word)


def _by_neighbours(text: str) -> Iterator[tuple[int, int]]:
    """A name of unknown form, where only a name can stand: above a date of birth, before a telephone, after a role."""
    for match in _BESIDE_VALUE.finditer(text):
        group = "v" if match["v"] else "w"
        if _ENGLISH_STOP.isdisjoint(match[group].lower().split()):
            yield match.span(group)
    for match in _FOREIGN.finditer(text):
        if _ROLE.search(text[max(0, match.start() - 30) : match.start()]):
            yield match.span("v")


def _introduced(text: str) -> Iterator[tuple[int, int]]:
    """Any two capitals in a row, where the words around say that they are a name."""
    for match in (*_INTRODUCED.finditer(text), *_SAID.finditer(text)):
        words = match["v"].lower().split()
        if _ENGLISH_STOP.isdisjoint(words) and _NOT_SURNAMES.isdisjoint(words):
            yield match.span("v")


def _in_run(run: list[re.Match[str]], *, inside: bool) -> Iterator[tuple[int, int]]:
    """Words with capitals in a row, one space between them. inside: a sentence was going on before them."""
    at = 0
    while at < len(run) - 1:
        words = [word[0] for word in run[at : at + 3]]
        length = _name_length(words) or (2 if inside and not at and _surname_first(words) else 0)
        if {" ".join(words[:length]).lower(), " ".join(words[: length : length - 1 or 1]).lower()} & FAMOUS:
            length = 0
        if length:
            yield run[at].start(), run[at + length - 1].end()
        at += length or 1


def _beside(text: str, first: re.Match[str]) -> Iterator[tuple[int, int]]:
    """A first name written small, with a surname written small before or after it."""
    after = _AFTER.match(text, first.end())
    before = _BEFORE.search(text, max(0, first.start() - 24), first.start())
    if after and _kind(after[1]) in ("strict", "patronymic"):
        yield first.start(), after.end()
    elif before and _kind(before[1]) == "strict":
        yield before.start(1), first.end()


def is_surname(low: str) -> bool:
    """Whether a word in small letters can be nothing but a Slavic surname by its ending."""
    return _STRICT_SURNAME.fullmatch(low) is not None and low not in _NOT_SURNAMES


def _name_length(words: list[str]) -> int:
    """How many of the first three words are one person's full name; 0 if they are none."""
    kinds = [_kind(word) for word in words]
    match kinds:
        case ["first", "patronymic", "surname" | "strict" | "maybe"] if words[2][0].isupper():
            return 3
        case ["surname" | "strict" | "maybe", "first" | "maybe" | "surname", "patronymic"]:
            return 3
        case ["first", "patronymic", *_] | ["maybe" | "surname" | "strict", "patronymic", *_] if (
            words[0][0].isupper() or kinds[0] == "first"
        ):
            return 2
    return 2 if len(words) >= 2 and (_pair(words[0], words[1], kinds) or _unknown_first(words, kinds)) else 0


def _surname_first(words: list[str]) -> bool:
    """`... Стельмах Ярина`: inside a sentence a capital has a reason."""
    return (
        [_kind(word) for word in words[:2]] == ["maybe", "first"]
        and not words[0].isascii()
        and not _NOT_A_NAME.search(words[0].lower())
    )


def _unknown_first(words: list[str], kinds: list[str]) -> bool:
    """A first name that no table has, beside a surname that can be nothing else."""
    one, two = kinds[0], kinds[1]
    if any(_NOT_A_NAME.search(word.lower()) for word, kind in zip(words[:2], kinds, strict=False) if kind == "maybe"):
        return False
    if len(kinds) > 2 and kinds[0] == "maybe" and kinds[2] == "first":  # `Звонил Петров Иван`: the name begins later
        return False
    by_ending = [_SURELY_SURNAME.fullmatch(word.lower()) is not None for word in words[:2]]
    return (one == "maybe" and by_ending[1] and two == "strict") or (
        two == "maybe" and by_ending[0] and one == "strict"
    )


def _pair(one: str, two: str, kinds: list[str]) -> bool:
    capital = one[0].isupper() and two[0].isupper()
    if kinds[0] == "first":
        if capital:
            return kinds[1] in ("surname", "strict", "maybe") or (kinds[1] == "first" and two.isascii())
        return kinds[1] == "strict" and one.lower() in unmistakable()
    if kinds[1] == "first" and kinds[0] in ("surname", "strict"):
        return capital or (kinds[0] == "strict" and two.lower() in unmistakable() and not one[0].isupper())
    return False


def _kind(word: str) -> str:
    """first, patronymic, surname (by its ending), strict (so by any measure), maybe (only written like one), or
    none."""
    low = word.lower()
    if low in first_names() and low not in _NOT_SURNAMES:
        return "first"
    if low in _NOT_SURNAMES or low in _ENGLISH_STOP:
        return "none"
    if low.isascii():
        return (
            "strict"
            if low in COMMON_SURNAMES
            else "maybe"
            if word[0].isupper() and not word.isupper() and len(word) > 2
            else "none"
        )
    if _PATRONYMIC.fullmatch(low):
        return "patronymic"
    if _STRICT_SURNAME.fullmatch(low) or low in COMMON_CYRILLIC_SURNAMES:
        return "strict"
    if not word[0].isupper():
        return "none"
    return "surname" if _SURNAME.fullmatch(low) else "maybe" if len(word) > 3 and not word.isupper() else "none"
