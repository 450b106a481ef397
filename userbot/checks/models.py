"""Whether the clone fits its base, and whether loading either could run anybody's code."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from finetune.base import Base, find_base
from finetune.runs import ADAPTER, Run, check_stamp, find_run
from harvest.errors import UserError
from userbot.checks.findings import Finding, Scene, ok, risk, wrong
from userbot.checks.modes import WRITABLE_BY_OTHERS

PICKLES = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt")
LARGEST_HEADER = 100_000_000  # bytes; of the safetensors format itself
CONFIGS = ("config.json", "tokenizer_config.json", "processor_config.json")


def clone(scene: Scene) -> Iterator[Finding]:
    """The run that would speak was made for the base that is there. Imports no torch."""
    run = find_run(scene.data, scene.settings.userbot.run)
    check_stamp(run, find_base(scene.settings.finetune))
    yield ok(f"run {run.name}, made for {scene.settings.finetune.base}")


def adapter(scene: Scene) -> Iterator[Finding]:
    """Weights in safetensors can hold no code; a pickle beside them is never loaded, and has no business there."""
    run = _run(scene)
    if run is None:
        return
    if not _is_safetensors(run.folder / ADAPTER):
        yield wrong(f"{run.folder / ADAPTER}: no safetensors file. Train again, or name another run", UserError)
    for path in sorted(run.folder.rglob("*")):
        if path.suffix in PICKLES:
            yield risk(f"{path}: a pickle can run code when it is loaded. Nothing needs it: delete it")


def base(scene: Scene) -> Iterator[Finding]:
    """Code that comes with a model is never run here; a base that brings some may not load, or not be what it seems."""
    try:
        found = find_base(scene.settings.finetune)
    except UserError:
        return  # the clone's check says it
    for name in CONFIGS:
        if "auto_map" in _json(found.folder / name):
            yield risk(f"{found.folder / name}: asks for code of its own (auto_map), which is never run. {_OTHER}")
    for path in sorted(found.folder.glob("*.py")) if found.name != "embedded" else []:
        yield risk(f"{path}: code that came with the base; it is never run. {_OTHER}")
    yield from _writable_by_others(found)


_OTHER = "Prefer a base without"


def _run(scene: Scene) -> Run | None:
    try:
        return find_run(scene.data, scene.settings.userbot.run)
    except UserError:
        return None  # the clone's check says it


def _writable_by_others(found: Base) -> Iterator[Finding]:
    for path in [found.folder, *sorted(found.folder.iterdir())]:
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & WRITABLE_BY_OTHERS:
            yield risk(f"{path}: others can put other weights there. Close it: chmod go-w {path}")


def _is_safetensors(path: Path) -> bool:
    """By its header: a length, then that much JSON."""
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = file.read(length) if 0 < length <= LARGEST_HEADER else b""
        return isinstance(msgspec.json.decode(header), dict)
    except (OSError, msgspec.DecodeError):
        return False


def _json(path: Path) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError):
        return {}
    return found if isinstance(found, dict) else {}
