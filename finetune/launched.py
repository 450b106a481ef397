"""Whether `accelerate launch` started several processes to learn together, and which one this is. Imports nothing."""

import os


def is_team() -> bool:
    return int(os.environ.get("WORLD_SIZE", "1")) > 1


def is_main() -> bool:
    """The one that writes and speaks; a process by itself is."""
    return os.environ.get("RANK", "0") == "0"


def is_sliced() -> bool:
    """Whether FSDP was asked for: each process then holds a slice of the base too, and one of them loads it."""
    return is_team() and os.environ.get("ACCELERATE_USE_FSDP", "false").lower() in ("true", "1")
