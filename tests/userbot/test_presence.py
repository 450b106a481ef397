"""The owner is about: reading, writing, on another device, or moving people in and out of the whitelist."""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from telethon.tl import functions, types

from finetune.requests import Reply
from harvest.errors import ConfigError
from harvest.loopback.accounts import server_time
from harvest.loopback.logins import Login
from tests.userbot.conftest import DELAY_S, SEND, TYPING, until
from userbot.core import State


def said(*bubbles):
    return Reply(bubbles, True, 5, 0.0, -1.0)


def chat_of(daemon, person):
    return daemon.ledger.chat(person.id)


# messages that change


async def test_an_edited_trigger_is_thought_about_again(house):
    """Changed while the reply is written: what was written is dropped, and the new words are answered."""
    house.writer.gate = asyncio.Event()
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann, "at nine?")
        epoch = chat_of(daemon, house.ann).epoch
        house.let_it_be_due(daemon)
        await until(lambda: house.writer.asked)
        own_copy = house.server.dialog(house.ann, house.owner)[-1]
        house.server.edit(house.ann, own_copy.id, "at ten?")
        await until(lambda: house.writer.was_cancelled)
        await house.idle(daemon)
        assert chat_of(daemon, house.ann).epoch == epoch + 1
        assert not house.sends()
        house.writer.gate.set()
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 2)
        assert house.writer.asked[-1].messages[-1].content == "at ten?"


async def test_a_reaction_is_no_edit(house):
    """It comes as one that is not shown, and postpones nothing."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        was = chat_of(daemon, house.ann)
        message = house.server.dialog(house.owner, house.ann)[-1]
        message.edit_hide = True
        house.server._tell(
            house.owner, [house.owner.box.count(lambda pts: types.UpdateEditMessage(message, pts, 1))], None
        )
        await house.heard(daemon, house.bob)
        assert chat_of(daemon, house.ann) == was


@pytest.mark.parametrize("is_told", [True, False])
async def test_a_deleted_trigger_is_not_answered(house, is_told):
    """Deleted while the clone types, told by an update or found by reading the chat: silence, with the reason."""
    async with house.daemon(max_typing_s=0.3, typing_chars_per_s=0.1) as daemon:
        await house.heard(daemon, house.ann, "forget it")
        hold = house.server.hold(TYPING, when="before")
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        if not is_told:
            house.server.lose_updates(house.owner, 1)
        house.server.delete(house.ann, [house.server.dialog(house.ann, house.owner)[-1].id])
        hold.release()
        await house.idle(daemon)
        house.let_it_be_due(daemon)
        await until(lambda: "is gone" in chat_of(daemon, house.ann).reason)
        assert not house.sends()


async def test_one_of_several_triggers_is_deleted(house):
    """What is left is answered, without the words that were taken back."""
    house.writer.gate = asyncio.Event()
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann, "lend me money... no, forget it")
        gone = house.server.dialog(house.ann, house.owner)[-1].id
        await house.heard(daemon, house.ann, "how are you")
        house.server.delete(house.ann, [gone])
        await until(lambda: chat_of(daemon, house.ann).reason == "a message was deleted")
        house.writer.gate.set()
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 2)
        assert house.writer.asked[-1].messages[-1].content == "how are you"


async def test_the_whole_chat_is_deleted(house):
    """Nothing is left of it while the clone types: nothing is written into the empty chat."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        hold = house.server.hold(TYPING, when="before")
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        house.server.lose_updates(house.owner, 1)
        house.server.delete(house.owner, [m.id for m in house.server.dialog(house.owner, house.ann)], revoke=True)
        hold.release()
        await house.idle(daemon)
        assert not house.sends()


# the owner, elsewhere


@pytest.mark.parametrize("reading", ["postpone", "cancel", "ignore"])
async def test_the_owner_reads_it_on_the_phone(house, reading):
    """As userbot.reading says: the wait begins anew, the chat is the owner's, or nothing changes."""
    async with house.daemon(reading=reading) as daemon:
        await house.heard(daemon, house.ann)
        was = chat_of(daemon, house.ann)
        house.clock.jumped_s += DELAY_S / 2
        house.server.read(house.owner, house.ann)
        await house.heard(daemon, house.bob)  # comes after it
        now = chat_of(daemon, house.ann)
        if reading == "ignore":
            assert now == was
        elif reading == "cancel":
            assert (now.state, now.reason) == (State.QUIET, "the owner has read it")
        else:
            assert now.state is State.WAITING
            assert now.due_at == pytest.approx(house.clock() + DELAY_S, abs=5)


async def test_the_clones_own_reading_cancels_nothing(house):
    """Its read receipt comes back as an update to every device."""
    async with house.daemon(reading="cancel") as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 2)
        await house.idle(daemon)
        assert chat_of(daemon, house.ann).reason == "answered by the clone"


async def test_nothing_is_sent_while_the_owner_is_active(house):
    """On another device, within the minutes set: the reply waits until they are over, and then goes."""
    phone = house.server.logins.add(user=house.owner)
    phone.date_active = server_time() - timedelta(minutes=4)
    async with house.daemon(only_if_inactive_minutes=10) as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: chat_of(daemon, house.ann).reason == "you are active on another device")
        assert 0 < chat_of(daemon, house.ann).due_at - house.clock() < 360
        assert not house.writer.asked
        house.clock.jumped_s += 361
        daemon.sweep()
        await until(lambda: len(house.sent(house.ann)) == 2)


async def test_the_owners_own_message_elsewhere_counts_as_active(house):
    """Writing to Bob, the owner is there to answer Ann too."""
    async with house.daemon(only_if_inactive_minutes=10) as daemon:
        await house.heard(daemon, house.ann)
        house.clock.jumped_s += DELAY_S - 5
        house.server.post(house.owner, house.bob, "hello Bob")
        await until(lambda: daemon.presence._seen_at)
        house.clock.jumped_s += 10
        daemon.sweep()
        await until(lambda: chat_of(daemon, house.ann).reason == "you are active on another device")


async def test_a_draft_that_no_update_told_is_found_before_the_send(house):
    """The owner began to write on another device, and its update was lost."""
    hold = house.server.hold(TYPING, when="before")
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        house.owner.box.drafts[house.ann.id] = types.DraftMessage("hi Ann, I", server_time())
        hold.release()
        await house.idle(daemon)
        assert chat_of(daemon, house.ann).reason == "the owner is writing"
        assert not house.sends()


async def test_a_draft_from_before_the_message_holds_nothing_up(house):
    """Begun and left there days ago: not a sign that the owner is writing now."""
    house.owner.box.drafts[house.ann.id] = types.DraftMessage("someday", server_time() - timedelta(days=2))
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 2)


async def test_a_new_login_pauses_everything(house):
    """Somebody may have got hold of the account: what is typed stops, and nothing goes until the owner resumes."""
    hold = house.server.hold(TYPING, when="before")
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        stranger: Login = house.server.logins.add(user=house.owner)
        stranger.device_model = "somebody's phone"
        house.server.announce_login(stranger, None)
        await until(lambda: daemon.replies.held_until() == float("inf"))
        hold.release()
        await house.idle(daemon)
        daemon.sweep()
        assert not daemon.replies.count
        assert not house.sends()
        await until(lambda: any("somebody's phone" in note for note in house.notes()), "the note")
    async with house.daemon() as daemon:
        house.let_it_be_due(daemon)
        assert not daemon.replies.count, "a restart is no word of the owner's"


# hours and limits


async def test_a_reply_that_runs_into_the_quiet_hours_ends_there(house):
    """Three bubbles, the second after 23:00: the first stands, the rest is dropped, and the chat counts as answered."""
    house.writer.drafts = [said("one", "two", "three")]
    zone = ZoneInfo("Europe/Kyiv")
    now = datetime.now(zone)
    quiet = (now + timedelta(hours=2)).replace(minute=0).strftime("%H:%M")
    end = (now + timedelta(hours=8)).replace(minute=0).strftime("%H:%M")
    async with house.daemon(quiet_hours=[f"{quiet}-{end}"], time_zone="Europe/Kyiv") as daemon:
        await house.heard(daemon, house.ann)
        hold = house.server.hold(SEND, when="after")
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        house.clock.jumped_s += 2 * 3600
        hold.release()
        await house.idle(daemon)
        assert house.sent(house.ann) == ["one"]
        assert chat_of(daemon, house.ann).reason == "answered by the clone"
        await house.heard(daemon, house.bob, at=house.clock() - DELAY_S - 5)
        daemon.sweep()
        await until(lambda: chat_of(daemon, house.bob).reason == "waiting for the end of quiet hours")
        assert not house.sent(house.bob)
        house.clock.jumped_s += 8 * 3600
        daemon.sweep()
        await until(lambda: len(house.sent(house.bob)) == 3)


async def test_a_hundred_at_once_keep_the_days_limit(house):
    """Twelve chats are due in the same second and three replies are left for the day: three go out, no more."""
    people = [house.server.add_user(f"Person {number}") for number in range(12)]
    for person in people:
        house.server.post(person, house.owner, "long ago", push=False)
    ids = [person.id for person in people]
    async with house.daemon(contacts=ids, max_replies_per_day=3) as daemon:
        for person in people:
            await house.heard(daemon, person)
        house.let_it_be_due(daemon)
        await until(lambda: daemon.replies.count == 0 and all(chat_of(daemon, p).state is State.QUIET for p in people))
        assert sum(bool(house.sent(person)) for person in people) == 3
        reasons = [chat_of(daemon, person).reason for person in people]
        assert sum("max_replies_per_day" in reason for reason in reasons) == 9


# the whitelist


async def test_a_folder_is_a_whitelist(house):
    """Who is in it is answered; who is put into it later too, from then on; who is taken out is not any more."""
    house.server.put_into_folder(house.owner, "Clone", [house.ann])
    async with house.daemon(contacts=[], folder="Clone") as daemon:
        assert set(daemon.peers) == {house.ann.id}
        house.server.put_into_folder(house.owner, "Clone", [house.ann, house.bob])
        await until(lambda: house.bob.id in daemon.peers)
        await house.heard(daemon, house.bob)
        await house.heard(daemon, house.ann)
        house.server.put_into_folder(house.owner, "Clone", [house.bob])
        await until(lambda: house.ann.id not in daemon.peers)
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.bob)) == 2)
        await house.idle(daemon)
        assert not house.sent(house.ann)


async def test_who_leaves_the_folder_in_mid_reply_gets_nothing_more(house):
    """The words are being written as the owner takes Ann out."""
    house.server.put_into_folder(house.owner, "Clone", [house.ann, house.bob])
    house.writer.gate = asyncio.Event()
    async with house.daemon(contacts=[], folder="Clone") as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: house.writer.asked)
        house.server.put_into_folder(house.owner, "Clone", [house.bob])
        await house.idle(daemon)
        house.writer.gate.set()
        assert house.writer.was_cancelled
        house.let_it_be_due(daemon)
        await house.idle(daemon)
        assert not house.sends()


async def test_a_folder_that_is_gone_ends_the_daemon(house):
    """Rather than guess whom it meant; so does one that never was."""
    house.server.put_into_folder(house.owner, "Clone", [house.ann])
    async with house.daemon(contacts=[], folder="Clone") as daemon:
        house.server.put_into_folder(house.owner, "Clone", [])
        with pytest.raises(ConfigError, match='no folder "Clone"'):
            await asyncio.wait_for(asyncio.shield(daemon.running), 15)
    with pytest.raises(ConfigError, match='no folder "Clone"'):
        async with house.daemon(contacts=[], folder="Clone"):
            pass


async def test_a_folders_change_that_no_update_told_is_found(house):
    """The whitelist is Telegram's truth too: asked for again with the reconciler."""
    house.server.put_into_folder(house.owner, "Clone", [house.ann, house.bob])
    async with house.daemon(contacts=[], folder="Clone") as daemon:
        del house.owner.box.folders[2].include_peers[0]
        await daemon.reconcile()
        assert set(daemon.peers) == {house.bob.id}


async def test_a_contact_who_is_not_mutual_is_refused(house):
    """Telegram counts writing to those as spam: listed, the daemon does not start; in the folder, they are left out."""
    eve = house.server.add_user("Eve", is_mutual=False)
    house.server.post(eve, house.owner, "hi", push=False)
    with pytest.raises(ConfigError, match="no mutual contact"):
        async with house.daemon(contacts=[eve.id]):
            pass
    house.server.put_into_folder(house.owner, "Clone", [eve, house.ann])
    async with house.daemon(contacts=[], folder="Clone") as daemon:
        assert set(daemon.peers) == {house.ann.id}
    async with house.daemon(contacts=[eve.id], only_mutual_contacts=False) as daemon:
        assert set(daemon.peers) == {eve.id}


async def test_a_deleted_account_is_refused(house):
    """Its owner is gone; nobody reads what is written there."""
    ghost = house.server.add_user("", is_deleted=True)
    house.server.post(ghost, house.owner, "hi", push=False)
    with pytest.raises(ConfigError, match=r"is never answered|private chats"):
        async with house.daemon(contacts=[ghost.id]):
            pass


async def test_the_people_a_folder_names_are_asked_for_as_a_client_would(house):
    """The loopback server's folders are Telegram's: made with one request, read with another."""
    async with house.daemon() as daemon:
        title = types.TextWithEntities("Mine", [])
        peer = types.InputPeerUser(house.ann.id, house.ann.access_hash_for(house.owner))
        await daemon.client(
            functions.messages.UpdateDialogFilterRequest(7, types.DialogFilter(7, title, [], [peer], []))
        )
        told = await daemon.client(functions.messages.GetDialogFiltersRequest())
        assert [type(f).__name__ for f in told.filters] == ["DialogFilterDefault", "DialogFilter"]
        assert told.filters[1].include_peers[0].user_id == house.ann.id
