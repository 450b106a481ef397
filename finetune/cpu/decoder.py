"""What a base is made of, as far as the engine can compute it; what it can't has a reason. Reads its config."""

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from finetune.libraries import hush

MODULES = {
    "llama": "Llama",
    "mistral": "Mistral",
    "ministral3": "Ministral3",
    "qwen2": "Qwen2",
    "qwen3": "Qwen3",
    "smollm3": "SmolLM3",
}
FIXED_ROPES = ("default", "linear", "llama3", "yarn")  # the others change with the length of what is read
LONGEST = 4096  # tokens; a base that looks back on fewer in some layer is left to transformers


class Unsupported(ValueError):
    """The engine would not compute what the base computes."""


@dataclass(frozen=True, slots=True)
class Decoder:
    """frequencies: (head_dim / 2), of the rotary positions; rotary_scale: of their sines. unrotated: layers without."""

    hidden: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    vocabulary: int
    epsilon: float
    frequencies: Tensor
    rotary_scale: float
    unrotated: frozenset[int]


def read_decoder(folder: Path) -> Decoder:
    """Raises Unsupported."""
    hush()
    from transformers import AutoConfig

    config = AutoConfig.from_pretrained(folder, trust_remote_code=False).get_text_config()
    if config.model_type not in MODULES:
        raise Unsupported(f"it doesn't know {config.model_type}")
    _check_plain(config)
    rotary = _rotary(config)
    rotated = getattr(config, "no_rope_layers", None) or []  # despite its name 1 where positions are told
    return Decoder(
        hidden=config.hidden_size,
        layers=config.num_hidden_layers,
        heads=config.num_attention_heads,
        kv_heads=config.num_key_value_heads,
        head_dim=getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads,
        vocabulary=config.vocab_size,
        epsilon=config.rms_norm_eps,
        frequencies=rotary.inv_freq.float(),
        rotary_scale=float(rotary.attention_scaling),
        unrotated=frozenset(layer for layer, is_rotated in enumerate(rotated) if not is_rotated),
    )


def _check_plain(config: Any) -> None:
    if config.hidden_act != "silu":
        raise Unsupported(f"it doesn't know {config.hidden_act} in {config.model_type}")
    if getattr(config, "sliding_window", None) and getattr(config, "use_sliding_window", True):
        is_slid = "sliding_attention" in (getattr(config, "layer_types", None) or ["sliding_attention"])
        if is_slid and config.sliding_window < LONGEST:
            raise Unsupported("it has no attention over a sliding window")
    rope = config.rope_parameters
    if rope.get("rope_type", "default") not in FIXED_ROPES:
        raise Unsupported(f"it has no {rope['rope_type']} positions")
    if "llama_4_scaling_beta" in rope and rope.get("original_max_position_embeddings", LONGEST) < LONGEST:
        raise Unsupported("it has no queries that grow with their position")


def _rotary(config: Any) -> Any:
    """transformers' own, so that every kind of positions has its frequencies."""
    module = importlib.import_module(f"transformers.models.{config.model_type}.modeling_{config.model_type}")
    return getattr(module, f"{MODULES[config.model_type]}RotaryEmbedding")(config)
