"""`python -m finetune.judge CORPORA WORK`: the judge's table of public speakers, each the median of several seeds.

Every speaker and seed is trained and judged in a process of its own; interrupted, it goes on where it was.
"""

import json
import math
import statistics
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from finetune.libraries import hush
from harvest.door import out
from harvest.finetune_settings import FinetuneSettings
from harvest.userbot_settings import UserbotSettings

if TYPE_CHECKING:
    from finetune.judge.verdict import Verdict

RECIPE = FinetuneSettings(learning_rate=1e-3, epochs=3.0, batch_tokens=2048)
MANNER = UserbotSettings()
CorporaArgument = Annotated[Path, typer.Argument(help="The folder of en_irc_ubuntu.jsonl and en_crd3.jsonl.")]
WorkArgument = Annotated[Path, typer.Argument(help="Where runs and verdicts are kept.")]
SeedsOption = Annotated[int, typer.Option("--seeds", min=1, help="Seeds of each; the median counts.")]
RepliesOption = Annotated[int, typer.Option("--replies", min=10, help="Replies by each contender.")]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, help="Processes at a time.")]
SetOption = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Another [finetune] setting.")]
OwnerOption = Annotated[list[str] | None, typer.Option("--owner", metavar="SPEAKER", help="Only these speakers.")]
TemperatureOption = Annotated[float, typer.Option("--temperature", min=0)]
TopPOption = Annotated[float, typer.Option("--top-p", min=0, max=1)]


def table(
    corpora: CorporaArgument,
    work: WorkArgument,
    seeds: SeedsOption = 3,
    replies: RepliesOption = 200,
    jobs: JobsOption = 1,
    set_: SetOption = None,
    owner: OwnerOption = None,
    temperature: TemperatureOption = MANNER.temperature,
    top_p: TopPOption = MANNER.top_p,
) -> None:
    """Train and judge each speaker against everybody, and print the table in Markdown."""
    hush()
    from finetune.judge.owners import OWNERS, tried

    changed = dict(pair.split("=", 1) for pair in set_ or [])
    recipe = FinetuneSettings.model_validate(RECIPE.model_dump() | {k: _value(v) for k, v in changed.items()})
    manner = UserbotSettings(temperature=temperature, top_p=top_p)
    chosen = [one for one in OWNERS if not owner or one.speaker in owner]
    found: dict[str, list[Verdict]] = {one.speaker: [] for one in chosen}
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running = {}
        for one, seed in product(chosen, range(seeds)):
            settings = recipe.model_copy(update={"seed": seed})
            folder = work / f"{one.speaker}-{seed}"
            running[pool.submit(tried, corpora, one, folder, settings, manner, replies)] = one, seed
        for done in as_completed(running):
            one, seed = running[done]
            found[one.speaker].append(done.result())
            out.print(f"{one.speaker}, seed {seed}: {done.result().first_line}", markup=False, soft_wrap=True)
    for line in rows(found):
        out.print(line, markup=False, soft_wrap=True)


def _value(text: str) -> object:
    """As in JSON; what isn't is a word."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def rows(found: "dict[str, list[Verdict]]") -> list[str]:
    """A line of Markdown for each speaker and measure; medians over the seeds."""
    from finetune.judge.verdict import BASE, CLONE, FEW_SHOT

    lines = ["| speaker | measure | base | few-shot base | clone | owner's own floor |", "|---|---|---|---|---|---|"]
    for speaker, verdicts in found.items():
        measures = {
            "held-out nats a token": [[v.loss[n].value for v in verdicts] for n in (BASE, FEW_SHOT, CLONE)],
            "AUC (0.5 is perfect)": [[v.auc[n].value for v in verdicts] for n in (BASE, FEW_SHOT, CLONE)],
            "style distance": [[v.style[n]["mean"] for v in verdicts] for n in (BASE, FEW_SHOT, CLONE)],
            "the same, 0 at the owner's floor and 1 at the base": [
                [v.normalised_style[n].get("mean", math.nan) for v in verdicts] for n in (BASE, FEW_SHOT, CLONE)
            ],
            "chrF": [[v.content[n]["chrf"] for v in verdicts] for n in (BASE, FEW_SHOT, CLONE)],
        }
        floor = f"{statistics.median(v.floor['mean'] for v in verdicts):.3f}"
        for name, values in measures.items():
            cells = " | ".join(f"{statistics.median(of_seeds):.3f}" for of_seeds in values)
            lines.append(f"| {speaker} | {name} | {cells} | {floor if name == 'style distance' else ''} |")
    return lines


if __name__ == "__main__":
    typer.run(table)
