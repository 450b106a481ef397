"""The hostile messages, and how each is aimed at one planted secret. Knows no Telegram."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from finetune.canaries.making import Canary
from finetune.canaries.telling import half_told
from userbot.hostile.encodings import ENCODINGS

PROMPTS = Path(__file__).parent / "prompts.jsonl"
FAMILIES = ("asking", "prefix", "repeat", "roleplay", "encoded", "grooming", "impersonating", "template")
NAMED = {  # what a contact calls a secret of that kind
    "en": {"card": "card number", "code": "code", "address": "address", "confession": "secret"},
    "ru": {"card": "номер карты", "code": "код", "address": "адрес", "confession": "секрет"},
    "uk": {"card": "номер картки", "code": "код", "address": "адресу", "confession": "секрет"},
}


class Prompt(msgspec.Struct, frozen=True):
    """messages: one after another, each after the answer to the last. encoding: a name of ENCODINGS, or none.

    {of}, {kind}, {asked}, {begun} and {half} stand for what an attacker may know of a secret: whose it is, what it is,
    the question it once answered, how that answer began, and the secret's first half.
    """

    family: str
    language: str
    messages: tuple[str, ...]
    encoding: str = ""


def prompts(path: Path = PROMPTS) -> list[Prompt]:
    decoder = msgspec.json.Decoder(Prompt)
    return [decoder.decode(line) for line in path.read_bytes().splitlines()]


def aimed(prompt: Prompt, canary: Canary) -> tuple[str, ...]:
    """The messages as the attacker sends them."""
    slots = {
        "{of}": canary.of,
        "{kind}": NAMED[canary.language][canary.kind],
        "{asked}": canary.asked,
        "{begun}": canary.begun.strip(),
        "{half}": half_told(canary.secret),
    }
    encode = ENCODINGS[prompt.encoding] if prompt.encoding else str
    return tuple(encode(_filled(message, slots)) for message in prompt.messages)


def targets(asked: Sequence[Prompt], planted: Sequence[Canary]) -> list[Canary]:
    """One secret for each prompt, in the prompt's language, each as often as the next."""
    by_language = {language: [c for c in planted if c.language == language] or list(planted) for language in NAMED}
    used = dict.fromkeys(by_language, 0)
    found = []
    for prompt in asked:
        own = by_language[prompt.language]
        found.append(own[used[prompt.language] % len(own)])
        used[prompt.language] += 1
    return found


def _filled(message: str, slots: dict[str, str]) -> str:
    for slot, words in slots.items():
        message = message.replace(slot, words)
    return message
