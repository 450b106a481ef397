"""What Telegram, the network and the machine can do to the daemon, each over real MTProto or on a real disk."""

import asyncio
import sqlite3
from datetime import UTC, datetime

import pytest
from telethon.tl import types

from finetune.requests import Reply
from harvest.errors import AccountError, TryAgainLater, UserError
from tests.userbot.conftest import DELAY_S, HISTORY, READ, SEND, TYPING, until
from userbot.core import State
from userbot.ledger import Ledger, Sending

HOUR_S = 3600.0


def said(*bubbles):
    return Reply(bubbles, True, 5, 0.0, -1.0)


def chat_of(daemon, person):
    return daemon.ledger.chat(person.id)


async def ended(daemon):
    """What the daemon ends with, raised."""
    await asyncio.wait_for(asyncio.shield(daemon.running), 20)


# the line


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("request_kind", [SEND, READ, HISTORY, TYPING])
async def test_the_line_is_cut_around_a_request(house, request_kind, when):
    """Before or after the server did it: each bubble stands in the chat once, and the chat is settled."""
    house.writer.drafts = [said("one", "two")]
    async with house.daemon(max_typing_s=0.01) as daemon:
        await house.heard(daemon, house.ann)
        hold = house.server.hold(request_kind, when=when)
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        house.server.drop_connections(house.owner)
        await until(lambda: len(house.sent(house.ann)) >= 2 and not daemon.replies.count, within_s=40)
        await until(lambda: chat_of(daemon, house.ann).reason == "answered by the clone", within_s=40)
        assert house.texts(house.ann)[-3:] == ["hi", "one", "two"]


async def test_an_update_told_twice_counts_once(house):
    """The same message again, as after a reconnect, moves nothing: not the wait, not the epoch."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        was = chat_of(daemon, house.ann)
        update = house.owner.box.events[-1].update
        for pts_count in (1, 0):
            again = types.UpdateNewMessage(update.message, update.pts, pts_count)
            house.server._tell(house.owner, [again], None)
        await house.heard(daemon, house.bob)
        await daemon.reconcile()
        assert chat_of(daemon, house.ann) == was


async def test_updates_that_overtake_each_other_are_one_wait(house):
    """The later message first, the earlier one after it: one reply to both, in the order they were written."""
    async with house.daemon() as daemon:
        house.server.lose_updates(house.owner, 1)
        house.server.post(house.ann, house.owner, "first")
        late = house.owner.box.events[-1].update
        await house.heard(daemon, house.ann, "second")
        house.server._tell(house.owner, [late], None)
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 2)
        assert house.writer.asked[-1].messages[-1].content == "first\nsecond"
        assert len(house.writer.asked) == 1


async def test_missing_updates_leave_nothing_unanswered(house):
    """Three messages that no update tells are found by the reconciler, and answered once."""
    async with house.daemon() as daemon:
        house.server.lose_updates(house.owner, 3)
        for text in ("one", "two", "three"):
            house.server.post(house.ann, house.owner, text)
        await daemon.reconcile()
        assert chat_of(daemon, house.ann).heard_id == house.server.dialog(house.owner, house.ann)[-1].id
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 2)
        assert len(house.writer.asked) == 1


async def test_a_difference_too_long_to_tell_is_read_from_the_chats(house):
    """Telegram gives up telling what was missed; the chats themselves are asked."""
    async with house.daemon():
        pass
    house.server.too_long_over = 5
    for number in range(20):
        house.server.post(house.ann, house.owner, f"number {number}")
    async with house.daemon() as daemon:
        assert chat_of(daemon, house.ann).heard_id == house.server.dialog(house.owner, house.ann)[-1].id
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 2)


async def test_a_new_salt_costs_nothing(house):
    """In the midst of a reply the server changes its salt: the request is repeated, the bubble stands once."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.server.change_salt()
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 2)
        await house.idle(daemon)
        assert house.texts(house.ann)[-2:] == ["hey", "all good?"]


# what Telegram refuses


@pytest.mark.parametrize("wait_s", [5, 60, 300, 86400])
async def test_a_flood_wait_holds_every_chat(house, wait_s):
    """Nobody gets anything until it is over, also not after a restart; a day's wait makes what is owed stale."""
    house.server.fail(SEND, f"FLOOD_WAIT_{wait_s}")
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: chat_of(daemon, house.ann).reason == "Telegram asks to wait")
        assert wait_s - 5 < daemon.replies.held_until() - house.clock() <= wait_s
    house.clock.jumped_s += wait_s - 4
    async with house.daemon() as daemon:
        await house.heard(daemon, house.bob, at=house.clock() - DELAY_S)
        daemon.bell.ring(house.bob.id)
        daemon.sweep()
        assert not daemon.replies.count
        assert len(house.sends()) == 1, "still within the wait"
        house.clock.jumped_s += 10
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.bob)) == 2)
        await house.idle(daemon)
        answered = ["hey", "hey", "all good?"] if wait_s < 86400 else ["hey"]
        assert house.sent(house.ann) == answered
        assert chat_of(daemon, house.ann).reason.startswith("answered" if wait_s < 86400 else "stale")


async def test_a_flood_wait_stops_what_is_under_way_elsewhere(house):
    """Bob's reply is being typed as Ann's is refused: it waits too, instead of asking for a longer wait."""
    hold = house.server.hold(TYPING, when="after")
    async with house.daemon() as daemon:
        await house.heard(daemon, house.bob)
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        await house.heard(daemon, house.ann)
        house.server.fail(SEND, "FLOOD_WAIT_300")
        house.let_it_be_due(daemon)
        await until(lambda: chat_of(daemon, house.ann).reason == "Telegram asks to wait")
        hold.release()
        await house.idle(daemon)
        assert not house.sent(house.bob)
        assert chat_of(daemon, house.bob).state is State.WAITING


async def test_slow_mode_holds_one_chat_only(house):
    """It is that chat's own: the others are answered."""
    house.server.fail(SEND, "SLOWMODE_WAIT_600")
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: chat_of(daemon, house.ann).state is State.WAITING)
        assert 590 < chat_of(daemon, house.ann).due_at - house.clock() <= 600
        await house.heard(daemon, house.bob)
        house.let_it_be_due(daemon)
        await until(lambda: house.sent(house.bob))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("PEER_FLOOD", 400),
        ("FROZEN_METHOD_INVALID", 420),
        ("SESSION_REVOKED", 401),
        ("AUTH_KEY_DUPLICATED", 406),
        ("USER_DEACTIVATED", 401),
    ],
)
async def test_what_endangers_the_account_ends_everything(house, name, code):
    """One refusal, no second try, and the exit code that keeps systemd from starting it again."""
    house.server.fail(SEND, name, code=code, times=10)
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        with pytest.raises(AccountError) as refusal:
            await ended(daemon)
        assert refusal.value.exit_code == 77
    assert len(house.sends()) == 1


@pytest.mark.parametrize(
    "name", ["USER_IS_BLOCKED", "INPUT_USER_DEACTIVATED", "YOU_BLOCKED_USER", "PRIVACY_PREMIUM_REQUIRED"]
)
async def test_one_persons_refusal_is_theirs_alone(house, name):
    """Blocked, deleted, closed to strangers: that chat is the owner's, with the reason; the others go on."""
    house.server.fail(SEND, name, code=400)
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: chat_of(daemon, house.ann).reason.startswith("silent: Telegram refused the message"))
        await house.heard(daemon, house.bob)
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.bob)) == 2)
        assert len(house.sent(house.ann)) == 1


async def test_the_session_is_revoked_while_the_clone_types(house):
    """The owner ends it on the phone: the next sign of typing is refused, nothing is sent, the exit code is 77."""
    hold = house.server.hold(TYPING, when="after")
    async with house.daemon(max_typing_s=30, typing_chars_per_s=0.1) as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        house.server.revoke(house.owner)
        hold.release()
        with pytest.raises(AccountError):
            await ended(daemon)
    assert not house.sends()


# clocks


async def test_the_clock_jumps_an_hour_ahead(house):
    """What waits is due at once; nobody is answered twice, nothing is lost."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.clock.jumped_s += HOUR_S
        daemon.sweep()
        await until(lambda: len(house.sent(house.ann)) == 2)
        await house.heard(daemon, house.ann, "and?")
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 4)


async def test_the_clock_jumps_an_hour_back(house):
    """A message after the jump is due a delay later, not an hour and a delay."""
    async with house.daemon() as daemon:
        house.clock.jumped_s -= HOUR_S
        await house.heard(daemon, house.ann)
        assert chat_of(daemon, house.ann).due_at <= house.clock() + DELAY_S
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 2)


async def test_the_machine_sleeps_for_eight_hours(house):
    """What came just before is stale when it wakes up, what comes after is answered."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.clock.jumped_s += 8 * HOUR_S
        house.server.drop_connections(house.owner)
        daemon.sweep()
        assert chat_of(daemon, house.ann).reason == "stale: left to the owner"
        house.server.post(house.ann, house.owner, "still there?", datetime.fromtimestamp(house.clock(), UTC))
        await until(lambda: daemon.client.is_connected())
        await daemon.reconcile()
        assert chat_of(daemon, house.ann).state is State.WAITING
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 2)


# the disk


async def test_a_full_disk_stops_the_sending(house):
    """The send that cannot be recorded does not happen; the daemon ends and says what to do."""
    house.writer.drafts = [said("x" * 900, "y" * 900, *("z" * 900 for _ in range(5)))]
    async with house.daemon(guard={"max_chars": 10_000}) as daemon:
        await house.heard(daemon, house.ann)
        pages = daemon.ledger._db.execute("PRAGMA page_count").fetchone()[0]
        daemon.ledger._db.execute(f"PRAGMA max_page_count={pages}")
        house.let_it_be_due(daemon)
        with pytest.raises(UserError, match="cannot be written"):
            await ended(daemon)
    assert not house.sends()


async def test_a_ledger_that_another_program_holds_stops_the_sending(house):
    """Nothing is sent that cannot be written down, and the owner is told."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        daemon.ledger._db.execute("PRAGMA busy_timeout=50")
        other = sqlite3.connect(house.data.ledger, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        house.let_it_be_due(daemon)
        with pytest.raises(UserError, match="locked"):
            await ended(daemon)
        other.close()
    assert not house.sends()


async def test_a_lock_in_mid_reply_stops_it_too(house):
    """The words are written, the ledger is held as the reply fails: the daemon ends, rather than forget the chat."""
    house.writer.gate = asyncio.Event()
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: house.writer.asked)
        daemon.ledger._db.execute("PRAGMA busy_timeout=50")
        other = sqlite3.connect(house.data.ledger, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        house.writer.drafts = [Reply((), True, 1, 0.0, -1.0)]  # silence, which has to be recorded as well
        house.writer.gate.set()
        with pytest.raises(UserError, match="locked"):
            await ended(daemon)
        other.close()
    async with house.daemon() as daemon:
        await until(lambda: "would not answer" in chat_of(daemon, house.ann).reason)


def test_a_corrupt_ledger_is_no_reason_to_guess(house_data):
    """Bytes overwritten in its midst: refused at the start, in one line."""
    ledger = Ledger.open(house_data.ledger)
    for number in range(1, 200):
        ledger.watch(number, 0)
    ledger.close()
    content = bytearray(house_data.ledger.read_bytes())
    content[4096 : 4096 * 3] = b"\xff" * 8192
    house_data.ledger.write_bytes(content)
    with pytest.raises(UserError, match="damaged"):
        Ledger.open(house_data.ledger)


@pytest.fixture
def house_data(tmp_path):
    from harvest.datadir import DataDir, private_umask

    private_umask()
    return DataDir(tmp_path / "data").prepare()


# other processes


def test_a_second_daemon_is_refused(house_data):
    """One account, one process: the second says so and ends with the code for later."""
    with house_data.account_lock(), pytest.raises(TryAgainLater), house_data.account_lock():
        pass


async def test_a_bubble_in_doubt_is_found_before_anything_is_typed(house):
    """The send's answer was lost and the process died: the chat is read first, and the bubble is not typed again."""
    house.writer.drafts = [said("one", "two")]
    hold = house.server.hold(SEND, when="after")
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        house.server.drop_connections(house.owner)
        daemon.stop()
    typed = len(house.server.calls_of(TYPING))
    async with house.daemon() as daemon:
        await until(lambda: chat_of(daemon, house.ann).reason == "answered by the clone")
        assert house.texts(house.ann)[-2:] == ["one", "two"]
        assert [b.state for b in daemon.ledger.outgoing(house.ann.id, chat_of(daemon, house.ann).epoch)] == [
            Sending.SENT,
            Sending.SENT,
        ]
        assert len(house.server.calls_of(TYPING)) == typed + 1


async def test_the_rest_of_a_reply_does_not_come_hours_later(house):
    """The process died between two bubbles and started again after an hour: the reply ends where it was."""
    house.writer.drafts = [said("one", "two")]
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        hold = house.server.hold(SEND, when="after")
        second = house.server.hold(SEND, when="before")
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        hold.release()
        await until(lambda: len(house.server.calls_of(TYPING)) == 2 or second.reached.is_set())
        await asyncio.wait_for(second.reached.wait(), 15)
    daemon_ledger = Ledger.open(house.data.ledger)
    chat = daemon_ledger.chat(house.ann.id)
    doubted = [b for b in daemon_ledger.outgoing(house.ann.id, chat.epoch) if b.state is Sending.IN_FLIGHT]
    for bubble in doubted:
        daemon_ledger.settle(bubble.id, Sending.PLANNED)  # as if it had died a moment before
    daemon_ledger.close()
    house.clock.jumped_s += HOUR_S
    async with house.daemon() as daemon:
        daemon.sweep()
        await house.idle(daemon)
        assert house.texts(house.ann)[-1] == "one"
        assert chat_of(daemon, house.ann).reason == "answered by the clone"


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_doubt_that_the_owner_overtook_is_cleared_up(house, arrived):
    """The send's answer was lost and the owner wrote next: half an hour later the bubble is found, or reported."""
    house.writer.drafts = [said("did it arrive?")]
    hold = house.server.hold(SEND, when="after" if arrived else "before")
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        epoch = chat_of(daemon, house.ann).epoch
    house.server.post(house.owner, house.ann, "it is me")
    async with house.daemon() as daemon:
        assert chat_of(daemon, house.ann).reason == "the owner answered"
        house.clock.jumped_s += 31 * 60
        await daemon.reconcile()
        (bubble,) = daemon.ledger.outgoing(house.ann.id, epoch)
        assert bubble.state is (Sending.SENT if arrived else Sending.UNKNOWN)
        await until(lambda: any("did it arrive?" in note for note in house.notes()) or arrived, "the note")
        assert len(house.sends()) == 1
