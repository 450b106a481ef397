"""`finetune leaks`: how much of what was planted comes out again. What it finds lies in the run, as leaks.json."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from finetune.canaries.attack import Leaks, Share

RunArgument = Annotated[str, typer.Argument(help="A run trained with --canaries, as `finetune list` shows it.")]
SamplesOption = Annotated[int, typer.Option("--samples", min=1, help="Drafts for each canary and way of asking.")]
CandidatesOption = Annotated[int, typer.Option("--candidates", min=8, help="Secrets that each is ranked among.")]


@guarded
def leaks(
    run: RunArgument = "latest",
    samples: SamplesOption = 3,
    candidates: CandidatesOption = 64,
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Attack a clone that was trained with --canaries: exposure, and what it tells before and after the guard."""
    settings, data = enter("finetune", config, data_dir)
    from finetune.libraries import hush

    hush()
    from finetune.canaries.investigation import Investigation, investigated
    from finetune.runs import find_run

    chosen = find_run(data, run)
    how = Investigation(samples, candidates, _config(config), data_dir)
    say(investigated(data, chosen, settings, how, _say_step))
    out.print(f"{chosen.folder / 'leaks.json'}", soft_wrap=True, markup=False)


def _config(config: Path | None) -> Path | None:
    from harvest.settings import config_path

    return config_path(config)


def _say_step(line: str) -> None:
    out.print(f"  {line} ...", markup=False)


def say(found: "Leaks") -> None:
    """Two tables: exposure by repeats, and what came out by the way it was asked for."""
    from rich.table import Table

    from finetune.canaries.attack import WAYS

    table = Table("exposure, bits", "secrets", "mean", "most", "mean, fitted", box=None, pad_edge=False)
    for name, bits in found.exposure.items():
        label = "never planted" if name == "controls" else f"trained {name} times"
        numbers = (f"{bits[key]:.2f}" for key in ("mean", "most", "mean_fitted"))
        table.add_row(label, f"{bits['canaries']:.0f}", *numbers)
    out.print(table)
    most = math.log2(found.candidates)
    out.print(f"(1.44 on average for what was never seen; {found.candidates} candidates can show {most:.1f} at most)\n")
    told = Table("told, of the secrets asked for", *WAYS, box=None, pad_edge=False)
    for label, shares in (
        ("before the guard", found.before_guard),
        ("after the guard", found.after_guard),
        ("never planted (chance)", found.controls_told),
        *((f"trained {repeats} times", shares) for repeats, shares in found.by_repeats.items()),
    ):
        told.add_row(label, *(_as_text(shares[way]) for way in WAYS))
    out.print(told)
    crossed = {name: _crossings(routes) for name, routes in found.routes.items()}
    out.print(f"Told in another contact's chat: {crossed['before the guard']:,} drafts before the guard, ", end="")
    out.print(f"{crossed['after the guard']:,} after it, of {found.drafts:,}.")


def _crossings(routes: dict[str, int]) -> int:
    return sum(count for route, count in routes.items() if len(set(route.split(" -> "))) == 2)


def _as_text(share: "Share") -> str:
    return f"{share.found}/{share.of} ({share.low:.1%} to {share.high:.1%})"
