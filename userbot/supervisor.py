"""What the daemon tells whoever watches it, and when: ready, alive, stopping.

To systemd it speaks sd_notify(3): lines in one datagram to the socket that NOTIFY_SOCKET names. For everybody else,
such as a container's health check, a file's date is its pulse. Both are fed by health alone, so a daemon that still
turns but cannot record, or hears nothing, counts as dead, and systemd starts it again.
"""

import asyncio
import os
import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from loguru import logger

LATEST_TURN_S = 20.0  # the event loop is due at once; Telethon's keepalive fails when it is 60 s late
LONGEST_DEAF_S = 300.0  # a good reconcile is due each minute
LONGEST_OFFLINE_S = 3600.0  # the daemon reconnects by itself; a restart would only lose the loaded model
RECORDING_S = 5.0
PULSE_S = 22.5
LONGEST_WITHOUT_PULSE_S = 90.0


@dataclass(frozen=True, slots=True)
class Vitals:
    """loop_late_s: how much later than due the event loop came round. reconciled_s: since the last good reconcile.

    is_connected: false while Telegram is known to be out of reach, so that no reconcile can be good.
    """

    loop_late_s: float
    ledger_writable: bool
    reconciled_s: float
    is_connected: bool = True


def ailment(vitals: Vitals) -> str:
    """What is wrong with the daemon, in words for the log; empty for a healthy one."""
    if vitals.loop_late_s > LATEST_TURN_S:
        return f"the event loop was blocked for {vitals.loop_late_s:.0f} s"
    if not vitals.ledger_writable:
        return "the ledger cannot be written"
    if vitals.reconciled_s > (LONGEST_DEAF_S if vitals.is_connected else LONGEST_OFFLINE_S):
        return f"no good reconcile for {vitals.reconciled_s:.0f} s"
    return ""


@dataclass(slots=True)
class Standstill:
    """How long a value has not changed, by a clock that neither a correction of the time nor a suspend moves."""

    clock: Callable[[], float] = time.monotonic
    _last: tuple[object, float] | None = None

    def lasts_s(self, value: object) -> float:
        now = self.clock()
        if self._last is None or self._last[0] != value:
            self._last = (value, now)
        return now - self._last[1]


@dataclass(frozen=True, slots=True)
class Supervisor:
    """address: a path, or an abstract socket's name after an @; empty: nobody listens.

    feed_every_s: a quarter of the time after which silence is taken for death; None: nobody watches.
    pulse: a file that is there, whose date is when the daemon was last well.
    """

    address: str = ""
    feed_every_s: float | None = None
    pulse: Path | None = None

    @classmethod
    def from_environment(cls, pulse: Path | None = None) -> "Supervisor":
        """As systemd describes itself. A watchdog that was meant for another process is none of ours."""
        address = os.environ.get("NOTIFY_SOCKET", "")
        usec, pid = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
        is_ours = usec.isdecimal() and int(usec) > 0 and pid in ("", str(os.getpid()))
        unwatched = PULSE_S if pulse else None
        return cls(address, int(usec) / 4e6 if is_ours else unwatched, pulse)

    def ready(self, status: str) -> None:
        self._tell("READY=1", f"STATUS={status}")

    def status(self, status: str) -> None:
        self._tell(f"STATUS={status}")

    def stopping(self) -> None:
        self._tell("STOPPING=1", "STATUS=stopping")

    def alive(self) -> None:
        self._tell("WATCHDOG=1")
        if self.pulse is not None:
            with suppress(OSError):
                os.utime(self.pulse)

    def _tell(self, *lines: str) -> None:
        """A supervisor that went away is no reason to stop answering."""
        if not self.address:
            return
        address = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        message = "\n".join(line.replace("\n", " ") for line in lines)
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
            to.setblocking(False)
            to.sendto(message.encode(), address)

    async def feed(self, look: Callable[[float], Vitals], clock: Callable[[], float] = time.monotonic) -> None:
        """Until cancelled. look: given how late the loop is, the daemon's vitals; it runs in a thread.

        Returns at once where nobody watches. Hunger is the message: an ailing daemon is not fed, and the log says why.
        """
        late_s = 0.0
        while self.feed_every_s is not None:
            self._judge(await asyncio.to_thread(look, late_s))
            due = clock() + self.feed_every_s
            await asyncio.sleep(self.feed_every_s)
            late_s = clock() - due

    def _judge(self, vitals: Vitals) -> None:
        if trouble := ailment(vitals):
            logger.error("unhealthy: {}; the watchdog is not fed", trouble)
            self.status(f"unhealthy: {trouble}")
        else:
            self.alive()


def can_record(ledger: Path) -> bool:
    """Whether a transaction reaches the ledger's disk now: the schema's version is written back as it is.

    Opens a connection of its own, so that it may run in any thread. Never makes the file.
    """
    try:
        address = f"{ledger.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=RECORDING_S)) as db:
            db.execute("BEGIN IMMEDIATE")
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            db.execute(f"PRAGMA user_version={version}")
            db.execute("COMMIT")
    except sqlite3.Error:
        return False
    return True
