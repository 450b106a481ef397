"""Remember what each chat taught, in runs of eight words and in rare words, so that it can be kept out of another.

A run is known by its keyed hash alone, in a file of sorted records of one width beside the dataset, made from it and
gone with it. Looking one up is a binary search in the file itself, read piece by piece: a mapped file would count as
this process's memory wherever it was touched, and would kill it if it were cut short.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain, takewhile
from pathlib import Path
from types import TracebackType
from typing import IO

import msgspec

from harvest.datadir import refuse_loose_modes, written_whole
from harvest.examples import ChatMessage
from harvest.manifest import TRAIN
from harvest.peculiar import is_another_chats, items, lower_items
from harvest.word_forms import words

WORDS = 8
EVERYBODY = 0  # no chat has this id
LEAST_DIFFERENT = 3  # "ha ha ha ha ha ha ha ha" tells nothing
INDEX = "shingles.index"
MAGIC = b"eight-word runs4"
HASH, CHAT, COUNT = 8, 8, 8
HEADER = len(MAGIC) + 32 + COUNT
RECORD = HASH + CHAT
PARTS = 64  # one part at a time is sorted in memory: 100 MB of records make parts of 1.6 MB


def shingles(text: str) -> Iterator[str]:
    """Every run of eight words, but for those of a word or two repeated. Bubbles and lines don't interrupt one."""
    said = words(text)
    for start in range(len(said) - WORDS + 1):
        run = said[start : start + WORDS]
        if len(set(run)) >= LEAST_DIFFERENT:
            yield " ".join(run)


@dataclass(frozen=True, slots=True)
class ShingleIndex:
    """key: what the hashes are keyed with. Use it as a context manager, or close it."""

    file: IO[bytes]
    records: int
    key: bytes = field(repr=False)

    def said_elsewhere(self, text: str, chat_id: int, shown: Iterable[str] = ()) -> bool:
        """Whether a run of the text was taught by other chats, not by this one, and does not stand in `shown`."""
        runs = set(shingles(text))
        if runs:
            runs.difference_update(run for one in shown for run in shingles(one))
        return any(self.is_only_elsewhere(run, chat_id) for run in runs)

    def tells_elsewhere(self, text: str, chat_id: int, shown: Iterable[str] = ()) -> bool:
        """The same of what is shorter than a run: rare words close together, a name, a number."""
        return is_another_chats(text, chat_id, tuple(shown), self)

    def close(self) -> None:
        self.file.close()

    def __enter__(self) -> "ShingleIndex":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def is_only_elsewhere(self, item: str, chat_id: int) -> bool:
        """Whether others taught it, and this chat did not."""
        run_hash, own = _hash(self.key, item), _chat(chat_id)
        if self._from(run_hash + own) == run_hash + own:
            return False
        return self._from(run_hash + bytes(CHAT))[:HASH] == run_hash

    def taught_by(self, item: str, most: int) -> list[int]:
        """Chats; of many, the first ones."""
        item_hash = _hash(self.key, item)
        place = self._place_of(item_hash + bytes(CHAT))
        records = map(self._record, range(place, place + most))
        own = takewhile(lambda record: record[:HASH] == item_hash, records)
        return [int.from_bytes(record[HASH:], "big", signed=True) for record in own]

    def _from(self, wanted: bytes) -> bytes:
        """The first record that is not below; nothing past the last."""
        return self._record(self._place_of(wanted))

    def _place_of(self, wanted: bytes) -> int:
        low, high = 0, self.records
        while low < high:
            middle = (low + high) // 2
            if self._record(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _record(self, number: int) -> bytes:
        return os.pread(self.file.fileno(), RECORD, HEADER + number * RECORD)


def shingle_index(dataset: Path, key: bytes) -> ShingleIndex | None:
    """The dataset's index, made anew if it is of another dataset or key; None without a dataset. Blocks.

    Raises UserError when it cannot be written, ConfigError when others can read it.
    """
    train, path = dataset / TRAIN, dataset / INDEX
    if not train.is_file():
        return None
    if path.exists():
        refuse_loose_modes(path)
    stamp = _stamp(train, key)
    found = _open(path, key, stamp)
    if found is not None:
        return found
    make_index(train, path, key, stamp)
    return _open(path, key, stamp)


def make_index(train: Path, path: Path, key: bytes, stamp: bytes) -> None:
    """Write the index whole or not at all. Memory stays below some 10 MB, whatever the dataset's size."""
    with ExitStack() as parts:
        spilled = [parts.enter_context(tempfile.TemporaryFile(dir=path.parent)) for _ in range(PARTS)]
        for record in _records(train, key):
            spilled[record[0] * PARTS >> 8].write(record)
        with written_whole(path) as draft, draft.open("wb") as file:
            file.write(bytes(HEADER))
            for part in spilled:
                part.seek(0)
                content = part.read()
                file.write(b"".join(sorted({content[at : at + RECORD] for at in range(0, len(content), RECORD)})))
            count = (file.tell() - HEADER) // RECORD
            file.seek(0)
            file.write(MAGIC + stamp + count.to_bytes(COUNT, "big"))


def _records(train: Path, key: bytes) -> Iterator[bytes]:
    """Every run and every item with its chat, as often as it was said."""
    decoder = msgspec.json.Decoder(_Taught)
    everybody = _chat(EVERYBODY)
    with train.open("rb") as lines:
        for line in lines:
            example = decoder.decode(line)
            chat = _chat(example.chat_id)
            for message in example.messages:
                for taught in chain(shingles(message.content), items(message.content)):
                    yield _hash(key, taught) + chat
                for word in lower_items(message.content):
                    yield _hash(key, word) + everybody


class _Taught(msgspec.Struct):
    messages: tuple[ChatMessage, ...]
    chat_id: int


def _open(path: Path, key: bytes, stamp: bytes) -> ShingleIndex | None:
    """None if there is none, or if it is damaged or of another dataset or key."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    header = file.read(HEADER)
    records, rest = divmod(os.fstat(file.fileno()).st_size - HEADER, RECORD)
    if header != MAGIC + stamp + max(0, records).to_bytes(COUNT, "big") or rest:
        file.close()
        return None
    return ShingleIndex(file, records, key)


def _stamp(train: Path, key: bytes) -> bytes:
    """Of the dataset's bytes and of the key."""
    with train.open("rb") as file:
        return hashlib.blake2b(hashlib.file_digest(file, "sha256").digest(), key=key, digest_size=32).digest()


def _hash(key: bytes, run: str) -> bytes:
    return hashlib.blake2b(run.encode("utf-8", "surrogatepass"), key=key, digest_size=HASH).digest()


def _chat(chat_id: int) -> bytes:
    return chat_id.to_bytes(CHAT, "big", signed=True)
