"""How a GPU turns NF4's codes into numbers in registers alone: a piece of PTX for Triton. Knows no Triton.

`prmt` picks four bytes at once out of the eight that two registers hold. NF4's sixteen numbers in half precision are
two such pairs of registers for their upper bytes and two for their lower ones.
"""

import torch

NUMBERS = (
    -1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334,
    -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
    0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0,
)  # fmt: skip


def decoding(dtype: torch.dtype) -> str:
    """From four bytes ($4) to the four numbers of their upper halves ($0, $1) and of their lower ones ($2, $3).

    s: each code's lower three bits, which pick one of eight bytes. m: 0xFF where its fourth bit says that it is one of
    the upper eight; there `lop3` takes b's bits, elsewhere a's.
    """
    lines = [".reg .b32 w, s, m, a, b, high, low;"]
    for half in (0, 1):
        lines.append(f"shr.u32 w, $4, {16 * half};")
        lines.append("and.b32 s, w, 0x7777; shr.u32 m, w, 3; and.b32 m, m, 0x1111; prmt.b32 m, 0x0000FF00, 0, m;")
        for name, shift in (("high", 8), ("low", 0)):
            first, second, third, fourth = _words(dtype, shift)
            lines.append(f"prmt.b32 a, {first}, {second}, s; prmt.b32 b, {third}, {fourth}, s;")
            lines.append(f"lop3.b32 {name}, a, b, m, 0xD8;")
        lines.append(f"prmt.b32 ${half}, low, high, 0x7351; prmt.b32 ${2 + half}, low, high, 0x6240;")
    return "{\n" + "\n".join(lines) + "\n}"


def _words(dtype: torch.dtype, shift: int) -> list[str]:
    """One byte of each of the sixteen numbers, four to a register."""
    numbers = torch.tensor(NUMBERS).to(dtype).view(torch.int16).tolist()
    picked = [(number >> shift) & 0xFF for number in numbers]
    return [f"0x{int.from_bytes(bytes(picked[at : at + 4]), 'little'):08x}" for at in range(0, 16, 4)]
