"""Build the model of a run: our Qwen3 shape, or the GPT-2 blocks of the baseline. Standard transformers classes."""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedModel, Qwen3Config, Qwen3ForCausalLM

from finetune.pretrain.settings import Settings
from finetune.pretrain.tokens import END_ID, PAD_ID


def build_model(settings: Settings, vocab_size: int) -> PreTrainedModel:
    """Fresh fp32 weights, the same for the same seed."""
    torch.manual_seed(settings.seed)
    return _gpt2(settings, vocab_size) if settings.arch == "gpt2" else _qwen3(settings, vocab_size)


def _qwen3(settings: Settings, vocab_size: int) -> PreTrainedModel:
    model = Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=vocab_size,
            hidden_size=settings.width,
            intermediate_size=settings.mlp_width,
            num_hidden_layers=settings.layers,
            num_attention_heads=settings.heads,
            num_key_value_heads=settings.kv_heads,
            head_dim=64,
            max_position_embeddings=settings.context,
            rope_parameters={"rope_type": "default", "rope_theta": 10_000.0},
            tie_word_embeddings=True,
            bos_token_id=None,
            eos_token_id=END_ID,
            pad_token_id=PAD_ID,
        )
    )
    outputs = [linear for layer in model.model.layers for linear in (layer.self_attn.o_proj, layer.mlp.down_proj)]
    for linear in outputs:
        nn.init.normal_(linear.weight, std=0.02 / math.sqrt(2 * settings.layers))  # GPT-2: the residual stays level
        if settings.dropout:
            linear.register_forward_hook(_dropout(settings.dropout))
    return model


def _dropout(share: float):  # type: ignore[no-untyped-def]
    def hook(module: nn.Module, _: object, output: torch.Tensor) -> torch.Tensor:
        return functional.dropout(output, share, module.training)

    return hook


def _gpt2(settings: Settings, vocab_size: int) -> PreTrainedModel:
    """Learned positions, LayerNorm, a GELU MLP of four widths (or mlp_width), tied embeddings."""
    return GPT2LMHeadModel(
        GPT2Config(
            vocab_size=vocab_size,
            n_embd=settings.width,
            n_layer=settings.layers,
            n_head=settings.heads,
            n_inner=settings.mlp_width,
            n_positions=settings.context,
            resid_pdrop=settings.dropout,
            embd_pdrop=settings.dropout,
            attn_pdrop=0.0,
            bos_token_id=None,
            eos_token_id=END_ID,
            pad_token_id=PAD_ID,
        )
    )


def parameter_count(model: nn.Module) -> int:
    """Tied weights once."""
    return sum(p.numel() for p in model.parameters())
