"""Make values that pass for real ones: with checksums, numbering plans and the right alphabet. All are made up."""

import hashlib
from collections.abc import Callable
from random import Random

ALNUM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
HEX = "0123456789abcdef"


def any_of(r: Random, *kinds: Callable[[], str]) -> str:
    """One value of one of the kinds."""
    return r.choice(kinds)()


def digits(r: Random, count: int) -> str:
    return "".join(r.choice("0123456789") for _ in range(count))


def chars(r: Random, count: int, alphabet: str = ALNUM) -> str:
    """Always with a letter and a digit among them, where the alphabet has both."""
    while True:
        made = "".join(r.choice(alphabet) for _ in range(count))
        if alphabet.isdigit() or (any(c.isdigit() for c in made) and any(c.isalpha() for c in made)):
            return made


def shaped(r: Random, shape: str) -> str:
    """`8 (9##) ###-##-##` with each # a digit, each % one from 2 to 9."""
    return "".join(digits(r, 1) if c == "#" else r.choice("23456789") if c == "%" else c for c in shape)


def luhn(r: Random, head: str, length: int = 16) -> str:
    body = head + digits(r, length - len(head) - 1)
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


def not_luhn(r: Random, head: str, length: int = 16) -> str:
    good = luhn(r, head, length)
    return good[:-1] + str((int(good[-1]) + 3) % 10)


def grouped(value: str, sizes: tuple[int, ...], gap: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(value[at : at + size])
        at += size
    return gap.join(part for part in (*parts, value[at:]) if part)


def iban(r: Random, country: str, shape: str) -> str:
    """shape: what follows the check digits, # a digit and A a capital."""
    body = "".join(digits(r, 1) if c == "#" else r.choice("BCDFGHKLMNP") if c == "A" else c for c in shape)
    number = int("".join(str(int(c, 36)) for c in body + country + "00"))
    return f"{country}{98 - number % 97:02}{body}"


def inn12(r: Random) -> str:
    body = "77" + digits(r, 8)
    for weights in ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)):
        body += str(sum(w * int(d) for w, d in zip(weights, body, strict=True)) % 11 % 10)
    return body


def snils(r: Random) -> str:
    body = digits(r, 9)
    return body + f"{sum(int(d) * (9 - place) for place, d in enumerate(body)) % 101 % 100:02}"


def rnokpp(r: Random) -> str:
    body = str(r.randrange(18000, 41000)) + digits(r, 4)
    weights = (-1, 5, 7, 9, 4, 6, 10, 5, 7)
    return body + str(sum(w * int(d) for w, d in zip(weights, body, strict=True)) % 11 % 10)


def base58check(r: Random, version: int) -> str:
    raw = bytes([version]) + bytes(r.randrange(256) for _ in range(20))
    raw += hashlib.sha256(hashlib.sha256(raw).digest()).digest()[:4]
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = BASE58[rest] + text
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + text


def day(r: Random) -> tuple[int, int, int]:
    return r.randint(1, 28), r.randint(1, 12), r.randint(1960, 2006)
