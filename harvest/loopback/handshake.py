"""How a new device and the server agree on a key: https://core.telegram.org/mtproto/auth_key, the server's side.

Telethon still speaks the old RSA scheme: raw RSA over sha1 + data + padding.
"""

import functools
import hashlib
import math
import os
import secrets
import time
from dataclasses import dataclass
from typing import Any

import rsa
from telethon import helpers
from telethon.crypto import AES, AuthKey
from telethon.crypto import rsa as client_rsa
from telethon.extensions import BinaryReader
from telethon.tl import functions, types

from harvest.loopback.accounts import TL

# Telegram's published prime: clients take any other one for an attack, after a long attempt to factor it
DH_PRIME = int(
    "C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F48198A0AA7C14058229493D22530F4DB"
    "FA336F6E0AC925139543AED44CCE7C3720FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F64"
    "2477FE96BB2A941D5BCD1D4AC8CC49880708FA9B378E3C4F3A9060BEE67CF9A4A4A695811051907E162753B56B0F6B41"
    "0DBA74D8A84B2A14B3144E0EF1284754FD17ED950D5965B4B9DD46582DB1178D169C6BC465B0D6FF9CA3928FEF5B9AE4"
    "E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959D956850CE929851F0D8115F635B105EE2E4E15D04B2454BF"
    "6F4FADF034B10403119CD8E3B92FCC5B",
    16,
)
DH_BASE = 3
PQ = 10007 * 10009  # tiny, so that the client factors it at once
RSA_BITS = 2048
RSA_EXPONENT = 65537
SMALL_PRIMES = math.prod(n for n in range(3, 2000, 2) if all(n % d for d in range(3, math.isqrt(n) + 1, 2)))


@dataclass(frozen=True, slots=True)
class ServerKey:
    """What proves a server to new clients. public: an `rsa.PublicKey`."""

    public: Any
    exponent: int

    def decrypt(self, data: bytes) -> bytes:
        number: int = pow(int.from_bytes(data, "big"), self.exponent, self.public.n)
        return number.to_bytes(255, "big")  # Telethon pads to one byte less than the modulus has


@functools.cache
def server_key() -> ServerKey:
    """Takes about a second to make: once a process, and only for clients without a ready session."""
    p, q = _prime(RSA_BITS // 2), _prime(RSA_BITS // 2)
    return ServerKey(rsa.PublicKey(p * q, RSA_EXPONENT), pow(RSA_EXPONENT, -1, (p - 1) * (q - 1)))


def _prime(bits: int) -> int:
    """A random prime with its two top bits set. Sieved first: `rsa.newkeys` does not, and takes five times as long."""
    while True:
        number = secrets.randbits(bits) | 3 << (bits - 2) | 1
        if math.gcd(number, SMALL_PRIMES) == 1 and (number - 1) % RSA_EXPONENT and rsa.prime.is_prime(number):
            return number


def to_bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


class Handshake:
    """Three questions and answers on one connection."""

    def __init__(self) -> None:
        self._exponent = int.from_bytes(os.urandom(256), "big")
        self._new_nonce = 0
        self._aes: tuple[bytes, bytes] = (b"", b"")

    def answer(self, request: TL) -> tuple[TL, bytes | None]:
        """The answer to the next question, and the key once it is agreed on."""
        if isinstance(request, (functions.ReqPqRequest, functions.ReqPqMultiRequest)):
            return self._introduction(request), None
        if isinstance(request, functions.ReqDHParamsRequest):
            return self._half_of_the_key(request), None
        return self._agreement(request)

    def _introduction(self, request: TL) -> TL:
        return types.ResPQ(
            nonce=request.nonce,
            server_nonce=int.from_bytes(os.urandom(16), "big", signed=True),
            pq=to_bytes(PQ),
            server_public_key_fingerprints=[client_rsa._compute_fingerprint(server_key().public)],
        )

    def _half_of_the_key(self, request: TL) -> TL:
        self._new_nonce = (
            BinaryReader(server_key().decrypt(request.encrypted_data)[20:]).tgread_object().new_nonce
        )  # 20: the sha1
        self._aes = helpers.generate_key_data_from_nonce(request.server_nonce, self._new_nonce)
        nonces = {"nonce": request.nonce, "server_nonce": request.server_nonce}
        g_a = to_bytes(pow(DH_BASE, self._exponent, DH_PRIME))
        inner = bytes(
            types.ServerDHInnerData(
                g=DH_BASE, dh_prime=to_bytes(DH_PRIME), g_a=g_a, server_time=int(time.time()), **nonces
            )
        )
        plain = hashlib.sha1(inner).digest() + inner
        plain += os.urandom(-len(plain) % 16)
        return types.ServerDHParamsOk(encrypted_answer=AES.encrypt_ige(plain, *self._aes), **nonces)

    def _agreement(self, request: TL) -> tuple[TL, bytes]:
        plain = AES.decrypt_ige(request.encrypted_data, *self._aes)
        g_b = int.from_bytes(BinaryReader(plain[20:]).tgread_object().g_b, "big")
        key = to_bytes(pow(g_b, self._exponent, DH_PRIME))  # Telethon does not pad it to 256 bytes either
        proof = AuthKey(key).calc_new_nonce_hash(self._new_nonce, 1)
        answer = types.DhGenOk(nonce=request.nonce, server_nonce=request.server_nonce, new_nonce_hash1=proof)
        return answer, key
