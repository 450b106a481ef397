"""What a run with canaries was really trained on, made again: it lies nowhere. Imports no torch."""

from collections.abc import Sequence

from finetune.canaries.making import Canaries
from finetune.canaries.planting import planted
from finetune.curriculum import without_repeats
from finetune.examples import TRAIN, dataset_hash, read_examples
from finetune.runs import Run
from harvest.datadir import DataDir
from harvest.errors import UserError
from harvest.examples import Example


def learned_by(run: Run, data: DataDir, made: Canaries) -> Sequence[Example]:
    """What the run was trained on, canaries included. Raises UserError if the dataset is another one by now."""
    if dataset_hash(data.dataset) != run.stamp.origin.dataset:
        raise UserError(f"{run.folder}: the dataset has changed since. Train again: finetune train --canaries 100.")
    examples = list(read_examples(data.dataset / TRAIN))
    return planted(without_repeats(examples, run.stamp.origin.settings.get("repeat_likeness", 0.0)), made)
