"""What a dataset says of itself: what was kept of each contact, what was left out and why, and its hashes."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from harvest.errors import UserError

TRAIN, HELDOUT, MANIFEST, HABITS = "train.jsonl", "heldout.jsonl", "manifest.json", "habits.json"
VERSION = 1


class FileFacts(msgspec.Struct, frozen=True):
    sha256: str
    examples: int
    owner_turns: int


class ContactFacts(msgspec.Struct):
    """messages: in the archive. train, heldout and dropped: conversations. left_out: the owner's messages."""

    messages: int = 0
    train: int = 0
    heldout: int = 0
    dropped: dict[str, int] = {}
    left_out: dict[str, int] = {}
    redacted: dict[str, int] = {}


class Manifest(msgspec.Struct):
    """hash: of both files; what was trained on them is stamped with it. The totals are the contacts' sums."""

    version: int
    hash: str
    files: dict[str, FileFacts]
    kept: int
    dropped: dict[str, int]
    left_out: dict[str, int]
    redacted: dict[str, int]
    contacts: dict[str, ContactFacts]
    settings: dict[str, object]


def manifest_of(
    files: dict[str, FileFacts], contacts: dict[str, ContactFacts], settings: dict[str, object]
) -> Manifest:
    return Manifest(
        version=VERSION,
        hash=hash_of(files),
        files=files,
        kept=sum(facts.examples for facts in files.values()),
        dropped=summed(facts.dropped for facts in contacts.values()),
        left_out=summed(facts.left_out for facts in contacts.values()),
        redacted=summed(facts.redacted for facts in contacts.values()),
        contacts=contacts,
        settings=settings,
    )


def hash_of(files: Mapping[str, FileFacts]) -> str:
    """One name for both files' bytes, as finetune.examples takes it from the files themselves."""
    digest = hashlib.sha256()
    for name in (TRAIN, HELDOUT):
        digest.update(name.encode() + bytes.fromhex(files[name].sha256))
    return digest.hexdigest()[:32]


def summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """By reason, in the order of their names."""
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(sorted(total.items()))


def read_manifest(folder: Path) -> Manifest:
    """Raises UserError without a dataset there, or with one of another version."""
    path = folder / MANIFEST
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise UserError(f"{folder}: no dataset there. `harvest build` makes one.") from None
    except msgspec.DecodeError:
        raise UserError(f"{path}: cannot be read. Build the dataset again: harvest build") from None
