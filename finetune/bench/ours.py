"""Our own training on the same conversations: the learner that `finetune train` would choose, and it with less."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from finetune.adapter import with_new_adapter
from finetune.bench.meter import GIB, measure_steps
from finetune.bench.shapes import Conversation, cap_memory, free, random_model, windows_of
from finetune.fast.choose import choose_learner, fit, try_eight
from finetune.fast.eight import leave_eight
from finetune.fast.learner import FastLearner
from finetune.fast.offload import bring_embedding_back
from finetune.fast.probe import Probe
from finetune.fast.unfold import fold
from finetune.learner import Learner
from finetune.packing import all_steps
from finetune.rendering import Window
from harvest.finetune_settings import FinetuneSettings

EPOCHS = 3


@dataclass(frozen=True, slots=True)
class Variant:
    """card_gib: the allocator is held to a card of that size. all_tokens: the contact's are trained too.

    fp8: the base's products in 8-bit floats.
    """

    without: tuple[str, ...] = ()
    batch_tokens: int = 4096
    dropout: float = 0.0
    all_tokens: bool = False
    card_gib: float | None = None
    same_rows: int = 0
    fp8: bool = False
    dtype: torch.dtype | None = None  # computed in, if another than this machine's


class Ours:
    """A model of the shape, made once, and measured in several ways. dtype: as in `Variant`."""

    def __init__(self, shape: str, talks: list[Conversation], dtype: torch.dtype | None = None) -> None:
        self.talks, self.dtype = talks, dtype
        self.said: list[str] = []
        self.model = with_new_adapter(random_model(shape, dtype=dtype), FinetuneSettings(dropout=0.05))
        some = windows_of(talks[:200])
        self.probe = Probe.of(self.model, some)
        learner = choose_learner(
            self.model, FinetuneSettings(without=("unfold", "graphs")), some, 1024, self.said.append
        )
        self.learner: Learner = learner

    def measure(self, variant: Variant, seconds: float, profile_to: Path | None = None) -> dict[str, Any]:
        try:
            return self._measured(variant, seconds, profile_to)
        finally:
            cap_memory(None)

    def _measured(self, variant: Variant, seconds: float, profile_to: Path | None) -> dict[str, Any]:
        settings = FinetuneSettings(**_settings(variant))
        windows = windows_of(self.talks, all_tokens=variant.all_tokens)
        said = self._refit(variant, settings, windows)
        there = torch.cuda.memory_allocated() / GIB if torch.cuda.is_available() else 0.0
        steps = all_steps(windows, self.learner.row_tokens, settings.batch_tokens, 0, EPOCHS)
        self.learner.prepare([row for step in steps for row in step], said.append)
        self.model.train()
        padding = _padding(steps, self.learner.row_tokens)
        taken = self._steps(iter(steps))
        found: dict[str, Any] = measure_steps(lambda: next(taken), seconds, profile_to)
        found["there_gib"] = there
        found |= {"row_tokens": self.learner.row_tokens, "padding": padding, "said": said}
        if isinstance(self.learner, FastLearner) and self.learner.planned_peak:
            found["predicted_gib"] = self.learner.planned_peak / GIB
        return found

    def _refit(self, variant: Variant, settings: FinetuneSettings, windows: list[Window]) -> list[str]:
        """As `finetune train` would plan with what is free now."""
        said: list[str] = []
        learner = self.learner
        for module in self.model.modules():
            if type(module).__name__ == "Dropout":
                module.p = variant.dropout
        if isinstance(learner, FastLearner) and torch.cuda.is_available():
            learner.graph = learner.away = None
            bring_embedding_back(self.model)
            fold(learner.groups)
            leave_eight(learner.groups)
            if variant.fp8:
                try_eight(learner, self.probe, said.append)
            free()
            cap_memory(variant.card_gib)
            learner.row_tokens = 1
            longest = variant.same_rows or max(len(window.token_ids) for window in windows)
            fit(learner, settings, longest, variant.same_rows, said.append)
        return said

    def _steps(self, steps: Iterator[list[list[Window]]]) -> Iterator[int]:
        """As the run's loop takes them."""
        for number, rows in enumerate(steps):
            torch.manual_seed(number)
            owner_tokens = sum(sum(window.is_owner) for row in rows for window in row)
            loss = float(sum(self.learner.add_gradient(row, owner_tokens) for row in rows))
            if loss != loss:
                raise RuntimeError("the loss is no number")
            self.learner.update(1e-5)
            yield sum(len(window.token_ids) for row in rows for window in row)


def _settings(variant: Variant) -> dict[str, Any]:
    return {"without": variant.without, "batch_tokens": variant.batch_tokens, "dropout": variant.dropout}


def _padding(steps: list[list[list[Window]]], row_tokens: int) -> float:
    """Share of the rows' room that stays empty."""
    sizes = [sum(len(window.token_ids) for window in row) for step in steps for row in step]
    return 1 - sum(sizes) / max(1, len(sizes) * max(row_tokens, max(sizes)))
