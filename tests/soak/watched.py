"""`userbot run` with a stopwatch on its event loop: python -m tests.soak.watched FIGURES run --config CONFIG

The product is as it is; the loop's own step is timed from outside it. A step's time without the wait for the network
is how long everything else had to wait; its processor time tells whether the machine was busy with other things
meanwhile. The figures are written as JSON when the process ends.
"""

import asyncio
import atexit
import gc
import json
import sys
import time
from functools import partial
from pathlib import Path

LONG_S = 0.1


def time_the_loop(figures: Path) -> None:
    turn = asyncio.base_events.BaseEventLoop._run_once
    longest: list[tuple[float, float, float, str]] = []
    started_at = time.time()
    waited = [0.0]
    totals = {"turns": 0, "over_100_ms": 0, "over_100_ms_of_work": 0}

    def timed(loop: asyncio.AbstractEventLoop) -> None:
        if not hasattr(loop, "_timed"):
            loop._timed, select = True, loop._selector.select

            def timed_select(timeout: float | None = None) -> object:
                began = time.perf_counter()
                try:
                    return select(timeout)
                finally:
                    waited[0] += time.perf_counter() - began

            loop._selector.select = timed_select
        ready = list(loop._ready)[:3]
        began, waited[0], worked = time.perf_counter(), 0.0, time.thread_time()
        turn(loop)
        worked_s = time.thread_time() - worked
        took_s = time.perf_counter() - began - waited[0]
        totals["turns"] += 1
        totals["over_100_ms"] += took_s > LONG_S
        totals["over_100_ms_of_work"] += worked_s > LONG_S
        if len(longest) < 20 or took_s > longest[-1][0]:
            longest.append((took_s, worked_s, time.time() - started_at, str(ready)[:400]))
            longest.sort(reverse=True)
            del longest[20:]

    asyncio.base_events.BaseEventLoop._run_once = timed
    gc.callbacks.append(partial(_time_the_collector, totals))
    atexit.register(lambda: figures.write_text(json.dumps(totals | {"longest": longest})))


def _time_the_collector(totals: dict[str, float], phase: str, _: object) -> None:
    now = time.perf_counter()
    if phase == "stop":
        totals["longest_collection_s"] = max(totals.get("longest_collection_s", 0.0), now - totals["collecting_since"])
    totals["collecting_since"] = now


if __name__ == "__main__":
    time_the_loop(Path(sys.argv[1]))
    sys.argv = ["userbot", *sys.argv[2:]]
    from userbot.cli import main

    main()
