"""Write and read a run's state so that resuming changes nothing: weights, optimizer moments, the step. No pickles."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from finetune.pretrain.settings import Settings, read_settings


def save_checkpoint(
    run: Path, step: int, model: nn.Module, optimizers: list[torch.optim.Optimizer], settings: Settings
) -> None:
    """`run/checkpoint` appears whole or not at all; the one before it is replaced."""
    unfinished, place = run / "checkpoint.unfinished", run / "checkpoint"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    save_file({name: p.detach().contiguous() for name, p in model.named_parameters()}, unfinished / "model.safetensors")
    save_file(_moments(optimizers), unfinished / "optimizer.safetensors")
    (unfinished / "step.json").write_text(json.dumps({"step": step}), encoding="utf-8")
    (unfinished / "settings.json").write_text(json.dumps(settings.to_json(), indent=1), encoding="utf-8")
    shutil.rmtree(place, ignore_errors=True)
    unfinished.rename(place)


def resume(run: Path, model: nn.Module, optimizers: list[torch.optim.Optimizer], settings: Settings) -> int:
    """Load the last checkpoint, if any, into model and optimizers; the step to go on with.

    Raises ValueError if the run began with other settings: it would be neither run.
    """
    place = run / "checkpoint"
    if not place.exists():
        return 0
    if read_settings(place / "settings.json") != settings:
        raise ValueError(f"{run} began with other settings: choose another folder, or the settings in {place}")
    weights = load_file(place / "model.safetensors")
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.copy_(weights[name])
    _restore(optimizers, load_file(place / "optimizer.safetensors"))
    return int(json.loads((place / "step.json").read_text(encoding="utf-8"))["step"])


def _moments(optimizers: list[torch.optim.Optimizer]) -> dict[str, Tensor]:
    """Every tensor of every optimizer's state, named optimizer.parameter.moment."""
    return {
        f"{number}.{parameter}.{moment}": tensor.detach().contiguous()
        for number, optimizer in enumerate(optimizers)
        for parameter, moments in optimizer.state_dict()["state"].items()
        for moment, tensor in moments.items()
    }


def _restore(optimizers: list[torch.optim.Optimizer], tensors: dict[str, Tensor]) -> None:
    states: list[dict[int, dict[str, Any]]] = [{} for _ in optimizers]
    for name, tensor in tensors.items():
        number, parameter, moment = name.split(".")
        states[int(number)].setdefault(int(parameter), {})[moment] = tensor
    for optimizer, state in zip(optimizers, states, strict=True):
        optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
