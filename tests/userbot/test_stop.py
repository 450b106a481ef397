"""`userbot stop` ends the daemon and nothing else, whatever number the file holds."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from harvest.datadir import DataDir, private_umask
from userbot.pidfile import NAME

ROOT = Path(__file__).parents[2]
HOLDER = """
import pathlib, signal, sys
from harvest.datadir import DataDir
from userbot.pidfile import pid_file
data = DataDir(pathlib.Path(sys.argv[1]))
for number in sys.argv[2:]:
    signal.signal(int(number), signal.SIG_IGN)
with data.account_lock(), pid_file(data):
    print("holds", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def data(tmp_path):
    private_umask()
    return DataDir(tmp_path / "data").prepare()


@pytest.fixture
def start():
    """start(code, *words): a Python process that has printed its first line, ended with the test."""
    started = []

    def begin(code, *words):
        process = subprocess.Popen(
            [sys.executable, "-c", code, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        )
        started.append(process)
        assert process.stdout.readline()
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def userbot(data, command):
    words = ["-m", "userbot.cli", command, "--data-dir", str(data.root)]
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, timeout=60, cwd=ROOT)


def stop(data):
    return userbot(data, "stop")


def test_the_running_daemon_is_ended(data, start):
    """Its number stands in a file of its own, private, and SIGTERM ends it."""
    daemon = start(HOLDER, str(data.root))
    path = data.root / NAME
    assert int(path.read_text()) == daemon.pid
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    done = stop(data)
    assert done.returncode == 0, done.stderr
    assert f"Stopped the daemon (process {daemon.pid})" in done.stdout
    assert daemon.wait(5) == -signal.SIGTERM


def test_nothing_runs(data):
    """One line, and no failure: what was asked for is so."""
    done = stop(data)
    assert (done.returncode, done.stdout, done.stderr) == (0, "No daemon is running here: nothing to stop.\n", "")


def test_a_number_left_behind_is_not_signalled(data, start):
    """The daemon was killed and its number belongs to somebody else now: that process stays unharmed."""
    bystander = start("import sys; print('up', flush=True); sys.stdin.read()")
    (data.root / NAME).write_text(f"{bystander.pid}\n")
    done = stop(data)
    assert done.returncode == 0
    assert "nothing to stop" in done.stdout
    assert bystander.poll() is None


def test_a_harvest_that_uses_the_account_is_not_signalled(data, start):
    """The account is in use, but not by the daemon: the line says so, and the command goes on."""
    code = (
        "import pathlib, sys\nfrom harvest.datadir import DataDir\n"
        "with DataDir(pathlib.Path(sys.argv[1])).account_lock():\n    print('holds', flush=True); sys.stdin.read()"
    )
    pull = start(code, str(data.root))
    (data.root / NAME).write_text(f"{pull.pid}\n")
    done = stop(data)
    assert done.returncode == 0
    assert "Another command" in done.stdout
    assert pull.poll() is None


def test_a_number_of_another_container_is_not_signalled(data, start):
    """The lock is held, but by no process of that number here: as of a daemon in a container, seen from outside."""
    daemon = start(HOLDER, str(data.root))
    bystander = start("import sys; print('up', flush=True); sys.stdin.read()")
    (data.root / NAME).write_text(f"{bystander.pid}\n")
    done = stop(data)
    assert done.returncode == 1
    assert "container" in done.stderr
    assert bystander.poll() is None
    assert daemon.poll() is None


def test_a_daemon_that_does_not_listen_is_reported(data, start, monkeypatch):
    """It is said, with the number and what still helps; nothing is killed behind the owner's back."""
    from harvest.errors import TryAgainLater
    from userbot.commands import stop as command

    daemon = start(HOLDER, str(data.root), str(int(signal.SIGTERM)))
    monkeypatch.setattr(command, "PATIENCE_S", 0.2)
    with pytest.raises(TryAgainLater, match=f"kill -KILL {daemon.pid}"):
        command.stop.__wrapped__(None, data.root)
    assert daemon.poll() is None


def test_the_file_goes_with_the_daemon(data, start):
    """After an orderly end nothing is left behind; after a kill the next daemon takes the file over."""
    first = start(HOLDER, str(data.root))
    first.kill()
    first.wait()
    second = start(HOLDER, str(data.root))
    assert int((data.root / NAME).read_text()) == second.pid
    second.communicate()
    assert second.returncode == 0
    assert not (data.root / NAME).exists()


def test_alive_is_who_runs_and_was_well_lately(data, start):
    """For health checks: no daemon, and one whose last sign of health is too old, are failures of one line."""
    assert userbot(data, "alive").returncode == 1
    daemon = start(HOLDER, str(data.root))
    well = userbot(data, "alive")
    assert (well.returncode, well.stderr) == (0, "")
    assert f"process {daemon.pid}" in well.stdout
    os.utime(data.root / NAME, (1e9, 1e9))
    ill = userbot(data, "alive")
    assert ill.returncode == 1
    assert "was last well" in ill.stderr
