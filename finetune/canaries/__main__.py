"""`python -m finetune.canaries`: which training options let less out, and what each costs."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from finetune.canaries.options import Option


@guarded
def compare(
    folder: Annotated[Path, typer.Option("--folder", help="Where the runs are kept; about 10 MB each.")],
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
    canaries: Annotated[int, typer.Option("--canaries", min=9, help="Secrets planted in each run.")] = 72,
    candidates: Annotated[int, typer.Option("--candidates", min=8, help="Secrets that each is ranked among.")] = 32,
    only: Annotated[list[str] | None, typer.Option("--only", help="Some of the options, by name.")] = None,
) -> None:
    """Train once for each option on the same dataset and canaries, attack each clone, and print one table."""
    settings, data = enter("finetune", config, data_dir)
    from finetune.libraries import hush

    hush()
    import msgspec

    from finetune.canaries.options import OPTIONS, Comparison
    from harvest.datadir import written_whole

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    comparison = Comparison(data, settings.finetune, settings.userbot, folder.absolute(), canaries, candidates)
    found = []
    for name in only or OPTIONS:
        found.append(comparison.measured(name, lambda line: out.print(f"  {line} ...", markup=False)))
        say(found)
    with written_whole(folder / "options.json") as draft:
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")


def say(found: Sequence["Option"]) -> None:
    from rich.table import Table

    repeats = [key for key in found[0].exposure if key != "controls"]
    headings = ("held out", *(f"exposure x{key}" for key in repeats), "never planted", *found[0].told)
    table = Table("option", *headings, box=None, pad_edge=False)
    for option in found:
        after = option.heldout[1]
        bits = (f"{option.exposure[key]['mean']:.2f}" for key in (*repeats, "controls"))
        told = (f"{share.found}/{share.of}" for share in option.told.values())
        table.add_row(option.name, "-" if after is None else f"{after:.3f}", *bits, *told)
    out.print(table)


if __name__ == "__main__":
    typer.run(compare)
