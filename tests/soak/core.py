"""The core's state machine at length: python -m tests.soak.core --sequences 100000

The rules and invariants are those of the tests. Hypothesis walks them a hundred times slower than a die does, so most
sequences are walked by a die with a seed (a broken property names it), and `--hypothesis N` more by Hypothesis.
"""

import argparse
import random
import time
from collections import Counter

from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as budget
from hypothesis.stateful import run_state_machine_as_test

from tests.userbot.stories import AnyStory

ROUND = 2000
STEPS = 40


class Tally:
    def __init__(self) -> None:
        self.sequences = self.steps = self.replies = 0
        self.ends: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.began = time.monotonic()

    def took(self, story: AnyStory) -> None:
        self.sequences += 1
        self.replies += len(story.replies_at)
        self.ends[story.chat.reason.partition(":")[0] or "nothing was ever asked"] += 1

    def tell(self) -> None:
        took_s = time.monotonic() - self.began
        print(
            f"{self.sequences} sequences, {self.steps} steps, {self.replies} replies, {took_s:.0f} s;"
            f" ended: {dict(self.ends.most_common(8))}",
            flush=True,
        )


def walk(number: int, tally: Tally) -> None:
    """One sequence, by a die. Raises AssertionError with the steps that led there."""
    chance, story, steps = random.Random(number), AnyStory(), []
    setup = AnyStory.setup_state()
    invariants = [invariant.function for invariant in setup.invariants]
    try:
        for rule in [*setup.initializers, *chance.choices(setup.rules, k=STEPS)]:
            drawn = {name: chance.choice(list(_choices(given))) for name, given in rule.arguments.items()}
            steps.append((rule.function.__name__, drawn))
            rule.function(story, **drawn)
            for invariant in invariants:
                invariant(story)
        story.teardown()
    except AssertionError as error:
        told = "\n".join(f"  {name} {drawn}" for name, drawn in steps)
        raise AssertionError(f"sequence {number}: {error}\n{told}") from error
    tally.steps += STEPS
    tally.took(story)


def _choices(given: object) -> object:
    """What a sampled_from samples from."""
    return getattr(given, "wrapped_strategy", given).elements


def by_hypothesis(count: int, start: int, tally: Tally) -> None:
    class Counted(AnyStory):
        def on_end(self) -> None:
            tally.took(self)

    end = tally.sequences + count
    while tally.sequences < end:
        start += 1
        run_state_machine_as_test(seed(start)(Counted), settings=_round(min(ROUND, end - tally.sequences)))
        tally.tell()


def _round(count: int) -> budget:
    return budget(
        max_examples=count,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=100_000)
    parser.add_argument("--hypothesis", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    tally = Tally()
    for number in range(asked.sequences):
        walk(asked.seed * 10**9 + number, tally)
        if tally.sequences % 10_000 == 0:
            tally.tell()
    by_hypothesis(asked.hypothesis, asked.seed * 10**6, tally)
    tally.tell()
    print("no property broken")


if __name__ == "__main__":
    main()
