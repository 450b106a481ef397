"""Turn conversations into lines of the dataset, on several cores where there are some. Order is kept."""

import ctypes
import gc
import hashlib
import multiprocessing
import os
import signal
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing.pool import AsyncResult, Pool
from typing import Protocol

import msgspec

from harvest.conversations import Conversation
from harvest.examples import Example, chat_messages
from harvest.messages import MEDIA_PLACEHOLDER

CHUNK = 32  # conversations to one task
WORTH_FORKING = 5000  # messages
MOST_WORKERS = 16  # each holds some 60 MB
AHEAD = 4  # tasks waiting for each worker
SECRET_KINDS = frozenset({"PASSWORD", "PIN", "CODE", "API_KEY", "CRYPTO", "SEED"})  # as harvest.redact.known.KINDS
PR_SET_PDEATHSIG = 1  # prctl(2)


class Finding(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def message_id(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Remembers(Protocol):
    """What harvest.redact.KnownSecrets does here."""

    hashes: set[bytes]

    def learn(self, values: Iterable[str]) -> None: ...


class RedactedConversation(Protocol):
    @property
    def conversation(self) -> Conversation: ...
    @property
    def findings(self) -> Sequence[Finding]: ...


class Redacts(Protocol):
    """What harvest.redact.Redactor does here."""

    def conversation(self, conversation: Conversation) -> RedactedConversation: ...


class Lesson(msgspec.Struct, frozen=True):
    """One line of the dataset. digest: of what is said in it. redacted: findings by kind. secrets: their hashes."""

    line: bytes
    digest: bytes
    redacted: dict[str, int]
    secrets: list[bytes] = []


_json = msgspec.json.Encoder()
_pack, _conversations = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(list[Conversation])
_lessons = msgspec.msgpack.Decoder(list[Lesson])
_forked: "tuple[Redacts, Remembers | None] | None" = None


def lesson_of(conversation: Conversation, redactor: Redacts, known: Remembers | None = None) -> Lesson:
    """known: holds the key that secrets are hashed with; what it knows already does not matter."""
    redacted = redactor.conversation(conversation)
    example = example_of(redacted.conversation)
    return Lesson(
        line=_json.encode(example) + b"\n",
        digest=hashlib.blake2b(_json.encode(example.messages), digest_size=16).digest(),
        redacted=dict(Counter(finding.kind for finding in redacted.findings)),
        secrets=_secrets_in(conversation, redacted.findings, known) if known and redacted.findings else [],
    )


def _secrets_in(conversation: Conversation, findings: Sequence[Finding], known: Remembers) -> list[bytes]:
    """A picture sent as the answer to "the password?" is no value that could be said again."""
    texts = {bubble.message_id: bubble.text for turn in conversation.turns for bubble in turn.bubbles}
    values = (texts[f.message_id][f.start : f.end] for f in findings if f.kind in SECRET_KINDS)
    known.hashes = set()
    known.learn(value for value in values if not MEDIA_PLACEHOLDER.search(value))
    return sorted(known.hashes)


def example_of(conversation: Conversation) -> Example:
    times = [bubble.sent_at for turn in conversation.turns for bubble in turn.bubbles]
    return Example(chat_messages(conversation), conversation.chat_id, times[0], max(times))


class Teacher:
    """lessons(conversations): each with its line. Made by `teacher`."""

    def __init__(self, redactor: Redacts, known: Remembers | None, pool: Pool | None, workers: int) -> None:
        self._redactor, self._known, self._pool, self._ahead = redactor, known, pool, workers * AHEAD

    def lessons(self, conversations: Iterable[Conversation]) -> Iterator[tuple[Conversation, Lesson]]:
        if self._pool is None:
            yield from ((said, lesson_of(said, self._redactor, self._known)) for said in conversations)
            return
        rest, under_way = iter(conversations), deque[tuple[list[Conversation], AsyncResult[bytes]]]()
        while chunk := list(islice(rest, CHUNK)):
            under_way.append((chunk, self._pool.apply_async(_teach, (_pack.encode(chunk),))))
            if len(under_way) > self._ahead:
                yield from _finished(*under_way.popleft())
        while under_way:
            yield from _finished(*under_way.popleft())


def _finished(chunk: list[Conversation], result: "AsyncResult[bytes]") -> Iterator[tuple[Conversation, Lesson]]:
    return zip(chunk, _lessons.decode(result.get()), strict=True)


def workers_for(messages: int) -> int:
    """One process a core that this one may use; a small archive is done before they have started."""
    if messages < WORTH_FORKING:
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_WORKERS)


@contextmanager
def teacher(redactor: Redacts, known: Remembers | None, workers: int) -> Iterator[Teacher]:
    """With one worker, or where processes cannot be forked, everything happens here."""
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield Teacher(redactor, known, None, 1)
        return
    global _forked
    _forked = redactor, known  # the forks inherit it, compiled patterns and all
    with multiprocessing.get_context("fork").Pool(workers, _leave_with_the_parent, (os.getpid(),)) as pool:
        yield Teacher(redactor, known, pool, workers)


def _leave_with_the_parent(parent: int) -> None:
    """A worker waits for work for ever; when the build is killed, so is it. Linux alone can promise that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    gc.freeze()  # what was inherited stays; nothing made here refers to itself
    gc.set_threshold(100_000)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def _teach(packed: bytes) -> bytes:
    assert _forked is not None
    return _pack.encode([lesson_of(said, *_forked) for said in _conversations.decode(packed)])
