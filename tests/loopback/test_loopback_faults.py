"""What goes wrong on purpose, and that the real client lives through it."""

import asyncio
import struct
from contextlib import suppress

import pytest
from loguru import logger
from telethon import functions, types
from telethon.errors import FloodWaitError, InputMethodInvalidError, PeerFloodError, RPCError
from telethon.tl.functions.messages import GetHistoryRequest, SendMessageRequest
from telethon.tl.functions.updates import GetDifferenceRequest

from harvest.loopback import message_requests
from harvest.loopback.api import HANDLERS

PATIENCE_S = 10


def said(server, owner, peer):
    return [message.message for message in server.dialog(owner, peer)]


async def test_a_flood_wait_is_raised_and_then_over(server, owner, ann, device):
    """With a threshold of 0 Telethon leaves the waiting to us; the next request goes through."""
    server.post(ann, owner, "hello")
    server.fail(GetHistoryRequest, "FLOOD_WAIT_3")
    client = await device(owner, flood_sleep_threshold=0)
    with pytest.raises(FloodWaitError) as raised:
        await client.get_messages(ann.id)
    assert raised.value.seconds == 3
    assert (await client.get_messages(ann.id))[0].raw_text == "hello"


async def test_a_failing_request_takes_no_effect(server, owner, ann, device):
    """Any error Telegram knows can be asked for, as often as wanted."""
    server.fail(SendMessageRequest, "PEER_FLOOD", code=400, times=2)
    client = await device(owner)
    for _ in range(2):
        with pytest.raises(PeerFloodError):
            await client.send_message(ann.id, "no")
    await client.send_message(ann.id, "yes")
    assert said(server, owner, ann) == ["yes"]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_connection_lost_while_sending_makes_no_double(server, owner, ann, device, when):
    """Telethon connects again and repeats the request with its random_id: one message, and the client knows its id."""
    hold = server.hold(SendMessageRequest, when)
    client = await device(owner)
    sending = asyncio.create_task(client.send_message(ann.id, "once"))
    async with asyncio.timeout(PATIENCE_S):
        await hold.reached.wait()
        assert len(server.dialog(owner, ann)) == (0 if when == "before" else 1)
        server.drop_connections(owner)
        sent = await sending
        await hold.lost.wait()
    assert [message.id for message in server.dialog(owner, ann)] == [sent.id]
    assert len(server.calls_of(SendMessageRequest)) == 2


@pytest.mark.parametrize(("when", "left"), [("before", []), ("after", ["was it sent?"])])
async def test_a_held_request_of_a_client_that_died_stays_as_it_was(server, owner, ann, device, when, left):
    """Undone before it took effect, done after it; releasing it later changes nothing."""
    hold = server.hold(SendMessageRequest, when)
    client = await device(owner)
    sending = asyncio.create_task(client.send_message(ann.id, "was it sent?"))
    async with asyncio.timeout(PATIENCE_S):
        await hold.reached.wait()
        await client.disconnect()
        await hold.lost.wait()
    hold.release()
    await asyncio.gather(sending, return_exceptions=True)
    assert said(server, owner, ann) == left


async def test_a_hold_keeps_no_other_request_waiting(server, owner, ann, device):
    """And once released it is answered as if nothing had been."""
    hold = server.hold(SendMessageRequest, "before")
    client = await device(owner)
    sending = asyncio.create_task(client.send_message(ann.id, "slowly"))
    async with asyncio.timeout(PATIENCE_S):
        await hold.reached.wait()
        assert (await client.get_me()).id == owner.id
        hold.release()
        assert (await sending).raw_text == "slowly"


async def test_latency_delays_every_answer(server, owner, device):
    """Two requests one after the other take it twice."""
    client = await device(owner)
    server.latency_s = 0.05
    loop = asyncio.get_running_loop()
    began = loop.time()
    await client.get_me()
    await client(functions.updates.GetStateRequest())
    assert loop.time() - began >= 0.1


async def test_large_answers_can_be_compressed(server, owner, ann, device):
    """The client unpacks what is longer than gzip_over; and it compresses what it sends itself."""
    server.gzip_over = 100
    client = await device(owner)
    await client.send_message(ann.id, "long" * 750)
    assert (await client.get_messages(ann.id))[0].raw_text == "long" * 750 == said(server, owner, ann)[0]


async def test_a_changed_salt_costs_one_more_round(server, owner, ann, device):
    """The client takes the new salt and sends the same request again, once."""
    client = await device(owner)
    await client.send_message(ann.id, "before")
    server.change_salt()
    await client.send_message(ann.id, "after")
    assert said(server, owner, ann) == ["before", "after"]


async def test_a_lost_update_is_recovered_by_the_next_one(server, owner, ann, device, hear):
    """The gap in pts makes the client ask for the difference, which holds both messages."""
    client = await device(owner)
    heard = hear(client)
    server.post(ann, owner, "zero")
    assert await heard.texts(1) == ["zero"]
    server.lose_updates(owner, 1)
    server.post(ann, owner, "one")
    server.post(ann, owner, "two")
    assert await heard.texts(2) == ["one", "two"]
    assert server.calls_of(GetDifferenceRequest)


async def test_a_lost_last_update_is_recovered_by_catching_up(server, owner, ann, device, hear):
    """Nothing follows that would show the gap: only asking does."""
    client = await device(owner)
    heard = hear(client)
    server.post(ann, owner, "zero")
    assert await heard.texts(1) == ["zero"]
    server.lose_updates(owner, 1)
    server.post(ann, owner, "one")
    await client.catch_up()
    assert await heard.texts(1) == ["one"]


@pytest.fixture
async def away(server, owner, ann, device, hear, tmp_path):
    """away(): the owner's client was connected, is gone, and comes back with catch_up. What it hears then."""
    path = tmp_path / "owner.session"
    server.session_file(owner, path)
    server.post(ann, owner, "before")
    client = await device(owner, session=str(path))
    await client.get_messages(ann.id)
    await client.disconnect()

    async def back():
        server.calls.clear()
        client = await device(owner, session=str(path), catch_up=True, connected=False)
        heard = hear(client)  # before it connects: what is caught up comes at once
        await client.connect()
        return client, heard

    return back


async def test_messages_missed_while_away_are_caught_up(server, owner, ann, away):
    """The session file keeps the pts: what came since is told, in its order, but not what was there before."""
    for number in range(5):
        server.post(ann, owner, f"missed {number}")
    _, heard = await away()
    assert await heard.texts(5) == [f"missed {number}" for number in range(5)]
    assert heard.nothing_more


async def test_a_long_absence_comes_in_slices(server, owner, ann, away):
    """Telethon asks on until it has everything."""
    server.slice_over = 2
    for number in range(5):
        server.post(ann, owner, f"missed {number}")
    _, heard = await away()
    assert await heard.texts(5) == [f"missed {number}" for number in range(5)]
    assert len(server.calls_of(GetDifferenceRequest)) == 3


async def test_too_long_an_absence_is_silently_skipped_by_telethon(server, owner, ann, away):
    """differenceTooLong: the missed messages are told nobody; only reading the history finds them."""
    server.too_long_over = 2
    for number in range(5):
        server.post(ann, owner, f"missed {number}")
    client, heard = await away()
    while not server.calls_of(GetDifferenceRequest):
        await client.get_me()
    server.post(ann, owner, "now")
    assert await heard.texts(1) == ["now"]


async def test_the_difference_names_ones_own_random_ids(server, owner, ann, device):
    """An uncertain send can be resolved: the id of the message that a random_id made."""
    client = await device(owner)
    state = await client(functions.updates.GetStateRequest())
    await client(SendMessageRequest(await client.get_input_entity(ann.id), "sent", random_id=42))
    missed = await client(GetDifferenceRequest(state.pts, state.date, 0))
    assert [message.message for message in missed.new_messages] == ["sent"]
    assert [(update.random_id, update.id) for update in missed.other_updates] == [(42, missed.new_messages[0].id)]


async def test_the_difference_tells_edits_and_leaves_out_what_was_deleted(server, owner, ann, device):
    """A message that came and went is only a deletion; an edited one comes with its new text."""
    client = await device(owner)
    state = await client(functions.updates.GetStateRequest())
    kept, gone = server.post(ann, owner, "kep"), server.post(ann, owner, "gone")
    server.edit(ann, kept.id, "kept")
    server.delete(ann, [gone.id])
    missed = await client(GetDifferenceRequest(state.pts, state.date, 0))
    assert [message.message for message in missed.new_messages] == ["kept"]
    kinds = [type(update) for update in missed.other_updates]
    assert kinds == [types.UpdateEditMessage, types.UpdateDeleteMessages]


async def test_a_request_nobody_thought_of_is_refused_by_name(server, owner, device):
    """A new call of the product shows up in its test."""
    client = await device(owner)
    with pytest.raises(InputMethodInvalidError):
        await client(functions.help.GetNearestDcRequest())


async def test_a_bug_in_a_handler_is_an_answer_and_not_a_hang(server, owner, ann, device, monkeypatch):
    """Error 500; the words that were in the request stay out of the log."""

    def broken(asker, request):
        raise KeyError(request.message)

    log: list[str] = []
    sink = logger.add(log.append, format="{message}{exception}", diagnose=False)
    monkeypatch.setitem(HANDLERS, SendMessageRequest, broken)
    client = await device(owner, request_retries=0, raise_last_call_error=True)
    with pytest.raises(RPCError, match="LOOPBACK_BUG"):
        await client.send_message(ann.id, "secret words")
    logger.remove(sink)
    assert "KeyError at test_loopback_faults.py" in "".join(log)
    assert "secret" not in "".join(log)
    monkeypatch.setitem(HANDLERS, SendMessageRequest, message_requests.send_message)
    await client.send_message(ann.id, "works again")


async def test_calls_are_recorded_with_their_requests(server, owner, ann, device):
    """Enough to say that something was not written."""
    client = await device(owner)
    await client.send_message(ann.id, "hello")
    (call,) = server.calls_of(SendMessageRequest)
    assert (call.user_id, call.request.message) == (owner.id, "hello")
    assert call in server.calls


@pytest.mark.parametrize("garbage", [b"GET / HTTP/1.1\r\n\r\n", bytes(40), struct.pack("<ii", 40, 0) + bytes(32), b"?"])
async def test_garbage_ends_the_connection_and_nothing_else(server, owner, device, garbage):
    """Whoever does not speak the protocol is cut off; the others go on."""
    client = await device(owner)
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(garbage)
    writer.write_eof()
    async with asyncio.timeout(PATIENCE_S):
        with suppress(ConnectionResetError):
            assert await reader.read() == b""
    writer.close()
    assert (await client.get_me()).id == owner.id
