"""`finetune list`: the runs there are, and whether each would still be let speak."""

from typing import TYPE_CHECKING

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from finetune.base import Base
    from finetune.runs import Run


@guarded
def list_runs(config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """The finished runs, newest last, with their held-out loss before and after."""
    from rich.table import Table

    from finetune.base import find_base
    from finetune.examples import dataset_hash
    from finetune.runs import finished_runs
    from harvest.errors import UserError

    settings, data = enter("finetune", config, data_dir)
    try:
        base = find_base(settings.finetune)
    except UserError:
        base = None
    dataset = dataset_hash(data.dataset)
    table = Table(box=None, pad_edge=False)
    for heading in ("run", "base", "before", "after", "steps", ""):
        table.add_column(heading, no_wrap=heading == "run", min_width=23 if heading == "run" else None)
    for run in finished_runs(data):
        stamp = run.stamp
        losses = ("-" if loss is None else f"{loss:.3f}" for loss in (stamp.heldout_before, stamp.heldout_after))
        table.add_row(run.name, stamp.origin.base, *losses, str(stamp.steps), _state(run, base, dataset))
    if table.row_count:
        out.print(table)
    else:
        out.print("No finished run yet. `finetune train` makes one.", markup=False)


def _state(run: "Run", base: "Base | None", dataset: str) -> str:
    from finetune.runs import check_stamp
    from harvest.errors import UserError

    try:
        if base:
            check_stamp(run, base)
    except UserError:
        return "stale: may not speak"
    return "" if run.stamp.origin.dataset == dataset else "stale: the dataset has changed"
