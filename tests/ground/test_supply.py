"""What is installed from the lock files is what was tested, file by file, from wherever the owner's index is."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-without-torch.lock"]
PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; .+?)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def pins(name):
    """{package: [versions]}, after checking that every line is a pin or a hash of one."""
    found, hashes = {}, 1
    for line in (ROOT / name).read_text().splitlines():
        if line.startswith("#"):
            continue
        if pin := PINNED.match(line):
            assert hashes, f"no hash before {line}"
            found.setdefault(pin["name"], []).append(pin["version"])
            hashes = 0
        else:
            assert HASH.match(line), line
            hashes += 1
    assert hashes
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes_and_no_host(lock):
    """Nothing but names, versions and SHA-256: no URL, no path, no index."""
    assert len(pins(lock)) > 50
    assert "/" not in "".join(line for line in (ROOT / lock).read_text().splitlines() if not line.startswith("#"))


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_fits_what_the_package_asks_for(lock):
    """Each dependency of pyproject.toml stands in it, in a version that is allowed there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    locked = pins(lock)
    for line in [*project["project"]["dependencies"], *project["build-system"]["requires"]]:
        wanted = Requirement(line)
        if wanted.name == "torch" and lock != LOCKS[0]:
            continue
        versions = locked[canonicalize_name(wanted.name)]
        assert all(wanted.specifier.contains(version) for version in versions), line


def test_the_second_lock_lacks_torch_and_nothing_else():
    """For the CPU build, which the registry does not have: torch's own packages are left out, the rest is the same."""
    whole, rest = pins(LOCKS[0]), pins(LOCKS[1])
    left_out = set(whole) - set(rest)
    assert {"torch", "triton"} <= left_out
    assert all(re.match(r"(torch|triton|nvidia-.*|cuda-.*)$", name) for name in left_out)
    assert rest == {name: versions for name, versions in whole.items() if name not in left_out}
