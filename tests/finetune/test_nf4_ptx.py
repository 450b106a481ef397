"""NF4's codes as a GPU reads them, by a few lines that do what those instructions do."""

import re

import pytest
import torch
from bitsandbytes.functional import get_4bit_type

from finetune.fast.nf4_ptx import NUMBERS, decoding


def run(text: str, word: int) -> list[int]:
    """The registers $0 to $3 behind a piece of PTX, of the few instructions that it has."""
    registers = {"$4": word}

    def value(name: str) -> int:
        return registers[name] if name in registers else int(name, 0)

    for operation, operands in re.findall(r"(shr\.u32|and\.b32|prmt\.b32|lop3\.b32) ([^;]+);", text):
        to, *given = operands.split(", ")
        a, *others = map(value, given)
        if operation == "shr.u32":
            registers[to] = a >> others[0]
        elif operation == "and.b32":
            registers[to] = a & others[0]
        elif operation == "prmt.b32":
            registers[to] = permuted(a, *others)
        else:
            b, c, table = others
            bits = ((((a >> i) & 1) << 2 | ((b >> i) & 1) << 1 | ((c >> i) & 1), i) for i in range(32))
            registers[to] = sum(((table >> index) & 1) << i for index, i in bits)
    return [registers[f"${number}"] for number in range(4)]


def permuted(a: int, b: int, picks: int) -> int:
    source = a.to_bytes(4, "little") + b.to_bytes(4, "little")
    chosen = [(picks >> 4 * place) & 15 for place in range(4)]
    assert all(pick < 8 for pick in chosen)  # beyond it repeats a byte's sign
    return int.from_bytes(bytes(source[pick] for pick in chosen), "little")


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_each_code_becomes_its_number(dtype):
    """Each byte in each of a register's four places: its upper half's number, and its lower half's."""
    text = decoding(dtype)
    known = get_4bit_type("nf4", device="cpu").to(dtype)
    for start in range(0, 256, 4):
        four = [start, (start + 77) % 256, (start + 150) % 256, (start + 3) % 256]
        registers = run(text, int.from_bytes(bytes(four), "little"))
        halves = [(word >> shift) & 0xFFFF for word in registers for shift in (0, 16)]
        numbers = torch.tensor(halves, dtype=torch.int32).to(torch.int16).view(dtype)
        assert torch.equal(numbers[:4], known[[byte >> 4 for byte in four]])
        assert torch.equal(numbers[4:], known[[byte & 15 for byte in four]])


def test_the_numbers_are_those_that_bitsandbytes_quantises_to():
    """To the last bit."""
    assert torch.equal(torch.tensor(NUMBERS), get_4bit_type("nf4", device="cpu"))
