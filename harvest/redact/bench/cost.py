"""What redaction costs: lines a second on one core, and memory, in a process of its own."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from harvest.redact.bench.measure import Finds
from harvest.redact.bench.samples import PARTS, samples

LINES = 20_000
ROUNDS = 3  # the best of them counts: the others had a neighbour


def natural_lines(path: Path | None) -> list[str]:
    """Chat lines: of a corpus file (`{"turns": [[who, text], ...]}` or `{"text": ...}` a line), else our clean ones."""
    if path is None:
        clean = [sample.text for part in PARTS for sample in samples(part, rounds=0)]
        return list(islice(cycle(clean), LINES))
    return list(islice(_texts(path), LINES))


def _texts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            yield from (turn[1] for turn in entry["turns"]) if "turns" in entry else [entry["text"]]


def lines_per_s(lines: Sequence[str], finds: Finds) -> float:
    """Processor time, so that other programs on the machine count little."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for line in lines:
            finds(line)
        best = min(best, time.process_time() - began)
    return len(lines) / best


def memory_mb(path: Path | None) -> float:
    """The most memory that a fresh process held while it redacted the same lines."""
    command = [sys.executable, "-m", "harvest.redact.bench.cost", *([str(path)] if path else [])]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _redact_streaming(path: Path | None) -> float:
    from harvest.redact import Redactor
    from harvest.settings import RedactSettings

    redactor = Redactor(RedactSettings())
    for line in islice(_texts(path), LINES) if path else natural_lines(None):
        redactor.text(line)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux counts KiB


if __name__ == "__main__":
    sys.stdout.write(f"{_redact_streaming(Path(sys.argv[1]) if len(sys.argv) > 1 else None):.1f}\n")
