"""Compile our Triton kernels for cards that aren't here, as the first launch on one would; what is wrong raises."""

import sys

from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource, compile

from finetune.fast import eight_kernel, few_kernel

TURING, HOPPER = 75, 90
ROUND_ROW = {"x": "*bf16", "by": "*fp32", "values": "*fp8e4nv", "scales": "*fp32", "columns": "i32", "stride": "i32"}
FEW_ROWS = {
    "x": "*bf16", "packed": "*u8", "scales": "*u8", "scale_codes": "*fp32", "scale_scales": "*fp32", "offset": "*fp32",
    "out": "*fp32", "rows": "i32", "out_features": "i32", "features": "i32", "share": "i32",
}  # fmt: skip
FEW_SIZES = {name: getattr(few_kernel, name) for name in ("ROWS", "COLUMNS", "BLOCK", "SCALES")}
ADD_UP = {"partial": "*fp32", "out": "*bf16", "shares": "i32", "size": "i32"}


def machine_code(kernel, signature: dict[str, str], sizes: dict[str, object], capability: int) -> int:
    """Its bytes."""
    everything = signature | dict.fromkeys(sizes, "constexpr")
    source = ASTSource(fn=kernel, signature=everything, constexprs=sizes)
    return len(compile(source, target=GPUTarget("cuda", capability, 32)).asm["cubin"])


def main() -> None:
    sizes = [machine_code(eight_kernel._round_row, ROUND_ROW, {"HAS_BY": by, "BLOCK": 4096}, HOPPER) for by in (0, 1)]
    sizes.append(machine_code(few_kernel._few_rows, FEW_ROWS, FEW_SIZES | {"IN_BF16": True}, HOPPER))
    sizes.append(machine_code(few_kernel._add_up, ADD_UP, {"SUMMED": few_kernel.SUMMED}, HOPPER))
    in_fp16 = FEW_ROWS | {"x": "*fp16"}
    sizes.append(machine_code(few_kernel._few_rows, in_fp16, FEW_SIZES | {"IN_BF16": False}, TURING))
    sys.stdout.write(f"bytes of machine code: {sizes}\n")
    assert all(sizes)


if __name__ == "__main__":
    main()
