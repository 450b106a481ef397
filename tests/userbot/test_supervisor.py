"""What systemd hears from the daemon, read off a real datagram socket."""

import asyncio
import os
import secrets
import socket
import sqlite3
import subprocess
import sys

import pytest

from tests.userbot.conftest import until
from userbot.ledger import Ledger
from userbot.supervisor import LONGEST_DEAF_S, Standstill, Supervisor, Vitals, ailment, can_record

WELL = Vitals(loop_late_s=0.1, ledger_writable=True, reconciled_s=61)


class Listener:
    """systemd's end of the socket."""

    def __init__(self, address):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address)
        self.socket.settimeout(20)

    def heard(self):
        """The next datagram, as a list of lines."""
        return self.socket.recv(4096).decode().split("\n")


@pytest.fixture
def listen():
    listeners = []

    def at(address):
        listeners.append(Listener(address))
        return listeners[-1]

    yield at
    for listener in listeners:
        listener.socket.close()


@pytest.mark.parametrize("is_abstract", [False, True])
def test_it_says_ready_alive_and_stopping(listen, tmp_path, monkeypatch, is_abstract):
    """Over a socket with a path, and over an abstract one, as NOTIFY_SOCKET names it."""
    name = f"understudy-{secrets.token_hex(8)}"
    systemd = listen(f"\0{name}" if is_abstract else str(tmp_path / "notify"))
    monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}" if is_abstract else str(tmp_path / "notify"))
    supervisor = Supervisor.from_environment()
    supervisor.ready("watching 3 chats")
    supervisor.status("two\nlines")
    supervisor.alive()
    supervisor.stopping()
    assert systemd.heard() == ["READY=1", "STATUS=watching 3 chats"]
    assert systemd.heard() == ["STATUS=two lines"]
    assert systemd.heard() == ["WATCHDOG=1"]
    assert systemd.heard() == ["STOPPING=1", "STATUS=stopping"]


def test_without_systemd_nothing_happens(monkeypatch, tmp_path):
    """No socket named, or nobody there any more: the daemon goes on."""
    for variable in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
        monkeypatch.delenv(variable, raising=False)
    Supervisor.from_environment().ready("up")
    Supervisor(str(tmp_path / "gone")).alive()
    asyncio.run(Supervisor(str(tmp_path / "gone")).feed(lambda late_s: WELL))


def test_the_watchdog_is_fed_four_times_in_its_time(monkeypatch):
    """So that one missed meal is not the end; and a watchdog set for another process is not fed at all."""
    monkeypatch.setenv("WATCHDOG_USEC", "90000000")
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    assert Supervisor.from_environment().feed_every_s == 22.5
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert Supervisor.from_environment().feed_every_s is None


async def test_without_systemd_there_is_a_pulse(tmp_path, monkeypatch):
    """A file's date is when the daemon was last well; a file that is gone is not made again."""
    for variable in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
        monkeypatch.delenv(variable, raising=False)
    pulse = tmp_path / "daemon.pid"
    pulse.touch()
    os.utime(pulse, (1e9, 1e9))
    supervisor = Supervisor.from_environment(pulse)
    assert supervisor.feed_every_s == 22.5
    feeding = asyncio.create_task(supervisor.feed(lambda late_s: WELL))
    await until(lambda: pulse.stat().st_mtime > 1e9, "a pulse")
    feeding.cancel()
    pulse.unlink()
    supervisor.alive()
    assert not pulse.exists()


@pytest.mark.parametrize(
    ("vitals", "words"),
    [
        (WELL, ""),
        (Vitals(21, True, 61), "the event loop was blocked for 21 s"),
        (Vitals(0, False, 61), "the ledger cannot be written"),
        (Vitals(0, True, LONGEST_DEAF_S + 1), "no good reconcile for 301 s"),
        (Vitals(0, True, LONGEST_DEAF_S + 1, is_connected=False), ""),
        (Vitals(0, True, 3601, is_connected=False), "no good reconcile for 3601 s"),
    ],
)
def test_what_counts_as_health(vitals, words):
    """A known outage is waited out for an hour: a restart would bring nothing back but the loading of the model."""
    assert ailment(vitals) == words


def test_a_standstill_is_measured_whatever_the_clock_on_the_wall_does():
    """The date of the last good reconcile may jump by an hour or a night's sleep: what counts is that it moves."""
    now = [100.0]
    reconciled = Standstill(lambda: now[0])
    assert reconciled.lasts_s(5000.0) == 0
    now[0] += 60
    assert reconciled.lasts_s(5000.0) == 60
    assert reconciled.lasts_s(1400.0) == 0
    now[0] += 30
    assert reconciled.lasts_s(1400.0) == 30


async def test_only_a_healthy_daemon_is_fed(listen, tmp_path):
    """While the ledger cannot be written the watchdog hears why, and no sign of life; afterwards it is fed again."""
    systemd = listen(str(tmp_path / "notify"))
    looks = iter([WELL, Vitals(0, False, 0), Vitals(0, False, 0)])
    feeding = asyncio.create_task(
        Supervisor(str(tmp_path / "notify"), feed_every_s=0.01).feed(lambda late_s: next(looks, WELL))
    )
    heard = [await asyncio.to_thread(systemd.heard) for _ in range(4)]
    feeding.cancel()
    ill = ["STATUS=unhealthy: the ledger cannot be written"]
    assert heard == [["WATCHDOG=1"], ill, ill, ["WATCHDOG=1"]]


async def test_a_blocked_loop_is_noticed(tmp_path):
    """The feeder lives in the loop: how late it comes round is how long the loop was held up."""
    clock = iter([0.0, 25.5, 25.5])  # when the meal was due to be cooked, and when the loop came round
    late = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def look(late_s):
        loop.call_soon_threadsafe(late.put_nowait, late_s)
        return WELL

    feeding = asyncio.create_task(Supervisor("", feed_every_s=0.5).feed(look, lambda: next(clock, 25.5)))
    assert await late.get() == 0.0
    assert await late.get() == 25.0
    feeding.cancel()


def test_recording_is_tried_on_the_real_file(tmp_path):
    """A ledger that is locked, read-only, missing or no database cannot be recorded in; a sound one can, unchanged."""
    path = tmp_path / "ledger.sqlite"
    assert not can_record(path)
    assert not path.exists()
    ledger = Ledger.open(path)
    before = sqlite3.connect(path).execute("PRAGMA user_version").fetchone()
    assert can_record(path)
    assert sqlite3.connect(path).execute("PRAGMA user_version").fetchone() == before
    ledger.close()
    (tmp_path / "other").write_bytes(b"no database at all, but long enough to be looked at as one" * 100)
    assert not can_record(tmp_path / "other")


def test_a_locked_ledger_cannot_be_recorded_in(tmp_path, monkeypatch):
    """Somebody else's transaction that does not end counts as unhealthy."""
    monkeypatch.setattr("userbot.supervisor.RECORDING_S", 0.01)
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert not can_record(path)
    holder.execute("ROLLBACK")
    assert can_record(path)


def test_a_full_disk_cannot_be_recorded_on(tmp_path):
    """The transaction is really written: where the file may not grow, that is noticed."""
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path).close()
    code = (
        "import resource, signal, sys, pathlib\nfrom userbot.supervisor import can_record\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "print(can_record(pathlib.Path(sys.argv[1])))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "print(can_record(pathlib.Path(sys.argv[1])))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]
