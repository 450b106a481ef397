"""From the archive to the files that training reads: train.jsonl, heldout.jsonl and what is said of them.

Every line is an Example. The same archive and settings give the same bytes, and a build that is stopped leaves the
dataset that stood there before.
"""

import hashlib
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

import msgspec

from harvest.archive import Archive
from harvest.consent import refusal
from harvest.conversations import Conversation, conversations
from harvest.datadir import whole_folder
from harvest.examples import ChatMessage, Example, chat_messages
from harvest.messages import Message, unwanted
from harvest.selection import EXACT_REPEAT, ending_on_owner, heldout_count, own_words, reason_to_drop
from harvest.settings import HarvestSettings

TRAIN, HELDOUT, MANIFEST = "train.jsonl", "heldout.jsonl", "manifest.json"
VERSION = 1
SHOWN_BUBBLES = 24  # the longest conversation that is shown as a sample

_json = msgspec.json.Encoder()


class Finding(Protocol):
    @property
    def kind(self) -> str: ...


class RedactedConversation(Protocol):
    @property
    def conversation(self) -> Conversation: ...
    @property
    def findings(self) -> Sequence[Finding]: ...


class Redacts(Protocol):
    """What harvest.redact.Redactor does here."""

    def conversation(self, conversation: Conversation) -> RedactedConversation: ...


class FileFacts(msgspec.Struct, frozen=True):
    sha256: str
    examples: int
    owner_turns: int


class ContactFacts(msgspec.Struct):
    """messages: in the archive. train and heldout: conversations in the dataset."""

    messages: int = 0
    train: int = 0
    heldout: int = 0
    dropped: int = 0


class Manifest(msgspec.Struct):
    """What a dataset is. hash: of both files; what was trained on it is stamped with that."""

    version: int
    hash: str
    files: dict[str, FileFacts]
    kept: int
    dropped: dict[str, int]
    left_out: dict[str, int]
    redacted: dict[str, int]
    contacts: dict[str, ContactFacts]
    settings: dict[str, object]


@dataclass(frozen=True, slots=True)
class Sample:
    """One conversation as it was said and as it will be trained, for the owner's eyes. kinds: of findings."""

    before: Conversation
    after: Conversation
    findings: int = 0
    kinds: int = 0


def prompt_messages(messages: Iterable[Message], redactor: Redacts, gap_s: float) -> tuple[ChatMessage, ...]:
    """The chat's last conversation as the model reads it: redacted, in its roles, without the owner's forwards.

    messages: of one chat, in any order. Empty if nothing in them can be read.
    """
    last = deque(conversations(sorted(messages, key=lambda message: message.id), gap_s), maxlen=1)
    if not last:
        return ()
    own, _ = own_words(last[0])
    return chat_messages(redactor.conversation(own).conversation)


def redactor_for(archive: Archive, settings: HarvestSettings) -> Redacts:
    """Knows the people's own names, as the archive has them."""
    from harvest.redact import Redactor

    names = [peer.name for peer in archive.peers() if not unwanted(peer) or peer.is_self]
    redactor: Redacts = Redactor(settings.redact, names)
    return redactor


def build(
    archive: Archive, settings: HarvestSettings, folder: Path, redactor: Redacts
) -> tuple[Manifest, Sample | None]:
    """Write the dataset to `folder`, whole. Returns its manifest, and the conversation that shows redaction best."""
    with whole_folder(folder) as draft:
        with (draft / TRAIN).open("wb") as train, (draft / HELDOUT).open("wb") as heldout:
            writing = _Build(archive, settings, redactor, _Lines(train), _Lines(heldout))
            for chat_id in agreed_chats(archive, settings):
                writing.chat(chat_id)
        manifest = writing.manifest()
        (draft / MANIFEST).write_bytes(msgspec.json.format(_json.encode(manifest), indent=2) + b"\n")
    return manifest, writing.sample


def agreed_chats(archive: Archive, settings: HarvestSettings) -> list[int]:
    """Chats in the archive whose contact still agrees: who left the config's list leaves the next dataset."""
    agreed = {peer.id for peer in archive.peers() if refusal(peer, settings) is None}
    return [chat_id for chat_id in archive.chats() if chat_id in agreed]


def read_manifest(folder: Path) -> Manifest | None:
    """None without a dataset there."""
    path = folder / MANIFEST
    return msgspec.json.decode(path.read_bytes(), type=Manifest) if path.is_file() else None


@dataclass(slots=True)
class _Lines:
    """A file being written, and what its manifest entry says."""

    file: IO[bytes]
    hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    examples: int = 0
    owner_turns: int = 0

    def write(self, line: bytes, owner_turns: int) -> None:
        self.file.write(line)
        self.hash.update(line)
        self.examples += 1
        self.owner_turns += owner_turns

    def facts(self) -> FileFacts:
        return FileFacts(self.hash.hexdigest(), self.examples, self.owner_turns)


@dataclass(slots=True)
class _Build:
    """One run over the archive, chat by chat, and its counts."""

    archive: Archive
    settings: HarvestSettings
    redactor: Redacts
    train: _Lines
    heldout: _Lines
    sample: Sample | None = None
    dropped: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    redacted: Counter[str] = field(default_factory=Counter)
    contacts: dict[str, ContactFacts] = field(default_factory=dict)
    _seen: set[bytes] = field(default_factory=set)

    def chat(self, chat_id: int) -> None:
        """Every line of one dialog; its newest conversations are held out."""
        facts = self.contacts.setdefault(str(chat_id), ContactFacts(messages=self.archive.count(chat_id)))
        before = self.dropped.total()
        lines = list(self._examples(chat_id))
        facts.heldout = heldout_count(len(lines), self.settings.heldout_fraction)
        facts.train = len(lines) - facts.heldout
        facts.dropped = self.dropped.total() - before
        for index, (line, owner_turns) in enumerate(lines):
            (self.train if index < facts.train else self.heldout).write(line, owner_turns)

    def _examples(self, chat_id: int) -> Iterator[tuple[bytes, int]]:
        clone_written = self.archive.clone_written(chat_id)
        for said in conversations(self.archive.messages(chat_id), self.settings.gap_hours * 3600):
            own, left_out = own_words(said, clone_written)
            self.left_out += left_out
            own = ending_on_owner(own)
            if reason := reason_to_drop(own):
                self.dropped[reason] += 1
            elif line := self._line(own):
                yield line

    def _line(self, own: Conversation) -> tuple[bytes, int] | None:
        """One example and its owner turns; None where the very same words were said before."""
        redacted = self.redactor.conversation(own)
        example = example_of(redacted.conversation)
        digest = hashlib.blake2b(_json.encode(example.messages), digest_size=16).digest()
        if digest in self._seen:
            self.dropped[EXACT_REPEAT] += 1
            return None
        self._seen.add(digest)
        self.redacted.update(finding.kind for finding in redacted.findings)
        kinds = len({finding.kind for finding in redacted.findings})
        self._consider(Sample(own, redacted.conversation, len(redacted.findings), kinds))
        return _json.encode(example) + b"\n", sum(m.role == "assistant" for m in example.messages)

    def _consider(self, sample: Sample) -> None:
        bubbles = sum(len(turn.bubbles) for turn in sample.before.turns)
        score, best = (sample.kinds, sample.findings), self.sample
        if bubbles <= SHOWN_BUBBLES and (best is None or score > (best.kinds, best.findings)):
            self.sample = sample

    def manifest(self) -> Manifest:
        files = {TRAIN: self.train.facts(), HELDOUT: self.heldout.facts()}
        return Manifest(
            version=VERSION,
            hash=hashlib.sha256("".join(facts.sha256 for facts in files.values()).encode()).hexdigest(),
            files=files,
            kept=sum(facts.examples for facts in files.values()),
            dropped=dict(sorted(self.dropped.items())),
            left_out=dict(sorted(self.left_out.items())),
            redacted=dict(sorted(self.redacted.items())),
            contacts=self.contacts,
            settings=_settings_that_matter(self.settings),
        )


def example_of(conversation: Conversation) -> Example:
    bubbles = [bubble for turn in conversation.turns for bubble in turn.bubbles]
    return Example(
        chat_messages(conversation), conversation.chat_id, bubbles[0].sent_at, max(bubble.sent_at for bubble in bubbles)
    )


def _settings_that_matter(settings: HarvestSettings) -> dict[str, object]:
    """Those that decide the bytes. Words to redact are themselves private: only how many there are is told."""
    table = settings.model_dump(mode="json", exclude={"contacts", "pace_s", "take_everyone_without_consent"})
    counted = {key: len(value) if isinstance(value, list) else value for key, value in table["redact"].items()}
    return table | {"redact": counted}
