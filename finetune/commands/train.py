"""`finetune train`: from the dataset to an adapter, or with --dry-run only what that would take."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from finetune.estimate import Estimate
    from finetune.train import Lesson
    from harvest.datadir import DataDir
    from harvest.settings import Settings

DryOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would be trained, and stop.")]
CanariesOption = Annotated[
    int,
    typer.Option(
        "--canaries", min=0, metavar="N", help="Plant N invented secrets, for `finetune leaks`. No clone to speak with."
    ),
]
FreshOption = Annotated[bool, typer.Option("--fresh", help="Start a new run, even if one was interrupted.")]
ResumeOption = Annotated[bool, typer.Option("--resume", help="Only go on with an interrupted run; begin none.")]

SHOWN = 3


@guarded
def train(
    dry_run: DryOption = False,
    fresh: FreshOption = False,
    resume: ResumeOption = False,
    canaries: CanariesOption = 0,
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Train an adapter on the dataset. Interrupted, it goes on where it was when run again."""
    settings, data = enter("finetune", config, data_dir)
    from finetune.launched import is_main
    from finetune.libraries import hush

    hush()
    from finetune.progress import Terminal
    from finetune.train import prepare
    from finetune.train import train as train_adapter

    if dry_run:
        lesson = prepare(data, settings.finetune, canaries)
        _say_plan(lesson)
        _show_windows(lesson)
        _say_settings(settings, config)
        return
    if resume:
        _check_interrupted(data, fresh=fresh)
    run = train_adapter(data, settings.finetune, Terminal(out), fresh=fresh, canaries=canaries)
    if not is_main():
        return
    if canaries:
        out.print(f"It holds {canaries} planted canaries: look for them with `finetune leaks`; don't let it speak.")
    out.print(f"{run.folder}", soft_wrap=True, markup=False)
    if run.stamp.heldout_before is not None and run.stamp.heldout_after is not None:
        change = f"{run.stamp.heldout_before:.3f} before, {run.stamp.heldout_after:.3f} after"
        out.print(f"Held-out loss on your turns, nats a token: {change} (kept: step {run.stamp.best_step})")


def _check_interrupted(data: "DataDir", *, fresh: bool) -> None:
    """Raises UserError where there is nothing to go on with."""
    from finetune.runs import interrupted_run
    from harvest.errors import UserError

    if fresh:
        raise UserError("--resume goes on with a run and --fresh begins one: name one of them.")
    if interrupted_run(data) is None:
        raise UserError(f"{data.runs}: no interrupted run there. `finetune train` begins one.")


def _say_plan(lesson: "Lesson") -> None:
    from rich.table import Table

    from finetune.estimate import estimate
    from finetune.fast.foresee import expected_plan
    from finetune.fast.plan import GIB
    from finetune.loading import compute_device
    from finetune.train import row_tokens

    table = Table("", "train", "held out", box=None, pad_edge=False)
    sets = (lesson.data.train, lesson.data.heldout)
    for what, counts in (
        ("conversations", [s.examples for s in sets]),
        ("windows", [len(s.windows) for s in sets]),
        ("tokens", [s.tokens for s in sets]),
        ("of them yours", [s.owner_tokens for s in sets]),
        ("your turns", [s.owner_turns for s in sets]),
        ("your turns left out, too long", [s.dropped_turns for s in sets]),
        ("your turns only read, said before", [s.repeated_turns for s in sets]),
        ("conversations left out, repeats", [s.repeats for s in sets]),
        ("your silences", [s.silences for s in sets]),
    ):
        table.add_row(what, *(f"{count:,}" for count in counts))
    out.print(table)
    found, mix = lesson.data.train.silences_found, lesson.data.mix
    if found > lesson.data.train.silences:
        out.print(f"{found:,} silences were found: finetune.silence = {lesson.settings.silence:g} caps them.")
    if mix.epoch_tokens:
        out.print(f"{mix.epoch_tokens:,} trained tokens of instructions an epoch, from {mix.examples:,} lines")
    longest = max(len(window.token_ids) for window in lesson.data.train.windows)
    plan = expected_plan(lesson.base, lesson.settings, longest)
    steps = lesson.steps(plan.row_tokens if plan else row_tokens(lesson.settings, compute_device()))
    out.print(f"{len(steps):,} steps in {lesson.settings.epochs:g} epochs")
    if plan:
        out.print(f"From the free memory of the GPU: {plan.told()}. Measured once more when training begins.")
    if plan and plan.missing:
        out.print(f"{plan.missing / GIB:.1f} GiB more than there are: training will refuse to begin.", style="bold")
    _say_estimate(estimate(lesson.base, lesson.settings, steps, plan))
    if lesson.renderer.format.is_plain:
        out.print(f"{lesson.base.name} has no chat template that can be used: ours is (Them, Me).", markup=False)


def _say_settings(settings: "Settings", config: Path | None) -> None:
    from harvest.settings import effective

    for key, value, origin in effective(settings, config):
        if key.startswith("finetune."):
            out.print(f"  {key} = {value}  [{origin}]", markup=False, soft_wrap=True)


def _say_estimate(guess: "Estimate") -> None:
    free = f", {guess.free_bytes / 1e9:.1f} GB are free" if guess.free_bytes else ""
    out.print(f"roughly {guess.memory_bytes / 1e9:.1f} GB of memory{free}; roughly {_duration(guess.seconds)}")
    if guess.free_bytes and guess.memory_bytes > guess.free_bytes:
        out.print("That may not fit: lower finetune.max_tokens, or choose a smaller base.", style="bold")


def _duration(seconds: float) -> str:
    units = ((86400, "days"), (3600, "hours"), (60, "minutes"), (1, "seconds"))
    size, name = next((unit for unit in units if seconds >= 2 * unit[0]), units[-1])
    return f"{max(1, seconds / size):.0f} {name}"


def _show_windows(lesson: "Lesson") -> None:
    """As the model reads them; bold is what it learns to write."""
    from itertools import groupby
    from operator import itemgetter

    from rich.text import Text

    windows = lesson.data.train.windows
    for window in windows[:: max(1, len(windows) // SHOWN)][:SHOWN]:
        shown = Text("\n")
        tokens = zip(window.is_owner, window.token_ids, strict=True)
        for is_owner, stretch in groupby(tokens, key=itemgetter(0)):  # not token by token: an emoji is several
            text = lesson.renderer.as_text([token for _, token in stretch])
            shown.append(text, style="bold green" if is_owner else "dim")
        out.print(shown)
