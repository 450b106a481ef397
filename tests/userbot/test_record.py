"""`userbot why` and `userbot audit`, run as their user runs them, while the ledger is open elsewhere."""

import json
import os
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from harvest.archive import Archive
from harvest.datadir import DataDir, private_umask
from harvest.messages import Peer
from tests.userbot.conftest import until
from userbot import core
from userbot.core import State
from userbot.ledger import Ledger, Sending
from userbot.record import Record, find_chat

ROOT = Path(__file__).parents[2]
ANN, BOB = 1000002, 1000003
NOW = time.time() - 3600


@pytest.fixture
def data(tmp_path):
    private_umask()
    return DataDir(tmp_path / "data").prepare()


@pytest.fixture
def ledger(data):
    """Ann is answered with two bubbles, of which the second is in doubt; Bob is left to the owner. It stays open."""
    ledger = Ledger.open(data.ledger)
    for chat_id, name in ((ANN, "@ann"), (BOB, str(BOB))):
        ledger.watch(chat_id, 1)
        ledger.remember_peer(name, Peer(chat_id))
    owe(ledger, ANN, NOW)
    answer(ledger, ANN, NOW + 10, "see you at nine", "bring the tickets")
    owe(ledger, BOB, NOW + 20)
    ledger.update(BOB, lambda chat: core.silent(chat, chat.epoch, "silent: money is left to the owner"), NOW + 30)
    yield ledger
    ledger.close()


def owe(ledger, chat_id, now):
    def decide(chat):
        return replace(chat, epoch=chat.epoch + 1, state=State.WAITING, heard_id=5, reason="a reply is owed")

    ledger.update(chat_id, decide, now)


def answer(ledger, chat_id, now, *bubbles):
    """The first bubble has arrived, the others are in doubt; the reply counts as given."""
    ledger.update(chat_id, lambda chat: replace(chat, state=State.REPLYING, reason="writing"), now)
    chat = ledger.chat(chat_id)
    for n, bubble in enumerate(ledger.plan(chat_id, chat.epoch, bubbles, now)):
        assert ledger.take_off(bubble, now + n)
        if n == 0:
            ledger.landed(bubble.id, 77)
        else:
            ledger.settle(bubble.id, Sending.UNKNOWN)
    ledger.update(chat_id, lambda c: core.answered(c, chat.epoch), now + 5)


def userbot(data, *words):
    command = [sys.executable, "-m", "userbot.cli", *words, "--data-dir", str(data.root)]
    env = os.environ | {"COLUMNS": "200", "TZ": "Europe/Kyiv"}
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT, env=env)


@pytest.mark.parametrize("name", ["@ann", "@ANN", str(ANN), "Ann", "ann lee"])
def test_why_knows_people_by_id_username_and_name(data, ledger, name):
    """The chat's decisions, oldest first, in the owner's time, and how it stands now; no word that anybody wrote."""
    with Archive.open(data.archive) as archive:
        archive.put_peers([Peer(ANN, "Ann", "Lee", "ann"), Peer(999, "Ann", "Unwatched")])
    done = userbot(data, "why", name)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "when (EET" in lines[0] or "when (EEST" in lines[0]
    assert [line.split(maxsplit=3)[2] for line in lines[1:-1]] == ["waiting", "replying", "quiet"]
    assert "2" in lines[3].split()[3]
    assert "answered by the clone" in lines[3]
    assert lines[-1] == f"Now: chat {ANN} is quiet (answered by the clone)."
    assert "tickets" not in done.stdout


def test_why_says_what_is_missing(data, ledger):
    """Nobody of that name, two of one name, or no daemon ever: one line each."""
    with Archive.open(data.archive) as archive:
        archive.put_peers([Peer(ANN, "Kim"), Peer(BOB, "Kim")])
    nobody, several = userbot(data, "why", "@olya"), userbot(data, "why", "Kim")
    assert (nobody.returncode, several.returncode) == (1, 1)
    assert "no watched chat goes by this name" in nobody.stderr
    assert f"Name one by its id: {ANN}, {BOB}" in several.stderr
    (data.root / "elsewhere").mkdir()
    never = userbot(DataDir(data.root / "elsewhere"), "why", "@ann")
    assert never.returncode == 1
    assert "never ran here" in never.stderr


def test_audit_lists_replies_and_silences(data, ledger):
    """Time, chat, reason, bubbles and Telegram's message ids; the words only when asked for."""
    done = userbot(data, "audit", "--json")
    rows = json.loads(done.stdout)
    assert [(row["chat"], row["kind"], row["bubbles"], row["message_ids"]) for row in rows] == [
        (ANN, "reply", 2, [77]),
        (BOB, "silence", 0, []),
    ]
    assert rows[0]["name"] == "@ann"
    assert rows[1]["reason"] == "silent: money is left to the owner"
    assert rows[0]["at"].endswith("+00:00")
    assert "tickets" not in done.stdout
    assert "texts" not in rows[0]
    told = json.loads(userbot(data, "audit", "--json", "--words").stdout)
    assert told[0]["texts"] == ["see you at nine", "bring the tickets"]
    shown = userbot(data, "audit")
    assert "1 replies, 1 silences" in shown.stdout
    assert "tickets" not in shown.stdout
    assert "bring the tickets" in userbot(data, "audit", "--words").stdout


def test_audit_does_not_forget_a_reply_that_was_cut_short(data, ledger):
    """One bubble went out, then the owner answered: both stand there, the bubble with its message."""
    owe(ledger, BOB, NOW + 40)
    chat = ledger.chat(BOB)
    first, _ = ledger.plan(BOB, chat.epoch, ["one", "two"], NOW + 50)
    assert ledger.take_off(first, NOW + 50)
    ledger.landed(first.id, 80)
    ledger.update(BOB, lambda chat: core.owner_spoke(chat, 90), NOW + 60)
    rows = json.loads(userbot(data, "audit", "--json").stdout)[2:]
    assert [(row["kind"], row["reason"], row["message_ids"]) for row in rows] == [
        ("reply", "cut short: the chat moved on", [80]),
        ("silence", "the owner answered", []),
    ]


def test_audit_looks_back_as_far_as_it_is_told(data, ledger):
    """A week unless said otherwise; 0 is everything."""
    owe(ledger, BOB, NOW - 9 * 86400)
    ledger.update(BOB, lambda chat: core.silent(chat, chat.epoch, "silent: old"), NOW - 9 * 86400)
    assert "silent: old" not in userbot(data, "audit", "--json").stdout
    assert "silent: old" in userbot(data, "audit", "--json", "--days", "10").stdout
    assert "silent: old" in userbot(data, "audit", "--json", "--days", "0").stdout


def test_looking_changes_nothing_and_waits_for_nobody(data, ledger):
    """While the daemon is in the middle of a transaction both commands answer from what was there before it."""
    ledger._db.execute("BEGIN IMMEDIATE")
    ledger._db.execute("DELETE FROM audit")
    assert len(json.loads(userbot(data, "audit", "--json").stdout)) == 2
    assert userbot(data, "why", "@ann").returncode == 0
    ledger._db.execute("ROLLBACK")
    ledger.close()
    before = data.ledger.read_bytes()
    assert len(json.loads(userbot(data, "audit", "--json").stdout)) == 2
    assert data.ledger.read_bytes() == before
    for path in data.root.iterdir():
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path.name


async def test_what_the_daemon_really_did_stands_there(house):
    """A reply and a silence of a running daemon: the message ids are Telegram's, the texts what arrived."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        await house.heard(daemon, house.bob)
        house.server.post(house.owner, house.bob, "I'm here")
        await until(lambda: daemon.ledger.chat(house.bob.id).state is State.QUIET)
        house.let_it_be_due(daemon)
        await until(lambda: daemon.ledger.chat(house.ann.id).state is State.QUIET)
        with Record.open(house.data.ledger) as record:
            assert find_chat("@ann", record, house.data.archive) == house.ann.id
            (reply,) = [d for d in record.settled(0) if d.chat_id == house.ann.id]
            (silence,) = [d for d in record.settled(0) if d.chat_id == house.bob.id]
            steps = record.steps(house.ann.id, 20)
    sent = [m for m in house.server.dialog(house.owner, house.ann) if m.out][-len(reply.texts) :]
    assert (reply.kind, list(reply.message_ids)) == ("reply", [m.id for m in sent])
    assert list(reply.texts) == [m.message for m in sent]
    assert (silence.kind, silence.reason) == ("silence", "the owner answered")
    assert [step.kind for step in steps] == ["step", "step", "reply"]
