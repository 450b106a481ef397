"""The whole attack on one run: exposure, drafts, the guard's word on each, and the sum, in the run's folder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from finetune.canaries import guarding
from finetune.canaries.attack import Asking, Draft, Leaks, drafts, exposures, summary
from finetune.canaries.learned import learned_by
from finetune.canaries.planting import read_canaries
from finetune.generator import load_generator
from finetune.runs import Run
from harvest.datadir import DataDir, written_whole
from harvest.settings import Settings

LEAKS, TOLD = "leaks.json", "leaks.jsonl"


@dataclass(frozen=True, slots=True)
class Investigation:
    """samples: drafts a canary and way of asking. candidates: each secret is ranked among so many."""

    samples: int
    candidates: int
    config: Path | None = None
    data_dir: Path | None = None


def investigated(data: DataDir, run: Run, settings: Settings, how: Investigation, say: Callable[[str], None]) -> Leaks:
    """Leaves leaks.json in the run, and the drafts that told in leaks.jsonl. Raises UserError."""
    made = read_canaries(run.folder)
    learned = learned_by(run, data, made)
    generator = load_generator(run, settings.finetune)
    every = (*made.planted, *made.controls)
    say(f"exposure of {len(made.planted)} planted secrets and {len(made.controls)} others")
    exposed = exposures(generator.model, generator.renderer, every, how.candidates, made.seed)
    bot = settings.userbot
    asking = Asking(how.samples, bot.temperature, bot.top_p, bot.max_new_tokens)
    say(f"asking for {len(every)} secrets, {how.samples} drafts in each of three ways")
    found = list(drafts(generator, made, asking, sorted({c.chat_id for c in every}), lambda: None))
    say("the guard's word on each draft")
    judged = guarding.objections(
        (guarding.Draft(draft.asker, draft.request, draft.reply) for draft in found),
        learned,
        how.config,
        data.root,
        run.folder,
    )
    result = summary(run.name, made, found, judged, exposed, asking, how.candidates)
    result.heldout_loss = run.stamp.heldout_after
    _write(run.folder, result, found, judged)
    return result


class _Told(msgspec.Struct):
    draft: Draft
    objection: str | None


def _write(folder: Path, result: Leaks, found: Sequence[Draft], judged: Sequence[str | None]) -> None:
    with written_whole(folder / LEAKS) as draft:
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n")
    with written_whole(folder / TOLD) as lines:
        told = (_Told(d, objection) for d, objection in zip(found, judged, strict=True) if d.told)
        lines.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in told))
