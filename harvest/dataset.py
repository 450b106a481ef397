"""From the archive to the files that training reads: train.jsonl, heldout.jsonl and what is said of them.

Every line is an Example. The same archive and settings give the same bytes, and a build that is stopped leaves the
dataset that stood there before.
"""

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from harvest.albums import merge_albums
from harvest.archive import Archive
from harvest.consent import refusal
from harvest.conversations import Conversation, conversations
from harvest.datadir import whole_folder
from harvest.examples import ChatMessage, chat_messages
from harvest.far_replies import with_far_replies
from harvest.habits import Habits, HabitsFile, total_of
from harvest.lessons import Lesson, Redacts, Teacher, teacher
from harvest.manifest import HABITS, HELDOUT, MANIFEST, TRAIN, ContactFacts, FileFacts, Manifest, manifest_of
from harvest.messages import DELETED, Message, unwanted
from harvest.own_only import own_only
from harvest.second_look import KIND, looked_over
from harvest.selection import (
    EXACT_REPEAT,
    OVER_THE_CAP,
    THINNED,
    ending_on_owner,
    heldout_count,
    is_thinned,
    own_words,
    reason_to_drop,
    was_left_unanswered,
)
from harvest.settings import HarvestSettings

if TYPE_CHECKING:
    from harvest.redact import KnownSecrets, Redactor

HOUR_S, DAY_S = 3600, 86400
SHOWN_BUBBLES = 24  # the longest conversation that is shown as a sample
MACHINE_LIKE_CHARS, MACHINE_LIKE_CHATS = 60, 3
PRIVATE_LISTS = ("words", "keep", "patterns")


@dataclass(frozen=True, slots=True)
class Sample:
    """One conversation as it was said and as it will be trained, for the owner's eyes."""

    before: Conversation
    after: Conversation
    findings: int


def prompt_messages(messages: Iterable[Message], redactor: Redacts, gap_s: float) -> tuple[ChatMessage, ...]:
    """The chat's last conversation as the model reads it: redacted, in its roles, without the owner's forwards.

    messages: of one chat, in any order. Empty if nothing in them can be read.
    """
    known = {message.id: message for message in messages}
    in_order = merge_albums(known[id] for id in sorted(known))
    last = deque(conversations(with_far_replies(in_order, known.get, gap_s), gap_s), maxlen=1)
    if not last:
        return ()
    own, _ = own_words(last[0])
    return chat_messages(redactor.conversation(own).conversation)


def redactor_for(archive: Archive, settings: HarvestSettings, known: "KnownSecrets | None" = None) -> "Redactor":
    """Knows the people's own names, as the archive has them, and the secrets on the list it is given."""
    from harvest.redact import Redactor

    names = [peer.name for peer in archive.peers() if unwanted(peer) in (None, DELETED) or peer.is_self]
    return Redactor(settings.redact, names, known)


def agreed_chats(archive: Archive, settings: HarvestSettings) -> list[int]:
    """Chats in the archive whose contact still agrees: who left the config's list leaves the next dataset."""
    agreed = {peer.id for peer in archive.peers() if refusal(peer, settings) is None}
    return [chat_id for chat_id in archive.chats() if chat_id in agreed]


def build(
    archive: Archive,
    settings: HarvestSettings,
    folder: Path,
    redactor: Redacts,
    workers: int = 1,
    known: "KnownSecrets | None" = None,
    took: Callable[[int], None] = lambda messages: None,
) -> tuple[Manifest, Sample | None]:
    """Write the dataset to `folder`, whole. Returns its manifest, and the conversation that shows redaction best.

    known: its key hashes the secrets that are found; afterwards it knows those of this build. took: told each chat's
    messages once they are done.
    """
    with whole_folder(folder) as draft, teacher(redactor, known, workers) as teaching:
        with _first(draft, TRAIN).open("wb") as train, _first(draft, HELDOUT).open("wb") as heldout:
            writing = _Build(archive, settings, teaching, train, heldout)
            for chat_id in agreed_chats(archive, settings):
                writing.chat(chat_id)
                took(writing.contacts[str(chat_id)].messages)
        if known is not None:
            known.hashes = writing.secrets
        files = {name: _look_again(draft, name, known, writing.contacts) for name in (TRAIN, HELDOUT)}
        manifest = manifest_of(files, writing.contacts, _settings_that_matter(settings))
        write_json(draft / MANIFEST, manifest)
        write_json(draft / HABITS, HabitsFile(total_of(writing.habits.values()), writing.habits))
    archive.put_dataset(manifest.hash, [int(chat_id) for chat_id in manifest.contacts])
    return manifest, _sample(writing, redactor)


def _first(folder: Path, name: str) -> Path:
    """Where the first pass writes, until the second has looked over it."""
    return folder / f".{name}"


def _look_again(
    folder: Path, name: str, known: "KnownSecrets | None", contacts: Mapping[str, ContactFacts]
) -> FileFacts:
    """Secrets that were announced somewhere go from every line. What was found is added to the contacts' counts."""
    with _first(folder, name).open("rb") as first, (folder / name).open("wb") as last:
        lines = Lines(last)
        for line in first:
            if known is not None and known.hashes:
                line, found = looked_over(line, known)
                if found:
                    redacted = contacts[str(_chat_of.decode(line).chat_id)].redacted
                    redacted[KIND] = redacted.get(KIND, 0) + found
            lines.write(line)
    _first(folder, name).unlink()
    return lines.facts()


class _ChatOf(msgspec.Struct):
    chat_id: int


_chat_of = msgspec.json.Decoder(_ChatOf)


def write_json(path: Path, value: msgspec.Struct) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


@dataclass(slots=True)
class Lines:
    """A file of the dataset being written, and what its manifest entry says."""

    file: IO[bytes]
    hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    examples: int = 0
    owner_turns: int = 0

    def write(self, line: bytes) -> None:
        self.file.write(line)
        self.hash.update(line)
        self.examples += 1
        self.owner_turns += line.count(b'"role":"assistant"')  # what people type has its quotes escaped

    def facts(self) -> FileFacts:
        return FileFacts(self.hash.hexdigest(), self.examples, self.owner_turns)


@dataclass(slots=True)
class _Build:
    """One run over the archive, chat by chat, and its counts."""

    archive: Archive
    settings: HarvestSettings
    teaching: Teacher
    train: IO[bytes]
    heldout: IO[bytes]
    contacts: dict[str, ContactFacts] = field(default_factory=dict)
    habits: dict[str, Habits] = field(default_factory=dict)
    secrets: set[bytes] = field(default_factory=set)
    shown: tuple[tuple[int, int], Conversation] | None = None
    _machine_like: frozenset[str] | None = None
    _seen: set[bytes] = field(default_factory=set)

    def chat(self, chat_id: int) -> None:
        """Every line of one dialog; its newest conversations are held out."""
        chat = _Chat(self.archive.last_at(chat_id))
        lessons = list(self._fresh(chat, chat_id))
        cap = self.settings.max_conversations_per_contact or len(lessons)
        chat.drop(OVER_THE_CAP, max(0, len(lessons) - cap))
        lessons = lessons[-cap:]
        held = heldout_count(len(lessons), self.settings.heldout_fraction)
        for index, lesson in enumerate(lessons):
            (self.train if index < len(lessons) - held else self.heldout).write(lesson.line)
            chat.redacted.update(lesson.redacted)
        self.contacts[str(chat_id)] = ContactFacts(
            messages=self.archive.count(chat_id),
            train=len(lessons) - held,
            heldout=held,
            dropped=dict(sorted(chat.dropped.items())),
            left_out=dict(sorted(chat.left_out.items())),
            redacted=dict(sorted(chat.redacted.items())),
        )
        self.habits[str(chat_id)] = chat.habits

    def _fresh(self, chat: "_Chat", chat_id: int) -> Iterator[Lesson]:
        """The lessons of a chat whose words were not said before."""
        for said, lesson in self.teaching.lessons(self._chosen(chat, chat_id)):
            self.secrets.update(lesson.secrets)
            if lesson.digest in self._seen:
                chat.drop(EXACT_REPEAT)
                continue
            self._seen.add(lesson.digest)
            self._consider(said, lesson)
            yield lesson

    def _chosen(self, chat: "_Chat", chat_id: int) -> Iterator[Conversation]:
        clone_written, machine_like = self.archive.clone_written(chat_id), self._known_machine_like()
        gap_s = self.settings.gap_hours * HOUR_S
        messages = merge_albums(self.archive.messages(chat_id))
        messages = with_far_replies(messages, partial(self.archive.message, chat_id), gap_s, clone_written)
        for said, then in _with_next(conversations(messages, gap_s)):
            own, left_out = own_words(said, clone_written, machine_like)
            own = own if was_left_unanswered(said, then, left_out) else ending_on_owner(own)
            chat.left_out += left_out
            if reason := reason_to_drop(own):
                chat.drop(reason)
            elif is_thinned(own, chat.newest_at, self.settings.half_life_days * DAY_S):
                chat.drop(THINNED)
            else:
                chat.habits.note(own)
                yield own_only(own) if self.settings.own_only else own

    def _known_machine_like(self) -> frozenset[str]:
        if self._machine_like is None:
            self._machine_like = self.archive.machine_like(MACHINE_LIKE_CHARS, MACHINE_LIKE_CHATS)
        return self._machine_like

    def _consider(self, said: Conversation, lesson: Lesson) -> None:
        """Of the short ones, the conversation with the most kinds of findings shows best what redaction does."""
        score = len(lesson.redacted), sum(lesson.redacted.values())
        if sum(len(turn.bubbles) for turn in said.turns) <= SHOWN_BUBBLES and (not self.shown or score > self.shown[0]):
            self.shown = score, said


@dataclass(slots=True)
class _Chat:
    """The counts of one dialog. newest_at: UTC seconds of its newest message."""

    newest_at: float
    habits: Habits = field(default_factory=Habits)
    dropped: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    redacted: Counter[str] = field(default_factory=Counter)

    def drop(self, reason: str, count: int = 1) -> None:
        if count:
            self.dropped[reason] += count


def _with_next(said: Iterator[Conversation]) -> Iterator[tuple[Conversation, Conversation | None]]:
    """Each with the one after it."""
    before = next(said, None)
    while before is not None:
        then = next(said, None)
        yield before, then
        before = then


def _sample(writing: _Build, redactor: Redacts) -> Sample | None:
    if not writing.shown:
        return None
    (_, findings), said = writing.shown
    return Sample(said, redactor.conversation(said).conversation, findings)


def _settings_that_matter(settings: HarvestSettings) -> dict[str, object]:
    """Those that decide the bytes. What the owner wants redacted is private itself: only how much of it is told."""
    whose = {"contacts", "take_everyone_without_consent", "deleted_accounts"}  # each contact is in the manifest
    table = settings.model_dump(mode="json", exclude=whose | {"pace_s"})
    counted = {key: len(value) if key in PRIVATE_LISTS else value for key, value in table["redact"].items()}
    return table | {"redact": counted}
