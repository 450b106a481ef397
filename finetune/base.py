"""Find the base model on this machine, and know it again. Reads files; only `download` reaches for the network."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from finetune.libraries import hush
from harvest.errors import UserError
from harvest.settings import FinetuneSettings

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
