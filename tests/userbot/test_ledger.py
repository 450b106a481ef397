import sqlite3

import pytest

from harvest.errors import UserError
from userbot import core
from userbot.core import Policy, State
from userbot.ledger import Ledger, Sending
from userbot.numbers import new_random_id

ANN = 7
POLICY = Policy(delay_s=(60, 60), max_staleness_s=3600)


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    ledger.watch(ANN, newest_id=0)
    yield ledger
    ledger.close()


def hear(ledger, message_id, at):
    return ledger.hear(ANN, message_id, lambda chat: core.heard(chat, message_id, at, POLICY, at), at)


def start_reply(ledger, now=100.0):
    return ledger.update(ANN, lambda chat: core.due(chat, POLICY, now), now)


def test_a_message_counts_once(ledger):
    """The same message by update, by history and after a restart moves the chat once."""
    assert hear(ledger, 5, at=10).epoch == 1
    assert hear(ledger, 5, at=10) is None
    assert ledger.chat(ANN).epoch == 1


def test_everything_is_on_disk_at_once(ledger, tmp_path):
    """A second look at the file, as after a crash, finds the same chat and the same bubbles."""
    hear(ledger, 5, at=10)
    chat = start_reply(ledger)
    planned = ledger.plan(ANN, chat.epoch, ["hi", "there"], now=100)
    again = Ledger.open(tmp_path / "ledger.sqlite")
    assert again.chat(ANN) == chat
    assert again.outgoing(ANN, chat.epoch) == planned
    again.close()


def test_a_bubble_takes_off_only_in_its_own_epoch(ledger):
    """The contact writes between planning and sending: the planned bubble can no longer be sent."""
    hear(ledger, 5, at=10)
    chat = start_reply(ledger)
    (bubble,) = ledger.plan(ANN, chat.epoch, ["hi"], now=100)
    hear(ledger, 6, at=101)
    assert not ledger.take_off(bubble, now=102)
    assert ledger.outgoing(ANN, chat.epoch)[0].state is Sending.DROPPED
    assert ledger.plan(ANN, chat.epoch, ["late"], now=103) == []


def test_a_bubble_in_doubt_keeps_its_number_and_its_time(ledger):
    """Sending again uses the same random_id, and the half hour counts from the first try."""
    hear(ledger, 5, at=10)
    chat = start_reply(ledger)
    (bubble,) = ledger.plan(ANN, chat.epoch, ["hi"], now=100)
    assert ledger.take_off(bubble, now=100)
    (doubted,) = ledger.in_flight(ANN)
    assert ledger.take_off(doubted, now=500)
    assert ledger.in_flight(ANN) == [doubted]
    assert (doubted.random_id, doubted.sent_at) == (bubble.random_id, 100)
    assert ledger.give_up(before=99) == []
    assert ledger.give_up(before=101) == [doubted]
    assert ledger.outgoing(ANN, chat.epoch)[0].state is Sending.UNKNOWN


def test_replies_are_counted_not_bubbles(ledger):
    """A reply of three bubbles is one towards the day's most."""
    hear(ledger, 5, at=10)
    chat = start_reply(ledger)
    for number, bubble in enumerate(ledger.plan(ANN, chat.epoch, ["a", "b", "c"], now=100)):
        ledger.take_off(bubble, now=100)
        ledger.landed(bubble.id, 50 + number)
    assert ledger.replies_since(0) == ledger.replies_since(0, ANN) == 1
    assert ledger.replies_since(0, chat_id=8) == ledger.replies_since(101) == 0
    assert ledger.knows(ANN, 51)
    assert not ledger.knows(ANN, 53)


def test_every_change_has_its_reason(ledger):
    """`userbot status` can say why a chat is as it is."""
    hear(ledger, 5, at=10)
    start_reply(ledger)
    ledger.update(ANN, lambda chat: core.silent(chat, chat.epoch, "silent: it was empty"), 101)
    states = [(state, reason) for _, state, reason in ledger.history(ANN)]
    assert states == [
        (State.WAITING, "a reply is owed"),
        (State.REPLYING, "writing"),
        (State.QUIET, "silent: it was empty"),
    ]


def test_random_ids_are_what_telegram_takes():
    """Nonzero, signed, 64 bits, never the same twice."""
    ids = {new_random_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(-(2**63) <= i < 2**63 and i for i in ids)
    assert min(ids) < 0 < max(ids)


def test_a_damaged_ledger_is_refused(tmp_path):
    """Rather than guess what was sent, the daemon does not start."""
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path).close()
    path.write_bytes(b"SQLite format 3\0" + bytes(8000))
    with pytest.raises(UserError, match="damaged"):
        Ledger.open(path)


def test_a_newer_ledger_is_refused(tmp_path):
    """An older understudy does not write into what a newer one left."""
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(UserError, match="newer understudy"):
        Ledger.open(path)
