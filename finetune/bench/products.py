"""Products by a frozen weight, each alone: how long ours and the libraries' take, and how far ours are from theirs."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor

from finetune.bench.meter import profiled
from finetune.bench.shapes import FIELDS, SHAPES
from finetune.fast.eight import EightBitWeight, round_rows, why_not
from finetune.fast.few import few_product
from finetune.fast.lora import dense_weight
from finetune.loading import compute_device, compute_dtype

ROWS, FEW_ROWS = 4096, (1, 2, 8, 16)
COPIES, REPEATS = 8, 5  # so many weights, past the cache


def products(shape: str) -> dict[str, float]:
    """Microseconds of GPU time a product; `_off`: of the plain one's norm."""
    if not torch.cuda.is_available():
        raise ImportError("its kernels need an NVIDIA card")
    found: dict[str, float] = {}
    size = dict(zip(FIELDS, SHAPES[shape], strict=True))
    for out, inputs in ((size["intermediate_size"], size["hidden_size"]), (1024, size["hidden_size"])):
        layers = [_layer(out, inputs) for _ in range(COPIES)]
        name = f"{out}x{inputs}"
        for rows in FEW_ROWS:
            x = torch.randn(rows, inputs, device="cuda", dtype=compute_dtype("cuda"))
            found |= _compared(f"{rows}_by_{name}", layers, partial(few_product, x), partial(_plain, x))
        if not why_not(torch.device("cuda")):
            found |= _eight(f"{ROWS}_by_{name}", layers)
    return found


def _plain(x: Tensor, layer: Any) -> Tensor:
    return layer(x)  # type: ignore[no-any-return]


def _eight(name: str, layers: list[Any]) -> dict[str, float]:
    weights = [dense_weight(layer) for layer in layers]
    x = torch.randn(ROWS, layers[0].in_features, device="cuda", dtype=weights[0].dtype)
    gradient = torch.randn(ROWS, layers[0].out_features, device="cuda", dtype=weights[0].dtype)
    pairs = [SimpleNamespace(weight=weight, eight=EightBitWeight.of(weight).both_ways()) for weight in weights]
    return (
        _compared(f"fp8_{name}", pairs, lambda p: p.eight.product(round_rows(x), x.dtype), lambda p: x @ p.weight.T)
        | _compared(f"fp8_back_{name}", pairs, lambda p: p.eight.back_product(gradient), lambda p: gradient @ p.weight)
        | {f"fp8_round_{name}_us": _us(lambda one: round_rows(x), pairs)}
    )


def _compared(
    name: str, layers: list[Any], ours: Callable[[Any], Tensor], theirs: Callable[[Any], Tensor]
) -> dict[str, float]:
    with torch.no_grad():
        plain = theirs(layers[0]).float()
        off = float((ours(layers[0]).float() - plain).norm() / plain.norm())
        return {f"{name}_us": _us(ours, layers), f"plain_{name}_us": _us(theirs, layers), f"{name}_off": off}


def _us(act: Callable[[Any], Any], layers: list[Any]) -> float:
    for layer in layers:
        act(layer)
    with profiled() as kernels:
        for _ in range(REPEATS):
            for layer in layers:
                act(layer)
    return kernels.ms * 1e3 / REPEATS / len(layers)


def _layer(out: int, inputs: int) -> Any:
    from bitsandbytes.nn import Linear4bit

    dtype = compute_dtype(compute_device())
    layer = Linear4bit(inputs, out, bias=False, compute_dtype=dtype, quant_type="nf4", compress_statistics=True)
    layer.weight.data.normal_(std=0.02)
    return layer.to(dtype).to("cuda")
