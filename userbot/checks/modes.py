"""Whether anybody else on this machine can look at, or change, what lies in the data directory."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from harvest.datadir import OTHERS
from harvest.errors import ConfigError
from userbot.checks.findings import Finding, Scene, risk, wrong

WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def session(scene: Scene) -> Iterator[Finding]:
    """Only the modes: whether one can log in with it is another check's."""
    for path in scene.data.root.glob(f"{scene.data.session.name}*"):
        yield from _loose(scene, path, "whoever reads it has the account")


def logs(scene: Scene) -> Iterator[Finding]:
    yield from _loose_below(scene, scene.data.logs, "a log")


def clones(scene: Scene) -> Iterator[Finding]:
    yield from _loose_below(scene, scene.data.runs, "a clone can repeat what it learned")


def everything_else(scene: Scene) -> Iterator[Finding]:
    """The directory itself, and all in it that is no session, log or run."""
    root = scene.data.root
    yield from _loose(scene, root, "the data directory")
    for path in sorted(root.iterdir()) if os.access(root, os.R_OK | os.X_OK) else []:
        if path not in (scene.data.logs, scene.data.runs) and not path.name.startswith(scene.data.session.name):
            yield from _loose_below(scene, path, "private")


def way_there(scene: Scene) -> Iterator[Finding]:
    """A directory above that others may write lets them put another one in our place."""
    for folder in scene.data.root.absolute().parents:
        mode = folder.stat().st_mode
        if mode & WRITABLE_BY_OTHERS and not mode & stat.S_ISVTX:
            yield risk(f"{folder}: others can rename what is in it. Close it: chmod go-w {folder}")


def close(path: Path) -> str:
    """Takes everybody else's rights away, and leaves the owner's as they are."""
    before = stat.S_IMODE(path.stat().st_mode)
    path.chmod(before & ~OTHERS)
    return f"{path}: closed ({before:o} -> {before & ~OTHERS:o})"


def closable(path: Path, why: str) -> Finding | None:
    """The risk that others can do anything with this file; None if they can't."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & OTHERS:
        return None
    return risk(f"{path}: mode {mode:o} lets others in ({why}). Close it: chmod {mode & ~OTHERS:o} {path}", path)


def _loose_below(scene: Scene, top: Path, why: str) -> Iterator[Finding]:
    if not top.exists():
        return
    yield from _loose(scene, top, why)
    for folder, folders, files in os.walk(top):
        for name in sorted([*folders, *files]):
            yield from _loose(scene, Path(folder) / name, why)


def _loose(scene: Scene, path: Path, why: str) -> Iterator[Finding]:
    """What `userbot run` refuses lies at the top; below, the closed directory around it still protects it."""
    if path.is_symlink():
        yield risk(f"{path}: a link out of the data directory. See that others can't read what it leads to")
        return
    try:
        finding = closable(path, why)
        owner = path.stat().st_uid
    except FileNotFoundError:  # a running daemon's
        return
    if owner != os.getuid():
        yield risk(f"{path}: belongs to another user. Take it back: sudo chown -R {os.getuid()} {scene.data.root}")
    if finding is None:
        return
    is_refused = path == scene.data.root or path.parent == scene.data.root
    yield wrong(finding.line, ConfigError, path) if is_refused else finding
