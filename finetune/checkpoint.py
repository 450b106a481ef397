"""A run's state on disk, so that going on changes nothing: adapter, optimiser, counters. Safetensors and JSON only."""

import shutil
from pathlib import Path
from typing import Any

import msgspec
import torch
from peft import get_peft_model_state_dict, set_peft_model_state_dict
from safetensors.torch import load_file, save
from torch import Tensor

from harvest.datadir import written_whole

ADAPTER, OPTIMIZER, PROGRESS = "adapter.safetensors", "optimizer.safetensors", "progress.json"


class Progress(msgspec.Struct):
    """How far a run has come. best_loss and first_loss: on held-out turns, nats per token. scale: fp16's.

    worse: evaluations since the best one. row_tokens: how long a row was.
    """

    step: int = 0
    best_step: int = 0
    best_loss: float | None = None
    first_loss: float | None = None
    worse: int = 0
    row_tokens: int = 0
    scale: dict[str, Any] = msgspec.field(default_factory=dict)
    numbers: dict[str, float] = msgspec.field(default_factory=dict)  # of the optimiser, what is no tensor


def save_checkpoint(run: Path, model: Any, optimizer: torch.optim.Optimizer, progress: Progress) -> None:
    """`checkpoint-<step>` counts once its last file is there; the ones before it go."""
    place = run / f"checkpoint-{progress.step:08}"
    tensors, progress.numbers = optimizer_state(optimizer)
    write_tensors(place / ADAPTER, adapter_tensors(model))
    write_tensors(place / OPTIMIZER, tensors)
    with written_whole(place / PROGRESS) as draft:
        draft.write_bytes(msgspec.json.encode(progress))
    for older in run.glob("checkpoint-*"):
        if older != place:
            shutil.rmtree(older, ignore_errors=True)


def load_checkpoint(run: Path, model: Any, optimizer: torch.optim.Optimizer) -> Progress:
    """The newest whole checkpoint into model and optimiser; a beginning if there is none."""
    newest = max(run.glob(f"checkpoint-*/{PROGRESS}"), default=None)
    if newest is None:
        return Progress()
    progress = msgspec.json.decode(newest.read_bytes(), type=Progress)
    set_peft_model_state_dict(model, load_file(newest.parent / ADAPTER))
    restore_optimizer(optimizer, load_file(newest.parent / OPTIMIZER), progress.numbers)
    return progress


def rows_of_checkpoint(run: Path) -> int:
    """How many tokens a row had; 0 without a checkpoint."""
    newest = max(run.glob(f"checkpoint-*/{PROGRESS}"), default=None)
    return msgspec.json.decode(newest.read_bytes(), type=Progress).row_tokens if newest else 0


def remove_checkpoints(run: Path) -> None:
    for folder in run.glob("checkpoint-*"):
        shutil.rmtree(folder, ignore_errors=True)


def adapter_tensors(model: Any) -> dict[str, Tensor]:
    """In PEFT's own layout and names."""
    return {name: tensor.detach().cpu().contiguous() for name, tensor in get_peft_model_state_dict(model).items()}


def write_tensors(path: Path, tensors: dict[str, Tensor]) -> None:
    """Whole or not at all. Raises UserError when the disk is full."""
    with written_whole(path) as draft:
        draft.write_bytes(save(tensors))


def optimizer_state(optimizer: torch.optim.Optimizer) -> tuple[dict[str, Tensor], dict[str, float]]:
    """Tensors and plain numbers, both named parameter.entry."""
    entries = {
        f"{parameter}.{name}": value
        for parameter, state in optimizer.state_dict()["state"].items()
        for name, value in state.items()
    }
    tensors = {name: v.detach().cpu().contiguous() for name, v in entries.items() if isinstance(v, Tensor)}
    return tensors, {name: v for name, v in entries.items() if isinstance(v, int | float)}


def restore_optimizer(optimizer: torch.optim.Optimizer, tensors: dict[str, Tensor], numbers: dict[str, float]) -> None:
    state: dict[int, dict[str, Any]] = {}
    for name, value in (*tensors.items(), *numbers.items()):
        parameter, entry = name.split(".", 1)
        state.setdefault(int(parameter), {})[entry] = value
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
