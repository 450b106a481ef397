"""What of the words stays readable on this machine's disks: the archive, and what a crash would leave there."""

import resource
from collections.abc import Iterator
from pathlib import Path

from harvest.at_rest import VARIABLE, WHERE_TO_KEEP, kept_passphrase, open_archive, refuse_sealed
from harvest.sealed import is_plain, is_sealed, left_over, library
from userbot.checks.findings import Finding, Scene, ok, risk

CORE_PATTERN = Path("/proc/sys/kernel/core_pattern")


def archive(scene: Scene) -> Iterator[Finding]:
    """Whether it is kept as harvest.encrypt says, and could be opened by a service that nobody sits at."""
    path = scene.data.archive
    if left_over(path).exists():
        yield risk(f"{left_over(path)}: a plain copy, left where an encryption was stopped. harvest report ends it")
    if not scene.settings.harvest.encrypt:
        refuse_sealed(path)
        yield ok("as it was written, in a closed directory; harvest.encrypt = true encrypts it")
        return
    library()
    if not kept_passphrase():
        yield risk(f"userbot run will ask for its passphrase, and as a service it can't. {WHERE_TO_KEEP}")
    elif is_sealed(path):
        open_archive(scene.settings, scene.data).close()
        yield ok(f"encrypted, and opened with the passphrase of the keyring or of {VARIABLE}")
    if path.is_file() and is_plain(path):
        yield risk(f"{path}: not encrypted yet; the next harvest command or userbot run does it")


def core_dumps(scene: Scene) -> Iterator[Finding]:
    """Every command forbids them to itself; a program that collects them has to keep to that."""
    if resource.getrlimit(resource.RLIMIT_CORE)[0]:
        yield risk("a crash would leave what the process knew on disk")
    elif collects_all(CORE_PATTERN.read_text() if CORE_PATTERN.is_file() else ""):
        yield risk(f"{CORE_PATTERN}: a program takes them whatever the limit. Turn it off, or have it told %c")
    else:
        yield ok("none: a crash leaves nothing of what the process knew")


def collects_all(core_pattern: str) -> bool:
    """A program is asked even where the limit is 0; %c tells it the limit."""
    return core_pattern.startswith("|") and "%c" not in core_pattern
