"""Decide which messages are the owner's to answer, whatever the clone could write. Knows words, not meanings.

A stem too many costs one silence, a stem too few an answer nobody should have got from a program: so these are wide.
"""

import re
from collections.abc import Iterable, Sequence

STEMS = {
    "whether a program is answering": (
        "are you a bot", "are you a robot", "are you an ai", "are you real", "is this a bot", "chatgpt", "chat gpt",
        "ты бот", "вы бот", "это бот", "ты робот", "нейросет", "кто это пишет", "ти бот", "ви бот", "це бот",
        "ти робот", "нейромереж", "штучний інтелект", "искусственный интеллект", "хто це пише",
    ),
    "money": (
        "lend me", "borrow", "loan", "send money", "send me money", "wire transfer", "bank account", "card number",
        "invoice", "crypto", "одолж", "займи", "взаймы", "кредит", "переведи", "деньг", "денег", "номер карты", "позич",
        "переказ", "гроші", "грошей", "номер картки",
    ),
    "health": (
        "hospital", "ambulance", "surgery", "diagnos", "cancer", "pregnan", "died", "funeral", "suicid", "больниц",
        "скорую", "скорая", "операци", "диагноз", "беремен", "умер", "похорон", "суицид", "лікарн", "швидку", "швидка",
        "операці", "діагноз", "вагітн", "помер", "похован", "суїцид",
    ),
    "an emergency": (
        "emergency", "urgent", "police", "accident", "arrested", "срочно", "полици", "авари", "арестова", "на помощь",
        "терміново", "поліці", "аварі", "заарештува", "на допомогу",
    ),
    "passwords and codes": (
        "password", "passcode", "login code", "verification code", "pin code", "sms code", "пароль", "паролю", "код из",
        "код від", "код з", "код от", "пин-код", "пін-код",
    ),
}  # fmt: skip


def handover(texts: Iterable[str], own_words: Sequence[str] = ()) -> str | None:
    """What the contact's messages are about, if that is the owner's to answer. own_words: the owner's own list."""
    said = "\n".join(texts).casefold()
    for topic, stems in {**STEMS, "one of userbot.handover_words": own_words}.items():
        if any(re.search(rf"(?<!\w){re.escape(stem.casefold())}", said) for stem in stems):
            return topic
    return None
