"""Read trained adapters for the engine: several stand beside each other in one, and a switch lets one of them speak."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from finetune.cpu.decoder import Unsupported
from finetune.runs import ADAPTER, ADAPTER_CONFIG

PART = re.compile(r".*\blayers\.(\d+)\.(.+)\.lora_([AB])\.weight")
UNKNOWN = ("use_dora", "lora_bias", "rank_pattern", "alpha_pattern", "modules_to_save", "use_qalora", "fan_in_fan_out")


class Adapters:
    """switches: (voices, ranks) one row for each that speaks; a layer's middle is multiplied by it, scale included."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._parts = [_read(folder) for folder in folders]
        ranks = [_rank(parts) for parts in self._parts]
        self.switches = torch.zeros(len(folders), sum(ranks))
        for voice, folder in enumerate(folders):
            self.switches[voice, sum(ranks[:voice]) : sum(ranks[: voice + 1])] = _scale(folder)

    def of(self, layer: int, path: str) -> tuple[Tensor, Tensor] | None:
        """A (ranks, in) and B (out, ranks) of all voices, for one linear layer; None where none has it."""
        key = (layer, path)
        if not any((*key, "A") in parts for parts in self._parts):
            return None
        if not all((*key, side) in parts for parts in self._parts for side in "AB"):
            raise Unsupported("the clones' adapters stand on different layers")
        down = [parts[*key, "A"] for parts in self._parts]
        up = [parts[*key, "B"] for parts in self._parts]
        return torch.cat(down, 0), torch.cat(up, 1)

    @property
    def paths(self) -> set[str]:
        return {path for parts in self._parts for _, path, _ in parts}


Parts = dict[tuple[int, str, str], Tensor]


def _read(folder: Path) -> Parts:
    parts: Parts = {}
    for name, tensor in load_file(folder / ADAPTER).items():
        if not (found := PART.fullmatch(name)):
            raise Unsupported(f"the adapter holds {name}")
        parts[int(found[1]), found[2], found[3]] = tensor.float()
    return parts


def _rank(parts: Parts) -> int:
    ranks = {tensor.shape[0] for (_, _, side), tensor in parts.items() if side == "A"}
    if len(ranks) != 1:
        raise Unsupported("the adapter has several ranks")
    return ranks.pop()


def _scale(folder: Path) -> float:
    config = json.loads((folder / ADAPTER_CONFIG).read_text(encoding="utf-8"))
    if odd := [key for key in UNKNOWN if config.get(key)]:
        raise Unsupported(f"the adapter has {odd[0]}")
    rank = config["r"] ** 0.5 if config.get("use_rslora") else config["r"]
    return float(config["lora_alpha"]) / float(rank)
