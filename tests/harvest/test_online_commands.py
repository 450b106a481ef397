"""The commands that talk to Telegram, as their users run them, against the loopback server."""

import asyncio
import os
import pty
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telethon.sessions import SQLiteSession
from telethon.tl.functions.account import FinishTakeoutSessionRequest, InitTakeoutSessionRequest
from telethon.tl.functions.messages import GetHistoryRequest

from harvest.archive import Archive
from harvest.at_rest import VARIABLE
from harvest.commands.login import AtTerminal
from harvest.loopback.server import DC
from harvest.sealed import is_sealed

ROOT = Path(__file__).parents[2]
MAY = datetime(2024, 5, 1, tzinfo=UTC)


@dataclass
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture
def harvest(server, owner, ann, data, tmp_path):
    """await harvest("pull"): with a session of the owner's and a config where Ann agreed."""
    bob = server.add_user("Bob")
    for n in range(230):
        server.post(*((ann, owner) if n % 2 else (owner, ann)), f"canary {n}", MAY + timedelta(hours=n), push=False)
    server.post(bob, owner, "canary of Bob", MAY, push=False)
    server.session_file(owner, data.session)
    config = tmp_path / "config.toml"
    config.write_text('[harvest]\npace_s = 0\ncontacts = [{ peer = "@ann_lee", consent = 2026-11-01 }]\n')
    keys = {"UNDERSTUDY_TELEGRAM__API_ID": "1", "UNDERSTUDY_TELEGRAM__API_HASH": "0123456789abcdef"}
    env = os.environ | keys | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}

    async def run(*args):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "harvest.cli", args[0], "--config", config, "--data-dir", data.root, *args[1:]),
            env=env,
            cwd=tmp_path,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return Ended(process.returncode, out.decode(), err.decode())

    return run


async def test_dialogs_tells_who_is_taken_and_why_not(harvest, ann):
    ended = await harvest("dialogs", "--count")
    assert ended.code == 0, ended.err
    rows = {line.split()[0]: line for line in ended.out.splitlines()[1:]}
    assert rows["Ann"].split()[-3:] == ["230", "0", "yes"]
    assert rows["Bob"].rstrip().endswith("not listed in harvest.contacts")


@pytest.fixture
def encrypted(monkeypatch):
    """harvest.encrypt, by the environment."""
    monkeypatch.setenv("UNDERSTUDY_HARVEST__ENCRYPT", "true")
    monkeypatch.setenv(VARIABLE, "correct horse battery")


async def test_a_pull_into_an_encrypted_archive_goes_on_where_it_was(encrypted, harvest, data, ann):
    """Nothing of it can be read on disk; the second pull and the list of dialogs know what is in it."""
    ended = await harvest("pull")
    assert ended.code == 0, ended.err
    assert "230 new messages" in ended.out
    assert is_sealed(data.archive) and b"canary" not in data.archive.read_bytes()
    assert "0 new messages" in (await harvest("pull")).out
    listed = (await harvest("dialogs")).out
    assert next(line for line in listed.splitlines() if line.startswith("Ann")).split()[-2:] == ["230", "yes"]


async def test_pull_takes_what_was_agreed_and_logs_no_words(harvest, data, ann, owner):
    """230 messages of Ann's, none of Bob's; the second pull finds nothing; the log holds ids and counts."""
    ended = await harvest("pull")
    assert ended.code == 0, ended.err
    assert "230 new messages" in ended.out
    assert "0 new messages" in (await harvest("pull")).out
    with Archive.open(data.archive) as archive:
        assert archive.counts() == {ann.id: 230}
    log = "".join(path.read_text() for path in data.logs.iterdir())
    assert str(ann.id) in log
    for private in ("canary", "0123456789abcdef", owner.phone, ann.phone, "Lee"):
        assert private not in log


async def test_a_takeout_is_begun_and_finished(harvest, server):
    """The same messages by Telegram's export mode; when it has to be allowed first, that is said."""
    ended = await harvest("pull", "--takeout")
    assert (ended.code, "230 new messages" in ended.out) == (0, True), ended.err
    assert len(server.calls_of(InitTakeoutSessionRequest)) == len(server.calls_of(FinishTakeoutSessionRequest)) == 1
    server.fail(InitTakeoutSessionRequest, "TAKEOUT_INIT_DELAY_86400", code=420)
    ended = await harvest("pull", "--takeout")
    assert ended.code == 75
    assert "confirm its message in the official app, then run this again (or wait 24 h" in ended.err


async def test_a_revoked_session_is_one_line(harvest, server, owner):
    server.revoke(owner)
    ended = await harvest("pull")
    assert ended.code == 77
    assert ended.err.strip().splitlines() == [
        "Telegram: the session is logged out. Log in again: harvest logout, then harvest login"
    ]


async def test_a_server_that_is_away_is_for_later(harvest, server):
    await server.stop()
    ended = await harvest("dialogs")
    assert ended.code == 75
    assert ended.err.strip().splitlines() == ["Telegram cannot be reached. Check the network, then run this again."]


async def test_an_account_in_use_is_left_alone(harvest, data):
    with data.account_lock():
        ended = await harvest("pull")
    assert (ended.code, len(ended.err.strip().splitlines())) == (75, 1)


async def test_a_dialog_that_cannot_be_read_is_told_by_name(harvest, server):
    """An error that only concerns one dialog is a line; the pull goes on and ends well."""
    server.fail(GetHistoryRequest, "PEER_ID_INVALID", code=400)
    ended = await harvest("pull")
    assert ended.code == 0
    assert (
        "Ann Lee: this dialog cannot be read any more (PeerIdInvalidError). What was taken before is kept." in ended.err
    )


async def test_logging_out_ends_the_session_and_removes_the_file(harvest, server, owner, data):
    ended = await harvest("logout")
    assert (ended.code, ended.out.strip()) == (0, "Logged out: the session is gone at Telegram and on this disk.")
    assert not data.session.exists()
    assert server.authorizations(owner) == []


class Pty:
    """A terminal that somebody sits at. await said("words") is all that was shown up to them."""

    def __init__(self):
        self.master, self.slave = pty.openpty()
        self.shown, self._news = "", asyncio.Event()
        asyncio.get_running_loop().add_reader(self.master, self._read)

    def _read(self):
        with suppress(OSError):
            self.shown += os.read(self.master, 4096).decode(errors="replace")
        self._news.set()

    async def said(self, words):
        async with asyncio.timeout(30):
            while words not in self.shown:
                self._news.clear()
                await self._news.wait()

    def type(self, line):
        os.write(self.master, line.encode() + b"\n")

    def close(self):
        asyncio.get_running_loop().remove_reader(self.master)
        os.close(self.master)
        os.close(self.slave)


async def test_logging_in_at_a_terminal(server, owner, data, tmp_path):
    """The command says what will happen before it connects, asks for number and code, and whose account it is."""
    session = SQLiteSession(str(data.session))
    session.set_dc(DC, server.host, server.port)  # all it knows is where to go
    session.save()
    session.close()
    data.session.chmod(0o600)
    trusting = f"from telethon.crypto import rsa; rsa.add_key({server.public_key_pem!r}, old=False)"
    keys = {"UNDERSTUDY_TELEGRAM__API_ID": "1", "UNDERSTUDY_TELEGRAM__API_HASH": "h"}
    terminal = Pty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", f"{trusting}; from harvest.cli import main; main()"),
        *("login", "--phone", "--data-dir", data.root),
        env=os.environ | keys | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        cwd=tmp_path,
        stdin=terminal.slave,
        stdout=terminal.slave,
        stderr=terminal.slave,
    )
    await terminal.said("Phone number, with the country's code:")
    assert "Telegram will write to you at once that there was a new login" in terminal.shown
    assert "unless every user concerned agreed" in " ".join(terminal.shown.split())
    terminal.type("+" + owner.phone)
    await terminal.said("The code Telegram sent you:")
    terminal.type(server.login_code)
    await terminal.said(f"This is Alex Doe, user id {owner.id}.")
    assert await process.wait() == 0
    terminal.close()
    assert stat.S_IMODE(data.session.stat().st_mode) == 0o600
    assert len(server.authorizations(owner)) == 1


def test_the_login_code_is_drawn_with_blocks(capsys):
    """Half a screen of block characters that a phone's camera can read, and no picture file."""
    pytest.importorskip("segno")
    AtTerminal().show_link("tg://login?token=" + "A" * 43)
    shown = capsys.readouterr().out
    assert len([line for line in shown.splitlines() if set(line) & set("█▀▄")]) > 15
