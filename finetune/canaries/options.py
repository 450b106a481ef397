"""Training options side by side: what each costs in held-out loss, and how much less it lets out. Resumable.

Each option is a run of its own on the same dataset with the same canaries, in a folder of its own; what is done is not
done again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from finetune.canaries.attack import ASKED, FORCED, Asking, Share, drafts, exposure_by_repeats, told_share
from finetune.canaries.exposure import exposures
from finetune.canaries.planting import read_canaries
from finetune.generator import load_generator
from finetune.runs import Run, finished_runs
from finetune.train import train
from harvest.datadir import DataDir, written_whole
from harvest.settings import FinetuneSettings
from harvest.userbot_settings import UserbotSettings

OPTIONS: dict[str, dict[str, Any]] = {
    "as set": {},
    "repeats kept": {"repeat_likeness": 0.0},
    "rare words not learned": {"rare_word_weight": 0.0},
    "rank 4": {"rank": 4, "alpha": 8.0},
    "dropout 0.3": {"dropout": 0.3},
    "one epoch": {"epochs": 1.0},
    "all of these": {"rare_word_weight": 0.0, "rank": 4, "alpha": 8.0, "dropout": 0.3, "epochs": 1.0},
}
RESULT = "option.json"
NEW_TOKENS = 60


class Option(msgspec.Struct, frozen=True):
    """heldout: nats a token, before and after training. told: planted secrets that came out at temperature 0."""

    name: str
    changed: dict[str, Any]
    heldout: tuple[float | None, float | None]
    best_step: int
    exposure: dict[str, dict[str, float]]
    told: dict[str, Share]


@dataclass(frozen=True, slots=True)
class Comparison:
    data: DataDir
    settings: FinetuneSettings
    manner: UserbotSettings
    folder: Path
    canaries: int
    candidates: int

    def measured(self, name: str, say: Callable[[str], None]) -> Option:
        """From its file, or made now."""
        path = self.folder / name.replace(" ", "-") / RESULT
        if path.exists():
            return msgspec.json.decode(path.read_bytes(), type=Option)
        settings = self.settings.model_copy(update=OPTIONS[name])
        say(f"{name}: training")
        run = self._trained(path.parent, settings)
        say(f"{name}: attacking")
        option = self._attacked(name, run, settings)
        with written_whole(path) as draft:
            draft.write_bytes(msgspec.json.format(msgspec.json.encode(option), indent=1) + b"\n")
        return option

    def _trained(self, folder: Path, settings: FinetuneSettings) -> Run:
        home = DataDir(folder).prepare()
        if not home.dataset.exists():
            home.dataset.symlink_to(self.data.dataset.absolute())
        return next(finished_runs(home), None) or train(home, settings, canaries=self.canaries)

    def _attacked(self, name: str, run: Run, settings: FinetuneSettings) -> Option:
        made = read_canaries(run.folder)
        generator = load_generator(run, settings)
        every = (*made.planted, *made.controls)
        exposed = exposures(generator.model, generator.renderer, every, self.candidates, made.seed)
        asking = Asking(1, 0.0, 1.0, min(NEW_TOKENS, self.manner.max_new_tokens), (ASKED, FORCED))
        only = msgspec.structs.replace(made, controls=())
        found = list(drafts(generator, only, asking, sorted({c.chat_id for c in every}), lambda: None))
        told = {way: told_share(found, range(len(made.planted)), way) for way in (ASKED, FORCED)}
        losses = (run.stamp.heldout_before, run.stamp.heldout_after)
        return Option(name, OPTIONS[name], losses, run.stamp.best_step, exposure_by_repeats(made, exposed), told)
