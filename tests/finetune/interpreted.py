"""Our Triton kernels against the plain products, as a program: TRITON_INTERPRET has to be set before torch comes."""

import torch
from bitsandbytes.functional import dequantize_4bit
from bitsandbytes.nn import Linear4bit

from finetune.fast.eight import round_rows
from finetune.fast.eight_kernel import round_rows_on_gpu
from finetune.fast.few import few_product, fits
from finetune.fast.few_kernel import _shares


def few(out: int, inputs: int, rows: int) -> None:
    """In fp32 to rounding: codes, doubly quantised scales, and sums in several shares."""
    linear = Linear4bit(inputs, out, compute_dtype=torch.float32, quant_type="nf4", compress_statistics=True).to("cpu")
    assert fits(linear)
    dense = dequantize_4bit(linear.weight.data, linear.weight.quant_state).float()
    x = torch.randn(rows, inputs)
    wanted = torch.nn.functional.linear(x, dense, linear.bias)
    torch.testing.assert_close(few_product(x, linear), wanted, rtol=1e-4, atol=1e-5)


def eight(by: torch.Tensor | None) -> None:
    """The interpreter errs where rounding reaches the next power of two: those few are let pass."""
    x = torch.randn(6, 48, dtype=torch.bfloat16)
    x[2] = 0
    wanted = round_rows(x, by)
    values, scales = round_rows_on_gpu(x, by)
    torch.testing.assert_close(scales, wanted.scales)
    assert (values.float() != wanted.values.float()).float().mean() < 0.05


if __name__ == "__main__":
    torch.manual_seed(0)
    with torch.no_grad():
        for rows in (2, 8, 16):
            few(40, 512, rows)
            few(64, 1536, rows)
        eight(None)
        eight(torch.rand(48, 1) + 0.1)
    assert [_shares(128, 16), _shares(384, 48), _shares(2000, 7)] == [8, 2, 1]
