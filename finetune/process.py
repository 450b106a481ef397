"""The model at arm's length: a process of its own, started when it is needed, killed when it is late. Imports no torch.

Whoever awaits a reply gets it, or ModelFailed; the next call starts a new process if the old one is gone.
"""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from loguru import logger

from finetune.libraries import ENVIRONMENT
from finetune.requests import ModelFailed, Reply, ReplyRequest
from finetune.worker import Abort, Ask, Done, Failed, Piece, Ready

LONGEST_LINE = 2**24
GOODBYE_S = 5.0

__all__ = ["ModelFailed", "ModelProcess", "Reply", "ReplyRequest"]

_decoder = msgspec.json.Decoder(Ready | Piece | Done | Failed)


class ModelProcess:
    """config, data_dir, run: as on the command line. One reply at a time; more wait in line.

    more_runs: other clones on the same base, loaded beside it; a request's `run` says which one answers.
    """

    def __init__(
        self,
        config: Path | None = None,
        data_dir: Path | None = None,
        run: str = "latest",
        *,
        more_runs: Sequence[str] = (),
        load_deadline_s: float = 600.0,
        idle_unload_s: float | None = None,
    ) -> None:
        self._arguments = [str(config or ""), str(data_dir or ""), run, *more_runs]
        self._load_deadline_s = load_deadline_s
        self._idle_unload_s = idle_unload_s
        self._process: asyncio.subprocess.Process | None = None
        self._is_ready = False
        self._turn = asyncio.Lock()
        self._last_id = 0
        self._unloading: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """Of the process, while one runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    @property
    def state(self) -> Literal["asleep", "starting", "ready"]:
        if self.pid is None:
            return "asleep"
        return "ready" if self._is_ready else "starting"

    async def reply(self, request: ReplyRequest, deadline_s: float, tell: Callable[[str], None] | None = None) -> Reply:
        """deadline_s: for the reply itself, not for loading the model. Raises ModelFailed.

        tell: told the text as it grows. Cancelled, it lets go at once; the process drops the reply within a token and
        takes the next request.
        """
        async with self._turn:
            self._stay()
            await self._loaded()
            self._last_id += 1
            try:
                answer = await self._answer(Ask(self._last_id, request, tell is not None), deadline_s, tell)
            finally:
                self._unload_when_idle()
        if isinstance(answer, Failed):
            raise ModelFailed(f"the reply failed ({answer.reason}); the log says where")
        return answer.reply

    async def close(self) -> None:
        """Ends the process, politely at first."""
        self._stay()
        process, self._process, self._is_ready = self._process, None, False
        if process is None or process.returncode is not None:
            return
        if process.stdin:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), GOODBYE_S)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _loaded(self) -> None:
        if self.pid is None:
            self._is_ready = False
            self._process = await self._start()
        if not self._is_ready:
            answer = await self._within(self._load_deadline_s, "loading the model")
            if isinstance(answer, Failed):
                await self._kill()
                raise ModelFailed(answer.reason)
            self._is_ready = True

    async def _start(self) -> asyncio.subprocess.Process:
        logger.info("starting the model's process")
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "finetune.worker",
            *self._arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # libraries' chatter; what matters is in the log
            limit=LONGEST_LINE,
            env={**os.environ, **ENVIRONMENT},
        )

    async def _answer(self, ask: Ask, deadline_s: float, tell: Callable[[str], None] | None) -> Done | Failed:
        ends_at = time.monotonic() + deadline_s
        try:
            await self._send(ask)
            while True:
                answer = await self._within(deadline_s, "writing the reply", ends_at - time.monotonic())
                if isinstance(answer, Done | Failed) and answer.id == ask.id:
                    return answer  # others are of replies that nobody waits for any more
                if isinstance(answer, Piece) and answer.id == ask.id and tell is not None:
                    tell(answer.text)
        except asyncio.CancelledError:
            with contextlib.suppress(ModelFailed):
                await self._send(Abort(ask.id))
            raise

    async def _send(self, message: Ask | Abort) -> None:
        process = self._process
        if process is None or process.stdin is None:
            raise ModelFailed("the model's process is gone")
        try:
            process.stdin.write(msgspec.json.encode(message) + b"\n")
            await process.stdin.drain()
        except ConnectionError:
            raise ModelFailed(await self._last_words()) from None

    async def _within(
        self, deadline_s: float, doing: str, left_s: float | None = None
    ) -> Ready | Piece | Done | Failed:
        """The next answer. A process that is late is killed. left_s: what of the deadline is left, if it began."""
        process = self._process
        if process is None or process.stdout is None:
            raise ModelFailed("the model's process is gone")
        try:
            line = await asyncio.wait_for(process.stdout.readline(), deadline_s if left_s is None else left_s)
        except TimeoutError:
            await self._kill()
            raise ModelFailed(f"{doing} took longer than {deadline_s:g} s: the process was stopped") from None
        if not line.endswith(b"\n"):
            raise ModelFailed(await self._last_words())
        answer: Ready | Piece | Done | Failed = _decoder.decode(line)
        return answer

    async def _last_words(self) -> str:
        code = await self._process.wait() if self._process else 0
        self._process = None
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        return f"the model's process {how}"

    async def _kill(self) -> None:
        process, self._process = self._process, None
        if process and process.returncode is None:
            process.kill()
            await process.wait()

    def _stay(self) -> None:
        if self._unloading and self._unloading is not asyncio.current_task():
            self._unloading.cancel()
        self._unloading = None

    def _unload_when_idle(self) -> None:
        if self._idle_unload_s is not None:
            self._unloading = asyncio.create_task(self._unload_after(self._idle_unload_s))

    async def _unload_after(self, delay_s: float) -> None:
        await asyncio.sleep(delay_s)
        logger.info("the model was idle for {:g} s: unloading it", delay_s)
        await self.close()
