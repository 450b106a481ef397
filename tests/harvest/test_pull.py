"""The real Telethon client takes a history from the loopback server."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from telethon.tl import types
from telethon.tl.functions.messages import GetDialogsRequest, GetHistoryRequest

from harvest.account import choose, know_the_account
from harvest.asking import Asking
from harvest.client import connected, telegram_errors
from harvest.clone_written import remember_clone_written, sent_ids
from harvest.dataset import redactor_for
from harvest.dialogs import private_dialogs
from harvest.errors import AccountError, TryAgainLater, UserError
from harvest.loopback import sticker, voice
from harvest.messages import Media, Peer, unwanted
from harvest.pull import Pull, Taken
from harvest.settings import HarvestSettings

MAY = datetime(2024, 5, 1, tzinfo=UTC)
EVERYONE = HarvestSettings(take_everyone_without_consent=True)


class Seen:
    """A watcher that remembers."""

    def __init__(self):
        self.begun, self.seen, self.waited, self.gone = [], 0, [], []

    def begins(self, peer, total, done):
        self.begun.append((peer.first_name, total, done))

    def took(self, seen):
        self.seen += seen

    def waits(self, seconds_left):
        self.waited.append(seconds_left)

    def lost(self, peer, reason):
        self.gone.append((peer.first_name, reason))


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self):
        self.now, self.slept = 0.0, []

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.now += seconds
        self.slept.append(seconds)


@pytest.fixture
def talk(server, owner, ann):
    """talk(count): so many messages between the owner and Ann, an hour apart."""

    def fill(count, first=0):
        for n in range(first, first + count):
            sides = (ann, owner) if n % 3 else (owner, ann)
            server.post(*sides, f"line {n}", sent_at=MAY + timedelta(hours=n), push=False)

    return fill


@pytest.fixture
def pull(server, owner, data, archive, settings_with):
    """await pull(): one whole pull as the command does it. Returns (messages stored, what the watcher saw)."""
    server.session_file(owner, data.session)

    async def once(pace_s=0.0, clock=None, reread_since=float("inf")):
        clock, seen = clock or Clock(), Seen()
        with telegram_errors():
            async with connected(settings_with(), data) as client:
                await know_the_account(client, archive)
                choice = choose(await private_dialogs(client), EVERYONE)
                with archive.transaction():
                    archive.put_peers(dialog.peer for dialog in choice.taken)
                ask = Asking(client, pace_s, seen.waits, clock.sleep, clock)
                seen.taken = await Pull(ask, archive, seen, reread_since).dialogs(choice.taken)
        return sum(taken.new for taken in seen.taken.values()), seen

    return once


def texts(archive, peer):
    return [message.text for message in archive.messages(peer.id)]


async def test_a_history_is_taken_whole_in_pages_of_a_hundred(server, talk, pull, archive, ann):
    """250 messages are three requests, oldest first; the bar knows how many there are from the first answer."""
    talk(250)
    stored, seen = await pull()
    assert (stored, seen.begun, seen.seen) == (250, [("Ann", 250, 0)], 250)
    assert texts(archive, ann) == [f"line {n}" for n in range(250)]
    assert len(server.calls_of(GetHistoryRequest)) == 3


async def test_a_second_pull_takes_only_what_is_new(server, talk, pull, archive, ann):
    """With nothing new the dialog itself costs no request; three more messages cost one."""
    talk(120)
    await pull()
    before = len(server.calls_of(GetHistoryRequest))
    assert (await pull())[0] == 0
    assert len(server.calls_of(GetHistoryRequest)) == before
    talk(3, first=120)
    assert (await pull())[0] == 3
    assert len(server.calls_of(GetHistoryRequest)) == before + 1
    assert len(texts(archive, ann)) == 123


async def test_a_flood_wait_is_waited_out_before_the_owners_eyes(server, talk, pull):
    """FLOOD_WAIT_3 counts 3, 2, 1 and the same page is asked again; nobody really sleeps here."""
    talk(10)
    server.fail(GetHistoryRequest, "FLOOD_WAIT_3", code=420)
    clock = Clock()
    stored, seen = await pull(clock=clock)
    assert (stored, seen.waited, clock.slept) == (10, [3, 2, 1, 0], [1, 1, 1])


async def test_a_flood_wait_of_hours_is_for_another_day(server, talk, pull):
    """Beyond an hour nobody sits and watches: the exit says to try again later."""
    talk(150)
    server.fail(GetHistoryRequest, "FLOOD_WAIT_7200", code=420)
    with pytest.raises(TryAgainLater, match="wait 120 minutes"):
        await pull()


async def test_edits_and_deletions_of_the_last_days_are_found(server, owner, ann, talk, pull, archive):
    """An edit and a deletion among the last 150 hours; older ones are not looked at, and it costs two requests."""
    talk(300)
    await pull()
    said = server.dialog(owner, ann)
    server.edit(owner, said[297].id, "mended")
    server.edit(owner, said[0].id, "too long ago")
    server.delete(owner, [said[250].id])
    before = len(server.calls_of(GetHistoryRequest))
    since = (MAY + timedelta(hours=150)).timestamp()
    _, seen = await pull(reread_since=since)
    assert seen.taken == {ann.id: Taken(new=0, edited=1, deleted=1)}
    assert len(server.calls_of(GetHistoryRequest)) == before + 2
    found = texts(archive, ann)
    assert (len(found), found[0], found[-3], "line 250" in found) == (299, "line 0", "mended", False)
    assert (await pull(reread_since=since))[1].taken == {ann.id: Taken()}


async def test_new_messages_and_old_edits_come_in_one_pull(server, owner, ann, talk, pull, archive):
    """The news are not read twice: the second look begins below them."""
    talk(20)
    await pull()
    server.edit(owner, server.dialog(owner, ann)[18].id, "mended")
    talk(5, first=20)
    _, seen = await pull(reread_since=MAY.timestamp())
    assert seen.taken == {ann.id: Taken(new=5, edited=1)}
    assert len(texts(archive, ann)) == 25


async def test_an_emptied_chat_forgets_nothing(server, owner, ann, talk, pull, archive):
    """The owner cleared the history at Telegram: what was harvested before stays."""
    talk(20)
    await pull()
    server.delete(owner, [m.id for m in server.dialog(owner, ann)])
    await pull(reread_since=MAY.timestamp())
    assert len(texts(archive, ann)) == 20


async def test_requests_keep_their_pace(talk, pull):
    """A pace of one second: three pages, two waits between them."""
    talk(250)
    clock = Clock()
    await pull(pace_s=1.0, clock=clock)
    assert clock.slept == [1.0, 1.0]


async def test_a_pull_goes_on_where_it_was_stopped(server, talk, pull, archive, ann):
    """The session is revoked after the first page: that page stays, and the next pull asks above it."""
    talk(250)
    watcher_took = Seen.took

    def revoke_after_first_page(self, seen):
        watcher_took(self, seen)
        server.fail(GetHistoryRequest, "SESSION_REVOKED", code=401)
        Seen.took = watcher_took

    Seen.took = revoke_after_first_page
    with pytest.raises(AccountError, match="ended from another device"):
        await pull()
    assert (len(texts(archive, ann)), archive.count(ann.id)) == (100, 100)
    stored, seen = await pull()
    assert (stored, seen.begun) == (150, [("Ann", 250, 100)])
    assert texts(archive, ann) == [f"line {n}" for n in range(250)]


async def test_a_connection_that_drops_is_taken_up_again(server, talk, pull, archive, ann):
    talk(250)
    watcher_took = Seen.took

    def drop(self, seen):
        watcher_took(self, seen)
        server.drop_connections()
        Seen.took = watcher_took

    Seen.took = drop
    assert (await pull())[0] == 250
    assert len(texts(archive, ann)) == 250


async def test_a_dialog_that_vanishes_stops_nobody_else(server, owner, ann, pull, archive):
    """Ann's dialog cannot be read any more; Bob's is taken, and the owner is told."""
    bob = server.add_user("Bob")
    server.post(bob, owner, "hi", sent_at=MAY, push=False)
    server.post(ann, owner, "hello", sent_at=MAY + timedelta(days=1), push=False)
    server.fail(GetHistoryRequest, "PEER_ID_INVALID", code=400)
    stored, seen = await pull()
    assert (stored, seen.gone, texts(archive, bob)) == (1, [("Ann", "PeerIdInvalidError")], ["hi"])


async def test_a_dialog_that_vanishes_in_mid_pull_keeps_what_was_taken(server, owner, ann, talk, pull, archive):
    """After the first of three pages Ann blocks the account: a hundred messages stay, Bob's are taken."""
    bob = server.add_user("Bob")
    server.post(bob, owner, "hi", sent_at=MAY - timedelta(days=1), push=False)
    talk(250)
    watcher_took = Seen.took

    def vanish(self, seen):
        watcher_took(self, seen)
        server.fail(GetHistoryRequest, "PEER_ID_INVALID", code=400)
        Seen.took = watcher_took

    Seen.took = vanish
    _, seen = await pull()
    assert (len(texts(archive, ann)), texts(archive, bob)) == (100, ["hi"])
    assert seen.gone == [("Ann", "PeerIdInvalidError")]


async def test_what_is_said_comes_whole(server, owner, ann, pull, archive):
    """Media, replies, forwards, entities; a service line is no message but counts as seen."""
    hi = server.post(ann, owner, "hi 🎸 a@b.example", MAY, entities=[types.MessageEntityEmail(6, 11)])
    server.post(owner, ann, "", MAY, media=sticker("😂"))
    server.post(ann, owner, "listen", MAY, media=voice(12))
    server.post(owner, ann, "look", MAY, forwarded_from=ann)
    server.post_service(ann, owner, types.MessageActionPhoneCall(1), MAY)
    stored, seen = await pull()
    said = list(archive.messages(ann.id))
    assert (stored, seen.seen) == (4, 5)
    assert [m.media for m in said] == [None, Media("sticker", "😂"), Media("voice", duration_s=12), None]
    assert [m.is_borrowed for m in said] == [False, False, False, True]
    assert [(e.kind, e.start, e.length) for e in said[0].entities] == [("email", 5, 11)]
    assert hi is not None


async def test_only_people_are_offered(server, owner, ann, data, archive, settings_with):
    """Bots, Saved Messages and service chats never, whatever the config says; deleted accounts unless asked for."""
    others = {
        "a bot": server.add_user("Helper", is_bot=True),
        "Saved Messages": owner,
        "a deleted account": server.add_user("", is_deleted=True),
        "Telegram's service messages": server.add_user("Telegram", user_id=777000),
        "Telegram's support": server.add_user("Support", is_support=True),
    }
    for peer in (ann, *others.values()):
        server.post(peer, owner, "hi", sent_at=MAY, push=False)
    server.session_file(owner, data.session)
    async with connected(settings_with(), data) as client:
        choice = choose(await private_dialogs(client), EVERYONE)
    assert [dialog.peer.id for dialog in choice.taken] == [ann.id]
    assert {reason: dialog.peer.id for dialog, reason in choice.refused} == {
        reason: peer.id for reason, peer in others.items()
    }


async def test_a_deleted_account_is_taken_when_asked_for(server, owner, data, archive, settings_with):
    """With harvest.deleted_accounts, and listed by id; a name that was known before goes on being redacted."""
    gone = server.add_user("", is_deleted=True)
    server.post(gone, owner, "hi", sent_at=MAY, push=False)
    server.session_file(owner, data.session)
    archive.put_peers([Peer(gone.id, "Grace", "Hill", access_hash=1)])
    agreed = HarvestSettings(contacts=[{"peer": gone.id, "consent": "2026-11-01"}], deleted_accounts=True)
    unlisted = HarvestSettings(deleted_accounts=True)
    async with connected(settings_with(), data) as client:
        dialogs = await private_dialogs(client)
    (dialog,) = choose(dialogs, agreed).taken
    assert [reason for _, reason in choose(dialogs, unlisted).refused] == ["not listed in harvest.contacts"]
    assert unwanted(dialog.peer) == "a deleted account"
    archive.put_peers([dialog.peer])
    (peer,) = archive.peers()
    assert (peer.name, peer.is_deleted) == ("Grace Hill", True)
    assert "Hill" not in redactor_for(archive, agreed).text("it was Grace Hill who said so").text


async def test_nobody_is_taken_who_did_not_agree(server, owner, ann, data, settings_with):
    """By @username in any case or by id; naming somebody on the command line is no consent."""
    bob = server.add_user("Bob")
    for peer in (ann, bob):
        server.post(peer, owner, "hi", sent_at=MAY, push=False)
    server.session_file(owner, data.session)
    agreed = HarvestSettings(contacts=[{"peer": "@ANN_LEE", "consent": "2026-11-01"}])
    async with connected(settings_with(), data) as client:
        dialogs = await private_dialogs(client)
    assert [d.peer.id for d in choose(dialogs, agreed).taken] == [ann.id]
    assert [d.peer.id for d in choose(dialogs, agreed, [str(ann.id)]).taken] == [ann.id]
    with pytest.raises(UserError, match=f"{bob.id}: not taken"):
        choose(dialogs, agreed, [str(bob.id)])
    with pytest.raises(UserError, match="@nobody: no private dialog"):
        choose(dialogs, agreed, ["@nobody"])


async def test_every_dialog_is_listed_over_many_pages(server, owner, data, settings_with):
    """230 dialogs are three pages and no one is missing or double."""
    people = [server.add_user(f"P{n}") for n in range(230)]
    for n, peer in enumerate(people):
        server.post(peer, owner, "hi", sent_at=MAY + timedelta(minutes=n), push=False)
    server.session_file(owner, data.session)
    async with connected(settings_with(), data) as client:
        found = await private_dialogs(client)
    assert [dialog.peer.id for dialog in found] == [peer.id for peer in reversed(people)]
    assert len(server.calls_of(GetDialogsRequest)) <= 4


async def test_another_accounts_archive_is_left_alone(server, owner, ann, data, archive, pull, talk):
    """The session was replaced by somebody else's: their words must not join these."""
    talk(3)
    await pull()
    data.session.unlink()
    server.session_file(ann, data.session)
    with pytest.raises(UserError, match=f"of account {owner.id}, not of {ann.id}"):
        await pull()


@pytest.mark.parametrize("forget_keys", [False, True], ids=["401", "unknown key"])
async def test_a_revoked_session_is_the_accounts_matter(server, owner, talk, pull, forget_keys):
    talk(3)
    server.revoke(owner, forget_keys=forget_keys)
    with pytest.raises(AccountError, match="Log in again"):
        await pull()


async def test_without_a_session_one_is_told_to_log_in(data, settings_with):
    with pytest.raises(AccountError, match="harvest login"):
        async with connected(settings_with(), data):
            pass


def test_the_ledgers_sent_ids_are_remembered(data, archive):
    """Also once the ledger is gone; planned messages that were never sent are nobody's."""
    assert remember_clone_written(archive, data.ledger) == 0
    with sqlite3.connect(data.ledger) as ledger:
        ledger.execute("CREATE TABLE outbox(chat_id INTEGER, msg_id INTEGER)")
        ledger.executemany("INSERT INTO outbox VALUES(?, ?)", [(7, 1), (7, None), (8, 3)])
    assert remember_clone_written(archive, data.ledger) == 2
    data.ledger.unlink()
    remember_clone_written(archive, data.ledger)
    assert (archive.clone_written(7), archive.clone_written(8)) == ({1}, {3})


def test_a_ledger_that_cannot_be_read_stops_the_harvest(data):
    """Else the clone's words would pass for the owner's."""
    data.ledger.write_bytes(b"no database" * 200)
    with pytest.raises(UserError, match="cannot be read"):
        sent_ids(data.ledger)
