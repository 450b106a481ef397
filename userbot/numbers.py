"""The numbers by which Telegram tells a message that is sent again from a new one."""

import secrets


def new_random_id() -> int:
    """A nonzero signed 64-bit number from the system's randomness, as Telegram takes it."""
    return (secrets.randbits(63) | 1) * secrets.choice((-1, 1))
