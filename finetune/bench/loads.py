"""How long a base takes to load: quantised anew, and from its kept 4-bit weights. By the product's own `load_base`."""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from finetune.base import Base
from finetune.bench.meter import sync
from finetune.bench.peers import bare_tokenizer
from finetune.bench.shapes import free, random_model
from finetune.fast import nf4_store
from finetune.loading import load_base


def loads(shape: str) -> dict[str, Any]:
    """From a local folder in half precision; the files are in the page cache in either case, which hides the disk."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        place = Path(folder) / "base"
        random_model(shape, four_bits=False).save_pretrained(place)
        bare_tokenizer(place)
        free()
        nf4_store.KEEP_FROM_BYTES = 0
        base = Base(shape, place)
        anew_and_kept_s = _took_s(base)
        kept_s = min(_took_s(base) for _ in range(2))
        nf4_store.KEEP_FROM_BYTES = 2**60
        return {"load_anew_s": _took_s(base), "load_anew_and_keep_s": anew_and_kept_s, "load_kept_s": kept_s}


def _took_s(base: Base) -> float:
    began_at = time.perf_counter()
    model = load_base(base).model
    sync()
    took_s = time.perf_counter() - began_at
    del model
    free()
    return took_s
