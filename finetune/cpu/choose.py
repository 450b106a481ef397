"""Choose whether the engine speaks: where there is no GPU, for a base too large to be multiplied out, if it can."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from safetensors import SafetensorError

from finetune.base import Base
from finetune.cpu.decoder import LONGEST, Unsupported, read_decoder
from finetune.cpu.engine import Engine
from finetune.cpu.weights import Checkpoint, Kind, kept_weights
from finetune.fast.choose import reason

KIND: Kind = "int4"  # Qwen3-4B's shape, two busy cores: a reply in 20 s; from nf4, which rounds nothing again, in 33 s

Say = Callable[[str], None]


def engine_for(base: Base, voices: Sequence[Path], room: int, without: Sequence[str], say: Say) -> Engine | None:
    """None: transformers speaks, with a line that says why. voices: folders of adapters. room: tokens read and written.

    The base's weights are put into few bits at the first time, and kept.
    """
    if {"fast", "engine"} & set(without):
        return None
    if find_spec("openvino") is None:
        say('Replies are written the plain way: `pip install -e ".[cpu]"` brings the engine that is faster here.')
        return None
    try:
        read_decoder(base.folder)  # before minutes of work
        if room > LONGEST:
            raise Unsupported(f"{room} tokens are more than it may look back on")
        engine = Engine(base.folder, kept_weights(base, KIND), KIND, voices)
    except (Unsupported, SafetensorError, OSError, RuntimeError, ImportError) as error:
        say(f"Replies are written the plain way ({reason(error)}).")
        return None
    say(f"Replies are computed by OpenVINO, from {KIND} weights.")
    return engine


def has_more_weights(base: Base, limit: int) -> bool:
    return Checkpoint(base.folder).weights > limit
