"""Checksums that tell a real number from a long one. The well-kept ones come from python-stdnum."""

import hashlib
import re

_BASE58 = {char: place for place, char in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")}
_IBANS = """
AD:24 AE:23 AL:28 AM:20 AT:20 AZ:28 BA:20 BE:16 BG:22 BH:22 BR:29 BY:28 CH:21 CR:22 CY:28 CZ:24 DE:22 DK:18
DO:28 EE:20 EG:29 ES:24 FI:18 FO:18 FR:27 GB:22 GE:22 GI:23 GL:18 GR:27 GT:28 HR:21 HU:28 IE:22 IL:23 IQ:23
IS:26 IT:27 JO:30 KW:30 KZ:20 LB:28 LI:21 LT:20 LU:20 LV:21 MC:27 MD:24 ME:22 MK:19 MR:27 MT:31 MU:30 NL:18
NO:15 PK:24 PL:28 PS:29 PT:25 QA:29 RO:24 RS:22 SA:24 SC:31 SE:24 SI:19 SK:24 SM:27 ST:25 SV:28 TL:23 TN:24
TR:26 UA:29 VA:22 VG:24 XK:20
"""
_IBAN_LENGTHS = {pair[:2]: int(pair[3:]) for pair in _IBANS.split()}


def digits_of(value: str) -> str:
    return "".join(char for char in value if char.isascii() and char.isdigit())


def luhn(value: str) -> bool:
    from stdnum import luhn as check

    return bool(check.is_valid(digits_of(value)))


def is_card(value: str) -> bool:
    """A payment system's first digits, its length, and Luhn."""
    digits = digits_of(value)
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and _issued(digits) and luhn(digits)


def _issued(digits: str) -> bool:
    head, four = int(digits[:2]), int(digits[:4])
    if len(digits) != 16:
        return head in {13: (40, 41, 42, 43, 44, 45, 46, 47, 48, 49), 14: (30, 36, 38, 39), 15: (34, 37)}.get(
            len(digits), (50, 56, 57, 58, 60, 62, 63, 64, 65, 67, 68, 69)
        )
    return (
        digits[0] == "4"
        or 51 <= head <= 55
        or 2200 <= four <= 2204
        or 2221 <= four <= 2720
        or head in (50, 56, 57, 58, 60, 62, 63, 64, 65, 67, 68, 69, 35, 36, 38, 30, 90, 98)
    )


def iban_length(compact: str) -> int:
    """How many characters an IBAN of this country has, 0 if it is none of ours."""
    return _IBAN_LENGTHS.get(compact[:2].upper(), 0)


def is_iban(compact: str) -> bool:
    """Only the international check: national ones inside it are not always kept."""
    turned = compact[4:] + compact[:4]
    return len(compact) == iban_length(compact) and int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def is_base58check(value: str) -> bool:
    """Bitcoin, Litecoin, Dogecoin, Tron: the last four bytes are a double SHA-256 of the others."""
    number = 0
    for char in value:
        if char not in _BASE58:
            return False
        number = number * 58 + _BASE58[char]
    raw = number.to_bytes(max(1, (number.bit_length() + 7) // 8), "big").rjust(25, b"\0")
    check = hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4]
    return check == raw[-4:]


def is_ipv4(value: str) -> bool:
    parts = value.split(".")
    return len(parts) == 4 and all(part.isdigit() and len(part) <= 3 and int(part) <= 255 for part in parts)


def is_ssn(value: str) -> bool:
    from stdnum.us import ssn

    digits = digits_of(value)
    return len(digits) == 9 and bool(ssn.is_valid(digits))


def is_snils(value: str) -> bool:
    """python-stdnum has no check of the Russian pension number, so this one is ours."""
    digits = digits_of(value)
    if len(digits) != 11:
        return False
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(digits[:9]))
    return total % 101 % 100 == int(digits[9:])


def mixed(value: str) -> bool:
    """Letters and digits both: what keys look like and words do not."""
    return re.search(r"[0-9]", value) is not None and re.search(r"[A-Za-z]", value) is not None


def is_inn(value: str) -> bool:
    """A person's Russian tax number: twelve digits, the last two of them checks."""
    from stdnum.ru import inn

    digits = digits_of(value)
    return len(digits) == 12 and len(set(digits)) > 2 and bool(inn.is_valid(digits))


def is_rnokpp(value: str) -> bool:
    """A person's Ukrainian tax number: ten digits, the last of them a check."""
    from stdnum.ua import rntrc

    return bool(rntrc.is_valid(digits_of(value)))
