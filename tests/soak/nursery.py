"""`userbot run` by the hundred: its modules are read once, then each start is a fork that walks in at the front door.

Run as `python -m tests.soak.nursery CONFIG LOG`: for each line on standard input one process is started, and its
number printed. A line is "whole", or when the process kills itself: "turn 300" of its event loop, "statement 40" of
its ledger. Pauses between bubbles are cut short; everything else is as the owner runs it.
"""

import asyncio
import itertools
import os
import signal
import sys

MODULES = ("userbot.commands.service", "userbot.cli", "httpx2", "telethon.tl.alltlobjects")


def nurse(config: str, log: str) -> None:
    from importlib import import_module

    for module in MODULES:
        import_module(module)
    from userbot import pacing

    pacing.READING_S = pacing.GAP_S = 0.02
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are buried by the kernel
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _run(config, log, line)
        print(pid, flush=True)


def _run(config: str, log: str, how: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    kind, _, number = how.strip().partition(" ")
    if kind == "turn":
        _die_at_turn(int(number))
    elif kind == "statement":
        _die_at_statement(int(number))
    target = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for stream, place in ((nothing, 0), (target, 1), (target, 2)):
        os.dup2(stream, place)
    sys.argv = ["userbot", "run", "--config", config]
    from userbot.cli import main

    code = 1
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


def _die_at_turn(number: int) -> None:
    """Between two steps of the event loop: the whole process stands at its awaits then."""
    turn = asyncio.base_events.BaseEventLoop._run_once
    turns = itertools.count()

    def counted(loop: asyncio.AbstractEventLoop) -> None:
        if next(turns) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        turn(loop)

    asyncio.base_events.BaseEventLoop._run_once = counted


def _die_at_statement(number: int) -> None:
    """As SQLite is about to run it, also within a transaction."""
    from userbot import ledger

    opened, statements = ledger.opened, itertools.count()

    def traced(path: object) -> object:
        db = opened(path)
        db.set_trace_callback(lambda _: os.kill(os.getpid(), signal.SIGKILL) if next(statements) == number else None)
        return db

    ledger.opened = traced


class Nursery:
    """The other end: starts and kills."""

    def __init__(self, config: str, log: str) -> None:
        self._arguments = [sys.executable, "-m", "tests.soak.nursery", config, log]
        self._process: asyncio.subprocess.Process | None = None
        self.pid = 0

    async def __aenter__(self) -> "Nursery":
        self._process = await asyncio.create_subprocess_exec(
            *self._arguments, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self.kill()
        self._process.stdin.close()
        await self._process.wait()

    async def start(self, how: str = "whole") -> int:
        self._process.stdin.write(f"{how}\n".encode())
        self.pid = int(await self._process.stdout.readline())
        return self.pid

    async def ended(self) -> None:
        while True:
            try:
                os.kill(self.pid, 0)
            except ProcessLookupError:
                return
            await asyncio.sleep(0.01)

    def kill(self) -> bool:
        """SIGKILL. False if it had ended by itself."""
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True


if __name__ == "__main__":
    nurse(*sys.argv[1:])
