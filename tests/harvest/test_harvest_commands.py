"""The commands as their users run them: what they print, what they leave, and what each failure is worth."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from harvest.archive import Archive
from harvest.errors import ConfigError
from harvest.settings import TelegramSettings
from tests.harvest.export_maker import ANN, BOB, OWNER, dialog, message, whole, write

ROOT = Path(__file__).parents[2]


@pytest.fixture
def harvest(tmp_path):
    """harvest("import", path): runs it in a directory with a config where Ann agreed. Returns the ended process."""
    config = tmp_path / "config.toml"
    config.write_text(f"[harvest]\ncontacts = [{{ peer = {ANN}, consent = 2026-11-01 }}]\n")
    quiet = {key: value for key, value in os.environ.items() if not key.startswith("UNDERSTUDY_")}

    def run(*args, **env):
        return subprocess.run(
            [sys.executable, "-c", "from harvest.cli import main; main()", *map(str, args)],
            cwd=tmp_path,
            env=quiet | {"COLUMNS": "200", "PYTHONPATH": str(ROOT)} | env,
            capture_output=True,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )

    def with_data(command, *args, **env):
        return run(command, "--config", config, "--data-dir", tmp_path / "data", *args, **env)

    return with_data


TALK = [
    message(1, ANN, "what was your mail? zq-canary"),
    message(2, OWNER, "alex.doe@mail.example", 60),
    message(3, ANN, "thanks", 90),
    message(4, OWNER, "np", 95),
]


def test_from_an_export_to_a_dataset(harvest, tmp_path):
    """Import, build, look: kept and redacted are said, files are private, logs hold no words."""
    path = write(tmp_path / "result.json", whole(dialog(ANN, TALK), dialog(BOB, [message(9, BOB, "psst")], "Bob")))
    imported = harvest("import", path)
    assert imported.returncode == 0, imported.stderr
    assert "4 messages read" in imported.stdout
    assert f"not taken: Bob, user id {BOB} (not listed in harvest.contacts)" in imported.stdout
    built = harvest("build", "--show")
    assert built.returncode == 0, built.stderr
    assert "as it was said" in built.stdout
    dataset = tmp_path / "data/dataset"
    assert "alex.doe@mail.example" not in (dataset / "train.jsonl").read_text()
    manifest = json.loads((dataset / "manifest.json").read_text())
    assert (manifest["kept"], manifest["contacts"][str(ANN)]["messages"]) == (1, 4)
    assert sum(manifest["redacted"].values()) >= 1
    for place in (tmp_path / "data").rglob("*"):
        assert stat.S_IMODE(place.stat().st_mode) == (0o700 if place.is_dir() else 0o600), place.name
    log = "".join(place.read_text() for place in (tmp_path / "data/logs").iterdir())
    assert "canary" not in log
    assert "mail.example" not in log


@pytest.mark.parametrize(
    ("args", "code", "line"),
    [
        (["build"], 1, "nothing harvested yet. Run harvest pull or harvest import first."),
        (["import", "nowhere.json"], 1, "nowhere.json: no such file or folder."),
        (["pull"], 77, "not logged in yet. Run: harvest login"),
        (["dialogs"], 77, "not logged in yet. Run: harvest login"),
        (["forget", "@ann"], 1, "nothing harvested yet, so there is nobody to forget."),
        (["report"], 1, "nothing harvested yet. Run harvest pull or harvest import first."),
        (["purge"], 1, "nothing harvested yet, so there is nothing to purge."),
        (["login"], 1, "harvest login asks questions: run it in a terminal."),
    ],
)
def test_each_failure_is_one_line_and_a_code(harvest, args, code, line):
    """No traceback, and nothing is asked of a pipe."""
    ended = harvest(*args)
    assert ended.returncode == code
    assert line in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_forgetting_and_purging(harvest, tmp_path):
    """Both say what went; who still stands in the config is told of; nothing is removed unasked."""
    assert harvest("import", write(tmp_path / "result.json", whole(dialog(ANN, TALK)))).returncode == 0
    assert harvest("build").returncode == 0
    unasked = harvest("purge")
    assert (unasked.returncode, "Say --yes" in unasked.stderr) == (1, True)
    assert "4 messages are gone" in harvest("purge", "--yes").stdout
    forgotten = harvest("forget", ANN)
    assert "0 messages are out of the archive, 1 conversations of the dataset." in forgotten.stdout
    assert "They still stand in harvest.contacts" in forgotten.stdout
    assert (tmp_path / "data/dataset/train.jsonl").read_text() == ""


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", b"\x00noise", b"{}"])
def test_a_wrong_file_is_one_line(harvest, tmp_path, content):
    (tmp_path / "result.json").write_bytes(content)
    ended = harvest("import", tmp_path / "result.json")
    assert (ended.returncode, len(ended.stderr.strip().splitlines())) == (1, 1)


def test_a_wrong_file_among_others_stops_none_of_them(harvest, tmp_path):
    """Its own line, the others' messages, and an exit code that says something was wrong."""
    (tmp_path / "exports").mkdir()
    write(tmp_path / "exports/result.json", dialog(ANN, TALK))
    (tmp_path / "exports/result (2).json").write_text("<html>")
    ended = harvest("import", tmp_path / "exports")
    assert ended.returncode == 1
    assert "4 messages read" in ended.stdout
    assert ended.stderr.count("\n") == 1
    assert "result (2).json: this is a web page" in ended.stderr


def test_what_was_imported_is_told_before_another_owners_file_stops_it(harvest, tmp_path):
    """The first file names the owner; the second one's is somebody else, and nothing of it is stored."""
    others = [message(1, ANN, "hi"), message(2, OWNER + 1, "hello", 60)]
    paths = [write(tmp_path / "a.json", dialog(ANN, TALK)), write(tmp_path / "b.json", dialog(ANN, others))]
    ended = harvest("import", *paths)
    assert (ended.returncode, "4 messages read" in ended.stdout) == (1, True)
    assert f"holds the messages of account {OWNER}, not of {OWNER + 1}" in ended.stderr


def test_damaged_and_odd_messages_are_told_and_cost_no_others(harvest, tmp_path):
    """Dates of 1970 and 2106 are dates, later or earlier ones are none; a repeated id is one message; 100,000
    characters are a message like others.
    """
    odd = [
        message(1, ANN, "x" * 100_000),
        message(1, ANN, "again"),
        message(2, OWNER, "y" * 100_000, 60),
        *(message(3 + n, OWNER, f"at {at}") | {"date_unixtime": str(at)} for n, at in enumerate((0, 2**32 - 1))),
        *(message(7 + n, OWNER, "never") | {"date_unixtime": str(at)} for n, at in enumerate((-5, 10**11))),
    ]
    ended = harvest("import", write(tmp_path / "result.json", dialog(ANN, odd)))
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.strip() == "result.json: 2 damaged messages were left out."
    with Archive.open(tmp_path / "data/archive.sqlite") as archive:
        assert [(m.id, m.sent_at) for m in archive.messages(ANN)][2:] == [(3, 0.0), (4, 2.0**32 - 1)]
    assert harvest("build").returncode == harvest("report").returncode == 0


def test_a_build_is_a_table_without_empty_headers(harvest, tmp_path):
    """Every line says what became of what, and ends on its count, all in one column."""
    harvest("import", write(tmp_path / "result.json", whole(dialog(ANN, TALK))))
    lines = harvest("build").stdout.splitlines()[:-1]
    assert lines[0].split()[:3] == ["kept", "conversations", "in"]
    assert all(line.split()[-1].isdecimal() for line in lines)
    assert len({len(line) for line in lines}) == 1


def test_a_cut_file_is_a_warning_not_a_failure(harvest, tmp_path):
    path = write(tmp_path / "result.json", dialog(ANN, TALK))
    path.write_bytes(path.read_bytes()[:-200])
    ended = harvest("import", path)
    assert ended.returncode == 0
    assert "result.json: the file ends in the middle. What could be read is stored" in ended.stderr


def test_logging_out_of_nothing_is_fine(harvest):
    ended = harvest("logout")
    assert (ended.returncode, ended.stdout.strip()) == (0, "No session here: nothing to log out of.")


def test_an_empty_archive_leaves_the_dataset_alone(harvest, tmp_path):
    """Nobody agreed, or the history was purged: what was built before stays."""
    path = write(tmp_path / "result.json", whole(dialog(BOB, [message(9, BOB, "psst")], "Bob")))
    assert harvest("import", path).returncode == 0
    ended = harvest("build")
    assert (ended.returncode, "holds no messages" in ended.stderr) == (1, True)


def test_keys_are_asked_for_in_one_line():
    from harvest.credentials import credentials

    with pytest.raises(ConfigError, match=r"telegram\.api_id is set nowhere.*keyring set understudy api_id"):
        credentials(TelegramSettings())
    with pytest.raises(ConfigError, match=r"telegram\.api_hash is set nowhere"):
        credentials(TelegramSettings(api_id=1))


def test_the_keyring_goes_before_the_file_and_the_environment_before_both(monkeypatch):
    """A keyring that breaks is no keyring."""
    import keyring

    from harvest.credentials import Credentials, credentials

    in_file = TelegramSettings(api_id=1, api_hash="file")
    monkeypatch.setattr(keyring, "get_password", lambda service, key: {"api_id": "2", "api_hash": "ring"}[key])
    assert credentials(in_file) == Credentials(2, "ring")
    monkeypatch.setenv("UNDERSTUDY_TELEGRAM__API_ID", "1")
    assert credentials(in_file) == Credentials(1, "ring")

    def broken(service, key):
        raise RuntimeError("no backend")

    monkeypatch.setattr(keyring, "get_password", broken)
    assert credentials(in_file) == Credentials(1, "file")
