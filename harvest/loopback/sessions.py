"""Where a ready session file goes: a new file for its owner's eyes alone, which Telethon then fills."""

import os
from pathlib import Path

SUFFIX = ".session"


def empty_private_file(path: Path) -> None:
    """In place of whatever stood there. Raises ValueError for a name Telethon would change."""
    if path.suffix != SUFFIX:
        raise ValueError(f"{path.name}: Telethon opens only files that end in {SUFFIX}")
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
