"""Models of real shapes with random weights, and conversations of chat-like lengths. Nothing is downloaded.

Speed and memory of such a model are honest; what its loss is means nothing.
"""

import gc
import math
import random
from dataclasses import dataclass
from typing import Any

import torch

from finetune.loading import LoadedBase, compute_device, compute_dtype, is_four_bit
from finetune.rendering import Window

FIELDS = (
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "num_key_value_heads",
    "head_dim",
    "intermediate_size",
    "vocab_size",
    "tie_word_embeddings",
)
SHAPES = {
    "tiny": (128, 2, 4, 2, 32, 256, 1024, False),
    "wide": (4096, 2, 32, 8, 128, 12288, 151936, False),  # two layers of the 8B: to compare numbers
    "qwen3-4b": (2560, 36, 32, 8, 128, 9728, 151936, True),
    "qwen3-8b": (4096, 36, 32, 8, 128, 12288, 151936, False),
}
LONGEST = 1024
MEDIAN, MEAN, OWNER_SHARE = 120.0, 200.0, 0.45


@dataclass(frozen=True, slots=True)
class Conversation:
    token_ids: list[int]
    is_owner: list[bool]


def config_of(shape: str) -> Any:
    from transformers import Qwen3Config

    return Qwen3Config(
        max_position_embeddings=32768,
        rms_norm_eps=1e-6,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
        use_cache=False,
        **dict(zip(FIELDS, SHAPES[shape], strict=True)),
    )


def random_model(shape: str, *, four_bits: bool = True, dtype: torch.dtype | None = None) -> Any:
    """On the device, in the precision that is computed with; linear layers in NF4, doubly quantised."""
    from transformers import BitsAndBytesConfig, Qwen3ForCausalLM

    device = compute_device()
    dtype = dtype or compute_dtype(device)
    config = config_of(shape)
    torch.manual_seed(0)
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with torch.device(device):
            model = Qwen3ForCausalLM(config)
    finally:
        torch.set_default_dtype(before)
    if not four_bits:
        return _with_float32_positions(model, config, device)
    weights = dict(model.state_dict())
    del model
    nf4 = BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True, bnb_4bit_compute_dtype=dtype
    )
    quantised = Qwen3ForCausalLM.from_pretrained(
        None, config=config, state_dict=weights, quantization_config=nf4, dtype=dtype, device_map={"": device}
    )
    del weights
    free()
    return quantised


def loaded(model: Any) -> LoadedBase:
    return LoadedBase(model, None, sum(is_four_bit(module) for module in model.modules()), 0)


def conversations(vocabulary: int, count: int = 4000, longest: int = LONGEST) -> list[Conversation]:
    """Lognormal lengths; turns alternate, 45 % of the tokens are the owner's, never the first."""
    chance = random.Random(0)
    sigma = math.sqrt(2 * math.log(MEAN / MEDIAN))
    made = []
    for _ in range(count):
        length = int(min(longest, max(8, round(chance.lognormvariate(math.log(MEDIAN), sigma)))))
        token_ids = [chance.randrange(10, vocabulary) for _ in range(length)]
        is_owner, own = [False], chance.random() < OWNER_SHARE
        while len(is_owner) < length:
            is_owner += [own] * (1 + int(chance.expovariate(1 / (14.0 if own else 17.0))))
            own = not own
        made.append(Conversation(token_ids, is_owner[:length]))
    return made


def windows_of(talks: list[Conversation], *, all_tokens: bool = False) -> list[Window]:
    """all_tokens: the contact's are trained too, as the other recipes do."""
    return [
        Window(t.token_ids, [False, *[True] * (len(t.token_ids) - 1)] if all_tokens else t.is_owner, 1)
        for t in talks
        if all_tokens or any(t.is_owner)
    ]


def free() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def cap_memory(card_gib: float | None) -> None:
    """Hold the allocator to a card of that size, less 0.8 GiB for the driver and the display."""
    if torch.cuda.is_available():
        total = torch.cuda.get_device_properties(0).total_memory
        share = (card_gib - 0.8) * 2**30 / total if card_gib else 1.0
        torch.cuda.set_per_process_memory_fraction(min(1.0, share))


def _with_float32_positions(model: Any, config: Any, device: str) -> Any:
    """Made in half precision, the rotary frequencies are wrong."""
    rotary = model.model.rotary_emb
    for name, buffer in type(rotary)(config=config).named_buffers():
        rotary._buffers[name] = buffer.float().to(device)
    return model
