"""Train an adapter: prepare a run, walk its steps, keep the best. Interrupted, it goes on to the same result."""

import math
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
import torch

from finetune import runs
from finetune.adapter import trained_parameters, with_new_adapter, write_adapter_config
from finetune.base import Base, find_base
from finetune.canaries.making import Canaries
from finetune.canaries.planting import Planting, write_canaries
from finetune.checkpoint import (
    Progress,
    load_checkpoint,
    remove_checkpoints,
    rows_of_checkpoint,
    save_checkpoint,
    write_tensors,
)
from finetune.curriculum import TrainingSet, read_training_set
from finetune.fast.choose import choose_learner
from finetune.launched import is_main, is_team
from finetune.learner import Learner
from finetune.loading import LoadedBase, load_base, load_tokenizer
from finetune.mishaps import asked_to_stop, memory_errors, training_lock
from finetune.objective import keeps_windows_apart
from finetune.packing import all_steps
from finetune.plots import line_chart
from finetune.progress import Report, Silent, Stages, sparkline
from finetune.raster import line_png
from finetune.rendering import Renderer, Window
from finetune.team import Team, TeamLearner
from harvest.datadir import DataDir, written_whole
from harvest.errors import UserError
from harvest.settings import FinetuneSettings

WARM_UP = 0.05  # of the steps
FLOOR = 0.1  # of the peak learning rate, where the cosine ends
CHECKPOINT_EVERY_S = 60.0
CPU_ROW_TOKENS = 512  # longer rows spend their time in attention to what is masked: 1,024 was a fifth slower
BEST = "best.safetensors"


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that is known before the model is loaded."""

    base: Base
    renderer: Renderer
    data: TrainingSet
    settings: FinetuneSettings
    canaries: Canaries | None = None

    @property
    def origin(self) -> runs.Origin:
        count = len(self.canaries.planted) if self.canaries else 0
        return runs.origin_of(self.base, self.renderer, self.data.hash, self.settings, self.data.mix.hash, count)

    def steps(self, row_tokens: int) -> list[list[list[Window]]]:
        s = self.settings
        mix = self.data.mix.of_epoch
        return all_steps(self.data.train.windows, row_tokens, s.batch_tokens, s.seed, s.epochs, mix)


def prepare(data: DataDir, settings: FinetuneSettings, canaries: int = 0) -> Lesson:
    """Everything that can be refused is refused here, in seconds. canaries: how many are planted."""
    base = find_base(settings)
    renderer = Renderer(load_tokenizer(base))
    planting = Planting(canaries, settings.seed)
    training_set = read_training_set(data.dataset, renderer, settings, planting)
    return Lesson(base, renderer, training_set, settings, planting.made)


def train(
    data: DataDir,
    settings: FinetuneSettings,
    report: Report | None = None,
    *,
    fresh: bool = False,
    canaries: int = 0,
    checkpoint_every_s: float = CHECKPOINT_EVERY_S,
) -> runs.Run:
    """From the dataset to a finished run. Goes on with an interrupted one unless `fresh`. Raises UserError.

    canaries: how many invented secrets are planted, so that `finetune leaks` can look for them.
    """
    stages = Stages()
    team = Team() if is_team() else None
    report = report if report and is_main() else Silent()
    with training_lock(data) if is_main() else nullcontext():
        lesson = prepare(data, settings, canaries)
        stages.done("data")
        folder = _folder(data, lesson, report, fresh=fresh) if is_main() else None
        folder = team.told(folder) if team else folder
        assert folder is not None
        with memory_errors(settings):
            return _Loop.of(lesson, folder, report, checkpoint_every_s, team, stages).run()


def _folder(data: DataDir, lesson: Lesson, report: Report, *, fresh: bool) -> Path:
    """That of an interrupted run which may go on, or a new one."""
    folder = None if fresh else runs.unfinished_run(data, lesson.origin)
    if folder:
        report.say(f"Going on with {folder.name}, which was interrupted.")
    folder = folder or runs.new_run_folder(data, datetime.now(UTC), lesson.origin)
    if lesson.canaries:
        write_canaries(folder, lesson.canaries)
    return folder


@dataclass(slots=True)
class _Loop:
    """One run under way."""

    lesson: Lesson
    folder: Path
    report: Report
    checkpoint_every_s: float
    model: Any
    learner: Learner
    steps: list[list[list[Window]]]
    progress: Progress
    stages: Stages
    losses: list[float] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        lesson: Lesson,
        folder: Path,
        report: Report,
        checkpoint_every_s: float,
        team: Team | None,
        stages: Stages,
    ) -> "_Loop":
        loaded = load_base(lesson.base)
        stages.done("base")
        model = with_new_adapter(loaded.model, lesson.settings)
        about = _about(model, loaded)
        if loaded.warning:
            report.say(loaded.warning)
        same_rows = rows_of_checkpoint(folder)  # else a restart with more memory free would walk other steps
        learner = _learner(lesson, model, report.say, team, same_rows)
        progress = load_checkpoint(folder, model, learner.optimizer)
        learner.restored()
        if progress.scale:
            learner.scaler.load_state_dict(progress.scale)
        report.say(about)
        steps = lesson.steps(learner.row_tokens)
        return cls(lesson, folder, report, checkpoint_every_s, model, learner, steps, progress, stages)

    def run(self) -> runs.Run:
        self._keep_losses_of_done_steps()
        self.learner.prepare([row for step in self.steps for row in step], self.report.say)
        self.stages.done("plan")
        self.report.say(f"Ready after {self.stages.told()}.")
        self.report.begin(self.progress.step, len(self.steps))
        try:
            with asked_to_stop() as asked:
                self._walk(asked)
        finally:
            self.report.end()
        finished = self._finish() if self.learner.is_main else None
        self.learner.wait()
        return finished or runs.read_run(self.folder)

    def _walk(self, asked: Event) -> None:
        if self.progress.step == 0:
            self._evaluate()
        saved_at = time.monotonic()
        while self.progress.step < len(self.steps) and not self._is_hopeless():
            self._take_step(self.steps[self.progress.step])
            if self.progress.step in self._evaluation_steps():
                self._evaluate()
                saved_at = -math.inf
            is_asked = self.learner.agree(asked.is_set())
            if is_asked or time.monotonic() - saved_at >= self.checkpoint_every_s:
                self._save()
                saved_at = time.monotonic()
            if is_asked:
                raise KeyboardInterrupt

    def _is_hopeless(self) -> bool:
        """Held-out turns have got no better for so long that the rest would be learned by heart."""
        patience = self.lesson.settings.patience
        return 0 < patience <= self.progress.worse

    def _take_step(self, rows: list[list[Window]]) -> None:
        """One update from all rows of the step; each owner token weighs the same, whichever row it is in."""
        began_at = time.monotonic()
        number = self.progress.step
        torch.manual_seed(self.lesson.settings.seed * 1_000_003 + number)  # dropout is the same after a restart
        owner_tokens = sum(sum(window.is_owner) for row in rows for window in row)
        loss = self.learner.learn_step(rows, owner_tokens)
        if not math.isfinite(loss):
            raise UserError(
                f"{self.folder}: the loss is {loss} at step {number + 1}. The best adapter so far is kept. "
                "Lower finetune.learning_rate and run `finetune train --fresh`."
            )
        self.learner.update(self.lesson.settings.learning_rate * schedule(number, len(self.steps)))
        self.progress.step += 1
        tokens = sum(len(window.token_ids) for row in rows for window in row)
        seconds = time.monotonic() - began_at
        self._record({"step": number + 1, "loss": loss, "tokens": tokens, "seconds": round(seconds, 3)})
        self.losses.append(loss)
        self.report.stepped(self.progress.step, loss, tokens / seconds)

    def _evaluation_steps(self) -> set[int]:
        per_epoch = len(self.steps) / self.lesson.settings.epochs
        every = max(1, round(per_epoch / self.lesson.settings.evaluations_per_epoch))
        return {*range(every, len(self.steps), every), len(self.steps)}

    def _evaluate(self) -> None:
        """The held-out loss; the adapter is kept if it is the best so far. Without held-out turns the last one is."""
        heldout = self.lesson.data.heldout
        p = self.progress
        loss = self.learner.mean_loss(heldout.windows) if heldout.owner_tokens else None
        if p.step == 0:
            p.first_loss = loss
        elif loss is None or p.best_loss is None or loss < p.best_loss:
            p.best_loss, p.best_step, p.worse = loss, p.step, 0
            self._keep_best()
        else:
            p.worse += 1
        if loss is not None:
            self._record({"step": p.step, "heldout": loss})
            self.report.say(f"step {p.step} of {len(self.steps)}: held-out loss {loss:.3f} nats a token")

    def _keep_best(self) -> None:
        tensors = self.learner.adapter()
        if self.learner.is_main:
            write_tensors(self.folder / BEST, tensors)

    def _save(self) -> None:
        if not (self.learner.is_main and self.learner.can_checkpoint):
            return
        self.progress.scale = self.learner.scaler.state_dict()
        self.progress.row_tokens = self.learner.row_tokens
        save_checkpoint(self.folder, self.model, self.learner.optimizer, self.progress)

    def _finish(self) -> runs.Run:
        p = self.progress
        if (self.folder / BEST).exists():  # not if it was interrupted between here and the stamp
            (self.folder / BEST).replace(self.folder / runs.ADAPTER)
        write_adapter_config(self.model, self.lesson.base, self.folder)
        stamp = runs.Stamp(
            self.lesson.origin,
            datetime.now(UTC).isoformat(timespec="seconds"),
            p.step,
            p.best_step,
            p.first_loss,
            p.best_loss,
            runs.versions(),
        )
        self._draw()
        run = runs.write_stamp(self.folder, stamp)
        remove_checkpoints(self.folder)
        if p.step < len(self.steps):
            self.report.say(f"Ended at step {p.step}: no better on held-out turns since step {p.best_step}.")
        self.report.say(f"loss {sparkline(self.losses)}")
        return run

    def _draw(self) -> None:
        """loss.svg and loss.png, from what was recorded."""
        entries = [msgspec.json.decode(line) for line in (self.folder / runs.LOSSES).read_bytes().splitlines()]
        lines = {
            name: [(entry["step"], entry[key]) for entry in entries if key in entry]
            for name, key in (("training", "loss"), ("held out", "heldout"))
        }
        with written_whole(self.folder / "loss.svg") as draft:
            draft.write_text(line_chart(lines, "Loss on the owner's tokens", "step", "nats a token"), encoding="utf-8")
        with written_whole(self.folder / "loss.png") as draft:
            draft.write_bytes(line_png(lines))

    def _record(self, entry: dict[str, float]) -> None:
        if not self.learner.is_main:
            return
        try:
            with (self.folder / runs.LOSSES).open("ab") as file:
                file.write(msgspec.json.encode(entry) + b"\n")
        except OSError as error:
            raise UserError(f"{self.folder}: could not be written ({error.strerror}). Make room; it goes on.") from None

    def _keep_losses_of_done_steps(self) -> None:
        """What was recorded after the checkpoint will be recorded again."""
        path = self.folder / runs.LOSSES
        if not path.exists():
            return
        entries = [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]
        kept = [entry for entry in entries if 0 < self.progress.step >= entry["step"]]
        path.write_bytes(b"".join(msgspec.json.encode(entry) + b"\n" for entry in kept))
        self.losses = [entry["loss"] for entry in kept if "loss" in entry]


def _learner(lesson: Lesson, model: Any, say: Callable[[str], None], team: Team | None, same_rows: int) -> Learner:
    """One that learns with the other processes, if there are any; else the fastest that works here."""
    settings, windows = lesson.settings, lesson.data.train.windows
    size = row_tokens(settings, "cuda" if torch.cuda.is_available() else "cpu")
    together = TeamLearner(team, model, size, settings.learning_rate) if team else None
    if not keeps_windows_apart(together.model if together else model, windows):
        say("This architecture can't read several conversations in one row: one a row, which is slower.")
        size = 0
    if together is None:
        return choose_learner(model, settings, windows, size, say, same_rows)
    together.row_tokens = size
    return together


def row_tokens(settings: FinetuneSettings, device: str) -> int:
    """How many tokens are laid side by side."""
    return settings.max_tokens if device == "cuda" else min(settings.max_tokens, CPU_ROW_TOKENS)


def schedule(step: int, steps: int) -> float:
    """Share of the peak learning rate: up in a line, down in half a cosine."""
    warm = max(1, round(steps * WARM_UP))
    if step < warm:
        return (step + 1) / warm
    done = (step - warm) / max(1, steps - warm)
    return FLOOR + (1 - FLOOR) * (1 + math.cos(math.pi * done)) / 2


def _about(model: Any, loaded: LoadedBase) -> str:
    trained = sum(parameter.numel() for parameter in trained_parameters(model))
    layers = f"{loaded.four_bit_layers} linear layers seen in 4 bits"
    if loaded.dense_layers:
        layers += f", {loaded.dense_layers} not"
    return f"Base on {model.device.type}: {layers}. The adapter has {trained:,} weights to train."
