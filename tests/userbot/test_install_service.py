"""What `userbot install-service` writes: valid for systemd, closed in, never over the owner's own changes."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from userbot.unit import is_as_written, unit

ROOT = Path(__file__).parents[2]


def values(text):
    """{key: value} of the unit's lines."""
    lines = [line for line in text.splitlines() if "=" in line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def install(tmp_path):
    """install("--print"): (exit code, standard output, standard error), with a home of its own."""
    (tmp_path / "config.toml").write_text('data_dir = "my data"\n')

    def run(*words, **more):
        command = [sys.executable, "-m", "userbot.cli", "install-service"]
        env = {name: value for name, value in os.environ.items() if not name.startswith("UNDERSTUDY_")}
        env |= {"XDG_CONFIG_HOME": str(tmp_path / "xdg"), "PYTHONPATH": str(ROOT), "COLUMNS": "200"} | more
        done = subprocess.run([*command, *words], capture_output=True, text=True, timeout=60, cwd=tmp_path, env=env)
        return done.returncode, done.stdout, done.stderr

    run.path = tmp_path / "xdg" / "systemd" / "user" / "understudy.service"
    return run


def test_it_says_what_is_run_and_what_may_be_written(install, tmp_path):
    """The config and the data directory of this call, absolute, wherever the service starts; the rest is closed."""
    code, text, _ = install("--print")
    assert code == 0
    found = values(text)
    data = str(tmp_path / "my data")
    assert found["ExecStart"].endswith(f'"run" "--config" "{tmp_path / "config.toml"}" "--data-dir" "{data}"')
    assert found["ReadWritePaths"] == f'"{data}"'
    assert found["RestartPreventExitStatus"] == "77 78"
    assert (found["Type"], found["WatchdogSec"], found["UMask"]) == ("notify", "90", "0077")
    assert (found["ProtectSystem"], found["NoNewPrivileges"], found["CapabilityBoundingSet"]) == ("strict", "yes", "")
    assert found["ProtectHome"] == "read-only"
    assert (found["KillSignal"], found["TimeoutStopSec"], found["OOMPolicy"]) == ("SIGTERM", "15", "continue")
    assert not install.path.exists()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
@pytest.mark.parametrize("folder", ["plain", "with space", '50% $HOME "quoted"'])
def test_systemd_finds_nothing_wrong_with_it(install, tmp_path, folder):
    """`systemd-analyze verify` says nothing, whatever the folders are called."""
    code, text, _ = install("--print", "--data-dir", str(tmp_path / folder))
    assert code == 0
    path = tmp_path / "understudy.service"
    path.write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "--user", "--man=no", "verify", str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_writes_a_private_file_and_says_what_to_do_next(install):
    """Two lines of systemctl; the same again changes nothing; other settings replace what nobody changed."""
    code, told, _ = install()
    assert code == 0
    assert "systemctl --user daemon-reload\n" in told
    assert "systemctl --user enable --now understudy\n" in told
    before = install.path.read_text()
    assert is_as_written(before)
    assert stat.S_IMODE(install.path.stat().st_mode) == 0o600
    assert install()[0] == 0
    assert install.path.read_text() == before
    assert install("--data-dir", "elsewhere")[0] == 0
    assert "elsewhere" in values(install.path.read_text())["ReadWritePaths"]


def test_a_unit_that_the_owner_changed_is_kept(install):
    """One line says so; only --force writes over it."""
    install()
    install.path.write_text(install.path.read_text().replace("RestartSec=30", "RestartSec=300"))
    code, _, told = install()
    assert code == 1
    assert "you changed it" in told
    assert "RestartSec=300" in install.path.read_text()
    assert install("--force")[0] == 0
    assert "RestartSec=30\n" in install.path.read_text()


def test_variables_of_the_shell_are_named(install):
    """A service does not see them: their names, never their values, with the place to put them."""
    _, told, _ = install(UNDERSTUDY_TELEGRAM__API_HASH="0123456789abcdef")
    assert "The service does not see UNDERSTUDY_TELEGRAM__API_HASH" in told
    assert "environment (chmod 600)" in told
    assert "0123456789abcdef" not in told + install.path.read_text()


def test_what_no_unit_can_hold_is_refused():
    """A line break in a path would be a line of the unit."""
    with pytest.raises(ValueError, match="control character"):
        unit(["userbot"], Path("/data\nExecStartPre=/bin/evil"), Path("/env"), Path("/"))


def test_a_place_in_tmp_stays_in_sight():
    """The service has a /tmp of its own, unless what it needs lies in the real one."""
    text = unit(["/usr/bin/userbot"], Path("/home/kit/data"), Path("/env"), Path("/"))
    assert values(text)["PrivateTmp"] == "yes"
    assert values(unit(["/usr/bin/userbot"], Path("/tmp/data"), Path("/env"), Path("/")))["PrivateTmp"] == "no"
