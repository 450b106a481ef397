"""The model in its own process: it answers, is late, dies, is cancelled, and its parent goes on."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from finetune.process import ModelFailed, ModelProcess, ReplyRequest
from tests.finetune.tiny import chat

ASK = ReplyRequest(chat("hi how are you"), max_new_tokens=24, temperature=1.0, seed=3)
ENDLESS = ReplyRequest(chat("hi"), max_new_tokens=1_000_000, temperature=0)


@pytest.fixture
async def process(babbling_home):
    process = ModelProcess(babbling_home.config, None, babbling_home.run.name)
    yield process
    await process.close()


async def test_a_process_that_answers_is_late_is_cancelled_and_is_killed(process):
    """One story, so that the model is loaded as rarely as possible."""
    assert process.pid is None, "nothing starts before it is needed"
    first = await process.reply(ASK, deadline_s=60)
    assert first.tokens > 0
    loaded = process.pid

    waiting = asyncio.create_task(process.reply(ENDLESS, deadline_s=600))
    await asyncio.sleep(0.3)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    began_at = time.monotonic()
    assert (await process.reply(ASK, deadline_s=60)).bubbles == first.bubbles
    assert time.monotonic() - began_at < 5, "the cancelled reply was dropped, not finished"
    assert process.pid == loaded, "and its process stayed"

    with pytest.raises(ModelFailed, match=r"writing the reply took longer than 0\.3 s: the process was stopped"):
        await process.reply(ENDLESS, deadline_s=0.3)
    assert process.pid is None

    assert (await process.reply(ASK, deadline_s=60)).bubbles == first.bubbles
    assert process.pid != loaded
    waiting = asyncio.create_task(process.reply(ENDLESS, deadline_s=600))
    await asyncio.sleep(0.3)
    os.kill(process.pid, signal.SIGKILL)
    with pytest.raises(ModelFailed, match="was killed by signal 9"):
        await waiting


async def test_a_run_that_is_not_there_fails_with_its_line(home):
    """The worker's own words reach the caller, and nothing is left running."""
    process = ModelProcess(home.config, None, "yesterday")
    with pytest.raises(ModelFailed, match="no finished run called yesterday"):
        await process.reply(ASK, deadline_s=60)
    assert process.pid is None


async def test_an_idle_model_is_unloaded_and_loaded_again(home):
    """Its process, and so its memory, is gone after the given time without a request; the next reply starts another."""
    process = ModelProcess(home.config, None, home.run.name, idle_unload_s=0.05)
    first = await process.reply(ASK, deadline_s=60)
    loaded = process.pid
    await asyncio.wait_for(process._unloading, timeout=20)
    assert process.pid is None
    assert not Path("/proc", str(loaded)).exists()
    assert (await process.reply(ASK, deadline_s=60)).bubbles == first.bubbles
    await process.close()
    assert process.pid is None


async def test_a_reply_keeps_the_model_from_being_unloaded(home):
    """Idle time begins anew with each reply, and does not run while one is written."""
    process = ModelProcess(home.config, None, home.run.name, idle_unload_s=60)
    await process.reply(ASK, deadline_s=60)
    idle = process._unloading
    await process.reply(ASK, deadline_s=60)
    assert idle.cancelled()
    assert process._unloading is not idle
    await process.close()


ORPHAN = """
import asyncio, os, sys
from pathlib import Path
from finetune.process import ModelProcess, ReplyRequest
from harvest.examples import ChatMessage

async def main():
    process = ModelProcess(Path({config!r}))
    hi = (ChatMessage("user", "hi"),)
    await process.reply(ReplyRequest(hi, max_new_tokens=2), deadline_s=60)
    print(process.pid, "torch" in sys.modules, "transformers" in sys.modules, flush=True)
    await process.reply(ReplyRequest(hi, max_new_tokens=1_000_000, temperature=0), deadline_s=600)

asyncio.run(main())
"""


def test_the_model_goes_with_its_parent_which_never_loads_torch(babbling_home):
    """The parent is killed in the middle of a reply: the worker is gone a moment later."""
    script = ORPHAN.format(config=str(babbling_home.config))
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    words = parent.stdout.readline().split()
    assert words[1:] == ["False", "False"]
    time.sleep(0.2)
    parent.kill()
    parent.wait()
    worker = Path("/proc", words[0])
    deadline = time.monotonic() + 10
    while worker.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not worker.exists()
