"""The demo's stage: its folder, its Telegram, and the product's own commands run as the owner would run them."""

import asyncio
import contextlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harvest.datadir import DataDir, written_whole
from harvest.door import out
from harvest.errors import UserError
from harvest.logs import log_to
from harvest.loopback import LoopbackServer
from userbot.demo.story import Story, today, told

MARK = "this-is-a-demo.json"
IDLE_DELAY_S = 4.0
LOOK_S = 0.05
MODULES = {"harvest": "harvest.cli", "finetune": "finetune.cli", "userbot": "userbot.cli"}

CONFIG = """# The demo's settings. A real config.toml needs less: see config.example.toml.
data_dir = "data"

[telegram]
api_id = 1
api_hash = "loopback"

[harvest]
contacts = [{consents}]
pace_s = 0

[finetune]
epochs = {epochs}
learning_rate = 2e-3
batch_tokens = 512
max_tokens = 512
dropout = 0
evaluations_per_epoch = 1
repeat_likeness = 0              # invented talk is nothing but repeats
silence = 0

[userbot]
contacts = ["@{ann}", {{ peer = "@{max}", mode = "ask" }}]
idle_delay_s = {idle_delay_s}
typing_chars_per_s = 25
temperature = 0.3
mode = "auto"
auto_without_eval = true
quiet_hours = []
language = "en"
"""


class DemoFailed(UserError):
    """Something the demo promises did not happen."""


@dataclass(slots=True)
class Stage:
    """folder: everything the demo leaves behind, to look at and to delete."""

    folder: Path
    server: LoopbackServer
    story: Story

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def data(self) -> DataDir:
        return DataDir(self.folder / "data")

    async def run(self, *words: str) -> None:
        """One of the product's commands, as the owner would type it, with its output on this terminal."""
        out.print(f"\n[bold]$ {' '.join(words)}[/]")
        process = await asyncio.create_subprocess_exec(*self._command(*words), env=self._environment())
        if code := await process.wait():
            raise DemoFailed(f"demo: `{' '.join(words)}` ended with exit code {code}. The log is in {self.data.logs}")

    async def start_daemon(self) -> "DaemonProcess":
        """`userbot run` as a process of its own; returns once it watches its chats."""
        log = os.open(self.folder / "daemon.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command("userbot", "run"),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=self._environment(),
            )
        finally:
            os.close(log)
        daemon = DaemonProcess(process)
        await daemon.ready()
        return daemon

    def _command(self, program: str, *words: str) -> list[str]:
        return [sys.executable, "-m", MODULES[program], *words, "--config", str(self.config)]

    @staticmethod
    def _environment() -> dict[str, str]:
        """Ours, without settings that would change the story."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("UNDERSTUDY_")}
        return kept | {"COLUMNS": str(out.width)}

    async def until(self, what: str, holds: Callable[[], bool], within_s: float = 60.0) -> None:
        """Look until it holds. Raises DemoFailed when the time is up."""
        end = time.monotonic() + within_s
        while not holds():
            if time.monotonic() > end:
                raise DemoFailed(f"demo: waited {within_s:.0f} s in vain for {what}. See {self.folder / 'daemon.log'}")
            await asyncio.sleep(LOOK_S)

    def finish(self) -> None:
        """From here on `--chat` can take up this demo's clone."""
        _mark(self.folder, is_finished=True)


@dataclass(slots=True)
class DaemonProcess:
    """A running `userbot run`."""

    process: asyncio.subprocess.Process

    async def ready(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            if b"Watching" in line:
                return
        raise DemoFailed(f"demo: userbot run ended with exit code {await self.process.wait()} before it was ready")

    async def kill(self) -> None:
        """SIGKILL: no goodbye, no cleaning up."""
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        await self.process.wait()


async def set_up(folder: Path, *, epochs: float, keep_clone: bool = False) -> Stage:
    """An empty folder with the owner's session in it, and the loopback server it leads to, full of history.

    keep_clone: leave what an earlier demo trained there. Raises UserError if the folder is somebody else's.
    """
    _make_room(folder, keep_clone=keep_clone)
    log_to(folder, "demo", "INFO")
    server = LoopbackServer()
    await server.start()
    stage = Stage(folder, server, told(server, today()))
    stage.data.prepare()
    server.session_file(stage.story.owner, stage.data.session)
    with written_whole(stage.config) as draft:
        draft.write_text(_config(stage.story, epochs), encoding="utf-8")
    return stage


def has_clone(folder: Path) -> bool:
    """Whether a demo came to its end there."""
    try:
        return bool(json.loads((folder / MARK).read_text())["is_finished"])
    except (OSError, ValueError, KeyError):
        return False


def _make_room(folder: Path, *, keep_clone: bool) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise UserError(f"{folder}: not empty, and no earlier demo. Name an empty folder with --data-dir.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = {"data", MARK} if keep_clone else set()
    for path in folder.iterdir():
        if path.name not in kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    if keep_clone:
        outdated = ("ledger.sqlite*", "account.session*")  # they speak of a server that is gone
        for path in (path for pattern in outdated for path in (folder / "data").glob(pattern)):
            path.unlink()
    else:
        _mark(folder, is_finished=False)


def _mark(folder: Path, *, is_finished: bool) -> None:
    with written_whole(folder / MARK) as draft:
        draft.write_text(json.dumps({"is_finished": is_finished}), encoding="utf-8")


def _config(story: Story, epochs: float) -> str:
    agreed = date.today().replace(day=1).isoformat()
    consents = ", ".join(f"{{ peer = {contact.id}, consent = {agreed} }}" for contact in story.contacts)
    return CONFIG.format(
        consents=consents,
        epochs=epochs,
        ann=story.ann.username,
        max=story.max.username,
        idle_delay_s=IDLE_DELAY_S,
    )
