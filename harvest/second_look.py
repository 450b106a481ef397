"""Take out of every line a secret that was announced in any of them: "the code is ..." in one dialog, bare in another.

The first pass found the announced ones and left their hashes; this one goes over its lines and knows no words.
"""

import re
from collections.abc import Iterator
from typing import Protocol

import msgspec

from harvest.examples import ChatMessage, Example

KIND = "PASSWORD"
NUMBERED = re.compile(rf"\[{KIND}_([0-9]{{1,6}})\]")


class Stretch(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Knows(Protocol):
    """What harvest.redact.KnownSecrets does here."""

    def spans(self, text: str) -> Iterator[Stretch]: ...


_json = msgspec.json.Encoder()
_example = msgspec.json.Decoder(Example)


def looked_over(line: bytes, known: Knows) -> tuple[bytes, int]:
    """The line without known secrets, and how many were still in it."""
    example = _example.decode(line)
    said = [message.content for message in example.messages]
    found = [sorted(known.spans(content), key=lambda span: span.start) for content in said]
    count = sum(map(len, found))
    if not count:
        return line, 0
    numbers = _Numbers(said)
    messages = tuple(
        ChatMessage(message.role, _without(message.content, spans, numbers))
        for message, spans in zip(example.messages, found, strict=True)
    )
    return _json.encode(msgspec.structs.replace(example, messages=messages)) + b"\n", count


class _Numbers:
    """The same value gets the same placeholder; numbers that the first pass gave are not used again."""

    def __init__(self, contents: list[str]) -> None:
        self._next = 1 + max((int(found[1]) for text in contents for found in NUMBERED.finditer(text)), default=0)
        self._given: dict[str, str] = {}

    def placeholder(self, value: str) -> str:
        if value not in self._given:
            self._given[value] = f"[{KIND}_{self._next + len(self._given)}]"
        return self._given[value]


def _without(text: str, spans: list[Stretch], numbers: _Numbers) -> str:
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], numbers.placeholder(text[span.start : span.end])]
        at = span.end
    return "".join([*parts, text[at:]])
