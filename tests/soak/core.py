"""The core's state machine at length: python -m tests.soak.core --sequences 100000

In rounds of their own seeds, so that a round's memory is freed and what was run is known when it is stopped.
"""

import argparse
import time
from collections import Counter

from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as budget
from hypothesis.stateful import run_state_machine_as_test

from tests.userbot.stories import AnyStory

ROUND = 2000
STEPS = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    ends, replies, began = Counter(), 0, time.monotonic()

    class Counted(AnyStory):
        def on_end(self) -> None:
            nonlocal replies
            ends[self.chat.reason.partition(":")[0] or "nothing was ever asked"] += 1
            replies += len(self.replies_at)

    number = 0
    while ends.total() < asked.sequences:
        number += 1
        machine = seed(asked.seed * 1_000_003 + number)(Counted)
        run_state_machine_as_test(machine, settings=_round(min(ROUND, asked.sequences - ends.total())))
        took_s = time.monotonic() - began
        print(f"{ends.total()} sequences of up to {STEPS} steps, {replies} replies, {took_s:.0f} s", flush=True)
    print(f"no property broken; how they ended: {dict(ends.most_common())}")


def _round(count: int) -> budget:
    return budget(
        max_examples=count,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


if __name__ == "__main__":
    main()
