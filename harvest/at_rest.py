"""Whether the archive is encrypted on disk, and where its passphrase comes from: the environment, the system's keyring,
or the owner at the terminal.
"""

import getpass
import os
from pathlib import Path

from harvest.archive import Archive
from harvest.credentials import from_keyring
from harvest.datadir import DataDir
from harvest.door import can_ask
from harvest.errors import ConfigError, UserError
from harvest.sealed import Seal, is_sealed
from harvest.settings import APP, Settings

VARIABLE = "UNDERSTUDY_ARCHIVE_PASSPHRASE"
KEYRING_NAME = "archive_passphrase"
WHERE_TO_KEEP = f"Keep it in the keyring (keyring set {APP} {KEYRING_NAME}) or in the variable {VARIABLE}"
SHORTEST = 8


def open_archive(settings: Settings, data: DataDir) -> Archive:
    """The archive as [harvest] wants it: with `encrypt`, a plain one is encrypted first. Raises UserError."""
    if not settings.harvest.encrypt:
        refuse_sealed(data.archive)
        return Archive.open(data.archive)
    return Archive.open(data.archive, Seal(passphrase(is_new=not is_sealed(data.archive))))


def refuse_sealed(path: Path) -> None:
    """Raises ConfigError on what could only be read with harvest.encrypt."""
    if is_sealed(path):
        raise ConfigError(
            f"{path}: this is no archive, or an encrypted one. If you had harvest.encrypt = true, set it again, "
            "or run harvest decrypt; else move the file away."
        )


def kept_passphrase() -> str:
    """Empty where nobody keeps one."""
    return os.environ.get(VARIABLE) or from_keyring(KEYRING_NAME)


def passphrase(*, is_new: bool) -> str:
    """is_new: nothing is encrypted with it yet. Raises ConfigError where there is none, and nobody to ask."""
    told = kept_passphrase()
    if not told and can_ask():
        told = _asked(is_new=is_new)
    if not told:
        raise ConfigError(
            f"harvest.encrypt: no passphrase. {WHERE_TO_KEEP}; or run this at a terminal, which asks for it."
        )
    if is_new and len(told) < SHORTEST:
        raise ConfigError(f"harvest.encrypt: a passphrase has at least {SHORTEST} characters.")
    return told


def _asked(*, is_new: bool) -> str:
    if not is_new:
        return getpass.getpass("The archive's passphrase: ")
    told = getpass.getpass("A passphrase for the archive (lost with it: every word in the archive): ")
    if getpass.getpass("The same once more: ") != told:
        raise UserError("harvest.encrypt: the two were not the same. Nothing was encrypted.")
    return told
