"""Run harvest's work in processes that end without a word at a given moment, as a killed one does.

A helper reads one job a line, forks for it, and answers with how the fork ended: everything is imported once.
"""

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from loguru import logger

from harvest.account import choose
from harvest.archive import Archive
from harvest.asking import Asking
from harvest.client import connected
from harvest.datadir import DataDir, private_umask
from harvest.dataset import build, redactor_for
from harvest.dialogs import private_dialogs
from harvest.importing import import_file
from harvest.pull import Pull
from harvest.redact import KnownSecrets
from harvest.settings import Settings

KEY = bytes(32)


def settings_at(root: Path) -> Settings:
    keys = {"api_id": 1, "api_hash": "hash"}
    return Settings(data_dir=root, telegram=keys, harvest={"take_everyone_without_consent": True, "pace_s": 0})


def import_(root: Path, path: str) -> None:
    with Archive.open(DataDir(root).archive) as archive:
        import_file(Path(path), archive, settings_at(root).harvest)


def build_(root: Path) -> None:
    settings = settings_at(root).harvest
    with Archive.open(DataDir(root).archive) as archive:
        build(archive, settings, DataDir(root).dataset, redactor_for(archive, settings), known=KnownSecrets(KEY))


def pull(root: Path) -> None:
    asyncio.run(_pull(root))


async def _pull(root: Path) -> None:
    data, settings = DataDir(root), settings_at(root)
    with Archive.open(data.archive) as archive:
        async with connected(settings, data) as client:
            ask = Asking(client, 0)
            choice = choose(await private_dialogs(ask), settings.harvest)
            with archive.transaction():
                archive.put_peers(dialog.peer for dialog in choice.taken)
            await Pull(ask, archive, Unseen()).dialogs(choice.taken)


class Unseen:
    """A watcher that looks away."""

    def begins(self, peer: Any, total: int, done: int) -> None: ...
    def took(self, seen: int) -> None: ...
    def lost(self, peer: Any, reason: str) -> None: ...


JOBS = {"import": import_, "build": build_, "pull": pull}


class Helper:
    """await run("import", root, path, after_s=0.05): True if the job was over before that."""

    async def __aenter__(self) -> "Helper":
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.harvest.killed",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._process.stdin.close()
        with suppress(ProcessLookupError):
            await self._process.wait()

    async def run(self, job: str, root: Path, *args: str, after_s: float = 0.0) -> bool:
        self._process.stdin.write(json.dumps([job, str(root), [str(arg) for arg in args], after_s]).encode() + b"\n")
        status = int(await self._process.stdout.readline())
        assert status in (0, signal.SIGALRM), f"{job} failed with status {status}"
        return status == 0


def main() -> None:
    private_umask()
    logger.remove()
    for line in sys.stdin:
        job, root, args, after_s = json.loads(line)
        child = os.fork()
        if child == 0:
            signal.setitimer(signal.ITIMER_REAL, after_s)  # unhandled, its signal ends a process at once
            JOBS[job](Path(root), *args)
            os._exit(0)
        print(os.waitpid(child, 0)[1], flush=True)


if __name__ == "__main__":
    main()
