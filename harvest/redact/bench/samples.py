"""Put templates and values together: messages with labels, the same ones every time."""

import re
from collections.abc import Callable, Iterator
from random import Random
from types import ModuleType

import msgspec

from harvest.redact.bench import (
    dev,
    dev_more,
    dev_most,
    dev_values,
    fresh,
    heldout,
    heldout_values,
    unseen,
    unseen_again,
    unseen_last,
    unseen_third,
    unseen_values,
)

SLOT = re.compile(r"\{([A-Z_]+)\}|<<([A-Z_]+):(.+?)>>")  # a made value, or one written out with § for a digit
DIGIT = re.compile("§")
LANGUAGES = ("ru", "uk", "en")  # of the sets made from sentences
ALIASES = {
    "EMAIL_SAID": "EMAIL",
    "PASSWORD_WEAK": "PASSWORD",
    "CARD_HALF": "CARD",
    "DOOR_CODE": "CODE",
    "OTP": "CODE",
    "TOKEN": "API_KEY",
    "HANDLE": "USERNAME",
    "SPOKEN": "PHONE",
    "CARD_GAPS": "CARD",
    **dict.fromkeys(("ETH", "BTC", "TRON"), "CRYPTO"),
    **dict.fromkeys(("BOT", "OPENAI", "HEXKEY", "JWT", "GITHUB", "AWS", "STRIPE"), "API_KEY"),
    **dict.fromkeys(("IBAN_UA", "IBAN_UA_GAPS", "IBAN_DE", "IBAN_GB"), "IBAN"),
    "SNILS_BARE": "SNILS",
}
BEFORE = ("", "", "", "слушай, ", "ну ", "короче ", "hey, ", "ok ", "Кстати ", "😅 ", "ага\n")
AFTER = ("", "", "", " ок?", ")))", " 👍", "...", " спс", " pls", "\nпотом расскажу", "!")
PARTS = {
    "dev": (dev, dev_values.makers),
    "held-out": (heldout, heldout_values.makers),
    "dev more": (dev_more, heldout_values.makers),
    "dev most": (dev_most, heldout_values.makers),
    "fresh": (fresh, heldout_values.makers),
    "unseen": (unseen, unseen_values.makers),
    "unseen again": (unseen_again, unseen_values.makers),
    "unseen third": (unseen_third, unseen_values.makers),
    "unseen last": (unseen_last, unseen_values.makers),
}


class Label(msgspec.Struct, frozen=True):
    """A value that has to go: Python characters of the sample's text."""

    start: int
    end: int
    kind: str


class Sample(msgspec.Struct, frozen=True):
    """One message, and what in it has to go. open_to_doubt: ranges that may go or stay."""

    lang: str
    text: str
    labels: tuple[Label, ...]
    open_to_doubt: tuple[tuple[int, int], ...] = ()


def samples(part: str, rounds: int = 6) -> list[Sample]:
    """part: one of PARTS. rounds: how often each sentence with a value is used, each time with
    others."""
    sentences, makers = PARTS[part]
    r = Random(f"understudy {part}")
    made: list[Sample] = []
    for lang in LANGUAGES:
        make = makers(lang)
        for template in _lines(sentences, lang.upper()):
            made += [_filled(r, lang, template, make) for _ in range(rounds)]
        clean = list(_lines(sentences, "CLEAN_" + lang.upper()))
        made += [Sample(lang, text, ()) for text in clean]
        made += [_dressed(r, lang, text) for text in clean for _ in range(2)]
    return made


def _lines(sentences: ModuleType, name: str) -> Iterator[str]:
    return (line for line in str(getattr(sentences, name)).split("\n") if line)


def _filled(r: Random, lang: str, template: str, make: dict[str, Callable[[Random], str]]) -> Sample:
    text, at = r.choice(BEFORE), 0
    labels: list[Label] = []
    template = template[:1].upper() + template[1:] if r.random() < 0.2 else template
    for slot in SLOT.finditer(template):
        text += template[at : slot.start()]
        value = (make[slot[1]](r) if slot[1] else DIGIT.sub(lambda _: r.choice("0123456789"), slot[3])).strip()
        kind = slot[1] or slot[2]
        labels.append(Label(len(text), len(text) + len(value), ALIASES.get(kind, kind)))
        text += value
        at = slot.end()
    return Sample(lang, text + template[at:] + r.choice(AFTER), tuple(labels))


def _dressed(r: Random, lang: str, text: str) -> Sample:
    return Sample(lang, r.choice(BEFORE) + text + r.choice(AFTER), ())
