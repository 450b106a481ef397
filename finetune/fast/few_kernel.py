"""Multiply a few rows by an NF4 weight that is read once. Triton: imported on a GPU only.

A program takes `COLUMNS` rows of W and a share of what they are long: sixteen of x's rows fill one tensor-core tile, so
two chats cost what sixteen do. Two weights share a byte, the first one in its upper half: even and odd columns of x
meet them apart. A code becomes its number by `nf4_ptx`, without a look into memory, which took two to twelve times as
long in all sizes that were tried. Within a block of 64 weights the numbers are multiplied as they are; the block's
scale comes after.

12288 x 4096 on an H200, eight rows: 32 us, bitsandbytes 67.
"""

from typing import Any

import torch
import triton
import triton.language as tl
from torch import Tensor

from finetune.fast.launching import launching
from finetune.fast.nf4_ptx import decoding

ROWS = 16
BLOCK = 64  # weights with one scale
SCALES = 256  # blocks with one scale of their scales
COLUMNS = 128
PROGRAMS = 1024  # wanted: several for each of a big GPU's processors
MOST_SHARES = 32
SUMMED = 256  # columns that a program adds up

TO_BF16: tl.constexpr = tl.constexpr(decoding(torch.bfloat16))
TO_FP16: tl.constexpr = tl.constexpr(decoding(torch.float16))


def few_rows(x: Tensor, packed: Tensor, state: Any, out_features: int) -> Tensor:
    """x: (at most 16, in features), contiguous, in half precision. state: bitsandbytes' of the weight."""
    rows, features = x.shape
    groups = triton.cdiv(out_features, COLUMNS)
    shares = _shares(groups, features // BLOCK)
    partial = torch.empty(shares, rows, out_features, dtype=torch.float32, device=x.device)
    out = torch.empty(rows, out_features, dtype=x.dtype, device=x.device)
    with launching():
        _few_rows[(groups, shares)](
            x,
            packed,
            state.absmax,
            state.state2.code,
            state.state2.absmax,
            state.offset,
            partial,
            rows,
            out_features,
            features,
            features // shares,
            ROWS,
            COLUMNS,
            BLOCK,
            SCALES,
            x.dtype == torch.bfloat16,
            num_warps=4,
            num_stages=2,
        )
        _add_up[(triton.cdiv(out.numel(), SUMMED),)](partial, out, shares, out.numel(), SUMMED, num_warps=2)
    return out


def _shares(groups: int, steps: int) -> int:
    """Into how many equal shares a weight's length is cut: a divisor of its steps."""
    wanted = max(1, PROGRAMS // groups)
    return max(share for share in range(1, min(wanted, steps, MOST_SHARES) + 1) if steps % share == 0)


@triton.jit  # type: ignore[untyped-decorator, unused-ignore]
def _few_rows(  # type: ignore[no-untyped-def]  # Triton takes no names of typing in a kernel
    x,
    packed,
    scales,
    scale_codes,
    scale_scales,
    offset,
    out,
    rows,
    out_features,
    features,
    share,
    ROWS: tl.constexpr,
    COLUMNS: tl.constexpr,
    BLOCK: tl.constexpr,
    SCALES: tl.constexpr,
    IN_BF16: tl.constexpr,
):
    first = tl.program_id(0) * COLUMNS
    column = tl.arange(0, COLUMNS)
    row = tl.arange(0, ROWS)
    pair = tl.arange(0, BLOCK // 2)
    is_row, is_column = row < rows, first + column < out_features
    here = packed + first.to(tl.int64) * (features // 2)
    blocks = first * (features // BLOCK) + column * (features // BLOCK)
    base = tl.load(offset)
    start = tl.program_id(1) * share
    total = tl.zeros((ROWS, COLUMNS), dtype=tl.float32)
    for at in range(start, start + share, BLOCK):
        place = here + column[:, None] * (features // 2) + at // 2 + pair[None]
        both = tl.load(place, mask=is_column[:, None], other=0)
        if IN_BF16:
            upper, lower = tl.inline_asm_elementwise(
                TO_BF16, "=r,=r,=r,=r,r", [both], dtype=(tl.bfloat16, tl.bfloat16), is_pure=True, pack=4
            )
        else:
            upper, lower = tl.inline_asm_elementwise(
                TO_FP16, "=r,=r,=r,=r,r", [both], dtype=(tl.float16, tl.float16), is_pure=True, pack=4
            )
        block = blocks + at // BLOCK
        code = tl.load(scales + block, mask=is_column, other=0).to(tl.int32)
        scale = tl.load(scale_codes + code) * tl.load(scale_scales + block // SCALES, mask=is_column, other=0.0)
        entered = x + row[:, None] * features + at + 2 * pair[None]
        even = tl.load(entered, mask=is_row[:, None], other=0.0)
        odd = tl.load(entered + 1, mask=is_row[:, None], other=0.0)
        part = tl.dot(even, tl.trans(upper))
        part = tl.dot(odd, tl.trans(lower), part)
        total += part * (scale + base)[None]
    to = out + (tl.program_id(1) * rows + row[:, None]) * out_features + first + column[None]
    tl.store(to, total, mask=is_row[:, None] & is_column[None])


@triton.jit  # type: ignore[untyped-decorator, unused-ignore]
def _add_up(partial, out, shares, size, SUMMED: tl.constexpr):  # type: ignore[no-untyped-def]
    at = tl.program_id(0) * SUMMED + tl.arange(0, SUMMED)
    is_there = at < size
    total = tl.zeros((SUMMED,), dtype=tl.float32)
    for share in range(shares):
        total += tl.load(partial + share * size + at, mask=is_there, other=0.0)
    tl.store(out + at, total.to(out.dtype.element_ty), mask=is_there)
