"""`finetune blind` and `finetune score`: let the owner's friends say which reply the owner wrote."""

from typing import Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

RunArgument = Annotated[str, typer.Argument(help="A run's name, as `finetune list` shows it.")]
AnswersArgument = Annotated[str, typer.Argument(help="The line that the page shows at its end: 1a 2b 3a")]
PairsOption = Annotated[int, typer.Option("--pairs", min=5)]

PAGE, KEY = "blind.html", "blind_key.json"


@guarded
def blind(
    run: RunArgument = "latest", pairs: PairsOption = 20, config: ConfigOption = None, data_dir: DataDirOption = None
) -> None:
    """Write a page of blind pairs, real and cloned, for your friends. It shows held-out chats: mind who gets it."""
    settings, data = enter("finetune", config, data_dir)
    from finetune.libraries import hush

    hush()
    import msgspec

    from finetune.judge.people import blind_page
    from finetune.judge.trial import blind_pairs
    from finetune.runs import find_run
    from harvest.datadir import written_whole

    chosen = find_run(data, run)
    page, key = blind_page(
        blind_pairs(data, chosen, settings.finetune, settings.userbot, pairs), settings.finetune.seed
    )
    with written_whole(chosen.folder / KEY) as draft:
        draft.write_bytes(msgspec.json.encode(key))
    with written_whole(chosen.folder / PAGE) as draft:
        draft.write_text(page, encoding="utf-8")
    out.print(f"{chosen.folder / PAGE}", soft_wrap=True, markup=False)
    out.print("Score what comes back: finetune score '1a 2b 3a'", markup=False)


@guarded
def score(
    answers: AnswersArgument, run: RunArgument = "latest", config: ConfigOption = None, data_dir: DataDirOption = None
) -> None:
    """How often your friends found the real reply. Half is as good as it gets."""
    import msgspec

    from finetune.judge.people import score as worth
    from finetune.runs import find_run
    from harvest.errors import UserError

    _, data = enter("finetune", config, data_dir)
    path = find_run(data, run).folder / KEY
    if not path.is_file():
        raise UserError(f"{path}: no blind page was written for this run. `finetune blind` does.")
    found = worth(answers, msgspec.json.decode(path.read_bytes(), type=dict[int, str]))
    share = found.right / found.asked
    out.print(f"{found.right} of {found.asked} right: {share:.0%} ({found.low:.0%} to {found.high:.0%} with 95 %)")
    verdict = "they can tell" if found.low > 0.5 else "no sign that they can tell"
    out.print(f"50 % is guessing: {verdict}")
