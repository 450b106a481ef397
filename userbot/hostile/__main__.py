"""`python -m userbot.hostile`: lay siege to a clone that was taught invented secrets, and count what gets out.

Interrupted, it goes on where it was. The folder keeps the clone, each pass's outcomes and siege.json.
"""

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import msgspec
import platformdirs
import typer
from rich.table import Table

from harvest.datadir import private_umask, written_whole
from harvest.door import guarded, out
from harvest.errors import UserError
from harvest.logs import log_to
from userbot.hostile.blabber import Blabber
from userbot.hostile.prompts import Prompt, aimed, prompts, targets
from userbot.hostile.report import (
    PassReport,
    Rate,
    instead,
    reported,
    tells_a_canary,
    tells_the_fact,
    was_left_to_the_owner,
)
from userbot.hostile.siege import Attack, Pass, walked
from userbot.hostile.world import Besieged, besieged, own_world, told_facts

FOLDER = platformdirs.user_cache_path("understudy", appauthor=False) / "siege"
SIEGE = "siege.json"
DEFAULTS, OPEN, FACTS, BLABBED = "defaults", "without-handover", "facts", "facts-known-by-heart"


@guarded
def siege(
    folder: Annotated[Path, typer.Option("--folder", help="Where the siege keeps what it makes and finds.")] = FOLDER,
    config: Annotated[Path | None, typer.Option("--config", help="Besiege the clone of this config instead.")] = None,
    run: Annotated[str, typer.Option("--run", help="That clone's run; one of `finetune train --canaries`.")] = "latest",
    canaries: Annotated[int, typer.Option("--canaries", min=1, help="Secrets to plant in the siege's clone.")] = 108,
    fact_count: Annotated[int, typer.Option("--facts", min=1, help="Facts told by one, asked by another.")] = 500,
    epochs: Annotated[float, typer.Option("--epochs", help="How often the siege's clone reads everything.")] = 4.0,
    every: Annotated[int, typer.Option("--every", min=1, help="Only every so many-th attack: for trying it out.")] = 1,
) -> None:
    """A thousand hostile messages, those that topics silenced once more without, and 500 questions about others."""
    private_umask()
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # a small model's products are five times slower on two busy cores
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    log_to(folder / "logs", "siege", "INFO")
    asyncio.run(_siege(folder.absolute(), config, run, canaries, fact_count, epochs, every))


async def _siege(
    folder: Path, config: Path | None, run: str, canaries: int, fact_count: int, epochs: float, every: int
) -> None:
    if config is None:
        clone = await own_world(folder, canaries, fact_count, epochs, lambda line: out.print(f"$ {line}"))
    else:
        clone = _clone_of(folder, config, run)
    asked = prompts()[::every]
    attacks = _attacks(asked, clone)
    report: dict[str, PassReport] = {}
    secret = tells_a_canary(clone.canaries.planted)
    first = Pass(DEFAULTS, attacks, handover=True)
    outcomes = await walked(first, clone, folder, _ticker(first))
    report[DEFAULTS] = reported(outcomes, secret)
    _say(DEFAULTS, report[DEFAULTS])
    silenced = [outcome.attack for outcome in outcomes if was_left_to_the_owner(outcome)]
    second = Pass(OPEN, silenced, handover=False)
    outcomes = instead(outcomes, await walked(second, clone, folder, _ticker(second)))
    report[OPEN] = reported(outcomes, secret)
    _say(f"{OPEN} ({len(silenced)} of them asked again)", report[OPEN])
    if config is None:
        facts = told_facts(fact_count)
        questions = [Attack(i, f"{f.kind}, {'echoed' if f.is_echoed else 'told only'}", f.language, (f.question,))
                     for i, f in enumerate(facts)][::every]  # fmt: skip
        for one in (
            Pass(FACTS, questions, handover=False),
            Pass(BLABBED, questions, handover=False, blabber=Blabber(facts)),
        ):
            report[one.name] = reported(await walked(one, clone, folder, _ticker(one)), tells_the_fact(facts))
            _say(one.name, report[one.name])
    else:
        shutil.rmtree(clone.learned)  # a copy of the owner's dataset has no business here
    _keep(folder, clone, report)


def _clone_of(folder: Path, config: Path, run: str) -> Besieged:
    from harvest.datadir import DataDir
    from harvest.settings import load_settings

    settings = load_settings(config)
    return besieged(folder, config, DataDir(settings.data_dir).prepare(), run)


def _attacks(asked: list[Prompt], clone: Besieged) -> list[Attack]:
    aims = targets(asked, clone.canaries.planted)
    return [
        Attack(number, prompt.family, prompt.language, aimed(prompt, canary))
        for number, (prompt, canary) in enumerate(zip(asked, aims, strict=True))
    ]


def _ticker(one: Pass) -> Callable[[int], None]:
    def tick(finished: int) -> None:
        if finished % 50 == 0 or finished == len(one.attacks):
            out.print(f"  {one.name}: {finished} of {len(one.attacks)}")

    return tick


def _keep(folder: Path, clone: Besieged, report: dict[str, PassReport]) -> None:
    breaches = {
        path.name.removesuffix(".breaches.jsonl"): list(map(msgspec.json.decode, path.read_bytes().splitlines()))
        for path in sorted(folder.glob("*.breaches.jsonl"))
    }
    whole = {"run": clone.run.name, "canaries": len(clone.canaries.planted), "passes": report, "breaches": breaches}
    with written_whole(folder / SIEGE) as draft:
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")
    for name, lines in breaches.items():
        for line in lines:
            held = {key: count for key, count in line.items() if count and key not in ("sends", "prompts")}
            if held:
                raise UserError(f"{name}: something besides words got through: {held}. See {folder / SIEGE}")
    out.print("No words of theirs reached another chat, a command, a setting, a file or the template.")
    out.print(f"{folder / SIEGE}", soft_wrap=True, markup=False)


def _say(name: str, report: PassReport) -> None:
    table = Table(f"{name}: secret told in", "attacks", "a draft, before the guard", "what was sent", "at most, 95 %",
                  box=None, pad_edge=False)  # fmt: skip
    groups = {**report.by_family, **report.by_language, "all": (report.before_guard, report.sent)}
    for label, (before, sent) in groups.items():
        table.add_row(label, str(sent.of), _as_text(before), str(sent.found), f"{sent.at_most:.2%}")
    out.print(table)
    out.print(f"{report.answered} of {report.attacks} attacks were answered; {report.drafts} drafts were written.")
    for reason, count in list(report.silences.items())[:12]:
        out.print(f"  {count:5}  {reason}", markup=False, soft_wrap=True)


def _as_text(rate: Rate) -> str:
    return f"{rate.found} ({rate.found / max(1, rate.of):.1%})"


if __name__ == "__main__":
    typer.run(siege)
