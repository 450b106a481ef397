"""Round a matrix to e4m3 row by row in one pass over it. Triton: imported on a GPU only."""

import torch
import triton
import triton.language as tl
from torch import Tensor

from finetune.fast.launching import launching


def round_rows_on_gpu(x: Tensor, by: Tensor | None) -> tuple[Tensor, Tensor]:
    """The values and scales of `eight.Rounded`."""
    x = x if x.stride(-1) == 1 else x.contiguous()
    rows, columns = x.shape
    values = torch.empty(rows, columns, dtype=torch.float8_e4m3fn, device=x.device)
    scales = torch.empty(rows, 1, dtype=torch.float32, device=x.device)
    block = triton.next_power_of_2(columns)
    warps = min(16, max(1, block // 1024))
    with launching():
        _round_row[(rows,)](
            x, x if by is None else by, values, scales, columns, x.stride(0), by is not None, block, num_warps=warps
        )
    return values, scales


@triton.jit  # type: ignore[untyped-decorator, unused-ignore]
def _round_row(  # type: ignore[no-untyped-def]  # Triton takes no names of typing in a kernel
    x,
    by,
    values,
    scales,
    columns,
    stride,
    HAS_BY: tl.constexpr,
    BLOCK: tl.constexpr,
):
    row = tl.program_id(0).to(tl.int64)
    at = tl.arange(0, BLOCK)
    is_there = at < columns
    numbers = tl.load(x + row * stride + at, mask=is_there, other=0.0).to(tl.float32)
    if HAS_BY:
        numbers *= tl.load(by + at, mask=is_there, other=0.0)
    scale = tl.maximum(tl.max(tl.abs(numbers), axis=0) / 448.0, 1e-12)
    rounded = tl.minimum(tl.maximum(numbers / scale, -448.0), 448.0)
    tl.store(values + row * columns + at, rounded.to(tl.float8e4nv), mask=is_there)
    tl.store(scales + row, scale)
