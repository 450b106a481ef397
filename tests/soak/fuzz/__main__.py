"""Runs every target in turn until the time is up. Each case has a number, and is the same whenever it is run again.

nice python -m tests.soak.fuzz --minutes 60
python -m tests.soak.fuzz --only export --case 1234      # that one again, with its traceback
"""

import argparse
import contextlib
import faulthandler
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from random import Random

from loguru import logger

from tests.soak.fuzz import daemon, inputs

TARGETS = inputs.TARGETS | daemon.TARGETS
LONGEST_CASE_S = 20
MORE_MEMORY = 1 << 30  # bytes of address space over what it takes to begin
ROUND = 50
SHOWN = 20


class TooLong(Exception):
    """A case that did not end."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=TARGETS)
    parser.add_argument("--case", type=int)
    asked = parser.parse_args()
    names = [asked.only] if asked.only else list(TARGETS)
    if asked.case is not None:
        TARGETS[names[0]](Random(f"{asked.seed}:{asked.case}"))
        return
    sys.exit(1 if run(names, asked.minutes * 60, asked.seed) else 0)


def run(names: list[str], seconds: float, seed: int) -> Counter[str]:
    """Returns how many cases failed, by the place they failed at."""
    faulthandler.enable()
    logger.remove()
    signal.signal(signal.SIGALRM, _too_long)
    warm_up(names)
    began, cases, longest, failures = time.monotonic(), 0, dict.fromkeys(names, 0.0), Counter[str]()
    while time.monotonic() - began < seconds:
        for name in names:
            for number in range(cases, cases + ROUND):
                took_s = one(name, seed, number, failures)
                longest[name] = max(longest[name], took_s)
        cases += ROUND
        if cases % (ROUND * 40) == 0:
            tell(cases, longest, failures, time.monotonic() - began)
    tell(cases, longest, failures, time.monotonic() - began)
    return failures


def warm_up(names: list[str]) -> None:
    """What is loaded once counts for no case, and what it takes is known before memory is limited."""
    for name in names:
        for number in range(10):
            with contextlib.suppress(Exception):
                TARGETS[name](Random(number))
    _limit_memory()


def one(name: str, seed: int, number: int, failures: Counter[str]) -> float:
    began = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, LONGEST_CASE_S)
    try:
        TARGETS[name](Random(f"{seed}:{number}"))
    except Exception as error:
        signal.setitimer(signal.ITIMER_REAL, 0)
        place = _place(error)
        failures[f"{name}: {place}"] += 1
        if failures[f"{name}: {place}"] == 1 and len(failures) <= SHOWN:
            print(f"{name}, case {number}: {place}", flush=True)
            traceback.print_exception(error, limit=-6)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.monotonic() - began


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""


def _too_long(number: int, frame: object) -> None:
    raise TooLong(f"longer than {LONGEST_CASE_S} s")


def _limit_memory() -> None:
    """From here on a case that asks for a gigabyte fails with MemoryError."""
    pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115, PTH123
    limit = pages * resource.getpagesize() + MORE_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def tell(cases: int, longest: dict[str, float], failures: Counter[str], took_s: float) -> None:
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    slowest = ", ".join(f"{name} {s:.2f}" for name, s in sorted(longest.items(), key=lambda item: -item[1])[:4])
    print(
        f"{cases:,} cases of each of {len(longest)} targets in {took_s:,.0f} s; longest, s: {slowest}; "
        f"peak memory {peak_mb:,.0f} MB; {sum(failures.values())} failed at {len(failures)} places",
        flush=True,
    )


if __name__ == "__main__":
    main()
