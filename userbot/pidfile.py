"""Which process is the daemon. The number stands in a file that its writer keeps locked, so a number left behind by
one that was killed, and given to some other process since, is never taken for it. The file's date is the pulse.
"""

import fcntl
import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from harvest.datadir import DataDir
from harvest.errors import TryAgainLater, UserError

NAME = "daemon.pid"


@contextmanager
def pid_file(data: DataDir) -> Iterator[None]:
    """Hold `data.account_lock()` around it: two daemons never write one file. 0600, removed at the end."""
    path = data.root / NAME
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def running_daemon(data: DataDir) -> int | None:
    """Its process id, if one runs here now. Raises TryAgainLater in the instant before it has written its number.

    Raises UserError where the number is no process of ours: the daemon of a container, or another user's.
    """
    try:
        handle = os.open(data.root / NAME, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        if not _is_locked(handle):
            return None
        number = os.read(handle, 32).decode("ascii", "replace").strip()
        if not number.isdecimal():
            raise TryAgainLater(f"{data.root / NAME}: the daemon is just starting. Try again in a moment.")
        if not _has_open(int(number), os.fstat(handle)):
            raise UserError("The daemon runs in a container, or as another user. Stop it there (docker stop does it).")
    finally:
        os.close(handle)
    return int(number)


def last_well_at(data: DataDir) -> float:
    """When the daemon was last found well, or started: UTC seconds."""
    return (data.root / NAME).stat().st_mtime


def end_daemon(data: DataDir, pid: int, within_s: float) -> bool:
    """SIGTERM to the running daemon. Whether it ended in that time. Raises ProcessLookupError if it went before."""
    watched = _watched(pid)
    try:
        if running_daemon(data) != pid:  # asked again: from here on `watched` is surely the daemon
            raise ProcessLookupError
        _terminate(pid, watched)
        return _ended(data, pid, watched, within_s)
    finally:
        if watched is not None:
            os.close(watched)


def _is_locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _has_open(pid: int, file: os.stat_result) -> bool:
    """Whether that process has the file open. In another container, the same number is somebody else's."""
    if sys.platform != "linux":
        return True
    try:
        handles = list(Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False
    return any(_is_same(handle, file) for handle in handles)


def _is_same(handle: Path, file: os.stat_result) -> bool:
    try:
        return os.path.samestat(handle.stat(), file)
    except OSError:
        return False


def _watched(pid: int) -> int | None:
    """A handle on that very process, where the system has such: its number may be given away, the handle not."""
    return os.pidfd_open(pid) if sys.platform == "linux" else None


def _terminate(pid: int, watched: int | None) -> None:
    if sys.platform == "linux" and watched is not None:
        signal.pidfd_send_signal(watched, signal.SIGTERM)
    else:
        os.kill(pid, signal.SIGTERM)


def _ended(data: DataDir, pid: int, watched: int | None, within_s: float) -> bool:
    if watched is not None:
        return bool(select.select([watched], [], [], within_s)[0])
    for _ in range(int(within_s / 0.1)):
        if running_daemon(data) != pid:
            return True
        select.select([], [], [], 0.1)
    return False
