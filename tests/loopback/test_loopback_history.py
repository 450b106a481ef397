"""Reading what is there: pages of messages, dialogs, people."""

from datetime import UTC, datetime, timedelta

import pytest
from telethon import functions, types
from telethon.errors import PeerIdInvalidError, UsernameNotOccupiedError
from telethon.tl.functions.messages import GetDialogsRequest, GetHistoryRequest, GetMessagesRequest

from harvest.loopback import photo, sticker, video_note, voice

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def page(peer, offset_id=0, add_offset=0, limit=100, offset_date=None, max_id=0, min_id=0):
    return GetHistoryRequest(peer, offset_id, offset_date, add_offset, limit, max_id, min_id, 0)


def fill(server, sender, receiver, count):
    """count messages, a minute apart, with ids from 1."""
    for number in range(count):
        server.post(sender, receiver, f"number {number + 1}", sent_at=START + timedelta(minutes=number), push=False)


def ids(answer):
    return [message.id for message in answer.messages]


async def test_history_is_paged_downwards_by_offset_id(server, owner, ann, device):
    """250 messages come as 100, 100 and 50, newest first, each page with the full count and everybody it names."""
    fill(server, ann, owner, 250)
    client = await device(owner)
    pages = [await client(page(ann.id))]
    while ids(pages[-1])[-1] > 1:
        pages.append(await client(page(ann.id, offset_id=ids(pages[-1])[-1])))
    assert [len(part.messages) for part in pages] == [100, 100, 50]
    assert [number for part in pages for number in ids(part)] == list(range(250, 0, -1))
    assert {part.count for part in pages} == {250}
    assert {user.id for user in pages[0].users} == {owner.id, ann.id}
    assert all(user.access_hash for user in pages[0].users)


async def test_history_is_paged_upwards_from_a_cursor(server, owner, ann, device):
    """offset_id=cursor + 1 with add_offset=-100 gives the hundred after the cursor, and less only at the top."""
    fill(server, ann, owner, 250)
    client = await device(owner)
    cursor, seen = 0, []
    while part := ids(await client(page(ann.id, offset_id=cursor + 1, add_offset=-100))):
        seen.append((min(part), max(part)))
        cursor = max(part)
    assert seen == [(1, 100), (101, 200), (201, 250)]


async def test_history_upwards_does_not_stumble_over_deleted_messages(server, owner, ann, device):
    """A cursor on a message that is gone still gives those after it."""
    fill(server, ann, owner, 10)
    server.delete(owner, [4, 5])
    client = await device(owner)
    assert ids(await client(page(ann.id, offset_id=5, add_offset=-3, limit=3))) == [8, 7, 6]


async def test_iter_messages_finds_every_message_in_both_directions(server, owner, ann, device):
    """Telethon's own paging, which uses the same requests in its own way."""
    fill(server, ann, owner, 205)
    client = await device(owner)
    down = [message.id async for message in client.iter_messages(ann.id, wait_time=0)]
    up = [message.id async for message in client.iter_messages(ann.id, wait_time=0, reverse=True)]
    assert down == up[::-1] == list(range(205, 0, -1))


async def test_max_id_and_min_id_exclude_themselves(server, owner, ann, device):
    """Between 3 and 7 lie 4, 5 and 6."""
    fill(server, ann, owner, 10)
    client = await device(owner)
    assert ids(await client(page(ann.id, max_id=7, min_id=3))) == [6, 5, 4]


async def test_offset_date_gives_what_is_older(server, owner, ann, device):
    """The message sent at that very moment is not older than it."""
    fill(server, ann, owner, 10)
    client = await device(owner)
    assert ids(await client(page(ann.id, offset_date=START + timedelta(minutes=3)))) == [3, 2, 1]


async def test_every_kind_of_media_arrives_as_what_it_is(server, owner, ann, device):
    """Telethon recognises each by its attributes."""
    for media in (sticker("🙈"), voice(7), photo(), video_note(12)):
        server.post(ann, owner, "", media=media, push=False)
    client = await device(owner)
    circle, picture, speech, face = await client.get_messages(ann.id, limit=4)
    assert face.file.emoji == "🙈"
    assert (speech.voice is not None, speech.file.duration) == (True, 7)
    assert picture.photo is not None
    assert circle.video_note is not None


async def test_forwards_and_bots_are_named_with_their_users(server, owner, ann, device):
    """A forwarded message and one written through a bot say so, and the people named come along."""
    bob, gif = server.add_user("Bob", is_contact=False), server.add_user("Gif", is_bot=True)
    server.post(ann, owner, "look", forwarded_from=bob, push=False)
    server.post(ann, owner, "made by a bot", via_bot=gif, push=False)
    client = await device(owner)
    answer = await client(page(ann.id))
    through_bot, forwarded = answer.messages
    assert forwarded.fwd_from.from_id == types.PeerUser(bob.id)
    assert through_bot.via_bot_id == gif.id
    assert {bob.id, gif.id} <= {user.id for user in answer.users}


async def test_a_phone_call_is_a_service_message(server, owner, ann, device):
    """It lies in the same history, with an action instead of words."""
    server.post_service(ann, owner, types.MessageActionPhoneCall(1, duration=60))
    client = await device(owner)
    (call,) = (await client(page(ann.id))).messages
    assert isinstance(call, types.MessageService)
    assert call.action.duration == 60


async def test_messages_are_found_by_id_or_come_back_empty(server, owner, ann, device):
    """GetMessages keeps the order it was asked in."""
    fill(server, ann, owner, 2)
    client = await device(owner)
    answer = await client(GetMessagesRequest([types.InputMessageID(2), types.InputMessageID(99)]))
    assert [type(message).__name__ for message in answer.messages] == ["Message", "MessageEmpty"]


async def test_dialogs_hold_people_bots_saved_messages_and_telegram(server, owner, ann, device):
    """The latest first, whoever it is with."""
    bot = server.add_user("Helper", is_bot=True)
    telegram = server.add_user("Telegram", user_id=777000, is_contact=False)
    for day, (sender, receiver) in enumerate([(ann, owner), (bot, owner), (telegram, owner), (owner, owner)]):
        server.post(sender, receiver, "hello", sent_at=START + timedelta(days=day), push=False)
    client = await device(owner)
    dialogs = await client.get_dialogs()
    assert [dialog.id for dialog in dialogs] == [owner.id, telegram.id, bot.id, ann.id]
    assert dialogs[0].entity.is_self
    assert dialogs[2].entity.bot


async def test_dialogs_are_paged(server, owner, device):
    """230 chats come in three pages, none twice and none left out."""
    people = [server.add_user(f"Person {number}") for number in range(230)]
    for number, person in enumerate(people):
        server.post(person, owner, "hello", sent_at=START - timedelta(minutes=number), push=False)
    client = await device(owner)
    assert [dialog.id async for dialog in client.iter_dialogs()] == [person.id for person in people]
    assert len(server.calls_of(GetDialogsRequest)) == 3


async def test_peer_dialogs_tell_what_stands_at_the_top(server, owner, ann, device):
    """The daemon's cheapest truth: top message, unread count, draft, in one request."""
    bob = server.add_user("Bob")
    server.post(ann, owner, "one")
    server.post(ann, owner, "two")
    server.set_draft(owner, ann, "well")
    client = await device(owner)
    wanted = [types.InputDialogPeer(await client.get_input_entity(user.id)) for user in (ann, bob)]
    answer = await client(functions.messages.GetPeerDialogsRequest(wanted))
    with_ann, with_bob = answer.dialogs
    assert (with_ann.top_message, with_ann.unread_count, with_ann.draft.message) == (2, 2, "well")
    assert (with_bob.top_message, with_bob.unread_count) == (0, 0)
    assert {user.id for user in answer.users} == {owner.id, ann.id, bob.id}


async def test_contacts_are_found_by_id_phone_and_name(server, owner, ann, device):
    """A stranger is none, and cannot be addressed by the bare id."""
    stranger = server.add_user("Stranger", is_contact=False)
    client = await device(owner)
    assert (await client.get_entity(ann.id)).first_name == "Ann"
    assert (await client.get_entity("+" + ann.phone)).id == ann.id
    assert (await client.get_entity("ann")).id == ann.id
    with pytest.raises(UsernameNotOccupiedError):
        await client(functions.contacts.ResolveUsernameRequest("nobody"))
    with pytest.raises(ValueError, match="Could not find the input entity"):
        await client.get_input_entity(stranger.id)


async def test_a_takeout_wraps_the_same_requests(server, owner, ann, device):
    """Telethon opens it, reads through it, and closes it."""
    fill(server, ann, owner, 3)
    client = await device(owner)
    async with client.takeout(users=True) as takeout:
        assert [message.id async for message in takeout.iter_messages(ann.id, wait_time=0)] == [3, 2, 1]
    kinds = [type(call.request).__name__ for call in server.calls]
    assert kinds[-1] == "FinishTakeoutSessionRequest"


async def test_a_persons_page_can_be_opened(server, owner, ann, device):
    """users.getFullUser, with the user in it."""
    client = await device(owner)
    page = await client(functions.users.GetFullUserRequest(await client.get_input_entity(ann.id)))
    assert (page.full_user.id, page.users[0].first_name) == (ann.id, "Ann")


def test_a_reply_to_nothing_is_a_mistake_of_the_test(server, owner, ann):
    """The id has to be one in the sender's own box."""
    with pytest.raises(ValueError, match="no message 5"):
        server.post(ann, owner, "what?", reply_to=5)


async def test_an_access_hash_belongs_to_one_account(server, owner, ann, device):
    """A peer kept by another account's session is refused, as Telegram does."""
    other = server.add_user("Other")
    client = await device(owner)
    with pytest.raises(PeerIdInvalidError):
        await client(page(types.InputPeerUser(ann.id, ann.access_hash_for(other))))
