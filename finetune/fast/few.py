"""Several chats at once from 4 bits: a token of each is multiplied by weights that are read once, as they are.

bitsandbytes has a fast product for one row; for more it mostly writes the whole weight out in half precision first, and
eight chats cost 2.4 times one. So they cost 1.55 times (Qwen3-8B, H200). Only on CUDA: `few_kernel` is Triton.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from torch import Tensor

from finetune.loading import is_four_bit

if TYPE_CHECKING:
    from finetune.fast.lora import Group

MOST_ROWS = 16
BLOCK, SCALES = 64, 256  # weights with one scale, blocks with one scale of theirs


def use_few(groups: Sequence["Group"]) -> None:
    """Raises ImportError where there is no Triton."""
    from finetune.fast import few_kernel  # noqa: F401

    for part in (part for group in groups for part in group.parts):
        part.in_few = fits(part.base)


def leave_few(groups: Sequence["Group"]) -> None:
    for part in (part for group in groups for part in group.parts):
        part.in_few = False


def fits(linear: Any) -> bool:
    """NF4 in blocks of 64, doubly quantised in blocks of 256, as we quantise."""
    if not is_four_bit(linear) or linear.in_features % BLOCK:
        return False
    state = linear.weight.quant_state
    return bool(
        state.nested and state.quant_type == "nf4" and state.blocksize == BLOCK and state.state2.blocksize == SCALES
    )


def few_product(x: Tensor, linear: Any) -> Tensor:
    """x: (2 to 16 rows, in features)."""
    from finetune.fast.few_kernel import few_rows

    state = linear.weight.quant_state
    out = few_rows(x.contiguous(), linear.weight.data, state, linear.out_features)
    return out if linear.bias is None else out + linear.bias
