"""llama.cpp on the same base and adapter, to compare with: its files written as it wants them, token ids fed to it.

Needs `pip install gguf llama-cpp-python`; the second is built from source, which takes ten minutes on two cores.
"""

import ctypes
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.torch import load_file

from finetune.cpu.weights import Checkpoint

NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
    "embed_tokens": "token_embd",
    "norm": "output_norm",
    "lm_head": "output",
}
FILE_TYPES = {"Q4_0": 2, "Q8_0": 7}  # llama_ftype
ROOM = 512


def write_gguf(base: Path, path: Path) -> None:
    """A Qwen3 in fp16, without any vocabulary: we feed token ids."""
    config = json.loads((base / "config.json").read_text(encoding="utf-8"))
    writer = _described(path, config, config["num_hidden_layers"])
    checkpoint = Checkpoint(base)
    for name in checkpoint.names(""):
        tensor = checkpoint[name].float()
        writer.add_tensor(_named(name), tensor.numpy().astype(np.float32 if tensor.dim() == 1 else np.float16))
    _close(writer)


def repeat_gguf(base: Path, path: Path, layers: int) -> None:
    """What llama.cpp would have made of a base of so many layers, from what it made of the first."""
    import gguf

    config = json.loads((base / "config.json").read_text(encoding="utf-8"))
    one = path.with_suffix(".one")
    path.rename(one)
    writer = _described(path, config, layers)
    for tensor in gguf.GGUFReader(one).tensors:
        for layer in range(layers if tensor.name.startswith("blk.0.") else 1):
            rolled = np.roll(tensor.data, layer, 0)
            writer.add_tensor(tensor.name.replace("blk.0.", f"blk.{layer}."), rolled, raw_dtype=tensor.tensor_type)
    _close(writer)
    one.unlink()


def _described(path: Path, config: dict[str, Any], layers: int) -> Any:
    import gguf

    writer = gguf.GGUFWriter(path, "qwen3", use_temp_file=True)
    writer.add_block_count(layers)
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_key_length(config["head_dim"])
    writer.add_value_length(config["head_dim"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(config["rope_parameters"]["rope_theta"])
    writer.add_vocab_size(config["vocab_size"])
    writer.add_tokenizer_model("no_vocab")
    return writer


def write_gguf_adapter(adapter: Path, path: Path) -> None:
    import gguf

    writer = gguf.GGUFWriter(path, "qwen3")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    config = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
    writer.add_float32("adapter.lora.alpha", float(config["lora_alpha"]))
    for name, tensor in load_file(adapter / "adapter_model.safetensors").items():
        stem, side = name.removeprefix("base_model.model.").removesuffix(".weight").rsplit(".lora_", 1)
        writer.add_tensor(f"{_named(stem + '.weight')}.lora_{side.lower()}", tensor.float().numpy())
    _close(writer)


def quantise(path: Path, to: Path, kind: str) -> None:
    import llama_cpp

    quiet = _silenced(llama_cpp)
    how = llama_cpp.llama_model_quantize_default_params()
    how.ftype, how.nthread = FILE_TYPES[kind], 2
    if llama_cpp.llama_model_quantize(str(path).encode(), str(to).encode(), ctypes.byref(how)):
        raise RuntimeError(f"llama.cpp could not quantise to {kind}")
    del quiet


def _named(name: str) -> str:
    parts = name.removesuffix(".weight").removeprefix("model.").split(".")
    if parts[0] == "layers":
        return f"blk.{parts[1]}.{NAMES['.'.join(parts[2:])]}.weight"
    return f"{NAMES['.'.join(parts)]}.weight"


def _close(writer: Any) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


class Llama:
    """adapter: applied as it is loaded, beside the quantised weights."""

    def __init__(self, path: Path, adapter: Path, threads: int) -> None:
        import llama_cpp

        self._lib: Any = llama_cpp
        self._quiet = _silenced(llama_cpp)
        llama_cpp.llama_backend_init()
        loading = llama_cpp.llama_model_default_params()
        self._model = llama_cpp.llama_model_load_from_file(str(path).encode(), loading)
        running = llama_cpp.llama_context_default_params()
        running.n_ctx = running.n_batch = running.n_ubatch = ROOM
        running.n_threads = running.n_threads_batch = threads
        self._context = llama_cpp.llama_init_from_model(self._model, running)
        self._vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self._model))
        lora = llama_cpp.llama_adapter_lora_init(self._model, str(adapter).encode())
        adapters = (llama_cpp.llama_adapter_lora_p_ctypes * 1)(ctypes.cast(lora, llama_cpp.llama_adapter_lora_p_ctypes))
        llama_cpp.llama_set_adapters_lora(self._context, adapters, 1, (ctypes.c_float * 1)(1.0))

    def read(self, prompt: Sequence[int]) -> int:
        """The likeliest token behind the prompt."""
        self._lib.llama_memory_clear(self._lib.llama_get_memory(self._context), True)
        return self._behind(prompt)

    def step(self, token: int) -> int:
        return self._behind([token])

    def _behind(self, tokens: Sequence[int]) -> int:
        held = (ctypes.c_int32 * len(tokens))(*tokens)
        if self._lib.llama_decode(self._context, self._lib.llama_batch_get_one(held, len(tokens))):
            raise RuntimeError("llama.cpp could not read on")
        found = self._lib.llama_get_logits_ith(self._context, -1)
        return int(np.ctypeslib.as_array(found, shape=(self._vocabulary,)).argmax())


def _silenced(llama_cpp: Any) -> Callable[..., None]:
    """Its log goes nowhere; the callback has to live as long as it."""

    @llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
    def nothing(level: int, text: bytes, data: Any) -> None:
        return

    llama_cpp.llama_log_set(nothing, ctypes.c_void_p(0))
    return nothing  # type: ignore[no-any-return]
