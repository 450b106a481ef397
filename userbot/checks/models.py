"""Whether the clones fit their base, may speak as they are told to, and hold no code. Imports no torch.

Where a model server writes the replies there is nothing of that here: its weights are the server's.
"""

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from finetune.base import Base, find_base
from finetune.examples import dataset_hash
from finetune.runs import ADAPTER, Run, find_run
from harvest.errors import ConfigError, UserError
from harvest.manifest import TRAIN
from userbot.checks.findings import Finding, Scene, ok, risk, wrong
from userbot.checks.modes import WRITABLE_BY_OTHERS
from userbot.fitness import unfitness
from userbot.speakers import SERVED, matching_runs, run_names

PICKLES = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt")
LARGEST_HEADER = 100_000_000  # bytes; of the safetensors format itself
CONFIGS = ("config.json", "tokenizer_config.json", "processor_config.json")


def clone(scene: Scene) -> Iterator[Finding]:
    """Each run that [userbot] names was made for the base that is there."""
    if server := scene.settings.userbot.server.url:
        yield ok(f"{scene.settings.userbot.server.model}, served at {server}")
        return
    for run in matching_runs(scene.settings, scene.data).values():
        yield ok(f"run {run.name}, made for {scene.settings.finetune.base}")


def fitness(scene: Scene) -> Iterator[Finding]:
    """Who is told to speak unasked was judged better than its base, or the owner answers for it."""
    bot = scene.settings.userbot
    if bot.auto_without_eval:
        yield ok("auto without an evaluation, as userbot.auto_without_eval says")
        return
    for name in sorted(_speak_unasked(scene)):
        if reason := _unfitness(scene, name):
            raise ConfigError(
                f'userbot.mode is "auto", but the clone {name} {reason}. Judge it, take another mode ("ask"), or '
                "decide with userbot.auto_without_eval = true."
            )


def adapter(scene: Scene) -> Iterator[Finding]:
    """Weights in safetensors can hold no code; a pickle beside them is never loaded, and has no business there."""
    for run in _runs(scene):
        if not _is_safetensors(run.folder / ADAPTER):
            yield wrong(f"{run.folder / ADAPTER}: no safetensors file. Train again, or name another run", UserError)
        for path in sorted(run.folder.rglob("*")):
            if path.suffix in PICKLES:
                yield risk(f"{path}: a pickle can run code when it is loaded. Nothing needs it: delete it")


def dataset(scene: Scene) -> Iterator[Finding]:
    """The guard knows the words of other chats by the dataset that is there: it should be the one that was learned."""
    folder = scene.data.dataset
    if not (folder / TRAIN).is_file():
        return
    known = dataset_hash(folder)
    for run in _runs(scene):
        if run.stamp.origin.dataset != known:
            yield risk(f"{folder}: built anew since {run.name} learned from it, so the guard misses words. Train again")


def base(scene: Scene) -> Iterator[Finding]:
    """Code that comes with a model is never run here; a base that brings some may not load, or not be what it seems."""
    if scene.settings.userbot.server.url:
        return
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


def _runs(scene: Scene) -> list[Run]:
    """Those that are there; what is missing is the clone's check to say."""
    found = []
    for name in [] if scene.settings.userbot.server.url else sorted(run_names(scene.settings.userbot)):
        with suppress(UserError):
            found.append(find_run(scene.data, name))
    return found


def _speak_unasked(scene: Scene) -> set[str]:
    """The runs that the config lets answer by themselves, for all that it knows of the folder's people."""
    bot = scene.settings.userbot
    asked = [(contact.mode or bot.mode, contact.run or bot.run) for contact in bot.contacts]
    if bot.folder:
        asked.append((bot.mode, bot.run))
    return {run for mode, run in asked if mode == "auto"}


def _unfitness(scene: Scene, name: str) -> str | None:
    if scene.settings.userbot.server.url:
        return SERVED
    try:
        return unfitness(find_run(scene.data, name).folder)
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
