"""Find the base model and load it, in 4 bits. Nothing here reaches for the network or runs a model's own code."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finetune.libraries import hush
from harvest.errors import UserError
from harvest.settings import FinetuneSettings

if TYPE_CHECKING:
    import torch

EMBEDDED = Path(__file__).parent / "embedded"
HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
WANTED_FILES = ["*.safetensors", "*.json", "*.jinja", "*.model", "*.txt"]
TEMPLATE_FILES = ("config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")
SAMPLED_BYTES = 4096
SAMPLES_PER_FILE = 64


@dataclass(frozen=True, slots=True)
class Base:
    """name: as the settings say. folder: where its files lie. commit: of a hub model, else empty."""

    name: str
    folder: Path
    commit: str = ""


@dataclass(frozen=True, slots=True)
class LoadedBase:
    """four_bit_layers: linear layers seen to be 4-bit after loading; 0 where this machine can't."""

    model: Any
    tokenizer: Any
    four_bit_layers: int


def find_base(settings: FinetuneSettings) -> Base:
    """Where `finetune.base` lies on this machine. Raises UserError with the way to get it."""
    name = settings.base
    if name == "embedded":
        return _checked(Base(name, EMBEDDED), "This installation came without it; name another base.")
    if (folder := Path(name).expanduser()).is_dir():
        return _checked(Base(name, folder), "A base is a folder with config.json, tokenizer.json and *.safetensors.")
    if not HUB_ID.fullmatch(name):
        raise UserError(f'finetune.base: {name} is no folder, no hub id ("owner/model") and not "embedded".')
    folder = _cached(name, settings.revision)
    cure = "Run `finetune download` again."
    return _checked(Base(name, folder, folder.name), cure)


def _cached(name: str, revision: str) -> Path:
    hush()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, revision=revision or None, local_files_only=True))
    except (LocalEntryNotFoundError, ValueError):
        wanted = f"{name} at {revision}" if revision else name
        raise UserError(
            f"finetune.base: {wanted} is not on this machine. `finetune download` fetches it, once, with your consent."
        ) from None


def download(settings: FinetuneSettings) -> Base:
    """The one place that uses the network, at the owner's command. Fetches weights and tokenizer, nothing that runs."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    if not HUB_ID.fullmatch(settings.base) or Path(settings.base).expanduser().is_dir():
        raise UserError(f"finetune.base: {settings.base} is no hub id: there is nothing to download.")
    try:
        snapshot_download(settings.base, revision=settings.revision or None, allow_patterns=WANTED_FILES)
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise UserError(
            f"{settings.base}: could not be fetched ({type(error).__name__}). Check name and network."
        ) from None
    return find_base(settings)


def _checked(base: Base, cure: str) -> Base:
    has_weights = any(base.folder.glob("*.safetensors"))
    if not (base.folder / "config.json").is_file() or not has_weights:
        what = "config.json" if has_weights else "weights as safetensors"
        raise UserError(f"finetune.base: {base.name} has no {what} in {base.folder}. {cure}")
    return base


def fingerprint(base: Base) -> str:
    """Changes with config, tokenizer, template or weights. Of the weights: headers, sizes and sampled bytes."""
    digest = hashlib.sha256()
    for path in sorted([*base.folder.glob("*.jinja"), *(base.folder / name for name in TEMPLATE_FILES)]):
        if path.is_file():
            digest.update(f"{path.name} ".encode() + path.read_bytes())
    for path in sorted(base.folder.glob("*.safetensors")):
        digest.update(f"{path.name} {path.stat().st_size} ".encode())
        for piece in _samples(path):
            digest.update(piece)
    return digest.hexdigest()[:32]


def tokenizer_hash(base: Base) -> str:
    digest = hashlib.sha256()
    for name in TEMPLATE_FILES[1:]:
        if (path := base.folder / name).is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _samples(path: Path) -> Iterator[bytes]:
    """The header of a safetensors file, then pieces evenly spread over its tensors."""
    with path.open("rb") as file:
        header_size = int.from_bytes(file.read(8), "little")
        yield file.read(header_size)
        start, size = file.tell(), path.stat().st_size
        step = max(SAMPLED_BYTES, (size - start) // SAMPLES_PER_FILE)
        for position in (*range(start, size, step), max(start, size - SAMPLED_BYTES)):
            file.seek(position)
            yield file.read(SAMPLED_BYTES)


def load_tokenizer(base: Base) -> Any:
    hush()
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(base.folder, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise UserError(f"finetune.base: {base.name}: its tokenizer can't be read ({type(error).__name__}).") from None
    if not tokenizer.is_fast:
        raise UserError(
            f"finetune.base: {base.name} has no tokenizer.json, so typed control tokens can't be told apart."
        )
    return tokenizer


def load_base(base: Base) -> LoadedBase:
    """On the GPU if there is one. Linear layers in NF4 with double quantisation, computing in `compute_dtype`.

    Raises UserError if the base needs code of its own, or if 4 bits were asked for and no layer has them.
    """
    hush()
    from transformers import AutoModelForCausalLM
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    tokenizer = load_tokenizer(base)
    device = compute_device()
    quantisation = _nf4(device)
    try:
        model = AutoModelForCausalLM.from_pretrained(
            base.folder,
            dtype=compute_dtype(device),
            device_map={"": device},
            quantization_config=quantisation,
            trust_remote_code=False,
            use_safetensors=True,
            local_files_only=True,
        )
    except (ValueError, KeyError) as error:
        raise UserError(f"finetune.base: {base.name} can't be loaded: {_first_line(error)}") from None
    layers = [module for module in model.modules() if is_four_bit(module)]
    if quantisation is not None and not layers:
        raise UserError(f"finetune.base: {base.name}: asked for 4 bits, but no layer has them. Choose another base.")
    for layer in layers:
        layer.support_avx512bf16_for_cpu = False  # its fast path starts at the first eval() and passes no gradient on
    return LoadedBase(model, tokenizer, len(layers))


def is_four_bit(module: Any) -> bool:
    """Seen in the layer: what was asked for is no proof."""
    return type(module).__name__ == "Linear4bit" and getattr(module.weight, "quant_state", None) is not None


def compute_device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def compute_dtype(device: str) -> "torch.dtype":
    """bf16 where the GPU computes in it, fp16 on older ones, fp32 on the CPU."""
    import torch

    if device == "cpu":
        return torch.float32
    return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16


def _nf4(device: str) -> Any:
    """None, with a warning, where bitsandbytes doesn't run: then the adapter stands on unquantised weights."""
    from loguru import logger
    from transformers import BitsAndBytesConfig

    try:
        import bitsandbytes  # noqa: F401
    except (ImportError, RuntimeError, OSError) as error:
        logger.warning("bitsandbytes can't be used ({}): the base stays unquantised", type(error).__name__)
        return None
    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=compute_dtype(device),
    )


def _first_line(error: Exception) -> str:
    """A library's reason, short: it speaks of the model's files, not of anybody's words."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
