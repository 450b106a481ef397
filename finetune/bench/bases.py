"""A base of a real shape with random weights and an adapter for it, on disk as an owner would have them."""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from finetune.bench.shapes import config_of

RANK = 16


def write_base(shape: str, folder: Path, layers: int | None = None) -> Path:
    """In bf16, drawn once: layer n has the rows of the first one, n further on. layers: fewer than the shape has."""
    config = config_of(shape)
    config.num_hidden_layers = layers or config.num_hidden_layers
    config.layer_types = config.layer_types[: config.num_hidden_layers]
    config.architectures, config.dtype = ["Qwen3ForCausalLM"], torch.bfloat16
    folder.mkdir(parents=True)
    config.save_pretrained(folder)
    torch.manual_seed(0)
    index: dict[str, str] = {}
    table = (config.vocab_size, config.hidden_size)
    ends = {"model.embed_tokens.weight": _drawn(*table), "model.norm.weight": _ones(config.hidden_size)}
    if not config.tie_word_embeddings:
        ends["lm_head.weight"] = ends["model.embed_tokens.weight"].roll(1, 0)
    _write(folder, "ends", ends, index)
    del ends
    first = {f"{path}.weight": _drawn(*size) for path, size in linear_sizes(shape).items()}
    first |= {f"{norm}.weight": _ones(config.hidden_size) for norm in ("input_layernorm", "post_attention_layernorm")}
    first |= {f"self_attn.{norm}.weight": _ones(config.head_dim) for norm in ("q_norm", "k_norm")}
    for layer in range(config.num_hidden_layers):
        tensors = {f"model.layers.{layer}.{name}": tensor.roll(layer, 0) for name, tensor in first.items()}
        _write(folder, f"layer-{layer:03d}", tensors, index)
    whole = {"metadata": {}, "weight_map": index}
    (folder / "model.safetensors.index.json").write_text(json.dumps(whole), encoding="utf-8")
    return folder


def repeat_kept(kept: Path, layers: int) -> None:
    """What finetune.cpu.weights would have made of a base of so many layers, from what it made of the first."""
    first = load_file(kept / "layer-000.safetensors")
    for layer in range(1, layers):
        rolled = {}
        for name, tensor in first.items():
            rows = first.get(f"{name.rpartition('.')[0]}.data", tensor).shape[0]
            rolled[name] = tensor.view(rows, -1).roll(layer, 0).view_as(tensor)
        save_file(rolled, kept / f"layer-{layer:03d}.safetensors")


def write_adapter(shape: str, folder: Path, layers: int | None = None) -> Path:
    """Of rank 16 on every linear layer, as PEFT saves it."""
    folder.mkdir(parents=True)
    torch.manual_seed(1)
    tensors = {}
    for layer in range(layers or config_of(shape).num_hidden_layers):
        for path, (out, width) in linear_sizes(shape).items():
            start = f"base_model.model.model.layers.{layer}.{path}"
            tensors[f"{start}.lora_A.weight"] = torch.randn(RANK, width) * 0.01
            tensors[f"{start}.lora_B.weight"] = torch.randn(out, RANK) * 0.01
    save_file(tensors, folder / "adapter_model.safetensors")
    modules = [path.rpartition(".")[2] for path in linear_sizes(shape)]
    config = {"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": RANK, "lora_alpha": 32, "target_modules": modules}
    (folder / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def linear_sizes(shape: str) -> dict[str, tuple[int, int]]:
    """(out, in) by path, of one layer."""
    config = config_of(shape)
    hidden, inner = config.hidden_size, config.intermediate_size
    queries, keys = config.num_attention_heads * config.head_dim, config.num_key_value_heads * config.head_dim
    return {
        "self_attn.q_proj": (queries, hidden),
        "self_attn.k_proj": (keys, hidden),
        "self_attn.v_proj": (keys, hidden),
        "self_attn.o_proj": (hidden, queries),
        "mlp.gate_proj": (inner, hidden),
        "mlp.up_proj": (inner, hidden),
        "mlp.down_proj": (hidden, inner),
    }


def _drawn(*size: int) -> Tensor:
    return torch.empty(size, dtype=torch.bfloat16).normal_(std=0.02)


def _ones(size: int) -> Tensor:
    return torch.ones(size, dtype=torch.bfloat16)


def _write(folder: Path, name: str, tensors: dict[str, Tensor], index: dict[str, str]) -> None:
    file = f"{name}.safetensors"
    save_file(tensors, folder / file, metadata={"format": "pt"})
    index.update(dict.fromkeys(tensors, file))
