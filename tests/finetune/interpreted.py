"""Our Triton kernels against the plain products, as a program: TRITON_INTERPRET has to be set before torch comes.

The product of a few rows is not among them: the interpreter knows no PTX. What that does is in `test_nf4_ptx`, that it
compiles in `compiled`, and what it computes on a card `python -m finetune.bench.speed --lines products` says.
"""

import torch

from finetune.fast.eight import round_rows
from finetune.fast.eight_kernel import round_rows_on_gpu
from finetune.fast.few_kernel import _shares


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
        eight(None)
        eight(torch.rand(48, 1) + 0.1)
    assert [_shares(8, 64), _shares(96, 64), _shares(2000, 7), _shares(96, 48)] == [32, 8, 1, 8]
