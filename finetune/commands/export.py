"""`finetune export`: the clone for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

RunArgument = Annotated[str, typer.Argument(help="A run's name, as `finetune list` shows it.")]
ToOption = Annotated[
    Path, typer.Option("--to", metavar="DIR", help="A new folder. It will speak like you: keep it so.")
]
MergedOption = Annotated[
    bool, typer.Option("--merged", help="Whole weights in bf16, for programs that load no adapter. Needs the memory.")
]


@guarded
def export(
    to: ToOption,
    run: RunArgument = "latest",
    merged: MergedOption = False,
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Write the adapter with its tokenizer and chat template, as vLLM and other servers take it."""
    settings, data = enter("finetune", config, data_dir)
    from finetune.libraries import hush

    hush()
    from finetune.export import export_adapter, export_merged
    from finetune.runs import find_run

    (export_merged if merged else export_adapter)(find_run(data, run), settings.finetune, to)
    out.print(f"{to}", soft_wrap=True, markup=False)
    out.print("Whoever has this folder can write like you. A server's own filter must keep typed control tokens out.")
