"""The Dockerfile, as far as it can be judged without a builder."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def instructions():
    """(instruction, rest) of the Dockerfile, lines joined."""
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]


def test_only_what_the_image_is_made_of_reaches_the_builder():
    """Everything is shut out but what is copied, so neither config nor data can end in a layer."""
    ignored = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert ignored[0] == "*"
    allowed = {line[1:] for line in ignored if line.startswith("!")}
    copied = {
        word for kind, rest in instructions() if kind == "COPY" and "--from" not in rest for word in rest.split()[:-1]
    }
    assert copied == allowed
    assert all((ROOT / name).exists() for name in allowed)
    assert ignored[-1].startswith("**/")


def test_it_runs_as_nobody_of_the_hosts_and_ends_politely():
    """No root, SIGTERM, a volume for what is private, the pulse as health check, and every file against the lock."""
    last = dict(instructions())
    assert last["USER"] == "10001:10001"
    assert last["STOPSIGNAL"] == "SIGTERM"
    assert last["VOLUME"] == '["/data"]'
    assert last["CMD"] == '["userbot", "run"]'
    assert 'CMD ["userbot", "alive"]' in last["HEALTHCHECK"]
    installs = " ".join(rest for kind, rest in instructions() if kind == "RUN")
    assert installs.count("--require-hashes") == 2
    assert "://" not in (ROOT / "Dockerfile").read_text()
