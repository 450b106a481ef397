"""Decide which words of a contact list's display names are names: `Sam (gym)`, `мама`, `Taxi Oleg`, `Rose from work`.

A word that everybody uses never goes on its own, whoever is called so; one that is both goes where it is written as a
name. Names are known in both alphabets: `Oleksandr Kovalenko` is `Саша Коваленко` in the talk.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from harvest.redact.names.forms import families, families_of, forms, relatives
from harvest.redact.names.full import is_surname
from harvest.redact.names.tables import AMBIGUOUS, COMMON_SURNAMES
from harvest.redact.words import words

PART = re.compile(r"[^\W\d_]{2,40}(?:['’-][^\W\d_]{2,40})?")
# What people write beside a name, or instead of one, in a contact list; each in its first form and some others.
LABELS = words(
    """
    gym work job office boss colleague friend friends neighbour neighbor brother sister mother father mom mum mama
    mommy mummy dad daddy papa granny grandma
    grandpa nan nana aunt auntie uncle cousin wife husband hubby wifey babe baby bae honey love my dear darling home
    house school uni university college class
    classmate teacher tutor coach trainer doctor dentist nurse vet clinic hospital pharmacy lawyer accountant bank
    insurance plumber electrician handyman builder
    mechanic garage car taxi driver cab uber bolt delivery courier post mail shop store market food pizza sushi bar
    cafe restaurant hotel hostel airbnb landlord
    landlady tenant flat flatmate roommate room rent agent realtor estate agency manager director ceo hr sales support
    service company client customer supplier
    partner team group chat club band church football soccer tennis yoga dance music guitar piano english french
    german math maths art photo photographer video
    wedding party tinder bumble dating new old the and from with of at in on for not dont do answer spam scam unknown
    number phone tel mobile cell second main
    ex crush guy girl man woman boy kid kids nanny sitter babysitter cleaner cleaning hair hairdresser barber nails
    beauty salon massage tattoo parking security
    concierge reception desk front info help emergency police fire gas water electricity internet wifi telecom
    operator bot news channel game gaming discord
    мама мамуля мамочка папа папочка отец мать бабушка бабуля дедушка дед брат братик сестра сестричка сестренка тетя
    тётя дядя племянник племянница крестная
    крестный свекровь свекр теща тёща тесть зять невестка муж жена мужчина женщина любимый любимая любовь зая зайка
    зайчик котик кот кошка малыш малышка солнце
    солнышко сын сынок дочь дочка доченька друг подруга знакомый сосед соседка соседи одноклассник одноклассница
    однокурсник коллега начальник начальница шеф
    босс директор менеджер бухгалтер бухгалтерия секретарь кадры отдел офис работа рабочий рабочая дом домашний дача
    квартира хозяин хозяйка арендатор риелтор
    агент агентство такси водитель таксист курьер доставка почта магазин рынок аптека врач доктор терапевт стоматолог
    зубной педиатр клиника больница поликлиника
    ветеринар школа садик сад класс классная учитель учительница репетитор воспитатель тренер тренировка зал спортзал
    фитнес йога танцы бассейн футбол музыка
    универ институт универсистет группа староста декан препод преподаватель мастер сантехник электрик слесарь плотник
    ремонт окна двери мебель натяжные потолки
    парикмахер стрижка маникюр ногти брови ресницы косметолог массаж тату салон красота фотограф свадьба кафе бар
    ресторан пицца суши кофе банк сбер тинькофф
    страховая юрист адвокат нотариус автосервис шиномонтаж мойка гараж машина авто мото парковка охрана консьерж
    домофон диспетчер аварийка жэк ук газ вода свет
    интернет провайдер оператор поддержка служба сервис компания фирма клиент заказчик поставщик партнер партнёр новый
    новая старый старая второй вторая основной
    не брать трубку отвечать спам мошенник мошенники неизвестный номер телефон мобильный чат бот канал игра новости
    англ английский математика няня уборка клининг
    мамуся матуся тато татусь бабуся дідусь дід сестра сестричка тітка дядько чоловік дружина кохана коханий кохання
    зайчик котик сонечко син донька друг подруга
    сусід сусідка колега начальник бос директор бухгалтер робота офіс дім дача квартира господар господиня орендар
    ріелтор агент таксі водій курʼєр кур'єр доставка
    пошта магазин ринок аптека лікар лікарка стоматолог клініка лікарня школа садочок клас вчитель вчителька репетитор
    вихователька тренер зал спортзал музика
    гурток майстер сантехнік електрик ремонт перукар стрижка манікюр нігті брови вії масаж салон фотограф весілля кава
    банк юрист нотаріус мийка гараж машина
    охорона консьєрж диспетчер газ вода світло інтернет підтримка служба клієнт новий нова старий стара не брати
    слухавку спам шахрай номер телефон чат бот
    от из с на по для в и у к до за про від із з та й і o
    """
)
_SURNAME_LIKE_WORDS = words(  # surnames that are also plurals of everyday words: `жуков`, `орлов`
    """
    жуков волков котов орлов козлов баранов быков воробьев соколов петухов раков тараканов журавлей морозов снегов
    садов лесов дубов цветов домов столов кустов
    мостов часов воронов комаров пауков слонов китов ершов бобров кротов хомяков кабанов павлинов грибов кузнецов
    гончаров пастухов рыбаков охотников поваров
    поляков казаков королей князей стариков мужиков царей гусев белов чернов краснов рыжов зайцев медведев лосев
    голубев ежов попов дьяконов бочкарев
    мороз мельник бондар швець ткач козак вовк заєць жук сорока волк заяц соловей воробей гусь кот медведь коваль
    кравець гончар
    """
)
_LATIN = [  # the longest first
    pair.split("-")
    for pair in [
        "shch-щ",
        "sch-щ",
        "zh-ж",
        "kh-х",
        "ts-ц",
        "ch-ч",
        "sh-ш",
        "yu-ю",
        "ya-я",
        "yo-ё",
        "ye-е",
        "iu-ю",
        "ia-я",
        "yi-ї",
        "iy-ий",
        "a-а",
        "b-б",
        "c-к",
        "d-д",
        "e-е",
        "f-ф",
        "g-г",
        "h-г",
        "i-и",
        "j-й",
        "k-к",
        "l-л",
        "m-м",
        "n-н",
        "o-о",
        "p-п",
        "r-р",
        "s-с",
        "t-т",
        "u-у",
        "v-в",
        "w-в",
        "x-кс",
        "y-и",
        "z-з",
    ]
]
_FEMALE = re.compile(r"(?:[оеё]в|[иы]н)а?")
_ADJECTIVE = re.compile(r"(?:[сц]ьк|[сц]к)(?:ий|ая|а|ій)")


def loose_and_strict(people: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """(forms that go however they are written, forms that go where they begin with a capital), in small letters."""
    loose: set[str] = set()
    strict: set[str] = set()
    for name in people:
        for part, sure in _parts(name):
            every = {form for form in _forms(part) if len(form) > 1}
            strict |= every
            loose |= (
                {form for form in every if len(form) > 2 and (sure or is_surname(form))}
                - AMBIGUOUS
                - _SURNAME_LIKE_WORDS
            )
    return frozenset(loose - LABELS), frozenset(strict - LABELS)


def is_called_by_name(name: str) -> bool:
    """Whether a display name holds a name at all: `work colleague` and `мама` hold none."""
    return any(True for _ in _parts(name))


def _parts(name: str) -> Iterator[tuple[str, bool]]:
    """(word, whether it can be nothing but a name) for the words of a display name that are names."""
    bracketed = [match.span() for match in re.finditer(r"[(\[][^)\]]{0,60}[)\]]?", name)]
    found = [match for match in PART.finditer(name) if match[0].lower() not in LABELS]
    for match in found:
        word, low = match[0], match[0].lower()
        if _first_name(low):
            yield low, True
        elif low in COMMON_SURNAMES or _surely_surname(low):
            yield low, low not in _SURNAME_LIKE_WORDS and not low.isascii()
        elif word[0].isupper() and not any(start <= match.start() < end for start, end in bracketed):
            yield low, False


def _surely_surname(low: str) -> bool:
    return is_surname(low) or (low.isascii() and is_surname(to_cyrillic(low)) and len(low) > 4)


@cache
def _known() -> frozenset[str]:
    return frozenset(form for family in families() for name in family for form in (name, *forms(name)))


def _first_name(low: str) -> bool:
    return low in _known() or (low.isascii() and bool(_in_the_other_alphabet(low)))


def _forms(low: str) -> frozenset[str]:
    """All that somebody with this name or surname is called."""
    found = set(relatives(low))
    for other in _in_the_other_alphabet(low):
        found |= {other} if other.isascii() else relatives(other)
    if low.isascii() and is_surname(to_cyrillic(low)):
        found |= _surname_forms(to_cyrillic(low))
    return frozenset(found | _surname_forms(low))


def _surname_forms(low: str) -> set[str]:
    """`петрова` -> петров, петрову, петровой, ...: a family has one surname."""
    if low.isascii():
        return {low}
    if match := re.fullmatch(rf"(.{{2,20}}?{_FEMALE.pattern.removesuffix('а?')})а?", low):
        return {
            match[1] + end
            for end in ("", "а", "у", "ым", "е", "ой", "ы", "ых", "ыми", "им", "ої", "ій", "ою", "і", "их")
        }
    if match := re.fullmatch(r"(.{2,20}(?:[сц]ьк|[сц]к))(?:ий|ая|а|ій)", low):
        return {
            match[1] + end
            for end in (
                "ий",
                "ого",
                "ому",
                "им",
                "ом",
                "ая",
                "ой",
                "ую",
                "ие",
                "их",
                "ими",
                "а",
                "ої",
                "ій",
                "у",
                "ою",
                "і",
            )
        }
    return {low}


@cache
def _in_the_other_alphabet(low: str) -> frozenset[str]:
    """`sasha` -> саша: names of the tables that are written so in Latin letters; and the other way."""
    if low.isascii():
        return frozenset(
            name for family in families() for name in family if not name.isascii() and low in _spellings(name)
        )
    mine = {spelling for family in families_of(low) for name in family for spelling in _spellings(name)} | _spellings(
        low
    )
    return frozenset(mine & {name for family in families() for name in family if name.isascii()})


@cache
def _spellings(name: str) -> frozenset[str]:
    """The usual ways to write a Cyrillic name in Latin letters."""
    found = {""}
    for char in name:
        found = {start + one for start in found for one in _TO_LATIN.get(char, (char,))}
        if len(found) > 64:  # a long name: the first ways are the usual ones
            found = set(sorted(found)[:64])
    return frozenset(found)


def to_cyrillic(low: str) -> str:
    """`kovalenko` -> коваленко, roughly: good enough to see a surname's ending."""
    at, made = 0, ""
    while at < len(low):
        for latin, cyrillic in _LATIN:
            if low.startswith(latin, at):
                made += cyrillic
                at += len(latin)
                break
        else:
            made += low[at]
            at += 1
    return re.sub(r"(?<=[сц])кии$|(?<=[сц])ки$", "кий", made)


_TO_LATIN = {
    row[0]: tuple(row[2:].split("/"))
    for row in [
        "а-a",
        "б-b",
        "в-v",
        "г-g/h",
        "ґ-g",
        "д-d",
        "е-e",
        "ё-yo/e",
        "є-ie/ye",
        "ж-zh",
        "з-z",
        "и-i/y",
        "і-i",
        "ї-i/yi",
        "й-y/i",
        "к-k",
        "л-l",
        "м-m",
        "н-n",
        "о-o",
        "п-p",
        "р-r",
        "с-s",
        "т-t",
        "у-u",
        "ф-f",
        "х-kh/h",
        "ц-ts",
        "ч-ch",
        "ш-sh",
        "щ-shch",
        "ъ-",
        "ы-y",
        "ь-",
        "э-e",
        "ю-yu/iu",
        "я-ya/ia/a",
        "'-",
        "ʼ-",
    ]
}
