"""Writing, and what the other side and the other devices learn of it."""

import pytest
from telethon import events, functions, types
from telethon.errors import MessageAuthorRequiredError, MessageNotModifiedError
from telethon.tl.functions.messages import SendMessageRequest


def said(server, owner, peer):
    return [message.message for message in server.dialog(owner, peer)]


async def test_a_message_reaches_the_receiver_and_the_senders_other_device(server, owner, ann, device, hear):
    """The phone sees as outgoing what the desktop sent; the desktop does not hear itself."""
    desktop, phone, anns = await device(owner), await device(owner), await device(ann)
    on_desktop, on_phone, at_anns = hear(desktop), hear(phone), hear(anns)
    sent = await desktop.send_message(ann.id, "hello")
    elsewhere, received = await on_phone.next(), await at_anns.next()
    assert (elsewhere.raw_text, elsewhere.out, elsewhere.id) == ("hello", True, sent.id)
    assert (received.raw_text, received.out, received.sender_id) == ("hello", False, owner.id)
    assert (await received.get_sender()).first_name == "Olga"
    server.post(ann, owner, "hi")
    assert (await on_desktop.next()).raw_text == "hi"


async def test_the_same_random_id_twice_is_one_message(server, owner, ann, device):
    """The second answer names the first message and counts nothing."""
    client = await device(owner)
    peer = await client.get_input_entity(ann.id)
    first = await client(SendMessageRequest(peer, "once", random_id=77))
    second = await client(SendMessageRequest(peer, "once", random_id=77))
    assert said(server, owner, ann) == said(server, ann, owner) == ["once"]
    assert [type(update).__name__ for update in second.updates] == ["UpdateMessageID", "UpdateNewMessage"]
    assert second.updates[0].id == first.updates[0].id
    assert (first.updates[1].pts_count, second.updates[1].pts_count) == (1, 0)


async def test_two_accounts_may_use_the_same_random_id(server, owner, ann, device):
    """It is the sender's own number."""
    for user, peer in ((owner, ann), (ann, owner)):
        client = await device(user)
        await client(SendMessageRequest(await client.get_input_entity(peer.id), user.first_name, random_id=5))
    assert said(server, owner, ann) == ["Olga", "Ann"]


async def test_telegrams_brief_forms_mean_the_same(server, owner, ann, device, hear):
    """A sent text is confirmed by UpdateShortSentMessage and pushed as UpdateShortMessage."""
    server.short_forms = True
    client, anns = await device(owner), await device(ann)
    heard = hear(anns)
    peer = await client.get_input_entity(ann.id)
    answer = await client(SendMessageRequest(peer, "short", random_id=9))
    assert isinstance(answer, types.UpdateShortSentMessage)
    assert answer.id == server.dialog(owner, ann)[0].id
    received = await heard.next()
    assert (received.raw_text, received.sender_id, received.out) == ("short", owner.id, False)
    again = await client(SendMessageRequest(peer, "short", random_id=9))
    assert [update.id for update in again.updates if isinstance(update, types.UpdateMessageID)] == [answer.id]


async def test_a_reply_points_at_each_sides_own_copy(server, owner, ann, device):
    """Ids differ between the boxes."""
    server.post(owner, owner, "a note, to shift the owner's ids")
    question = server.post(ann, owner, "where?")
    client = await device(owner)
    (asked,) = await client.get_messages(ann.id, limit=1)
    await client.send_message(ann.id, "here", reply_to=asked.id)
    assert asked.id != question.id
    assert server.dialog(owner, ann)[-1].reply_to.reply_to_msg_id == asked.id
    assert server.dialog(ann, owner)[-1].reply_to.reply_to_msg_id == question.id


async def test_saved_messages_lie_there_once(server, owner, device):
    """One copy, one chat."""
    client = await device(owner)
    await client.send_message("me", "remember")
    assert said(server, owner, owner) == ["remember"]


async def test_an_edit_reaches_both_sides(server, owner, ann, device, hear):
    """Ann mends her words: the owner's device hears of it and reads the new ones."""
    posted = server.post(ann, owner, "helo")
    client, anns = await device(owner), await device(ann)
    heard = hear(client, events.MessageEdited)
    await anns.edit_message(owner.id, posted.id, "hello")
    assert (await heard.next()).raw_text == "hello"
    assert said(server, owner, ann) == said(server, ann, owner) == ["hello"]
    with pytest.raises(MessageNotModifiedError):
        await anns.edit_message(owner.id, posted.id, "hello")
    with pytest.raises(MessageAuthorRequiredError):
        await client.edit_message(ann.id, server.dialog(owner, ann)[0].id, "not mine")


async def test_an_edit_on_another_device_is_heard(server, owner, ann, device, hear):
    """As server.edit does it for a person without a client."""
    posted = server.post(ann, owner, "helo")
    heard = hear(await device(owner), events.MessageEdited)
    server.edit(ann, posted.id, "hello")
    assert (await heard.next()).raw_text == "hello"


async def test_a_deletion_reaches_both_sides_or_only_ones_own(server, owner, ann, device, hear):
    """With revoke both copies go, without it the other side's stays. Telethon is not told in which chat."""
    first, second = server.post(ann, owner, "one"), server.post(ann, owner, "two")
    own_ids = [message.id for message in server.dialog(owner, ann)]
    client, anns = await device(owner), await device(ann)
    heard = hear(client, events.MessageDeleted)
    await anns.delete_messages(owner.id, [first.id])
    gone = await heard.next()
    assert (gone.deleted_ids, gone.chat_id) == (own_ids[:1], None)
    server.delete(ann, [second.id], revoke=False)
    assert said(server, ann, owner) == []
    assert said(server, owner, ann) == ["two"]


async def test_several_deletions_count_as_many_pts(server, owner, ann, device, hear):
    """No gap is left: the next message is heard without asking for a difference."""
    for text in ("one", "two", "three"):
        server.post(ann, owner, text)
    client = await device(owner)
    heard = hear(client)
    await client.delete_messages(ann.id, [1, 2, 3])
    server.calls.clear()
    server.post(ann, owner, "four")
    assert (await heard.next()).raw_text == "four"
    assert server.calls == []


async def test_a_draft_is_seen_on_the_other_devices_and_in_the_dialog(server, owner, ann, device, hear):
    """What the owner begins on the phone, the desktop hears of, the writer's own device does not."""
    phone, desktop = await device(owner), await device(owner)
    heard = hear(desktop, events.Raw(types.UpdateDraftMessage))
    await phone(functions.messages.SaveDraftRequest(await phone.get_input_entity(ann.id), "I was thi"))
    update = await heard.next()
    assert (update.peer, update.draft.message) == (types.PeerUser(ann.id), "I was thi")
    server.set_draft(owner, ann, "")
    assert isinstance((await heard.next()).draft, types.DraftMessageEmpty)
    server.set_draft(owner, ann, "again")
    (kept,) = (await desktop(functions.messages.GetAllDraftsRequest())).updates
    assert kept.draft.message == "again"


async def test_typing_is_shown_to_the_other_side(server, owner, ann, device, hear):
    """From a client and from server.type alike, and recorded."""
    client, anns = await device(owner), await device(ann)
    at_anns, at_owners = hear(anns, events.UserUpdate), hear(client, events.UserUpdate)
    request = functions.messages.SetTypingRequest(
        await client.get_input_entity(ann.id), types.SendMessageTypingAction()
    )
    await client(request)
    assert (await at_anns.next()).typing
    server.type(ann, owner)
    heard = await at_owners.next()
    assert (heard.typing, heard.user_id) == (True, ann.id)
    assert [call.user_id for call in server.calls_of(functions.messages.SetTypingRequest)] == [owner.id]


async def test_a_read_receipt_reaches_the_other_side_and_the_other_devices(server, owner, ann, device, hear):
    """Ann learns how far she was read, in her own ids; the owner's phone learns that it was read elsewhere."""
    server.post(ann, ann, "a note, to shift Ann's ids")
    posted = [server.post(ann, owner, text) for text in ("one", "two")]
    desktop, phone, anns = await device(owner), await device(owner), await device(ann)
    on_phone, at_anns = hear(phone, events.MessageRead(inbox=True)), hear(anns, events.MessageRead)
    await desktop.send_read_acknowledge(ann.id, max_id=server.dialog(owner, ann)[1].id)
    receipt, elsewhere = await at_anns.next(), await on_phone.next()
    assert (receipt.max_id, receipt.chat_id) == (posted[1].id, owner.id)
    assert elsewhere.max_id == server.dialog(owner, ann)[1].id
    (dialog,) = await desktop.get_dialogs()
    assert dialog.unread_count == 0


async def test_reading_on_another_device_is_heard(server, owner, ann, device, hear):
    """server.read is the owner's phone: the daemon's device is told."""
    server.post(ann, owner, "hello")
    heard = hear(await device(owner), events.MessageRead(inbox=True))
    server.read(owner, ann)
    assert (await heard.next()).max_id == 1


async def test_a_chat_can_be_flagged_unread(server, owner, ann, device):
    """And the flag goes when it is read."""
    server.post(ann, owner, "hello")
    client = await device(owner)
    peer = types.InputDialogPeer(await client.get_input_entity(ann.id))
    await client(functions.messages.MarkDialogUnreadRequest(peer, unread=True))
    marked = (await client(functions.messages.GetPeerDialogsRequest([peer]))).dialogs[0].unread_mark
    await client.send_read_acknowledge(ann.id)
    assert marked
    assert not (await client(functions.messages.GetPeerDialogsRequest([peer]))).dialogs[0].unread_mark


async def test_a_client_that_wants_no_updates_gets_none(server, owner, ann, device, hear):
    """Telethon's receive_updates=False wraps every request to say so."""
    deaf, other = await device(owner, receive_updates=False), await device(owner)
    at_deaf, at_other = hear(deaf), hear(other)
    await deaf.get_me()
    server.post(ann, owner, "hello")
    assert (await at_other.next()).raw_text == "hello"
    await deaf.get_me()
    assert at_deaf.nothing_more
