"""Runs a command where nothing but this machine can be reached, and tells whether it tried."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


def environment(tries: Path, given: Mapping[str, str]) -> dict[str, str]:
    """tries: gets a line for each try to reach anybody else, from any Python process that inherits this."""
    tries.touch()
    path = os.pathsep.join(filter(None, [str(HERE / "hook"), given.get("PYTHONPATH")]))
    return {**given, "PYTHONPATH": path, "REFUSED_TRIES": str(tries)}


def alone(command: Sequence[str]) -> list[str]:
    """The command in a network of its own that has a loopback interface and nothing else, where that is permitted."""
    return ["unshare", "-rn", sys.executable, str(HERE / "alone.py"), *command] if can_unshare() else list(command)


@cache
def can_unshare() -> bool:
    try:
        return subprocess.run(["unshare", "-rn", "true"], capture_output=True, timeout=20).returncode == 0
    except OSError:
        return False
