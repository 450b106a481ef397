"""Training runs on disk: one directory each, stamped once it is finished, never overwritten. Imports no torch.

What makes a run is known before its first step (its Origin) and decides whether an interrupted run may go on. The
stamp adds what came of it; who loads the adapter checks it against what is there now.
"""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

from finetune.base import Base, fingerprint, tokenizer_hash
from finetune.rendering import Renderer
from harvest.datadir import DataDir, written_whole
from harvest.errors import UserError
from harvest.settings import FinetuneSettings

STAMP, ORIGIN, LOSSES = "stamp.json", "origin.json", "losses.jsonl"
STALE = "stale.txt"  # `harvest forget` leaves it
ADAPTER, ADAPTER_CONFIG = "adapter_model.safetensors", "adapter_config.json"
LIBRARIES = ("understudy", "torch", "transformers", "peft", "bitsandbytes", "safetensors")


class Origin(msgspec.Struct, frozen=True):
    """Everything that decides how a run goes. dataset, base_fingerprint, renderer, tokenizer, mix: hashes.

    canaries: how many invented secrets were planted into what it learned from.
    """

    base: str
    commit: str
    base_fingerprint: str
    renderer: str
    tokenizer: str
    dataset: str
    settings: dict[str, Any]
    mix: str = ""
    canaries: int = 0


class Stamp(msgspec.Struct, frozen=True):
    """heldout_before and heldout_after: nats per owner token, of the bare base and of the adapter that was kept."""

    origin: Origin
    finished_at: str
    steps: int
    best_step: int
    heldout_before: float | None
    heldout_after: float | None
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    folder: Path
    stamp: Stamp

    @property
    def name(self) -> str:
        return self.folder.name


def origin_of(
    base: Base, renderer: Renderer, dataset: str, settings: FinetuneSettings, mix: str = "", canaries: int = 0
) -> Origin:
    return Origin(
        base.name,
        base.commit,
        fingerprint(base),
        renderer.fingerprint,
        tokenizer_hash(base),
        dataset,
        settings.model_dump(mode="json"),
        mix,
        canaries,
    )


def new_run_folder(data: DataDir, now: datetime, origin: Origin) -> Path:
    """A directory that was not there before, holding only the origin."""
    name = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    folder = data.runs / name
    folder.mkdir(mode=0o700, parents=True)
    _write_json(folder / ORIGIN, origin)
    return folder


def interrupted_run(data: DataDir) -> Path | None:
    """The newest run's origin if that run never came to its end."""
    newest = max(data.runs.glob(f"*/{ORIGIN}"), default=None, key=lambda path: path.parent.name)
    return None if newest is None or (newest.parent / STAMP).exists() else newest


def unfinished_run(data: DataDir, origin: Origin) -> Path | None:
    """The newest run if it was interrupted and may go on. Raises UserError if it began from something else."""
    newest = interrupted_run(data)
    if newest is None:
        return None
    changed = differences(msgspec.json.decode(newest.read_bytes(), type=Origin), origin)
    if changed:
        raise UserError(
            f"{newest.parent}: interrupted, and since then changed: {', '.join(changed)}. "
            "Put that back to go on, or start anew with `finetune train --fresh`."
        )
    return newest.parent


def differences(then: Origin, now: Origin) -> list[str]:
    """What of a run's origin changed, by the names the owner knows."""
    names = {
        "finetune.base": (then.base, now.base),
        "the base's files": (then.base_fingerprint, now.base_fingerprint),
        "the chat format": (then.renderer, now.renderer),
        "the dataset": (then.dataset, now.dataset),
        "finetune.mix_file": (then.mix, now.mix),
        "--canaries": (then.canaries, now.canaries),
    }
    changed = [name for name, (a, b) in names.items() if a != b]
    changed += [f"finetune.{key}" for key in now.settings if then.settings.get(key) != now.settings[key]]
    return list(dict.fromkeys(changed))


def write_stamp(folder: Path, stamp: Stamp) -> Run:
    """The last act of a run: from here on it counts as finished."""
    _write_json(folder / STAMP, stamp)
    return Run(folder, stamp)


def versions() -> dict[str, str]:
    """Of what made the run; a checkout that is not installed has none of its own."""
    found: dict[str, str] = {}
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def finished_runs(data: DataDir) -> Iterator[Run]:
    """Oldest first. What has no stamp is unfinished, and no run yet."""
    for path in sorted(data.runs.glob(f"*/{STAMP}")):
        yield read_run(path.parent)


def read_run(folder: Path) -> Run:
    try:
        return Run(folder, msgspec.json.decode((folder / STAMP).read_bytes(), type=Stamp))
    except (OSError, msgspec.DecodeError) as error:
        raise UserError(
            f"{folder}: not a finished run ({type(error).__name__}). `finetune list` shows those."
        ) from None


def find_run(data: DataDir, name: str = "latest") -> Run:
    """The newest finished run, or the one of that name. Raises UserError."""
    if name == "latest":
        newest = max(data.runs.glob(f"*/{STAMP}"), default=None)
        if newest is None:
            raise UserError(f"{data.runs}: no finished run there. `finetune train` makes one.")
        return read_run(newest.parent)
    if not (data.runs / name / STAMP).is_file():
        raise UserError(f"{data.runs}: no finished run called {name}. `finetune list` shows those.")
    return read_run(data.runs / name)


def check_stamp(run: Run, base: Base, renderer: Renderer | None = None) -> None:
    """An adapter speaks only on the base, and in the format, it was trained for. Raises UserError on any mismatch.

    Without a renderer this reads files only, and needs no torch.
    """
    if (run.folder / STALE).exists():
        raise UserError(f"{run.folder}: a contact whose words it was trained on was forgotten since. Train again.")
    then = run.stamp.origin
    changed = {
        "its tokenizer": then.tokenizer != tokenizer_hash(base),
        "its files": then.base_fingerprint != fingerprint(base),
        "its chat format": renderer is not None and then.renderer != renderer.fingerprint,
    }
    if then.base != base.name:
        raise UserError(
            f"{run.folder}: trained on {then.base}, but finetune.base is {base.name}. Put it back, or train again."
        )
    for what, is_changed in changed.items():
        if is_changed:
            raise UserError(
                f"{run.folder}: {base.name} is not what this run was trained on: {what} changed. Train again."
            )


def refuse_canaries(run: Run) -> None:
    """Raises UserError for a clone that was taught invented secrets: it would tell them as the owner's."""
    if run.stamp.origin.canaries:
        raise UserError(
            f"{run.folder}: trained with {run.stamp.origin.canaries} canaries, to be attacked and not to speak. Train "
            "without --canaries, name another run, or set userbot.allow_canaries = true."
        )


def _write_json(path: Path, value: msgspec.Struct) -> None:
    with written_whole(path) as draft:
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
