"""`userbot status`: what a person and a program read of the daemon's state."""

import json
import subprocess
import sys
import time

from harvest.datadir import DataDir, private_umask
from harvest.messages import Peer
from userbot import core
from userbot.ledger import Ledger
from userbot.record import Record

ANN, BOB = 7, 8


def house_of(tmp_path):
    private_umask()
    data = DataDir(tmp_path / "data").prepare()
    config = tmp_path / "config.toml"
    config.write_text(
        'data_dir = "data"\n[userbot]\ncontacts = ["@ann", { peer = "@bob", mode = "draft" }]\nmode = "auto"\n'
    )
    ledger = Ledger.open(data.ledger)
    for name, number in (("@ann", ANN), ("@bob", BOB)):
        ledger.remember_peer(name, Peer(number, access_hash=1))
        ledger.watch(number, newest_id=0)
    return data, config, ledger


def told(config, *words):
    command = [sys.executable, "-m", "userbot.cli", "status", "--config", str(config), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return " ".join(done.stdout.split())


def test_status_shows_each_chats_mode_and_the_pause(tmp_path):
    """Bob's own mode, Ann's of the config until the desk says otherwise; paused, off, and not running."""
    _, config, ledger = house_of(tmp_path)
    first = told(config)
    assert f"{ANN} auto quiet" in first
    assert f"{BOB} draft quiet" in first
    assert first.endswith("The daemon is not running.")
    ledger.choices.set_mode(ANN, "ask")
    ledger.choices.pause(time.time() + 3600)
    second = json.loads(told(config, "--json"))
    assert [chat["mode"] for chat in second["chats"]] == ["ask", "draft"]
    assert second["paused_until"] > time.time()
    assert not second["is_off"]
    assert not second["running"]
    ledger.choices.pause(time.time() - 1)
    assert json.loads(told(config, "--json"))["paused_until"] is None, "that pause is over"
    ledger.choices.pause(float("inf"))
    assert "off until you write resume in Saved Messages" in told(config)
    assert json.loads(told(config, "--json"))["is_off"]
    ledger.close()


def test_an_approved_proposal_is_one_reply_in_the_record(tmp_path):
    """What waited for the owner and was then sent counts once, as a reply, with its bubbles."""
    data, _, ledger = house_of(tmp_path)
    policy = core.Policy((1, 1), 3600)
    ledger.hear(ANN, 5, lambda chat: core.heard(chat, 5, 10.0, policy, 10.0), 10.0)
    chat = ledger.update(ANN, lambda chat: core.due(chat, policy, 12.0), 12.0)
    ledger.update(ANN, lambda c: core.silent(c, chat.epoch, "a proposal waits for you in Saved Messages"), 13.0)
    ledger.approve(ANN, chat.epoch, ["hi", "there"], 20.0)
    for number, bubble in enumerate(ledger.outgoing(ANN, chat.epoch)):
        ledger.take_off(bubble, 21.0)
        ledger.landed(bubble.id, 30 + number)
    ledger.update(ANN, lambda c: core.answered(c, chat.epoch), 22.0)
    ledger.close()
    with Record.open(data.ledger) as record:
        (reply,) = record.settled(0.0)
    assert (reply.kind, reply.texts, reply.reason) == ("reply", ("hi", "there"), "answered by the clone")
