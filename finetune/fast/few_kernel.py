"""Multiply a few rows by a 4-bit weight that is read once. Triton: imported on a GPU only.

A program takes `COLUMNS` rows of W and a share of what they are long: sixteen of x's rows fill one tensor-core tile, so
two chats cost what sixteen do. Within a block of 64 weights the codes are multiplied as they are, the block's scale
comes after. Two weights share a byte, the first one in its upper half: even and odd columns of x meet them apart.
"""

from typing import Any

import torch
import triton
import triton.language as tl
from torch import Tensor

from finetune.fast.launching import launching

ROWS = 16
BLOCK = 64  # weights with one scale
SCALES = 256  # blocks with one scale of their scales
UNROLLED = 4  # blocks a step
COLUMNS = 32
PROGRAMS = 1024  # wanted: several for each of a big GPU's processors


def few_rows(x: Tensor, packed: Tensor, state: Any, out_features: int, table: Tensor) -> Tensor:
    """x: (at most 16, in features), contiguous. state: bitsandbytes' of the weight; table: what its 16 codes mean."""
    rows, features = x.shape
    groups = triton.cdiv(out_features, COLUMNS)
    shares = _shares(groups, features // (BLOCK * UNROLLED))
    partial = torch.empty(shares, rows, out_features, dtype=torch.float32, device=x.device)
    with launching():
        _few_rows[(groups, shares)](
            x,
            packed,
            state.absmax,
            state.state2.code,
            state.state2.absmax,
            state.offset,
            table,
            partial,
            rows,
            out_features,
            features,
            features // shares,
            ROWS,
            COLUMNS,
            BLOCK,
            SCALES,
            UNROLLED,
            num_warps=2,
            num_stages=3,
        )
    return partial.sum(0).to(x.dtype)


def _shares(groups: int, steps: int) -> int:
    """Into how many equal shares a weight's length is cut: a divisor of its steps."""
    wanted = max(1, PROGRAMS // groups)
    return max(share for share in range(1, min(wanted, steps, 16) + 1) if steps % share == 0)


@triton.jit  # type: ignore[untyped-decorator, unused-ignore]
def _few_rows(  # type: ignore[no-untyped-def]  # Triton takes no names of typing in a kernel
    x,
    packed,
    scales,
    scale_codes,
    scale_scales,
    offset,
    table,
    out,
    rows,
    out_features,
    features,
    share,
    ROWS: tl.constexpr,
    COLUMNS: tl.constexpr,
    BLOCK: tl.constexpr,
    SCALES: tl.constexpr,
    UNROLLED: tl.constexpr,
):
    column = tl.program_id(0) * COLUMNS + tl.arange(0, COLUMNS)
    row = tl.arange(0, ROWS)
    pair = tl.arange(0, BLOCK // 2)
    is_row, is_column = row < rows, column < out_features
    base = tl.load(offset)
    start = tl.program_id(1) * share
    total = tl.zeros((ROWS, COLUMNS), dtype=tl.float32)
    for step in range(0, share, BLOCK * UNROLLED):
        for i in tl.static_range(UNROLLED):
            at = start + step + i * BLOCK
            first = column.to(tl.int64) * features + at  # (columns,), in weights
            both = tl.load(packed + (first // 2)[:, None] + pair[None], mask=is_column[:, None], other=0)
            upper = tl.load(table + (both >> 4).to(tl.int32))  # (columns, pairs)
            lower = tl.load(table + (both & 15).to(tl.int32))
            place = x + row[:, None] * features + at + 2 * pair[None]
            even = tl.load(place, mask=is_row[:, None], other=0.0)
            odd = tl.load(place + 1, mask=is_row[:, None], other=0.0)
            part = tl.dot(even, tl.trans(upper.to(even.dtype)), input_precision="ieee")
            part = tl.dot(odd, tl.trans(lower.to(odd.dtype)), part, input_precision="ieee")
            block = first // BLOCK
            code = tl.load(scales + block, mask=is_column, other=0).to(tl.int32)
            scale = tl.load(scale_codes + code) * tl.load(scale_scales + block // SCALES, mask=is_column, other=0.0)
            total += part * (scale + base)[None]
    to = out + (tl.program_id(1) * rows + row[:, None]) * out_features + column[None]
    tl.store(to, total, mask=is_row[:, None] & is_column[None])
