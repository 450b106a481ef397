"""What the daemon brings along from harvest and finetune. Files read once, at its start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from harvest.habits import HabitsFile
from harvest.shingles import ShingleIndex


def always_fit(run: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Learned:
    """habits: how the owner writes. taught: what each chat taught the clones. runs: the real name of each run that the
    settings name, such as "latest". unfit: why that run's clone may not speak unasked, or None.
    """

    habits: HabitsFile | None = None
    taught: ShingleIndex | None = None
    runs: Mapping[str, str] = field(default_factory=dict)
    unfit: Callable[[str], str | None] = always_fit


NOTHING = Learned()
