"""harvest.encrypt: the archive is unreadable on disk, all of it, and every command works as before."""

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from harvest import sealed
from harvest.archive import Archive
from harvest.at_rest import VARIABLE, open_archive, passphrase
from harvest.datadir import DataDir
from harvest.errors import ConfigError, UserError
from harvest.messages import Message, Peer
from harvest.sealed import Seal, is_plain, is_sealed

ROOT = Path(__file__).parents[2]
WORDS = "meet me at the lighthouse"
SEAL = Seal("correct horse battery")


@pytest.fixture(autouse=True)
def quick(request, monkeypatch):
    """A guess costs less here than in the product, but for the commands, which are the product's own."""
    if "every_command" not in request.node.name:
        monkeypatch.setitem(sealed.SCRYPT, "n", 2**10)


@pytest.fixture
def filled(data):
    """A plain archive with a hundred messages."""
    with Archive.open(data.archive) as archive, archive.transaction():
        archive.put_peers([Peer(7, "Annabella", username="ann")])
        archive.put_messages(
            [Message(7, number, float(number), False, f"{WORDS} {number}") for number in range(1, 101)]
        )
    return data


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_of_it_can_be_read_on_disk(data):
    """Neither in the file nor in its write-ahead log, while it is open and after."""
    with Archive.open(data.archive, SEAL) as archive:
        archive.put_page(7, [Message(7, 1, 1.0, False, WORDS)], 1)
        while_open = everything_in(data.root)
        assert (data.root / "archive.sqlite-wal").stat().st_size > 0
    for content in (while_open, everything_in(data.root)):
        assert WORDS.encode() not in content
        assert b"SQLite format" not in content and b"CREATE TABLE" not in content
    with Archive.open(data.archive, SEAL) as archive:
        assert [message.text for message in archive.messages(7)] == [WORDS]


def test_turning_it_on_encrypts_what_is_there_and_leaves_no_plain_copy(filled):
    """The same messages and people as before, and no file in the directory holds a word of them."""
    assert WORDS.encode() in everything_in(filled.root)
    with Archive.open(filled.archive, SEAL) as archive:
        assert archive.count(7) == 100
        assert archive.peers()[0].first_name == "Annabella"
        assert archive.cursor(7) == 0
    assert is_sealed(filled.archive)
    assert stat.S_IMODE(filled.archive.stat().st_mode) == 0o600
    content = everything_in(filled.root)
    assert WORDS.encode() not in content and b"Annabella" not in content
    assert [path.name for path in filled.root.iterdir() if path.name.startswith(".")] == []


def test_what_a_killed_process_left_in_the_write_ahead_log_goes_along(data, tmp_path):
    """Its words are in no other file, and would be lost or stay readable."""
    with Archive.open(data.archive) as archive:
        archive.put_page(7, [Message(7, 1, 1.0, False, WORDS)], 1)
        assert WORDS.encode() not in data.archive.read_bytes()
        left = DataDir(tmp_path / "left").prepare()
        for path in data.root.glob("archive.sqlite*"):
            shutil.copy(path, left.root)
    with Archive.open(left.archive, SEAL) as archive:
        assert [message.text for message in archive.messages(7)] == [WORDS]
    assert WORDS.encode() not in everything_in(left.root)


def test_the_plain_file_is_overwritten_before_it_goes(filled):
    """Whoever still holds the old file open reads zeros."""
    with filled.archive.open("rb") as held:
        Archive.open(filled.archive, SEAL).close()
        assert set(held.read()) == {0}


def test_an_older_archive_is_brought_up_to_date_on_the_way(data):
    """Its version goes along: nothing is made twice."""
    with Archive.open(data.archive, None):
        pass
    with sqlite3.connect(data.archive) as db:
        version = db.execute("PRAGMA user_version").fetchone()
    with Archive.open(data.archive, SEAL) as archive:
        assert archive._db.execute("PRAGMA user_version").fetchone() == version


KILLED = """
    import os, signal, sys
    from pathlib import Path
    import harvest.sealed as sealed
    from harvest.archive import Archive
    sealed.SCRYPT["n"] = 2**10
    at = sys.argv[2]
    def die(*args, **kwargs):
        os.kill(os.getpid(), signal.SIGKILL)
    if at == "copy":
        sealed.Seal._copy = die
    elif at == "link":
        sealed.os.link = die
    elif at == "replace":
        Path.replace = die
    elif at == "overwrite":
        sealed._overwrite = die
    Archive.open(Path(sys.argv[1]), sealed.Seal("correct horse battery"))
"""


@pytest.mark.parametrize("at", ["copy", "link", "replace", "overwrite"])
def test_killed_anywhere_it_is_one_or_the_other(filled, at):
    """SIGKILL before each step: the archive is whole, plain or encrypted, and the next run ends what was begun."""
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(filled.archive), at]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr
    if at != "overwrite":
        assert is_plain(filled.archive)
        with sqlite3.connect(filled.archive) as db:
            assert db.execute("SELECT count(*) FROM messages").fetchone() == (100,)
    with Archive.open(filled.archive, SEAL) as archive:
        assert archive.count(7) == 100
    assert WORDS.encode() not in everything_in(filled.root)
    assert not [path for path in filled.root.iterdir() if path.name.startswith(".")]


def test_it_can_be_had_back_as_it_was_written(filled):
    """With the right passphrase only; then any program reads it again, and it is still closed to others."""
    Archive.open(filled.archive, SEAL).close()
    with pytest.raises(UserError, match="not decrypted, and as it was: the passphrase does not open it"):
        Seal("wrong horse battery").unseal(filled.archive)
    assert is_sealed(filled.archive)
    SEAL.unseal(filled.archive)
    assert is_plain(filled.archive) and stat.S_IMODE(filled.archive.stat().st_mode) == 0o600
    with Archive.open(filled.archive) as archive:
        assert archive.count(7) == 100


READING = """
    import sqlite3, sys
    db = sqlite3.connect(sys.argv[1])
    db.execute("BEGIN")
    db.execute("SELECT count(*) FROM messages").fetchone()
    print("reading", flush=True)
    sys.stdin.read()
"""


def test_another_process_that_reads_it_stops_the_conversion(filled, monkeypatch):
    """Nothing is torn from under a reader: one line, and the plain file as it was."""
    monkeypatch.setattr("harvest.sealed.WAIT_S", 0)
    command = [sys.executable, "-c", textwrap.dedent(READING), str(filled.archive)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert reader.stdout.readline() == b"reading\n"
        with pytest.raises(UserError, match="not encrypted, and as it was: another harvest"):
            Archive.open(filled.archive, SEAL)
        reader.stdin.close()
    with Archive.open(filled.archive) as archive:
        assert archive.count(7) == 100


def test_the_wrong_passphrase_is_one_line_and_changes_nothing(filled):
    """The line has neither passphrase in it, and the right one still opens it."""
    Archive.open(filled.archive, SEAL).close()
    before = filled.archive.read_bytes()
    with pytest.raises(UserError, match="the passphrase does not open it") as refused:
        Archive.open(filled.archive, Seal("wrong horse battery"))
    assert "horse" not in str(refused.value) and "horse" not in repr(Seal("wrong horse"))
    assert filled.archive.read_bytes() == before
    with Archive.open(filled.archive, SEAL) as archive:
        assert archive.count(7) == 100


def test_a_changed_byte_is_noticed(filled):
    """Each page carries its own seal: what was tampered with is an error, and nobody's words."""
    from sqlcipher3.dbapi2 import DatabaseError

    Archive.open(filled.archive, SEAL).close()
    content = bytearray(filled.archive.read_bytes())
    for at in range(4096 + 100, len(content), 4096):  # in every page but the first
        content[at] ^= 1
    filled.archive.write_bytes(content)
    with pytest.raises((UserError, DatabaseError)), Archive.open(filled.archive, SEAL) as archive:
        list(archive.messages(7))


def test_without_the_setting_an_encrypted_archive_is_refused(filled, settings_with):
    """The line names the setting; nothing is converted back unasked."""
    Archive.open(filled.archive, SEAL).close()
    with pytest.raises(ConfigError, match=r"harvest\.encrypt = true"):
        open_archive(settings_with(), filled)
    assert is_sealed(filled.archive)


def test_without_a_passphrase_or_anybody_to_ask_it_says_where_to_put_one(data, settings_with, monkeypatch):
    """No plain archive is made instead."""
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(ConfigError, match="keyring set understudy archive_passphrase"):
        open_archive(settings_with(encrypt=True), data)
    assert not data.archive.exists()


def test_a_new_passphrase_is_no_short_one(monkeypatch):
    """An old one is taken as it is."""
    monkeypatch.setenv(VARIABLE, "1234")
    with pytest.raises(ConfigError, match="at least 8"):
        passphrase(is_new=True)
    assert passphrase(is_new=False) == "1234"


def test_without_the_library_there_is_one_line(data, settings_with, monkeypatch):
    """What to install, and nothing is stored in plain instead."""
    monkeypatch.setenv(VARIABLE, SEAL.passphrase)
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(ConfigError, match=r"pip install 'understudy\[encrypt\]'"):
        open_archive(settings_with(encrypt=True), data)


def test_every_command_works_with_it(data, tmp_path):
    """import, build, report, forget and purge through the real commands, and no plain word in the archive after any."""
    said = [
        {"id": n, "type": "message", "date_unixtime": str(1_790_000_000 + 60 * n), "from_id": f"user{7 - 2 * (n % 2)}",
         "text": f"{WORDS} {n}"} for n in range(1, 60)
    ]  # fmt: skip
    export = tmp_path / "result.json"
    export.write_text(json.dumps({"id": 7, "name": "Annabella", "type": "personal_chat", "messages": said}))
    config = tmp_path / "config.toml"
    config.write_text("[harvest]\nencrypt = true\ncontacts = [{ peer = 7, consent = 2026-01-01 }]\n")
    env = os.environ | {"PYTHONPATH": str(ROOT), VARIABLE: SEAL.passphrase}

    def harvest(*words: str) -> str:
        command = [sys.executable, "-m", "harvest.cli", *words, "--config", str(config), "--data-dir", str(data.root)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, done.stdout + done.stderr
        on_disk = b"".join(path.read_bytes() for path in data.root.glob("*archive*"))
        assert WORDS.encode() not in on_disk and b"Annabella" not in on_disk
        return done.stdout

    assert "59 messages read" in harvest("import", str(export))
    assert "kept" in harvest("build")
    assert "private words" in harvest("report")
    assert "59 messages are gone" in harvest("purge", "--yes")
    harvest("import", str(export))
    assert "59 messages are out of the archive" in harvest("forget", "7")
    assert "readable again" in harvest("decrypt")
    assert is_plain(data.archive)
