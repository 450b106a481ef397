"""Put a base's weights into few bits, one tensor after the other, and keep them in the user's cache.

"nf4": as training had them, the same 16 levels and scales, nothing rounded again but the scales (to fp16). "int4": 16
even levels laid over those, which a processor multiplies in whole numbers. "int8": 255 even levels a row over the same.
Embeddings and head, which training left alone, have 8 bits a row in each.
"""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Literal, get_args

import platformdirs
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from finetune.base import Base, fingerprint
from finetune.cpu.decoder import Unsupported
from finetune.four_bits import WHY_NOT

Kind = Literal["nf4", "int4", "int8"]
KINDS = get_args(Kind)
BLOCK = 64  # neighbours of a row that share a scale
ROWS = 16384  # of a table, rounded at a time
LAYOUT = 1  # of the files; another one is made anew
LINEAR = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


class Checkpoint:
    """A base's tensors by name, read one at a time."""

    def __init__(self, folder: Path) -> None:
        self._files: list[Any] = [safe_open(path, "pt") for path in sorted(folder.glob("*.safetensors"))]
        self._where: dict[str, Any] = {name: file for file in self._files for name in file.keys()}  # noqa: SIM118 -- it is no mapping
        mark = "layers.0.self_attn.q_proj.weight"
        self.prefix = next((name.removesuffix(mark) for name in self._where if name.endswith(mark)), "")

    def names(self, start: str) -> list[str]:
        """Without the start."""
        return [name.removeprefix(start) for name in self._where if name.startswith(start)]

    def __contains__(self, name: str) -> bool:
        return name in self._where

    def __getitem__(self, name: str) -> Tensor:
        tensor: Tensor = self._where[name].get_tensor(name)
        return tensor

    @property
    def layers(self) -> int:
        return len({name.split(".")[0] for name in self.names(f"{self.prefix}layers.")})

    @property
    def weights(self) -> int:
        return sum(_count(file, name) for name, file in self._where.items())


def _count(file: Any, name: str) -> int:
    count = 1
    for size in file.get_slice(name).get_shape():
        count *= size
    return count


def kept_weights(base: Base, kind: Kind) -> Path:
    """Where they are, made now if they aren't there. Raises Unsupported, or OSError."""
    name = f"{fingerprint(base)}-{kind}-{LAYOUT}"
    folder = platformdirs.user_cache_path("understudy", appauthor=False) / "cpu" / name
    if not folder.exists():
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        needed = sum(path.stat().st_size for path in base.folder.glob("*.safetensors"))
        if shutil.disk_usage(folder.parent).free < needed:
            raise Unsupported("there is no room to keep the base in few bits")
        convert(base.folder, kind, folder)
    return folder


def convert(base: Path, kind: Kind, folder: Path) -> None:
    """One file a layer, and one for the rest: never more than that in memory. Interrupted, it goes on where it was."""
    checkpoint = Checkpoint(base)
    draft = folder.with_name(f".{folder.name}.part")
    draft.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(draft / "ends.safetensors", lambda: _ends(checkpoint))
    for layer in range(checkpoint.layers):
        _write(draft / f"layer-{layer:03d}.safetensors", partial(_layer, checkpoint, layer, kind))
    draft.rename(folder)


def _write(path: Path, made: Callable[[], dict[str, Tensor]]) -> None:
    if not path.exists():
        draft = path.with_suffix(".part")
        save_file(made(), draft)
        draft.chmod(0o600)
        draft.rename(path)


def _layer(checkpoint: Checkpoint, layer: int, kind: Kind) -> dict[str, Tensor]:
    tensors: dict[str, Tensor] = {}
    start = f"{checkpoint.prefix}layers.{layer}."
    for name in checkpoint.names(start):
        tensors |= _part(name, checkpoint[start + name], kind)
    return tensors


def _ends(checkpoint: Checkpoint) -> dict[str, Tensor]:
    """Embeddings, the last norm, and the head where it is not the embeddings."""
    head = next((name for name in ("lm_head.weight", "language_model.lm_head.weight") if name in checkpoint), "")
    return {
        "norm.weight": checkpoint[f"{checkpoint.prefix}norm.weight"].float(),
        **_table("embed_tokens", checkpoint[f"{checkpoint.prefix}embed_tokens.weight"]),
        **(_table("lm_head", checkpoint[head]) if head else {}),
    }


def _part(name: str, tensor: Tensor, kind: Kind) -> dict[str, Tensor]:
    """Of one layer: a linear layer's weight in few bits, anything else as it is."""
    path, _, leaf = name.rpartition(".")
    if path.rpartition(".")[2] not in LINEAR or leaf != "weight":
        return {name: tensor.float().contiguous()}
    rounded = nf4(tensor.float()) if kind == "nf4" else ROUND[kind](as_trained(tensor.float()))
    return {f"{path}.{part}": value.contiguous() for part, value in rounded.items()}


def _table(name: str, tensor: Tensor) -> dict[str, Tensor]:
    rounded = [int8(rows.float()) for rows in torch.split(tensor, ROWS)]
    return {f"{name}.{part}": torch.cat([one[part] for one in rounded]) for part in rounded[0]}


def nf4(weight: Tensor) -> dict[str, Tensor]:
    """data: (out, in / 2) bytes, the first of two in the low half; scale: (out, in / 64, 1)."""
    if WHY_NOT:
        raise Unsupported(f"bitsandbytes can't be used ({WHY_NOT})")
    _check_blocks(weight)
    from bitsandbytes import functional as bnb

    packed, state = bnb.quantize_4bit(weight, blocksize=BLOCK, compress_statistics=True, quant_type="nf4")
    scale = bnb.dequantize_blockwise(state.absmax, state.state2) + state.offset
    swapped = (packed.flatten() << 4) | (packed.flatten() >> 4)
    out, width = weight.shape
    return {"data": swapped.view(out, width // 2), "scale": scale.view(out, width // BLOCK, 1).half()}


def int4(weight: Tensor) -> dict[str, Tensor]:
    """As above, with zero: (out, in / 64 / 2) bytes, which level of each block is 0."""
    blocks = weight.view(weight.shape[0], -1, BLOCK)
    low, high = blocks.amin(2, keepdim=True).clamp_max(0), blocks.amax(2, keepdim=True).clamp_min(0)
    scale = ((high - low) / 15).clamp_min(1e-7).half()
    zero = (-low / scale.float()).round().clamp(0, 15)
    levels = (blocks / scale.float() + zero).round().clamp(0, 15)
    return {"data": in_halves(levels.flatten(1)), "scale": scale, "zero": in_halves(zero.view(1, -1)).flatten()}


def int8(weight: Tensor) -> dict[str, Tensor]:
    """data: (out, in); scale: (out, 1)."""
    scale = (weight.abs().amax(1, keepdim=True) / 127).clamp_min(1e-7).half()
    return {"data": (weight / scale.float()).round().clamp(-127, 127).to(torch.int8), "scale": scale}


ROUND = {"int4": int4, "int8": int8}


def as_trained(weight: Tensor) -> Tensor:
    """Through NF4 and back, where training went through it."""
    _check_blocks(weight)
    if WHY_NOT:
        return weight
    from bitsandbytes import functional as bnb

    packed, state = bnb.quantize_4bit(weight, blocksize=BLOCK, compress_statistics=True, quant_type="nf4")
    return bnb.dequantize_4bit(packed, state)  # type: ignore[no-any-return]


def in_halves(levels: Tensor) -> Tensor:
    """(rows, count) -> (rows, count / 2): two to a byte, the first in the low half."""
    pairs = torch.nn.functional.pad(levels, (0, levels.shape[1] % 2)).to(torch.uint8).view(len(levels), -1, 2)
    return pairs[..., 0] | (pairs[..., 1] << 4)


def _check_blocks(weight: Tensor) -> None:
    if weight.shape[1] % BLOCK:
        raise Unsupported(f"a layer has {weight.shape[1]} inputs, no multiple of {BLOCK}")
