"""Load a base and its tokenizer, in 4 bits where this machine can. Never runs code that comes with a model."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from loguru import logger
from safetensors import SafetensorError
from torch import nn

from finetune.base import Base
from finetune.fast.nf4_store import is_kept, keep, kept_folder
from finetune.four_bits import WHY_NOT
from finetune.launched import is_main, is_sliced
from finetune.libraries import hush
from harvest.errors import UserError


@dataclass(frozen=True, slots=True)
class LoadedBase:
    """four_bit_layers: linear layers seen in 4 bits. dense_layers: those seen not to be, besides the head.

    warning: what the owner should know of it.
    """

    model: Any
    tokenizer: Any
    four_bit_layers: int
    dense_layers: int
    warning: str = ""


def load_tokenizer(base: Base) -> Any:
    hush()
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(base.folder, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise UserError(f"finetune.base: {base.name}: its tokenizer can't be read ({type(error).__name__}).") from None
    if not tokenizer.is_fast:
        raise UserError(
            f"finetune.base: {base.name} has no tokenizer.json: without it typed control tokens aren't text."
        )
    return tokenizer


def load_base(base: Base) -> LoadedBase:
    """On the GPU if there is one. Linear layers in NF4 with double quantisation, computing in `compute_dtype`.

    Raises UserError if the base needs code of its own, or if 4 bits were asked for and no layer has them.
    """
    tokenizer = load_tokenizer(base)
    device = compute_device()
    quantisation = _nf4(device)
    is_kept_here = quantisation is not None and not is_sliced()
    store = kept_folder(base, compute_dtype(device)) if is_kept_here else None
    model = _read_back(base, store, device) if store and is_kept(store) else None
    if model is None:
        model = _read(base, base.folder, device, quantisation)
        if store:
            keep(model, store)
    layers = [module for module in model.modules() if is_four_bit(module)]
    if quantisation is not None and not layers and is_main():
        raise UserError(f"finetune.base: {base.name}: asked for 4 bits, but no layer has them. Choose another base.")
    for layer in layers:
        layer.support_avx512bf16_for_cpu = False  # its fast path starts at the first eval() and passes no gradient on
    warning = "" if quantisation is not None else _without_four_bits(device)
    if warning:
        logger.warning(warning)
    return LoadedBase(model, tokenizer, len(layers), _dense_layers(model), warning)


def _without_four_bits(device: str) -> str:
    width = str(compute_dtype(device)).removeprefix("torch.")
    return f"bitsandbytes can't be used ({WHY_NOT}): the base stays in {width}, which takes several times the memory."


def _read(base: Base, folder: Path, device: str, quantisation: Any) -> Any:
    """Raises UserError. quantisation: None where the folder itself says it."""
    try:
        with plain_linear_layers():
            return _model_class(base).from_pretrained(
                folder,
                dtype=compute_dtype(device),
                device_map=None if is_sliced() else {"": device},
                **({"quantization_config": quantisation} if quantisation is not None else {}),
                trust_remote_code=False,
                use_safetensors=True,
                local_files_only=True,
            )
    except (ValueError, KeyError) as error:
        raise UserError(f"finetune.base: {base.name} can't be loaded: {_first_line(error)}") from None


def _read_back(base: Base, store: Path, device: str) -> Any | None:
    """The 4-bit weights kept from the last time; None if they can't be read."""
    try:
        return _read(base, store, device, None)
    except (UserError, OSError, RuntimeError, SafetensorError) as error:
        logger.warning("the kept 4-bit weights can't be read ({}): they are made anew", type(error).__name__)
        return None


def is_four_bit(module: Any) -> bool:
    """Seen in the layer: what was asked for is no proof."""
    return type(module).__name__ == "Linear4bit" and getattr(module.weight, "quant_state", None) is not None


def compute_device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"


def compute_dtype(device: str) -> torch.dtype:
    """bf16 where the GPU computes in it, fp16 on older ones, fp32 on the CPU."""
    if device == "cpu":
        return torch.float32
    return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16


@contextmanager
def plain_linear_layers() -> Iterator[None]:
    """Falcon's linear layers are a class of their own that computes the same; as such they would stay unquantised."""
    from transformers.models.falcon import modeling_falcon

    own = modeling_falcon.FalconLinear
    modeling_falcon.FalconLinear = nn.Linear
    try:
        yield
    finally:
        modeling_falcon.FalconLinear = own


def _model_class(base: Base) -> Any:
    """Models that also see pictures are loaded as such: their language part is what is trained."""
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForImageTextToText
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    config = AutoConfig.from_pretrained(base.folder, trust_remote_code=False)
    speaks_only = config.model_type in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES
    return AutoModelForCausalLM if speaks_only else AutoModelForImageTextToText


def _nf4(device: str) -> Any:
    """None where bitsandbytes doesn't run: then the adapter stands on unquantised weights."""
    from transformers import BitsAndBytesConfig

    if WHY_NOT:
        return None
    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=compute_dtype(device),
        bnb_4bit_quant_storage=compute_dtype(device) if is_sliced() else torch.uint8,  # FSDP slices one type at a time
    )


def _dense_layers(model: Any) -> int:
    head = model.get_output_embeddings()
    linear = (module for module in model.modules() if isinstance(module, nn.Linear) and module is not head)
    return sum(not is_four_bit(module) for module in linear)


def _first_line(error: Exception) -> str:
    """A library's reason, short: it speaks of the model's files, not of anybody's words."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
