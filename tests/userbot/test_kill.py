"""SIGKILL at the worst moments, to the real process with the real model: what is owed is sent once, and never twice."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from harvest.datadir import DataDir, private_umask
from harvest.loopback import LoopbackServer
from tests.userbot.conftest import READ, SEND, TYPING, until
from userbot.core import State
from userbot.ledger import Ledger, Sending

START_S = 60.0  # a process with torch, on a machine that does other things too


class OwnersMachine:
    """`userbot run` as a process, started and killed as often as the test likes."""

    def __init__(self, server, data, config):
        self.server, self.data, self.config = server, data, config
        self.process = None

    async def start(self):
        command = [sys.executable, "-m", "userbot.cli", "run", "--config", str(self.config)]
        self.process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        line = await asyncio.wait_for(self.process.stdout.readline(), START_S)
        assert b"Watching" in line, await self.process.wait()

    async def refused(self):
        """The exit code and the lines on standard error of a start that must fail."""
        command = [sys.executable, "-m", "userbot.cli", "run", "--config", str(self.config)]
        process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
        )
        _, told = await asyncio.wait_for(process.communicate(), START_S)
        return process.returncode, told.decode().splitlines()

    async def kill(self):
        self.process.kill()
        await self.process.wait()

    async def terminate(self):
        self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), 20)

    def chat(self, person):
        ledger = Ledger.open(self.data.ledger)
        try:
            return ledger.chat(person.id)
        finally:
            ledger.close()

    def bubbles(self, person):
        ledger = Ledger.open(self.data.ledger)
        try:
            return ledger.outgoing(person.id, ledger.chat(person.id).epoch)
        finally:
            ledger.close()


@pytest.fixture
async def machine(tmp_path, trained_clone):
    private_umask()
    data = DataDir(tmp_path / "data").prepare()
    async with LoopbackServer() as server:
        machine = OwnersMachine(server, data, tmp_path / "config.toml")
        machine.owner = server.add_user("Kit")
        machine.ann = server.add_user("Ann", username="ann")
        server.session_file(machine.owner, data.session)
        trained_clone.put_into(data)
        machine.base = trained_clone.base
        machine.config.write_text(
            'data_dir = "data"\n[telegram]\napi_id = 1\napi_hash = "loopback"\n'
            f'[finetune]\nbase = "{machine.base}"\n'
            '[userbot]\ncontacts = ["@ann"]\nidle_delay_s = 1\ntyping_chars_per_s = 100\ntemperature = 0\n'
            'mode = "auto"\nauto_without_eval = true\nquiet_hours = []\n'
        )
        yield machine
        if machine.process and machine.process.returncode is None:
            await machine.kill()


async def settled(machine):
    """The chat's last message is answered, whole, by the clone."""
    heard_id = [m.id for m in machine.server.dialog(machine.owner, machine.ann) if not m.out][-1]

    def is_settled():
        chat = machine.chat(machine.ann)
        return chat.heard_id == heard_id and chat.state is State.QUIET and chat

    assert (await until(is_settled, "a settled chat", START_S)).reason == "answered by the clone"


async def test_killed_while_the_reply_is_being_generated(machine):
    """Nothing was written yet: the next start writes the reply and sends it once."""
    await machine.start()
    machine.server.post(machine.ann, machine.owner, "hi")
    await until(lambda: machine.chat(machine.ann).state is State.REPLYING, "the reply to begin", START_S)
    await machine.kill()
    assert machine.bubbles(machine.ann) == []
    await machine.start()
    await settled(machine)
    texts = [m.message for m in machine.server.dialog(machine.owner, machine.ann)]
    assert texts == ["hi", *(b.text for b in machine.bubbles(machine.ann))]
    assert await machine.terminate() == 0


async def test_killed_between_generating_and_sending(machine):
    """The reply was written and stored: the next start sends that very reply, without writing a new one."""
    hold = machine.server.hold(READ, when="before")
    await machine.start()
    machine.server.post(machine.ann, machine.owner, "hi")
    await asyncio.wait_for(hold.reached.wait(), START_S)
    await machine.kill()
    hold.release()
    planned = machine.bubbles(machine.ann)
    assert [b.state for b in planned] == [Sending.PLANNED] * len(planned)
    assert not machine.server.calls_of(SEND)
    await machine.start()
    await settled(machine)
    assert [c.request.random_id for c in machine.server.calls_of(SEND)] == [b.random_id for b in planned]
    assert machine.server.calls_of(TYPING)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_in_mid_send(machine, when):
    """Whether Telegram had taken the message or not when the process died: it stands in the chat once."""
    hold = machine.server.hold(SEND, when=when)
    await machine.start()
    machine.server.post(machine.ann, machine.owner, "hi")
    await asyncio.wait_for(hold.reached.wait(), START_S)
    await machine.kill()
    hold.release()
    (doubted, *_) = machine.bubbles(machine.ann)
    assert doubted.state is Sending.IN_FLIGHT
    await machine.start()
    await settled(machine)
    bubbles = machine.bubbles(machine.ann)
    assert {b.state for b in bubbles} == {Sending.SENT}
    texts = [m.message for m in machine.server.dialog(machine.owner, machine.ann)]
    assert texts == ["hi", *(b.text for b in bubbles)]


async def test_killed_after_sending(machine):
    """What was sent is not sent again, whenever the process dies afterwards."""
    await machine.start()
    machine.server.post(machine.ann, machine.owner, "hi")
    await settled(machine)
    await machine.kill()
    sent = len(machine.server.calls_of(SEND))
    await machine.start()
    machine.server.post(machine.ann, machine.owner, "and again")
    await until(lambda: machine.chat(machine.ann).heard_id == machine.server.dialog(machine.owner, machine.ann)[-1].id)
    assert len(machine.server.calls_of(SEND)) == sent
    assert await machine.terminate() == 0


async def test_the_models_process_is_killed(machine):
    """The model's process dies in mid-reply: the daemon lives, starts a new one, and the reply goes out once."""
    await machine.start()
    machine.server.post(machine.ann, machine.owner, "hi")
    children = Path(f"/proc/{machine.process.pid}/task/{machine.process.pid}/children")
    worker = await until(lambda: children.read_text().split(), "the model's process", START_S)
    os.kill(int(worker[0]), signal.SIGKILL)
    await until(lambda: "the model failed" in machine.chat(machine.ann).reason, "the failure to be noticed", START_S)
    await settled(machine)
    assert len({c.request.random_id for c in machine.server.calls_of(SEND)}) == len(machine.bubbles(machine.ann))
    assert await machine.terminate() == 0


async def test_the_models_process_hangs(machine):
    """It stops in the midst of its work and answers nothing: after the deadline it is killed, and a new one answers."""
    machine.config.write_text(
        machine.config.read_text().replace("idle_delay_s", "generation_deadline_s = 3\nidle_delay_s")
    )
    await machine.start()
    machine.server.post(machine.ann, machine.owner, "hi")
    await settled(machine)
    children = Path(f"/proc/{machine.process.pid}/task/{machine.process.pid}/children")
    hanging = int(children.read_text().split()[0])
    os.kill(hanging, signal.SIGSTOP)
    machine.server.post(machine.ann, machine.owner, "and again")
    await until(lambda: "took longer than 3 s" in machine.chat(machine.ann).reason, "the deadline", START_S)
    await settled(machine)
    assert str(hanging) not in children.read_text().split()
    assert await machine.terminate() == 0


async def test_a_second_daemon_on_the_same_session(machine):
    """One line and the exit code for later; the first one goes on."""
    await machine.start()
    code, lines = await machine.refused()
    assert (code, len(lines)) == (75, 1)
    machine.server.post(machine.ann, machine.owner, "hi")
    await settled(machine)
    assert await machine.terminate() == 0


async def test_an_adapter_made_for_another_base_is_refused(machine, tmp_path):
    """Before anything is answered, one line says what does not fit and what to do; the exit code is the owner's."""
    from tests.finetune.tiny import TEMPLATE, save_tiny_base

    other = save_tiny_base(tmp_path / "other", TEMPLATE + " ")
    config = machine.config.read_text()
    machine.config.write_text(
        "\n".join(f'base = "{other}"' if "base =" in line else line for line in config.splitlines())
    )
    code, lines = await machine.refused()
    assert code == 1
    assert len(lines) == 1
    assert "trained on" in lines[0]
    assert "train again" in lines[0]
    machine.config.write_text(config)
    template = machine.base / "chat_template.jinja"
    before = template.read_bytes()
    try:
        template.write_bytes(before + b" ")
        code, lines = await machine.refused()
    finally:
        template.write_bytes(before)
    assert code == 1
    assert "changed. Train again." in lines[-1]
