"""Import this before torch's companions: keeps them off the network and quiet. Imports none of them itself."""

import logging
import os

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
    "BITSANDBYTES_NOWELCOME": "1",
}


def hush() -> None:
    """Models come from this machine only, and nothing but our own words reaches the terminal."""
    os.environ.update(OFFLINE)
    logging.getLogger("bitsandbytes").setLevel(logging.CRITICAL)  # at import it looks for an optional kernel package
    logging.getLogger("transformers").setLevel(logging.ERROR)
