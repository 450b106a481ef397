"""Labelled messages to learn from: the bench's sets, our own sentences, and each of them again with other values.

A value's digits are drawn anew each time, so no number is learned by heart, only its shape and what stands around it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from random import Random

import msgspec

from harvest.redact.bench import habits
from harvest.redact.bench.outside import shipped, talks
from harvest.redact.bench.samples import PARTS, Sample, samples
from harvest.redact.detector import unmarked
from harvest.redact.second.making import made
from harvest.redact.view import HOLE
from harvest.redact.words import words

FOLDS = (  # the strangers' sets, those of one hand together; s4, s27 and s28 are kept apart as judges
    ("a1", "a2", "s5", "s9", "s13", "s18", "s21", "s24"),
    ("b1", "b2", "s6", "s10", "s14", "s17", "s19", "s25"),
    ("s1", "s7", "s11", "s15", "s20", "s22", "s26"),
    ("s2", "s3", "s8", "s12", "s16", "s23"),
)
LEARNED = tuple(name for fold in FOLDS for name in fold)
ALIASES = {
    "KEY": "API_KEY",
    "BIRTH": "BIRTHDATE",
    "GEO": "COORDINATES",
    "ORDER": "DOCUMENT",
    **dict.fromkeys(("LINK", "URL", "TG_INVITE", "INVITE"), "URL_TOKEN"),
    **dict.fromkeys(("INN", "SNILS", "RNOKPP", "SSN", "EDRPOU"), "NATIONAL_ID"),
}
_DIGIT = re.compile("[0-9]")
_COUNT = re.compile(  # a number without meaning of its own: no year, no round sum, nothing with a sign in it
    r"(?<![\w.,:/\-])(?!(?:19|20)[0-9]{2}(?![0-9]))(?![0-9]{0,9}00(?![0-9]))[1-9][0-9]{1,9}(?![\w:/\-]|[.,][0-9])"
)
_MARKED = re.compile(r"<<([A-Z_]+):(.+?)>>")


class Message(msgspec.Struct, frozen=True):
    """spans: (start, end, kind), ascending and apart. open_to_doubt: ranges that teach nothing."""

    is_owner: bool
    text: str
    spans: tuple[tuple[int, int, str], ...] = ()
    open_to_doubt: tuple[tuple[int, int], ...] = ()


class Talk(msgspec.Struct, frozen=True):
    """A conversation of one set."""

    of: str
    messages: tuple[Message, ...]


def labelled() -> Iterator[Talk]:
    """Every labelled set, in a fixed order."""
    for name in LEARNED:
        for talk in talks(shipped()[name], judged=True):
            owners = (turn.is_owner for turn in talk.conversation.turns for _ in turn.bubbles)
            yield Talk(name, tuple(_message(own, sample) for own, sample in zip(owners, talk.samples, strict=True)))
    for part in PARTS:
        for sample in samples(part, rounds=2):
            yield Talk(part, (_message(False, sample),))
    for line in "".join((habits.RU, habits.UK, habits.EN)).split("\n"):
        if line:
            text, ranges = unmarked(line)
            yield Talk("habits", (Message(False, text, tuple((*span, "") for span in ranges)),))
    for name in sorted(path.name for path in (_folder() / "sentences").iterdir() if path.suffix == ".txt"):
        yield from written(_folder() / "sentences" / name)


def _folder() -> Path:
    return Path(str(files("harvest.redact.second")))


def written(path: Path) -> Iterator[Talk]:
    """Our own: a talk a line, `<<KIND:value>>`, the sides taking turns at ` | `, the same side going on at ` |+ `."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip() and not line.startswith("#"):
            is_owner, messages = False, []
            for number, part in enumerate(re.split(r" (?=\|\+? )", line)):
                if number:
                    is_owner = is_owner if part.startswith("|+") else not is_owner
                    part = part.split(" ", 1)[1]
                messages.append(_marked(is_owner, part.replace("\\n", "\n")))
            yield Talk("own", tuple(messages))


def _marked(is_owner: bool, line: str) -> Message:
    text, at = "", 0
    spans: list[tuple[int, int, str]] = []
    for match in _MARKED.finditer(line):
        text += line[at : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return Message(is_owner, text + line[at:], tuple(spans))


def _message(is_owner: bool, sample: Sample) -> Message:
    spans = tuple((label.start, label.end, ALIASES.get(label.kind, label.kind)) for label in sample.labels)
    return Message(is_owner, sample.text, tuple(sorted(spans)), sample.open_to_doubt)


def fold_of(name: str) -> int:
    """Which fold a set is in; -1 for what was not written by strangers."""
    return next((number for number, fold in enumerate(FOLDS) if name in fold), -1)


def put_together(values: Mapping[str, Sequence[str]]) -> Iterator[Talk]:
    """Talks of parts.txt, with values such as these."""
    for said in made(values, "parts"):
        messages = []
        for first, before, value, kind, after in said:
            spans = ((len(before), len(before) + len(value), kind),) if kind else ()
            messages.append(Message(first, before + value + after, spans))
        yield Talk("made", tuple(messages))


class Variety:
    """Other values, other words around them, other talk before: what a stranger would have written as well."""

    def __init__(self, talks: Sequence[Talk], seed: str) -> None:
        self.r = Random(seed)
        self.values: dict[tuple[int, str], list[str]] = {}  # by fold and kind: no fold may learn another's values
        self.small_talk: dict[int, list[str]] = {}
        for talk in talks:
            fold = fold_of(talk.of)
            for message in talk.messages:
                for start, end, kind in message.spans:
                    self.values.setdefault((fold, kind), []).append(message.text[start:end])
                if not message.spans and len(message.text) < 60:
                    self.small_talk.setdefault(fold, []).append(message.text)

    def of(self, talk: Talk) -> Talk:
        """The same talk as somebody else would have had it."""
        r = self.r
        fold = fold_of(talk.of)
        messages = [self._changed(message, fold) for message in talk.messages]
        if len(messages) == 1 and messages[0].spans and r.random() < 0.12:
            messages = _split(messages[0]) or messages
        if (small_talk := self.small_talk.get(fold)) and r.random() < 0.25:
            messages.insert(0, Message(r.random() < 0.5, r.choice(small_talk)))
        return Talk(talk.of, tuple(messages))

    def hidden(self, talk: Talk) -> Talk:
        """The same talk when about half of its values were taken out before."""
        return Talk(talk.of, tuple(holed(message, self._some(message)) for message in talk.messages))

    def _some(self, message: Message) -> list[tuple[int, int]]:
        values = [*((start, end) for start, end, _ in message.spans), *message.open_to_doubt]
        return [value for value in sorted(values) if self.r.random() < 0.5]

    def _changed(self, message: Message, fold: int) -> Message:
        r = self.r
        text, at = "", 0
        spans: list[tuple[int, int, str]] = []
        doubts: list[tuple[int, int]] = []
        drops = r.random() < 0.25
        lower = r.random() < 0.15
        ranges = sorted([*message.spans, *((s, e, "") for s, e in message.open_to_doubt)])
        for start, end, kind in ranges:
            text += self._talk(message.text[at:start], drops, lower)
            value = self._value(message.text[start:end], kind, fold)
            if kind or (start, end, kind) in message.spans:
                spans.append((len(text), len(text) + len(value), kind))
            else:
                doubts.append((len(text), len(text) + len(value)))
            text += value
            at = end
        text += self._talk(message.text[at:], drops, lower)
        if not ranges and r.random() < 0.5:
            text = _COUNT.sub(
                lambda match: r.choice("123456789") + "".join(r.choice("0123456789") for _ in match[0][1:]), text
            )
        return Message(message.is_owner, text, tuple(spans), tuple(doubts))

    def _talk(self, text: str, drops: bool, lower: bool) -> str:
        if drops:
            parts = re.split(r"(\s+)", text)
            text = "".join(
                word for word in parts if word.isspace() or any(c.isdigit() for c in word) or self.r.random() > 0.12
            )
        return text.lower() if lower else text

    def _value(self, value: str, kind: str, fold: int) -> str:
        r = self.r
        if kind in SWAPPED and r.random() < 0.3:
            value = r.choice(self.values[fold, kind])
        value = _DIGIT.sub(lambda _: r.choice("0123456789"), value) if kind not in KEPT else value
        if kind in ("PASSWORD", "API_KEY", "CRYPTO", "CODE") and r.random() < 0.5:
            value = self._letters(value)
        return value

    def _letters(self, value: str) -> str:
        """Other letters of the same alphabet and case in a word that has digits or signs."""
        r = self.r
        if value.isalpha() or " " in value:
            return value

        def other(match: re.Match[str]) -> str:
            alphabet = "abcdefghijklmnopqrstuvwxyz" if match[0].isascii() else "абвгдежзийклмнопрстуфхцчшыя"
            made = r.choice(alphabet)
            return made.upper() if match[0].isupper() else made

        return re.sub(r"[^\W\d_]", other, value)


SWAPPED = words(
    "CODE PIN PASSWORD DOCUMENT ADDRESS PLATE LICENCE PASSPORT NATIONAL_ID ACCOUNT CARD CVV PERSON POSTCODE"
)
KEPT = frozenset(("BIRTHDATE", "EXPIRY", "SEED", "PERSON"))


def _split(message: Message) -> list[Message] | None:
    """What announces a value, and the value in the next message of the same side."""
    start, end, kind = message.spans[0]
    lead = message.text[:start].rstrip()
    if len(message.spans) > 1 or len(lead) < 4:
        return None
    rest = Message(message.is_owner, message.text[start:], ((0, end - start, kind),))
    return [Message(message.is_owner, lead), rest]


def holed(message: Message, ranges: Sequence[tuple[int, int]]) -> Message:
    """The message as it looks when those ranges, ascending and apart, were taken out before."""
    text, at = "", 0
    pieces: list[tuple[int, int, int]] = []  # start and end as typed, and how far it moves
    for start, end in ranges:
        pieces.append((at, start, len(text) - at))
        text += message.text[at:start] + HOLE
        at = end
    pieces.append((at, len(message.text), len(text) - at))

    def left(start: int, end: int) -> Iterator[tuple[int, int]]:
        for begin, stop, shift in pieces:
            if max(start, begin) < min(end, stop):
                yield max(start, begin) + shift, min(end, stop) + shift

    return Message(
        message.is_owner,
        text + message.text[at:],
        tuple((*part, kind) for start, end, kind in message.spans for part in left(start, end)),
        tuple(part for start, end in message.open_to_doubt for part in left(start, end)),
    )
