"""The demo as a newcomer runs it: once, in a process of its own. What it promises is looked for in what it leaves."""

import os
import re
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvest.loopback import LoopbackServer
from tests import offline
from userbot.demo import script
from userbot.demo.story import told

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A finished demo: its folder and what it printed. Played where nothing but this machine can be reached."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    command = [sys.executable, "-m", "userbot.cli", "demo", "--data-dir", str(folder)]
    own = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    environment = offline.environment(folder.with_name("tries"), own)
    done = subprocess.run(
        offline.alone(command), capture_output=True, text=True, timeout=600, stdin=subprocess.DEVNULL, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder, done.stdout


pytestmark = pytest.mark.timeout(700)


def test_the_demo_plays_to_its_end(demo):
    """The whole job, without a question and with exit code 0, says what happened in each act."""
    _, printed = demo
    for line in (
        "one reply to three messages; silence towards Max and the stranger",
        "sent as approved, and not before",
        "the owed reply was sent, exactly once",
        "Talk to the clone yourself: userbot demo --chat",
    ):
        assert line in " ".join(printed.split())


def test_the_clone_has_learned_something(demo):
    """The held-out loss on the owner's words goes down, by half at the least."""
    _, printed = demo
    before, after = re.search(r"nats a token: ([\d.]+) before, ([\d.]+) after", " ".join(printed.split())).groups()
    assert float(after) < float(before) / 2


def test_nobody_else_was_called(demo):
    """Harvest, training, daemon and model: none of their processes tried to reach another machine, or asked a name."""
    folder, _ = demo
    assert folder.with_name("tries").read_text() == ""
    watched = folder.with_name("tries.watched").read_text()
    for process in ("userbot.cli demo", "harvest.cli pull", "finetune.cli train", "userbot.cli run", "finetune.worker"):
        assert process in watched


def test_no_log_holds_a_word(demo):
    """Every text, name, number, key and secret of the story is looked for in every log, and is in none."""
    folder, _ = demo
    story = told(LoopbackServer(), datetime.now(UTC))
    logs = [*(folder / "data" / "logs").iterdir(), folder / "daemon.log", folder / "demo.log"]
    everything = "\n".join(path.read_text() for path in logs)
    assert "watching 2 chats" in everything, "the logs are the right ones, and not empty"
    ledger = sqlite3.connect(folder / "data" / "ledger.sqlite")
    written = [text for (text,) in ledger.execute("SELECT text FROM outbox")]
    ledger.close()
    assert written
    own_words = {"reading"}  # a word of ours and of theirs
    said = {text for text in [*story.texts, *written] if len(text) > 3} - own_words
    secrets = {"kit.marlow", "7946 0958", "4111 1111", "5555 5555", "wintermoth", "Kavun2077", "27351", "4821"}
    names = {user.first_name for user in (story.owner, *story.contacts, story.stranger)} | {"Marlow", "_demo"}
    secrets |= {str(number) for number in numbers_of(folder / "data")} | {user.phone for user in story.contacts}
    found = {words for words in said | secrets | names if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", everything)}
    assert not found
    key = session_key(folder / "data")
    assert not [part for part in (key.hex()[:32], key.hex()[-32:], repr(key[:8])[2:-1]) if part in everything]


def numbers_of(data: Path) -> set[int]:
    """Access hashes, and the random ids that make a send happen once."""
    with closing(sqlite3.connect(data / "archive.sqlite")) as archive:
        hashes = {number for (number,) in archive.execute("SELECT access_hash FROM peers WHERE access_hash != 0")}
    with closing(sqlite3.connect(data / "ledger.sqlite")) as ledger:
        sent = {number for (number,) in ledger.execute("SELECT random_id FROM outbox")}
    assert hashes and sent
    return hashes | sent


def session_key(data: Path) -> bytes:
    """Who has it has the account."""
    with closing(sqlite3.connect(data / "account.session")) as session:
        return session.execute("SELECT auth_key FROM sessions").fetchone()[0]


def test_no_secret_is_in_the_dataset_or_the_adapter(demo):
    """What the contacts and the owner told each other in private is not what the clone learns from."""
    folder, _ = demo
    dataset = "".join(path.read_text() for path in (folder / "data" / "dataset").glob("*.json*"))
    for secret in ("kit.marlow@", "7946 0958", "4111 1111", "5555 5555", "wintermoth", "Kavun2077", "900 000-00-00"):
        assert secret in script.PRIVATE
        assert secret not in dataset
    for text in (script.LOGIN_CODE, *script.SAVED, *script.BOT_CHAT):
        assert text not in dataset


def test_everything_it_leaves_is_private(demo):
    """Directories 0700, files 0600, down to the last one."""
    folder, _ = demo
    for path in [folder, *folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_the_readme_shows_what_the_demo_prints(demo):
    """Line by line, but for the numbers, the places and what the clone says."""
    folder, printed = demo
    shown = (ROOT / "README.md").read_text().split("What it prints:\n", 1)[1].split("`userbot demo --chat` lets", 1)[0]
    shown = "\n".join(line.removeprefix("    ") for line in shown.splitlines())
    assert shape(shown) == shape(printed.replace(str(folder), "~/.cache/understudy/demo"))


def shape(text: str) -> list[str]:
    """Words only: wrapping, numbers, bars, hashes, run names and the clone's replies are left out."""
    text = re.sub(r"Kit \(the clone\): .*|hash [0-9a-f]+", "", text)
    text = re.sub(r"[▁-█━╸╺─]+|\d[\dTZa-f.,:/-]*|/s\b", " ", text)
    return text.split()


def test_the_demo_does_not_empty_somebodys_folder(tmp_path):
    """Pointed at a folder with other things in it, it refuses, and the things are still there."""
    (tmp_path / "thesis.txt").write_text("years of work")
    command = [sys.executable, "-m", "userbot.cli", "demo", "--data-dir", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    assert done.returncode == 1
    assert "not empty, and no earlier demo" in done.stderr
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
