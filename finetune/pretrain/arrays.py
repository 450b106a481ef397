"""Documents as flat token arrays on disk: one safetensors file per part (train, dev, test), no pickles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

LANGS = ("en", "ru", "uk")
KINDS = ("multi", "dialog", "fiction", "text", "prose", "lines")
TALK = frozenset(KINDS.index(kind) for kind in ("multi", "dialog", "fiction"))
TWO_SIDED = frozenset(KINDS.index(kind) for kind in ("dialog", "fiction"))


@dataclass(frozen=True, slots=True)
class Documents:
    """tokens: all documents end to end. Every other array: one entry a document.

    chars: characters of what was said, control tokens not counted; a long document's stand at its first window.
    assistant: 1 where a task assistant talks (bookings, alarms).
    """

    tokens: NDArray[np.uint16]
    lengths: NDArray[np.int32]
    lang: NDArray[np.uint8]
    kind: NDArray[np.uint8]
    chars: NDArray[np.int32]
    assistant: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each document begins in `tokens`."""
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(self.lengths, dtype=np.int64)[:-1]])

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file({name: np.ascontiguousarray(getattr(self, name)) for name in _NAMES}, path)

    @classmethod
    def load(cls, path: Path) -> Documents:
        arrays = load_file(path)
        return cls(**{name: arrays[name] for name in _NAMES})


_NAMES = ("tokens", "lengths", "lang", "kind", "chars", "assistant")


class Collector:
    """Gathers documents one by one, then hands them over as arrays."""

    def __init__(self) -> None:
        self._tokens: list[NDArray[np.uint16]] = []
        self._facts: list[tuple[int, int, int, int, int]] = []

    def add(self, ids: list[int], lang: str, kind: str, chars: int, assistant: bool) -> None:
        self._tokens.append(np.asarray(ids, dtype=np.uint16))
        self._facts.append((len(ids), LANGS.index(lang), KINDS.index(kind), chars, int(assistant)))

    def documents(self) -> Documents:
        facts = np.asarray(self._facts, dtype=np.int64).reshape(-1, 5)
        return Documents(
            tokens=np.concatenate([np.zeros(0, np.uint16), *self._tokens]),
            lengths=facts[:, 0].astype(np.int32),
            lang=facts[:, 1].astype(np.uint8),
            kind=facts[:, 2].astype(np.uint8),
            chars=facts[:, 3].astype(np.int32),
            assistant=facts[:, 4].astype(np.uint8),
        )
