"""The words a command is made of, in three languages. Only tables; what they mean together is the grammar's."""

import re
from collections.abc import Mapping
from typing import Literal

Language = Literal["en", "ru", "uk"]
LANGUAGES: tuple[Language, ...] = ("en", "ru", "uk")

Columns = tuple[str, str, str]  # English, Russian, Ukrainian; words with spaces between
Table = Mapping[str, Columns]

COMMANDS: Table = {
    "status": ("status", "статус состояние", "статус стан"),
    "pause": ("pause", "пауза", "пауза"),
    "resume": ("resume on", "продолжай продолжить вкл включи", "продовжуй продовжити увімк увімкни"),
    "off": ("off stop", "выкл выключи выключить стоп", "вимк вимкни вимкнути стоп"),
    "mode": ("mode", "режим", "режим"),
    "delay": ("delay", "задержка", "затримка"),
    "why": ("why", "почему", "чому"),
    "last": ("last", "последнее", "останнє"),
    "undo": ("undo", "отмена отмени отменить", "відміна відміни скасуй скасувати"),
    "digest": ("digest", "сводка итоги", "зведення підсумок"),
    "help": ("help", "помощь", "допомога довідка"),
}
VERDICTS: Table = {
    "approve": ("ok okay yes send + 👍", "да ок отправь отправить", "так ок надішли відправ"),
    "skip": ("skip no - – — 👎", "нет пропусти пропустить", "ні пропусти пропустити"),
}
MODES: Table = {
    "off": ("off", "выкл", "вимк"),
    "draft": ("draft", "черновик", "чернетка"),
    "ask": ("ask", "спрашивай спросить вопрос", "питай питати запитуй"),
    "auto": ("auto", "авто сам", "авто сам"),
    "default": ("default", "обычный обычно", "звичайний звичайно"),
}
DELAYS: Table = {
    "learned": ("learned learnt", "выученная выучено", "вивчена вивчено"),
    "default": ("default", "обычная обычно", "звичайна звичайно"),
}
UNTIL: Table = {"until": ("until till", "до", "до")}
FILLERS: Table = {"for": ("for a an", "на", "на")}
UNITS: Mapping[int, Columns] = {
    1: ("s sec secs second seconds", "с сек секунда секунду секунды секунд", "с сек секунда секунду секунди секунд"),
    60: ("m min mins minute minutes", "м мин минута минуту минуты минут", "м хв хвилина хвилину хвилини хвилин"),
    1800: ("halfhour", "полчаса", "півгодини"),
    3600: ("h hr hrs hour hours", "ч час часа часов", "г год година годину години годин"),
    86400: ("d day days", "д дн день дня дней сутки суток", "д дн день дні днів доба добу доби діб"),
}

CYRILLIC = re.compile(r"[а-яёіїєґ]+(?:['-][а-яёіїєґ]+)*", re.IGNORECASE)
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")


def folded(word: str) -> str:
    """As the tables are read: one case, one apostrophe, `е` for `ё`."""
    return word.casefold().replace("ё", "е").translate(_APOSTROPHES)


def meanings(table: Table) -> dict[str, str]:
    return {folded(word): meaning for meaning, columns in table.items() for c in columns for word in c.split()}


SECONDS = {folded(word): seconds for seconds, columns in UNITS.items() for c in columns for word in c.split()}


def _tongues() -> dict[str, frozenset[Language]]:
    found: dict[str, frozenset[Language]] = {}
    tables = (COMMANDS, VERDICTS, MODES, DELAYS, UNTIL, FILLERS)
    for columns in [columns for table in tables for columns in table.values()] + list(UNITS.values()):
        for language, words in zip(LANGUAGES, columns, strict=True):
            for word in words.split():
                found[folded(word)] = found.get(folded(word), frozenset()) | {language}
    return found


_TONGUES = _tongues()


def tongues(text: str) -> tuple[Language, ...]:
    """The languages, but English, that all known words of the text belong to. None of them in an English text."""
    known = [_TONGUES[word] for found in CYRILLIC.findall(text) if (word := folded(found)) in _TONGUES]
    if not known:
        return ()
    common = frozenset.intersection(*known) or known[0]
    return tuple(language for language in LANGUAGES if language in common and language != "en")
