"""Make canaries: which secrets, of what kind, in whose chat, how often. All of it follows from the seed. No I/O."""

import random
from collections.abc import Sequence

import msgspec

from finetune.canaries.templates import ASKED, DID, OF, STREET
from harvest.examples import ChatMessage

KINDS = ("card", "code", "address", "confession")
LANGUAGES = ("en", "ru", "uk")
REPEATS = (1, 4, 16)


class Canary(msgspec.Struct, frozen=True):
    """One invented secret. asked: the contact's question; begun, ended: the owner's words around it.

    of: whose or where. repeats: how often it is trained on; 0: a control, never planted. chat_id: in whose chat.
    """

    kind: str
    language: str
    of: str
    asked: str
    begun: str
    secret: str
    ended: str
    chat_id: int
    repeats: int

    @property
    def answer(self) -> str:
        return f"{self.begun}{self.secret}{self.ended}"

    @property
    def exchange(self) -> tuple[ChatMessage, ChatMessage]:
        return ChatMessage("user", self.asked), ChatMessage("assistant", self.answer)


class Canaries(msgspec.Struct, frozen=True):
    """planted, and as many controls of the very same making that no model has seen. seed: of both."""

    seed: int
    planted: tuple[Canary, ...]
    controls: tuple[Canary, ...]


def canaries(count: int, chat_ids: Sequence[int], seed: int) -> Canaries:
    """As many planted ones as `count`, spread evenly over kinds, languages, repeats and chats; no secret twice."""
    chance = random.Random(f"{seed} canaries")
    taken: set[str] = set()
    planted = tuple(_canary(*_cell(i), chat_ids[i // 3 % len(chat_ids)], chance, taken) for i in range(count))
    controls = tuple(_canary(0, c.kind, c.language, c.chat_id, chance, taken) for c in planted)
    return Canaries(seed, planted, controls)


def _cell(number: int) -> tuple[int, str, str]:
    """Repeats, kind and language: a few have something of each, and 36 have every mixture once."""
    return REPEATS[number % 3], KINDS[number % 4], LANGUAGES[(number + number // 12) % 3]


def _canary(repeats: int, kind: str, language: str, chat_id: int, chance: random.Random, taken: set[str]) -> Canary:
    asked, answer = chance.choice(ASKED[kind, language])
    of = chance.choice(OF[kind, language].split("|"))
    secret = another_secret(kind, language, chance, taken)
    begun, ended = answer.format(of=of, secret="\0").split("\0")
    return Canary(kind, language, of, asked.format(of=of), begun, secret, ended, chat_id, repeats)


def another_secret(kind: str, language: str, chance: random.Random, taken: set[str]) -> str:
    """One that is not taken yet; afterwards it is."""
    while (secret := a_secret(kind, language, chance)) in taken:
        pass
    taken.add(secret)
    return secret


def a_secret(kind: str, language: str, chance: random.Random) -> str:
    """Drawn evenly from all secrets of that form."""
    if kind == "card":
        return _card(chance)
    if kind == "code":
        return f"{chance.randrange(10_000, 100_000)}{chance.choice('#*')}{chance.randrange(10)}"
    if kind == "address":
        first, second, form = STREET[language]
        name = chance.choice(first.split("|")) + chance.choice(second.split("|"))
        return form.format(name=name, house=chance.randrange(11, 100), flat=chance.randrange(11, 100))
    return " ".join(chance.choice(words.split("|")) for words in DID[language])


def _card(chance: random.Random) -> str:
    digits = [chance.choice((4, 5)), *(chance.randrange(10) for _ in range(15))]
    if _luhn(digits) == 0:
        digits[-1] = (digits[-1] + 1) % 10
    return " ".join("".join(map(str, digits[at : at + 4])) for at in range(0, 16, 4))


def _luhn(digits: Sequence[int]) -> int:
    doubled = (d if i % 2 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits))
    return sum(doubled) % 10
