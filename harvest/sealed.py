"""The archive encrypted as a whole by SQLCipher: its pages, its write-ahead log, no temporary files.

The file begins with a random salt. The key is scrypt of the passphrase and that salt, and is stored nowhere. Knows
nothing of where the passphrase comes from.
"""

import hashlib
import os
import re
import sqlite3
import unicodedata
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from harvest.archive_schema import trouble
from harvest.datadir import written_whole
from harvest.errors import ConfigError, UserError

PLAIN = b"SQLite format 3\0"  # how every SQLite file begins that is not encrypted
SALT_BYTES = 16
# RFC 7914; 128 MB and a third of a second for each guess.
SCRYPT = {"n": 2**17, "r": 8, "p": 1, "maxmem": 2**28, "dklen": 32}
DRAFT = re.compile(r"[a-z0-9_]{8}(?:-journal|-wal|-shm)?")  # how written_whole and SQLite call theirs
WIPED_AT_ONCE = 1 << 20
WAIT_S = 30


@dataclass(frozen=True, slots=True)
class Seal:
    """What opens an encrypted archive."""

    passphrase: str = field(repr=False)

    def connect(self, path: Path) -> sqlite3.Connection:
        """The file at `path`, opened: a plain one is encrypted first, an empty one will be from the start.

        Raises UserError when that cannot be done. Whether the passphrase is the right one shows in the first query.
        """
        _clear_up(path)
        if is_plain(path):
            self._seal(path)
        return self._opened(path, _salt(path) or os.urandom(SALT_BYTES))

    def unseal(self, path: Path) -> None:
        """The encrypted archive as a plain file again, all of it or nothing. Raises UserError."""
        _clear_up(path)
        sealed = self._opened(path, _salt(path))
        try:
            _lock(sealed)
            with written_whole(path) as draft:
                _export(sealed, draft, "''")
                with closing(_connected(draft)) as copy:
                    _compare(copy, sealed, copy.execute("PRAGMA integrity_check").fetchone() == ("ok",))
        except sealed.DatabaseError as error:
            raise UserError(f"{path}: not decrypted, and as it was: {self.trouble(error)}") from None
        finally:
            sealed.close()

    def trouble(self, error: sqlite3.DatabaseError) -> str:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            return "the passphrase does not open it. If it is lost, so is the archive: move it away, and pull again."
        return trouble(error)

    def _opened(self, path: Path, salt: bytes) -> sqlite3.Connection:
        connection = _connected(path)
        connection.execute(f"PRAGMA key = {self._key(salt)}")
        connection.execute("PRAGMA cipher_compatibility = 4")
        return connection

    def _key(self, salt: bytes) -> str:
        """As SQLCipher takes a key that it need not derive: key and salt in hexadecimal."""
        words = unicodedata.normalize("NFC", self.passphrase).encode()
        return f"\"x'{hashlib.scrypt(words, salt=salt, **SCRYPT).hex()}{salt.hex()}'\""

    def _seal(self, path: Path) -> None:
        """All of it or nothing: stopped anywhere, either the plain file or the encrypted one is the archive."""
        plain = _connected(path)
        try:
            _lock(plain)
            with written_whole(path) as draft:
                self._copy(plain, draft)
                os.link(path, left_over(path))
            _clear_up(path)
        except plain.DatabaseError as error:
            raise UserError(f"{path}: not encrypted, and as it was: {trouble(error)}") from None
        finally:
            plain.close()

    def _copy(self, plain: sqlite3.Connection, draft: Path) -> None:
        """Into an empty file; read again, page by page and row by row, before it counts."""
        salt = os.urandom(SALT_BYTES)
        _export(plain, draft, self._key(salt))
        with closing(self._opened(draft, salt)) as copy:
            _compare(copy, plain, not copy.execute("PRAGMA cipher_integrity_check").fetchall())


def _export(database: sqlite3.Connection, draft: Path, key: str) -> None:
    version = database.execute("PRAGMA user_version").fetchone()[0]
    database.execute(f"ATTACH ? AS draft KEY {key}", (str(draft),))
    database.execute("SELECT sqlcipher_export('draft')")
    database.execute(f"PRAGMA draft.user_version = {int(version)}")
    database.execute("DETACH draft")


def _compare(copy: sqlite3.Connection, original: sqlite3.Connection, is_whole: bool) -> None:
    if not is_whole or _counts(copy) != _counts(original):
        raise UserError("the archive's copy does not read as the archive does. Nothing was changed: check the disk.")


def is_plain(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(PLAIN)) == PLAIN


def is_sealed(path: Path) -> bool:
    """Or damaged from its first byte on: what is encrypted cannot be told from noise."""
    return path.is_file() and path.stat().st_size > 0 and not is_plain(path)


def _salt(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(SALT_BYTES)


def library() -> Any:
    """SQLCipher's sqlite3. Raises ConfigError where it is not installed."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise ConfigError(
            "harvest.encrypt needs SQLCipher, which is not installed. Install it: pip install 'understudy[encrypt]'"
        ) from None
    return dbapi2


def _connected(path: Path) -> sqlite3.Connection:
    return cast(sqlite3.Connection, library().connect(path, isolation_level=None, timeout=WAIT_S))


def _lock(plain: sqlite3.Connection) -> None:
    """Nobody else reads or writes it until the connection is closed, and all of it is in the one file."""
    plain.execute("PRAGMA locking_mode = EXCLUSIVE")
    plain.execute("PRAGMA journal_mode = DELETE")
    plain.execute("BEGIN EXCLUSIVE")
    plain.execute("COMMIT")


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608


def left_over(path: Path) -> Path:
    """The plain file's second name, from before the encrypted one takes its place until it is overwritten."""
    return path.with_name(f".{path.name}.plain")


def _clear_up(path: Path) -> None:
    """What a change of the encryption leaves, or left when it was stopped: plain files and drafts, overwritten."""
    plain = left_over(path)
    if plain.exists() and path.exists() and plain.samefile(path):
        plain.unlink()
    left = [plain] if plain.exists() else []
    left += [
        draft for draft in path.parent.glob(f".{path.name}.*") if DRAFT.fullmatch(draft.name[len(path.name) + 2 :])
    ]
    if left:
        _sync(path.parent)  # the new name is on disk before the old content goes
    for one in left:
        _overwrite(one)
        one.unlink()


def _overwrite(path: Path) -> None:
    with path.open("r+b", buffering=0) as file:
        for start in range(0, path.stat().st_size, WIPED_AT_ONCE):
            file.seek(start)
            file.write(bytes(min(WIPED_AT_ONCE, path.stat().st_size - start)))
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
