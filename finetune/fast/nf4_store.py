"""Keep a base's 4-bit weights on disk once they are made: read back, they take a fraction of making them anew.

In the user's cache, for their eyes alone, as safetensors; named after the base's fingerprint and the precision it was
quantised from, so that another base is never taken for this one. Delete them when you like.
"""

import shutil
from pathlib import Path
from typing import Any

import platformdirs
import torch
from loguru import logger

from finetune.base import Base, fingerprint
from harvest.datadir import whole_folder
from harvest.errors import UserError

KEEP_FROM_BYTES = 1_000_000_000  # of the base's files; smaller ones are quantised in no time


def kept_folder(base: Base, dtype: torch.dtype) -> Path | None:
    """Where this base's 4-bit weights are, or would be; None for a base too small to keep."""
    if sum(path.stat().st_size for path in base.folder.glob("*.safetensors")) < KEEP_FROM_BYTES:
        return None
    name = f"{fingerprint(base)}-{str(dtype).removeprefix('torch.')}"
    return platformdirs.user_cache_path("understudy", appauthor=False) / "nf4" / name


def is_kept(folder: Path | None) -> bool:
    return folder is not None and (folder / "config.json").is_file()


def keep(model: Any, folder: Path) -> None:
    """Where there is room for it. Whatever goes wrong, the model is there anyway."""
    size = sum(p.numel() * p.element_size() for p in model.parameters())
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(folder.parent).free < 2 * size:
            logger.info("no room to keep the 4-bit weights")
            return
        with whole_folder(folder) as draft:
            model.save_pretrained(draft)
            for path in draft.iterdir():
                path.chmod(0o600)
    except (OSError, UserError, ValueError, NotImplementedError) as error:
        logger.warning("the 4-bit weights could not be kept ({})", type(error).__name__)
