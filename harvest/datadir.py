"""Where everything private lies, and that nobody else can read it. Knows paths and modes, not contents.

The directory is 0700 and its files 0600 from the moment they exist: `private_umask` is set at the door of every
command. Modes that were loosened since are refused, as ssh refuses an open key.
"""

import os
import resource
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from harvest.errors import ConfigError, TryAgainLater, UserError

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def private_umask() -> None:
    """From here on this process and its children create files for their owner alone, and none of their memory.

    A core file would hold every word and key that a crashed process knew.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


@dataclass(frozen=True, slots=True)
class DataDir:
    """root: the directory. The properties name each thing that lies in it."""

    root: Path

    @property
    def session(self) -> Path:
        """Telethon's session file: whoever has it has the account."""
        return self.root / "account.session"

    @property
    def archive(self) -> Path:
        return self.root / "archive.sqlite"

    @property
    def dataset(self) -> Path:
        return self.root / "dataset"

    @property
    def runs(self) -> Path:
        return self.root / "runs"

    @property
    def ledger(self) -> Path:
        return self.root / "ledger.sqlite"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    def prepare(self) -> "DataDir":
        """Create the directory if it is missing, refuse it if others can look in. Raises ConfigError."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"{self.root}: cannot be the data directory ({error.strerror}).") from None
        for path in self._private_paths():
            refuse_loose_modes(path)
        return self

    def _private_paths(self) -> Iterator[Path]:
        """The root and what lies directly in it: a directory closed to others closes what is below."""
        yield self.root
        yield from (path for path in self.root.iterdir() if not path.is_symlink())

    @contextmanager
    def account_lock(self) -> Iterator[None]:
        """One process at a time uses the account's session. The lock dies with its process.

        Raises TryAgainLater when another one holds it.
        """
        lock = FileLock(self.root / "account.lock", mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise TryAgainLater(
                f"{self.session}: another harvest or userbot is using this account. Stop it first, then try again."
            ) from None
        try:
            yield
        finally:
            lock.release()


def refuse_loose_modes(path: Path) -> None:
    """Raises ConfigError if anybody but the owner can read, write or enter the path."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & OTHERS:
        right = "700" if path.is_dir() else "600"
        raise ConfigError(f"{path}: mode {mode:o} lets others in. Close it: chmod {right} {path}")


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A private file to write, put in place of `path` in one step once the block ends well: all of it, or nothing.

    Raises UserError when the disk is full or read-only.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(path)
    except OSError as error:
        raise UserError(
            f"{path}: could not be written ({error.strerror}). What stood there before still does."
        ) from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A private folder to fill, put in place of `folder` once the block ends well. Stopped anywhere, the old one stays.

    Raises UserError when the disk is full or read-only. One process at a time.
    """
    draft, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    if old.exists() and not folder.exists():  # stopped between the two renames below
        old.rename(folder)
    for left_over in (draft, old):
        shutil.rmtree(left_over, ignore_errors=True)
    try:
        draft.mkdir(mode=0o700, parents=True)
        yield draft
        _sync(draft)
        if folder.exists():
            folder.rename(old)
        draft.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise UserError(
            f"{folder}: could not be written ({error.strerror}). What stood there before still does."
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _sync(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as written:
            os.fsync(written.fileno())
