"""SIGTERM to the real process in every phase: it ends by itself within ten seconds, and nothing is lost."""

import asyncio

import pytest
from telethon.tl import functions

from tests.userbot.conftest import READ, SEND, TYPING, until
from tests.userbot.test_kill import START_S, machine, settled  # noqa: F401
from userbot.core import State
from userbot.ledger import Sending

PROMISED_S = 10.0  # also what a container is given before it is killed


async def terminated(machine):  # noqa: F811
    """SIGTERM; the exit code, of an end in time."""
    machine.process.terminate()
    return await asyncio.wait_for(machine.process.wait(), PROMISED_S)


async def answered_once(machine):  # noqa: F811
    """After another start: the reply stands in the chat once, whole, and nothing else of the clone's does."""
    await machine.start()
    await settled(machine)
    bubbles = machine.bubbles(machine.ann)
    assert {bubble.state for bubble in bubbles} == {Sending.SENT}
    texts = [message.message for message in machine.server.dialog(machine.owner, machine.ann)]
    assert texts == ["hi", *(bubble.text for bubble in bubbles)]
    assert await terminated(machine) == 0


async def test_while_nothing_is_due(machine):  # noqa: F811
    """Idle: it ends at once, with 0, and leaves no process id behind."""
    await machine.start()
    assert await terminated(machine) == 0
    assert not (machine.data.root / "daemon.pid").exists()


async def test_while_the_reply_is_being_generated(machine):  # noqa: F811
    """The model's process, loading or writing, goes too; the reply is written anew and sent once."""
    await machine.start()
    machine.server.post(machine.ann, machine.owner, "hi")
    await until(lambda: machine.chat(machine.ann).state is State.REPLYING, "the reply to begin", START_S)
    assert await terminated(machine) == 0
    assert not machine.server.calls_of(SEND)
    await answered_once(machine)


async def test_while_it_types(machine):  # noqa: F811
    """Slow typing is broken off; the reply that was written goes out after the next start, with its random ids."""
    config = machine.config.read_text()
    machine.config.write_text(config.replace("typing_chars_per_s = 100", "typing_chars_per_s = 0.1"))
    await machine.start()
    machine.server.post(machine.ann, machine.owner, "hi")
    await until(lambda: machine.server.calls_of(TYPING), "the typing", START_S)
    planned = machine.bubbles(machine.ann)
    assert await terminated(machine) == 0
    assert not machine.server.calls_of(SEND)
    machine.config.write_text(config)
    await answered_once(machine)
    assert [call.request.random_id for call in machine.server.calls_of(SEND)] == [b.random_id for b in planned]


@pytest.mark.parametrize("request_type", [READ, TYPING])
async def test_while_telegram_does_not_answer(machine, request_type):  # noqa: F811
    """A request that hangs before the send holds nothing up."""
    hold = machine.server.hold(request_type, when="before")
    await machine.start()
    machine.server.post(machine.ann, machine.owner, "hi")
    await asyncio.wait_for(hold.reached.wait(), START_S)
    assert await terminated(machine) == 0
    hold.release()
    assert not machine.server.calls_of(SEND)
    await answered_once(machine)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_in_mid_send(machine, when):  # noqa: F811
    """Whether Telegram has the message is not known: it is sent again with the same id, and stands there once."""
    hold = machine.server.hold(SEND, when=when)
    await machine.start()
    machine.server.post(machine.ann, machine.owner, "hi")
    await asyncio.wait_for(hold.reached.wait(), START_S)
    assert await terminated(machine) == 0
    hold.release()
    (doubted, *_) = machine.bubbles(machine.ann)
    assert doubted.state is Sending.IN_FLIGHT
    await answered_once(machine)


async def test_before_it_is_ready(machine):  # noqa: F811
    """Telegram does not answer, and it is still starting: it ends all the same."""
    hold = machine.server.hold(functions.messages.GetPeerDialogsRequest, when="before")
    starting = asyncio.create_task(machine.start())
    await asyncio.wait_for(hold.reached.wait(), START_S)
    assert await terminated(machine) == 0
    hold.release()
    with pytest.raises(AssertionError):
        await starting
