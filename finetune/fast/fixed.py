"""A cache of fixed size for several chats, and the attention over it: what a CUDA graph needs to write by tokens.

transformers' own static cache keeps its length on the device and has each mask built from it; here one tensor holds all
layers, positions are given, and the mask is made once a token. The heads that share a key are the rows of one query, so
nothing is repeated in memory.
"""

from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from transformers import Cache

from finetune.fast.varlen import set_attention

NAME = "understudy_fixed"


@dataclass(slots=True)
class Reading:
    """What one forward pass sees. slot: of the chat whose prompt is read, (1,); None while all chats write.

    positions: (chats, 1), where the next token of each stands. reach: how much of the cache is looked at.
    """

    slot: Tensor | None = None
    positions: Tensor | None = None
    reach: int = 0
    bias: Tensor | None = field(default=None)  # (chats, 1, 1, reach): 0 where a chat has words, -inf behind them


class FixedCache(Cache):  # type: ignore[misc]
    """room: tokens of a chat, prompt and reply."""

    def __init__(self, model: Any, chats: int, room: int) -> None:
        super().__init__(layers=[])
        config = model.config.get_text_config()
        heads = config.num_key_value_heads
        size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
        shape = (config.num_hidden_layers, 2, chats, heads, room, size)
        self.kept = torch.zeros(shape, dtype=model.dtype, device=model.device)
        self.chats, self.room = chats, room
        self.reading = Reading()
        self._rows = torch.arange(chats, device=model.device)

    def prompt(self, slot: Tensor) -> None:
        self.reading = Reading(slot=slot)

    def writing(self, positions: Tensor, reach: int) -> None:
        """Before each forward pass, captured with it: the mask depends on where the chats are."""
        behind = torch.arange(reach, device=positions.device)[None] > positions
        bias = torch.zeros(behind.shape, dtype=self.kept.dtype, device=positions.device)
        self.reading = Reading(None, positions, reach, bias.masked_fill_(behind, -torch.inf)[:, None, None])

    def update(self, key: Tensor, value: Tensor, layer_idx: int, *more: Any, **named: Any) -> tuple[Tensor, Tensor]:
        """key, value: (chats, heads, tokens, size). Gives what is to be attended to."""
        now = self.reading
        if now.slot is not None:
            for kept, new in zip(self.kept[layer_idx], (key, value), strict=True):
                kept[:, :, : new.shape[2]].index_copy_(0, now.slot, new)
            return key, value
        assert now.positions is not None
        for kept, new in zip(self.kept[layer_idx], (key, value), strict=True):
            kept[self._rows, :, now.positions[:, 0]] = new[:, :, 0]
        keys, values = self.kept[layer_idx, :, :, :, : now.reach]
        return keys, values

    def get_seq_length(self, layer_idx: int = 0, *more: Any) -> int:
        return 0  # positions are always given


class _Current:
    """The cache of the pass under way: attention isn't told."""

    cache: FixedCache | None = None


def use_fixed(model: Any) -> None:
    """Raises ValueError where an architecture's attention can't be exchanged."""
    from transformers import AttentionInterface

    AttentionInterface.register(NAME, fixed_attention)
    set_attention(model, NAME)


def attend_over(cache: FixedCache) -> None:
    """From now on."""
    _Current.cache = cache


def fixed_attention(
    module: Any,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float | None = None,
    dropout: float = 0.0,
    sliding_window: int | None = None,
    **more: Any,
) -> tuple[Tensor, None]:
    """query: (chats, heads, tokens, size). As transformers calls it, with keys and values from the cache."""
    cache = _Current.cache
    if cache is None or any(more.get(name) is not None for name in ("softcap", "s_aux", "position_bias")):
        raise ValueError("its attention does more than a softmax")
    if sliding_window and sliding_window < cache.room:
        raise ValueError("its attention reaches less far than a chat")
    bias = cache.reading.bias
    if bias is None:
        grouped = query.shape[1] != key.shape[1]
        out = functional.scaled_dot_product_attention(
            query, key, value, is_causal=True, scale=scaling, enable_gqa=grouped
        )
        return out.transpose(1, 2), None
    chats, heads, _, size = query.shape
    rows = query.reshape(chats, key.shape[1], -1, size)  # heads with the same key are rows of one query
    spread = bias.expand(chats, rows.shape[1], rows.shape[2], bias.shape[3])
    out = functional.scaled_dot_product_attention(rows, key, value, attn_mask=spread, scale=scaling)
    return out.reshape(chats, 1, heads, size), None
