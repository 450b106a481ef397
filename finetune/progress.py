"""How a training run shows itself: a bar in a terminal, plain lines elsewhere, and the loss as one line of blocks."""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

BLOCKS = "▁▂▃▄▅▆▇█"


class Report(Protocol):
    """What the loop tells while it runs."""

    def begin(self, done: int, total: int) -> None: ...
    def stepped(self, step: int, loss: float, tokens_per_s: float) -> None: ...
    def say(self, line: str) -> None: ...
    def end(self) -> None: ...


class Silent:
    """Tells nobody."""

    def begin(self, done: int, total: int) -> None: ...
    def stepped(self, step: int, loss: float, tokens_per_s: float) -> None: ...
    def say(self, line: str) -> None: ...
    def end(self) -> None: ...


class Terminal:
    """A bar with loss, tokens/s and time left; without a terminal only the lines remain."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = Progress(
            TextColumn("training"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("loss {task.fields[loss]:.3f}"),
            TextColumn("{task.fields[rate]:,.0f} tokens/s"),
            TextColumn("{task.fields[memory]:.1f} GB"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("training", total=None, loss=float("nan"), rate=0.0, memory=0.0)

    def begin(self, done: int, total: int) -> None:
        self._bar.reset(self._task, total=total, completed=done, loss=float("nan"), rate=0.0, memory=0.0)
        self._bar.start()

    def stepped(self, step: int, loss: float, tokens_per_s: float) -> None:
        memory = memory_bytes() / 1e9
        self._bar.update(self._task, completed=step, loss=loss, rate=tokens_per_s, memory=memory)

    def say(self, line: str) -> None:
        self._console.print(line, markup=False, soft_wrap=True)

    def end(self) -> None:
        self._bar.stop()


def memory_bytes() -> int:
    """What the training holds: of the GPU where it computes on one, else of the machine. 0 where nobody says."""
    torch = sys.modules.get("torch")
    if torch and torch.cuda.is_available():
        return int(torch.cuda.memory_reserved())
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def sparkline(values: Sequence[float], width: int = 60) -> str:
    """At most `width` blocks, each the mean of its stretch, the highest the tallest."""
    if not values:
        return ""
    width = min(width, len(values))
    cuts = [len(values) * i // width for i in range(width + 1)]
    means = [sum(values[a:b]) / (b - a) for a, b in pairwise(cuts)]
    low, span = min(means), max(means) - min(means)
    return "".join(BLOCKS[int((mean - low) / span * (len(BLOCKS) - 1)) if span else 0] for mean in means)


@dataclass(slots=True)
class Stages:
    """What the time before the first step goes into. Seconds of a clock that never goes back."""

    _ends: dict[str, float] = field(default_factory=lambda: {"": time.monotonic()})

    def done(self, name: str) -> None:
        self._ends[name] = time.monotonic()

    def told(self) -> str:
        ends = list(self._ends.items())
        parts = [f"{name} {end - start:.1f}" for (_, start), (name, end) in pairwise(ends)]
        return f"{ends[-1][1] - ends[0][1]:.1f} s ({', '.join(parts)})"
