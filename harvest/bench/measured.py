"""Run a command in a process of its own, and say how long it took and how much memory it and its workers held."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY_S = 0.02


@dataclass(frozen=True, slots=True)
class Cost:
    """wall_s: medians. peak_mb: the most that was seen at once, of the process and its children."""

    wall_s: float
    peak_mb: float
    output: str


def measured(command: Sequence[str], before: Callable[[], None], times: int = 3) -> Cost:
    """The median of some runs; `before` clears away what the last one left. Raises RuntimeError where one fails."""
    costs = []
    for _ in range(times):
        before()
        costs.append(_once(command))
    return Cost(statistics.median(cost.wall_s for cost in costs), max(cost.peak_mb for cost in costs), costs[-1].output)


def _once(command: Sequence[str]) -> Cost:
    started, peak_mb = time.perf_counter(), 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        while process.poll() is None:
            peak_mb = max(peak_mb, _held_mb(process.pid))
            time.sleep(LOOK_EVERY_S)
        wall_s = time.perf_counter() - started
        output = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} ended with {process.returncode}")
    return Cost(wall_s, peak_mb, output)


def _held_mb(pid: int) -> float:
    """What the process and its children hold, memory that they share counted once. Linux only; 0 elsewhere."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return own / 1024 + sum(_held_mb(int(child)) for child in children)


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
