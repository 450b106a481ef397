"""`finetune eval`: the judge. What it finds lies in the run, as verdict.json and verdict.html."""

from typing import TYPE_CHECKING, Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from finetune.judge.verdict import Verdict

RunArgument = Annotated[str, typer.Argument(help="A run's name, as `finetune list` shows it.")]
AgainstOption = Annotated[
    str, typer.Option("--against", metavar="base|few-shot|RUN", help="One opponent, instead of the base in both ways.")
]
RepliesOption = Annotated[int, typer.Option("--replies", min=10, help="Replies written by each contender.")]


@guarded
def eval_(
    run: RunArgument = "latest",
    replies: RepliesOption = 100,
    against: AgainstOption = "",
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Judge a clone on held-out turns, against its base and against its base with a few of your lines as examples."""
    settings, data = enter("finetune", config, data_dir)
    from finetune.libraries import hush

    hush()
    import msgspec

    from finetune.judge.page import page
    from finetune.judge.trial import judge
    from finetune.runs import find_run
    from harvest.datadir import written_whole

    chosen = find_run(data, run)
    if planted := chosen.stamp.origin.canaries:
        out.print(f"{planted} canaries were planted in it: `finetune leaks` says what of them comes out.")
    verdict = judge(data, chosen, settings.finetune, settings.userbot, replies, _say_step, against)
    name = f"verdict-against-{verdict.contenders[0].replace(' ', '-')}" if against else "verdict"
    with written_whole(chosen.folder / f"{name}.json") as draft:
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(verdict), indent=2) + b"\n")
    with written_whole(chosen.folder / f"{name}.html") as draft:
        draft.write_text(page(verdict), encoding="utf-8")
    _say(verdict)
    out.print(f"{chosen.folder / f'{name}.html'}", soft_wrap=True, markup=False)


def _say_step(line: str) -> None:
    out.print(f"  {line} ...", markup=False)


def _say(verdict: "Verdict") -> None:
    from rich.table import Table

    out.print(verdict.first_line, style="bold", markup=False)
    names = ("owner", *verdict.style)
    table = Table("", *names, box=None, pad_edge=False)
    table.add_row("held-out loss", "", *(f"{verdict.loss[name].value:.3f}" for name in verdict.style))
    table.add_row("AUC, 0.5 is a guess", "", *(f"{verdict.auc[name].value:.3f}" for name in verdict.style))
    table.add_row(
        "style distance", f"{verdict.floor['mean']:.3f}", *(f"{style['mean']:.3f}" for style in verdict.style.values())
    )
    if verdict.normalised_style:
        shares = (found.get("mean") for found in verdict.normalised_style.values())
        cells = ("" if share is None else f"{share:.2f}" for share in shares)
        table.add_row("  0 as the owner, 1 as the base", "0.00", *cells)
    table.add_row("chrF", "", *(f"{verdict.content[name]['chrf']:.3f}" for name in verdict.style))
    table.add_row("longest leak, words", "", *(str(verdict.overlap[name]) for name in verdict.style))
    for when in next(iter(verdict.silence.values()), {}):
        table.add_row(f"silent {when}", "", *(f"{verdict.silence[name][when]:.0%}" for name in verdict.style))
    out.print(table)
