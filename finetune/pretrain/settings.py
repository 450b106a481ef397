"""Every choice of a pre-training run, checked as it is built. The defaults are the recipe of `finetune/embedded`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """One run. `rows_per_step` rows of `context` tokens make a step; `lr` is the matrices', `embedding_lr` the rest's.

    prose_share, assistant_share: which part of the novels' prose and of the task-assistant talk an epoch shows.
    uk_repeats: how often an epoch shows each Ukrainian conversation.
    """

    arch: str = "qwen3"  # or "gpt2", the baseline's blocks
    layers: int = 5
    width: int = 512
    heads: int = 8
    kv_heads: int = 2
    mlp_width: int = 1216
    context: int = 1024
    optimizer: str = "muon"  # or "adamw"
    lr: float = 2e-3
    embedding_lr: float = 6e-3
    weight_decay: float = 0.7
    schedule: str = "linear"  # to zero; or "cosine", to a tenth
    warmup_steps: int = 100
    epochs: float = 11.0
    rows_per_step: int = 32
    dropout: float = 0.1
    z_loss: float = 0.0
    loss_on: str = "all"  # or "me"
    document_mask: bool = True
    role_swap: bool = True
    prose_share: float = 1.0
    assistant_share: float = 1.0
    uk_repeats: int = 1
    seed: int = 5
    checkpoint_every: int = 500

    def __post_init__(self) -> None:
        for name, allowed in _CHOICES.items():
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} must be one of {', '.join(allowed)}, not {getattr(self, name)!r}")
        for name in _POSITIVE:
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be above 0, not {getattr(self, name)}")
        if self.heads % self.kv_heads:
            raise ValueError(f"heads ({self.heads}) must be a multiple of kv_heads ({self.kv_heads})")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


_POSITIVE = ("layers", "width", "heads", "kv_heads", "mlp_width", "rows_per_step", "checkpoint_every", "epochs")
_CHOICES = {
    "arch": ("qwen3", "gpt2"),
    "optimizer": ("muon", "adamw"),
    "schedule": ("linear", "cosine"),
    "loss_on": ("all", "me"),
}


def with_changes(settings: Settings, changes: list[str]) -> Settings:
    """Apply `name=value` strings. Raises ValueError on an unknown name or a value of another type."""
    values = settings.to_json()
    types = {f.name: type(values[f.name]) for f in fields(Settings)}
    for change in changes:
        name, _, text = change.partition("=")
        if name not in values:
            raise ValueError(f"unknown setting {name!r}; known: {', '.join(sorted(values))}")
        values[name] = _parsed(types[name], text)
    return Settings(**values)


def _parsed(kind: type, text: str) -> Any:
    if kind is bool:
        return {"true": True, "false": False}[text.lower()]
    return kind(text)


def read_settings(path: Path) -> Settings:
    return Settings(**json.loads(path.read_text(encoding="utf-8")))
