"""Measure steps: useful tokens a second by the wall and by the GPU's own time, memory, idleness. Knows no model."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

GIB = 2**30
WARM_UP_STEPS = 3


@dataclass(slots=True)
class Kernels:
    """ms: summed; count: how many were launched."""

    ms: float = 0.0
    count: int = 0
    by_name: dict[str, tuple[float, int]] = field(default_factory=dict)

    def heaviest(self, count: int) -> list[str]:
        heaviest = sorted(self.by_name.items(), key=lambda entry: -entry[1][0])[:count]
        return [f"{ms:9.3f} ms {n:6d}  {name[:100]}" for name, (ms, n) in heaviest]

    def write(self, path: Path) -> None:
        path.write_text("\n".join(self.heaviest(40)) + "\n")


def sync() -> None:
    if torch.cuda.is_available():
        torch.cuda.synchronize()


class Meter:
    """Told of each step's beginning and end: some to warm up, some timed for `seconds`, and then one is profiled."""

    def __init__(self, seconds: float, profile_to: Path | None = None, warm_up_steps: int = WARM_UP_STEPS) -> None:
        self._warm_up_steps = warm_up_steps
        self.found: dict[str, float] = {}
        self._seconds, self._profile_to = seconds, profile_to
        self._steps = self._tokens = 0
        self._began_at = 0.0
        self._profiler: Any = None
        self.is_done = False
        reset_peak()

    def begin(self) -> None:
        if self._steps == self._warm_up_steps:
            sync()
            self._began_at = time.perf_counter()
        if self.found and torch.cuda.is_available():
            self._profiler = _started_profiler()

    def end(self, tokens: int) -> None:
        """tokens: the step's useful ones."""
        self._steps += 1
        if self._profiler:
            self._add_kernels(tokens)
            self.is_done = True
        elif self._steps > self._warm_up_steps:
            self._tokens += tokens
            sync()
            self._note(time.perf_counter() - self._began_at)

    def _note(self, took_s: float) -> None:
        steps = self._steps - self._warm_up_steps
        if steps >= WARM_UP_STEPS and took_s >= self._seconds:
            self.found = {"tok_s": self._tokens / took_s, "step_ms": took_s / steps * 1e3, "steps": steps, **peaks()}
            self.is_done = not torch.cuda.is_available()

    def _add_kernels(self, tokens: int) -> None:
        kernels = _ended_profiler(self._profiler)
        idle = 1 - kernels.ms / tokens * self.found["tok_s"] / 1e3  # against the timed steps, a token
        self.found |= {"gpu_tok_s": tokens / kernels.ms * 1e3, "gpu_ms": kernels.ms, "kernels": kernels.count}
        self.found["idle"] = max(0.0, idle)
        if self._profile_to:
            kernels.write(self._profile_to)


def measure_steps(step: Callable[[], int], seconds: float, profile_to: Path | None = None) -> dict[str, float]:
    """step: takes one and gives its useful tokens."""
    meter = Meter(seconds, profile_to)
    while not meter.is_done:
        meter.begin()
        meter.end(step())
    return meter.found


@contextmanager
def profiled() -> Iterator[Kernels]:
    """Filled when it ends; empty without a GPU."""
    found = Kernels()
    if not torch.cuda.is_available():
        yield found
        return
    profiler = _started_profiler()
    yield found
    seen = _ended_profiler(profiler)
    found.ms, found.count, found.by_name = seen.ms, seen.count, seen.by_name


def _started_profiler() -> Any:
    from torch.profiler import ProfilerActivity, profile

    sync()
    profiler = profile(activities=[ProfilerActivity.CUDA])
    profiler.start()
    return profiler


def _ended_profiler(profiler: Any) -> Kernels:
    sync()
    profiler.stop()
    kernels = Kernels()
    for event in profiler.profiler.kineto_results.events():
        if "CUDA" in str(event.device_type()) and not event.name().startswith(("Optimizer.", "ProfilerStep", "##")):
            ms, count = kernels.by_name.get(event.name(), (0.0, 0))
            kernels.by_name[event.name()] = (ms + event.duration_ns() / 1e6, count + 1)
    kernels.ms = sum(ms for ms, _ in kernels.by_name.values())
    kernels.count = sum(count for _, count in kernels.by_name.values())
    return kernels


def reset_peak() -> None:
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()


def peaks() -> dict[str, float]:
    if not torch.cuda.is_available():
        return {}
    return {
        "alloc_gib": torch.cuda.max_memory_allocated() / GIB,
        "reserved_gib": torch.cuda.max_memory_reserved() / GIB,
    }
