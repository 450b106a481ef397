"""Import this before torch and its companions: keeps them off the network, quiet and polite. Imports none of them."""

import logging
import os
import sys

# Segments that grow: what was freed between two tensors is given back, so plans of memory come true. 2.4 of the 7.2 GiB
# of a card of 8 GB were lost between tensors without them.
GROWING = "expandable_segments:True"

ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
    # Threads that spin while they wait starve each other as soon as something else runs: 570 tokens/s became 58.
    "OMP_WAIT_POLICY": "PASSIVE",
}


def hush() -> None:
    """Models come from this machine only, and nothing but our own words reaches the terminal."""
    os.environ.update(ENVIRONMENT)
    if sys.platform == "linux":
        os.environ.setdefault("PYTORCH_ALLOC_CONF", GROWING)
    logging.getLogger("bitsandbytes").setLevel(logging.CRITICAL)  # at import it looks for an optional kernel package
    logging.getLogger("transformers").setLevel(logging.ERROR)
