"""Remember secrets without keeping them: keyed hashes of values that were announced once, anywhere in the archive.

The key is random and lies beside the archive, for the owner alone. Without it the list says nothing about a value.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harvest.datadir import refuse_loose_modes, written_whole
from harvest.errors import UserError
from harvest.redact.findings import Span
from harvest.redact.view import HOLE

KEY_BYTES = 32
HASH_BYTES = 16
KINDS = frozenset({"PASSWORD", "PIN", "CODE", "API_KEY", "CRYPTO", "SEED"})
_TOKEN = re.compile(rf"[^\s{HOLE}]{{6,300}}")
_EDGES = ".,;:?!)»\"'”…(«“`[]{}<>"


@dataclass(slots=True)
class KnownSecrets:
    """key: what the hashes are keyed with. A value is known by its hash alone."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(KEY_BYTES), repr=False)
    hashes: set[bytes] = field(default_factory=set, repr=False)

    @classmethod
    def load(cls, folder: Path) -> "KnownSecrets":
        """The list that lies in a data directory, or an empty one with a new key. Raises ConfigError, UserError."""
        key_path, list_path = folder / "secrets.key", folder / "secrets.hashes"
        if not key_path.exists():
            return cls()
        for path in (key_path, list_path):
            if path.exists():
                refuse_loose_modes(path)
        key = key_path.read_bytes()
        listed = list_path.read_bytes() if list_path.exists() else b""
        if len(key) != KEY_BYTES or len(listed) % HASH_BYTES:
            raise UserError(f"{key_path}: damaged. Delete it and {list_path.name}; the next harvest makes both again.")
        return cls(key, {listed[at : at + HASH_BYTES] for at in range(0, len(listed), HASH_BYTES)})

    def save(self, folder: Path) -> None:
        """Write the key and the list, 0600 from the moment they exist, the same bytes for the same set."""
        with written_whole(folder / "secrets.key") as draft:
            _write(draft, self.key)
        with written_whole(folder / "secrets.hashes") as draft:
            _write(draft, b"".join(sorted(self.hashes)))

    def learn(self, values: Iterable[str]) -> None:
        self.hashes.update(self._hash(value) for value in values if tells(value))

    def spans(self, text: str) -> Iterator[Span]:
        """Where a known secret is said again, as a word of its own."""
        if not self.hashes:
            return
        for token in _TOKEN.finditer(text):
            word = token[0].strip(_EDGES)
            for candidate in {word, token[0]}:
                if tells(candidate) and self._hash(candidate) in self.hashes:
                    start = token.start() + token[0].index(candidate)
                    yield Span(start, start + len(candidate), "PASSWORD", 0.9, "known secret")
                    break

    def _hash(self, value: str) -> bytes:
        return hashlib.blake2b(value.encode("utf-8", "surrogatepass"), key=self.key, digest_size=HASH_BYTES).digest()


def tells(value: str) -> bool:
    """Whether a value is peculiar enough to be recognised out of its context: no plain word, no everyday number."""
    if len(value) < 6 or re.search(r"\s", value):
        return False
    if value.isdigit():
        return len(set(value)) > 2
    if value.isalpha():
        return len(value) >= 8 and (
            not value[1:].islower() or re.search(r"[aeiouyаеёиіїєоуыэюя]", value, re.IGNORECASE) is None
        )
    return True


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), 0o600)
