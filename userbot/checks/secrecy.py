"""Whether secrets stand where they don't belong: in the config file, or in a git repository."""

import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import platformdirs

from harvest.settings import APP, ENV_PREFIX
from userbot.checks.findings import Finding, Scene, ok, risk, skipped
from userbot.checks.modes import closable

SECRETS = ("api_hash", "api_key", "password", "secret", "token")
GIT_S = 20.0


def service_environment() -> Path:
    """Where the service reads its secrets from, if the owner put them there."""
    return platformdirs.user_config_path(APP, appauthor=False) / "environment"


def secrets_in_config(scene: Scene) -> Iterator[Finding]:
    """A secret in the file is a risk; one in a file that others can read is a risk that can be mended."""
    if scene.config is None:
        yield ok("no config file")
        return
    keys = list(_secrets(tomllib.loads(scene.config.read_text(encoding="utf-8")), ()))
    for key in keys:
        yield risk(f"{scene.config}: {'.'.join(key)} stands in the file. {_better_place(key)}")
    if keys and (finding := closable(scene.config, "it holds a secret")):
        yield finding


def secrets_of_service(scene: Scene) -> Iterator[Finding]:
    path = service_environment()
    if not path.is_file():
        yield ok("no environment file")
    elif finding := closable(path, "it holds secrets"):
        yield finding


def out_of_git(scene: Scene) -> Iterator[Finding]:
    """The config names people; the data directory holds their words and the account."""
    places = [(scene.data.root, "private words and the account's session")]
    if scene.config is not None:
        places.append((scene.config, "your contacts, and perhaps secrets"))
    for path, what in places:
        yield from _in_git(path.absolute(), what)


def _secrets(table: dict[str, Any], at: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _secrets(value, (*at, key))
        elif isinstance(value, str) and value and key.endswith(SECRETS):
            yield (*at, key)


def _better_place(key: tuple[str, ...]) -> str:
    variable = ENV_PREFIX + "__".join(key).upper()
    if key == ("telegram", "api_hash"):
        return f"Better: keyring set {APP} api_hash, or the environment variable {variable}"
    return f"Better: the environment variable {variable}"


def _in_git(path: Path, what: str) -> Iterator[Finding]:
    top = next((folder for folder in path.parents if (folder / ".git").exists()), None)
    if top is None and not (path / ".git").exists():
        return
    git = shutil.which("git")
    if git is None:
        yield risk(f"{path}: lies in a git repository ({what}). See that it is ignored there")
        return
    if _git(git, path, "ls-files", "--", str(path)).stdout:
        yield risk(f"{path}: tracked by git ({what}). Take it out: git rm -r --cached {path}; and out of its history")
    elif _git(git, path, "check-ignore", "--quiet", "--", str(path)).returncode == 1:
        yield risk(f"{path}: a git commit could take it up ({what}). Put it in .gitignore, or move it elsewhere")
    elif _git(git, path, "rev-parse").returncode:
        yield skipped(f"{path}: git can't tell whether it is ignored")


def _git(git: str, path: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    """Without the caller's GIT_ variables, and without what a repository may have git start by itself."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = [git, "-C", str(path.parent), "-c", "core.fsmonitor=false", *words]
    return subprocess.run(command, env=env, capture_output=True, stdin=subprocess.DEVNULL, timeout=GIT_S, check=False)
