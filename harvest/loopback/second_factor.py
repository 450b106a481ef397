"""Check an account's password without ever seeing it: SRP, https://core.telegram.org/api/srp, the server's side."""

import os
from dataclasses import dataclass, field

from telethon import password as srp
from telethon.tl import types

from harvest.loopback.accounts import TL
from harvest.loopback.handshake import DH_BASE, DH_PRIME, to_bytes


def algorithm() -> TL:
    return types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
        b"salt-one", b"salt-two", DH_BASE, to_bytes(DH_PRIME)
    )


def no_password() -> TL:
    return types.account.Password(
        algorithm(), types.SecurePasswordKdfAlgoUnknown(), secure_random=os.urandom(32), has_password=False
    )


@dataclass(slots=True)
class PasswordCheck:
    """One attempt: `question` goes to the client, `accepts` judges what comes back."""

    password: str
    _verifier: int = 0
    _secret: int = field(default_factory=lambda: int.from_bytes(os.urandom(256), "big"))
    _public: bytes = b""

    def __post_init__(self) -> None:
        self._verifier = int.from_bytes(srp.compute_digest(algorithm(), self.password), "big")
        multiplier = int.from_bytes(srp.sha256(to_bytes(DH_PRIME), srp.big_num_for_hash(DH_BASE)), "big")
        public = (multiplier * self._verifier + pow(DH_BASE, self._secret, DH_PRIME)) % DH_PRIME
        self._public = bytes(srp.big_num_for_hash(public))

    def question(self) -> TL:
        return types.account.Password(
            algorithm(),
            types.SecurePasswordKdfAlgoUnknown(),
            secure_random=os.urandom(32),
            has_password=True,
            current_algo=algorithm(),
            srp_B=self._public,
            srp_id=1,
        )

    def accepts(self, answer: TL) -> bool:
        """answer: inputCheckPasswordSRP, whose M1 only somebody with the password can compute."""
        scramble = int.from_bytes(srp.sha256(answer.A, self._public), "big")
        base = int.from_bytes(answer.A, "big") * pow(self._verifier, scramble, DH_PRIME)
        shared = srp.big_num_for_hash(pow(base, self._secret, DH_PRIME))
        algo = algorithm()
        expected = srp.sha256(
            srp.xor(srp.sha256(algo.p), srp.sha256(srp.big_num_for_hash(DH_BASE))),
            srp.sha256(algo.salt1),
            srp.sha256(algo.salt2),
            answer.A,
            self._public,
            srp.sha256(shared),
        )
        return bool(expected == answer.M1)
