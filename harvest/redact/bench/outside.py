"""Read conversations that somebody else wrote and labelled, and pair each message with what a redactor takes out.

One conversation a line: `{"lang": "ru", "messages": [{"out": true, "text": "...", "spans": [{"start": 3, "end": 17,
"type": "PHONE"}]}]}`. `out` is true where the account's owner wrote. A span with `"doubt": "why"` is a label that a
careful reader would not make, one with `"added": "why"` a value its author overlooked: judged, the first counts
neither way and the second like any other; as labelled, it is the other way round. Lines that begin with # are skipped.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from harvest.conversations import Bubble, Conversation, Turn
from harvest.errors import UserError
from harvest.redact.bench.samples import Label, Sample
from harvest.redact.findings import Finding, Redacted

SHIPPED = ("a1", "b1", "a2", "b2", *(f"s{number}" for number in range(1, 29)))
Ranges = Sequence[tuple[int, int]]


class Talk(msgspec.Struct, frozen=True):
    """A conversation as a redactor gets it, and its messages with their labels, in the same order."""

    conversation: Conversation
    samples: tuple[Sample, ...]


def shipped() -> dict[str, Path]:
    """The sets that came with the package, by name."""
    folder = Path(str(files("harvest.redact.bench"))) / "strangers"
    return {name: folder / f"{name}.jsonl" for name in SHIPPED if (folder / f"{name}.jsonl").is_file()}


def talks(path: Path, *, judged: bool) -> list[Talk]:
    """judged: with labels as a careful reader mended them, else as their author set them. Raises UserError."""
    read: list[Talk] = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        raise UserError(f"{path}: cannot be read as text in UTF-8.") from None
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            try:
                read.append(_talk(json.loads(line), judged=judged))
            except (ValueError, KeyError, TypeError, AttributeError):
                raise UserError(f"{path}: line {number} is no labelled conversation.") from None
    return read


def paired(talk: Talk, redact: Callable[[Conversation], Redacted]) -> Iterator[tuple[Sample, Ranges]]:
    """Each message, and the ranges of it that go."""
    found: dict[int, list[Finding]] = {}
    for finding in redact(talk.conversation).findings:
        found.setdefault(finding.message_id, []).append(finding)
    for number, sample in enumerate(talk.samples, 1):
        yield sample, sorted((finding.start, finding.end) for finding in found.get(number, ()))


def _talk(entry: dict[str, Any], *, judged: bool) -> Talk:
    turns: list[Turn] = []
    read: list[Sample] = []
    for number, message in enumerate(entry["messages"], 1):
        bubble = Bubble(number, float(number), message["text"])
        if turns and turns[-1].is_owner == message["out"]:
            turns[-1] = Turn(turns[-1].is_owner, (*turns[-1].bubbles, bubble))
        else:
            turns.append(Turn(bool(message["out"]), (bubble,)))
        read.append(_sample(entry["lang"], message, judged=judged))
    return Talk(Conversation(1, tuple(turns)), tuple(read))


def _sample(lang: str, message: dict[str, Any], *, judged: bool) -> Sample:
    labels, open_to_doubt = [], []
    for span in message.get("spans", ()):
        label = Label(span["start"], span["end"], span["type"])
        if not 0 <= label.start < label.end <= len(message["text"]):
            raise ValueError
        if judged and span.get("doubt"):
            open_to_doubt.append((label.start, label.end))
        elif judged or not span.get("added"):
            labels.append(label)
    return Sample(lang, message["text"], tuple(labels), tuple(open_to_doubt))
