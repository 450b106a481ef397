"""`userbot check`, as its user runs it: each thing it must find is made, found, and where it can be, mended."""

import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harvest.datadir import DataDir, private_umask
from harvest.loopback import LoopbackServer
from harvest.settings import Settings
from userbot.checks.findings import Kind, Scene
from userbot.checks.machine import ask_time, room

ROOT = Path(__file__).parents[2]


class Machine:
    """A config and a data directory with everything that `userbot run` needs, and the command that looks at them."""

    def __init__(self, home, clone):
        self.home = home
        self.data = DataDir(home / "data").prepare()
        self.data.session.write_bytes(b"a key")
        clone.put_into(self.data)
        self.run = next(path.parent for path in self.data.runs.glob("*/stamp.json"))
        self.base = clone.base  # the run is stamped with this path
        self.config = home / "config.toml"
        self.write_config()

    def write_config(self, more=""):
        self.config.write_text(
            f'data_dir = "data"\n{more}\n[finetune]\nbase = "{self.base}"\n[userbot]\ncontacts = ["@ann"]\n'
        )

    def check(self, *words):
        """(exit code, {check: [lines with their kinds]}, the last line)."""
        command = [sys.executable, "-m", "userbot.cli", "check", "--config", str(self.config), *words]
        env = os.environ | {"COLUMNS": "300", "XDG_CONFIG_HOME": str(self.home / "xdg")}
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ROOT, env=env)
        found = {}
        for line in done.stdout.splitlines():
            kind, _, rest = line.partition(" ")
            if kind in (*Kind, "fixed"):
                name, _, told = rest.strip().partition(": ")
                found.setdefault(name, []).append(f"{kind} {told}")
        assert "sesame" not in done.stdout + done.stderr
        return done.returncode, found, (done.stdout + done.stderr).splitlines()[-1]


@pytest.fixture
def machine(tmp_path, trained_clone):
    private_umask()
    return Machine(tmp_path, trained_clone)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_sound_machine_has_nothing_to_mend(machine):
    """Every check passes, the clock is left for --online, and the last line says what was asked."""
    code, found, last = machine.check()
    assert code == 0, found
    kinds = {name: lines[0].split()[0] for name, lines in found.items()}
    assert kinds.pop("clock") == "skipped"
    assert kinds.pop("disk") in ("ok", "risk")
    assert set(kinds.values()) == {"ok"}, found
    assert last.startswith("userbot run would start; ")


@pytest.mark.parametrize(
    ("name", "place", "loose", "is_wrong"),
    [
        ("session's modes", "account.session", 0o644, True),
        ("data directory", "", 0o755, True),
        ("data directory", "ledger.sqlite", 0o640, True),
        ("logs", "logs/userbot.log", 0o644, False),
        ("clones", "runs/*/adapter_model.safetensors", 0o604, False),
        ("clones", "runs", 0o755, True),
    ],
)
def test_what_others_could_read_is_found_and_closed(machine, name, place, loose, is_wrong):
    """One line with the chmod to type; --fix types it, says so, and finds nothing more. Nothing else changes."""
    (machine.data.ledger).touch(mode=0o600)
    machine.check()
    path = next(machine.data.root.glob(place)) if place else machine.data.root
    path.chmod(loose)
    code, found, _ = machine.check()
    (line,) = found[name]
    closed = loose & 0o700
    assert line.startswith(f"{'wrong' if is_wrong else 'risk'} {path}: mode {loose:o} lets others in")
    assert line.endswith(f"chmod {closed:o} {path}")
    assert code == (78 if is_wrong else 0)
    assert mode(path) == loose
    code, found, _ = machine.check("--fix")
    assert code == 0
    assert found[name] == [f"fixed {path}: closed ({loose:o} -> {closed:o})", "ok nothing to mend"]
    assert mode(path) == closed


def test_many_open_files_are_all_closed(machine):
    """However many there are, the list stays short and the cure is whole."""
    machine.check()
    paths = [machine.data.logs / f"{n}.log" for n in range(50)]
    for path in paths:
        path.touch()
        path.chmod(0o644)
    code, found, _ = machine.check()
    assert (code, len(found["logs"])) == (0, 20)
    machine.check("--fix")
    assert {mode(path) for path in paths} == {0o600}


def test_a_link_is_reported_and_left_alone(machine, tmp_path):
    """What a link leads to may be anybody's: --fix does not touch it."""
    target = tmp_path / "elsewhere.txt"
    target.touch()
    target.chmod(0o644)
    machine.check()
    (machine.data.logs / "link.log").symlink_to(target)
    code, found, _ = machine.check("--fix")
    assert code == 0
    assert "a link out of the data directory" in found["logs"][0]
    assert mode(target) == 0o644


def test_a_way_that_others_may_write_is_found(machine, tmp_path):
    """Whoever can rename the data directory can put another one there."""
    tmp_path.chmod(0o777)
    _, found, _ = machine.check()
    assert found["way to it"] == [f"risk {tmp_path}: others can rename what is in it. Close it: chmod go-w {tmp_path}"]
    tmp_path.chmod(0o1777)
    assert machine.check()[1]["way to it"] == ["ok nothing to mend"]


def test_a_secret_in_the_config_is_found_and_never_shown(machine):
    """Where it stands and where it should; a config that others can read is closed besides."""
    machine.write_config('[telegram]\napi_hash = "0123456789abcdef0123456789abcdef"')
    machine.config.chmod(0o644)
    code, found, _ = machine.check("--fix")
    assert code == 0
    assert any("telegram.api_hash stands in the file. Better: keyring set" in line for line in found["secrets"])
    assert any(line.startswith("fixed") for line in found["secrets"])
    assert mode(machine.config) == 0o600
    assert "0123456789abcdef" not in str(found)


def test_the_services_secrets_are_closed_too(machine):
    """The environment file that the service reads."""
    path = machine.home / "xdg" / "understudy" / "environment"
    path.parent.mkdir(parents=True)
    path.write_text("UNDERSTUDY_TELEGRAM__API_HASH=x\n")
    path.chmod(0o640)
    assert "mode 640" in machine.check()[1]["service's secrets"][0]
    machine.check("--fix")
    assert mode(path) == 0o600


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
def test_private_files_in_a_git_repository_are_found(machine, tmp_path):
    """Open to a commit: a risk. Ignored: none. Tracked already: a risk that ignoring does not end."""

    def git(*words):
        identity = ["-c", "user.name=kit", "-c", "user.email=kit@example.org"]
        subprocess.run(["git", "-C", str(tmp_path), *identity, *words], check=True, capture_output=True)

    git("init")
    told = machine.check()[1]["git"]
    assert [line.split(": ", 1)[0] for line in told] == [f"risk {machine.data.root}", f"risk {machine.config}"]
    assert "a git commit could take it up" in told[0]
    (tmp_path / ".gitignore").write_text("config.toml\ndata/\n")
    assert machine.check()[1]["git"] == ["ok nothing to mend"]
    git("add", "--force", "config.toml")
    (told,) = machine.check()[1]["git"]
    assert "tracked by git" in told


def test_a_pickle_beside_the_adapter_is_found(machine):
    """And an adapter that only calls itself safetensors stops the start."""
    (machine.run / "adapter_model.bin").write_bytes(b"\x80\x04.")
    code, found, _ = machine.check()
    assert code == 0
    assert "a pickle can run code" in found["adapter"][0]
    (machine.run / "adapter_model.bin").replace(machine.run / "adapter_model.safetensors")
    code, found, _ = machine.check()
    assert code == 1
    assert "no safetensors file" in found["adapter"][0]


def test_a_dataset_that_the_clone_never_saw_is_found(machine):
    """Built anew without training again, the dataset no longer tells the guard what the clone knows of other chats."""
    machine.data.dataset.mkdir(mode=0o700, exist_ok=True)
    (machine.data.dataset / "train.jsonl").write_bytes(b"{}\n")
    code, found, _ = machine.check()
    assert code == 0
    assert "built anew since" in found["dataset"][0]


def test_a_base_with_code_of_its_own_is_found(tmp_path):
    """auto_map in its config, a .py beside it, weights that others may replace."""
    from tests.finetune.tiny import save_tiny_base
    from userbot.checks import models

    base = save_tiny_base(tmp_path / "base")
    scene = Scene(Settings(finetune={"base": str(base)}), None, DataDir(tmp_path))
    assert list(models.base(scene)) == []
    config = base / "config.json"
    config.write_text(config.read_text().replace("{", '{"auto_map": {"AutoModel": "modeling.Evil"},', 1))
    (base / "modeling.py").touch()
    (base / "model.safetensors").chmod(0o666)
    lines = [finding.line for finding in models.base(scene)]
    assert len(lines) == 3
    assert "auto_map" in lines[0]
    assert "modeling.py" in lines[1]
    assert "chmod go-w" in lines[2]
    assert {finding.kind for finding in models.base(scene)} == {Kind.RISK}


def test_a_clone_that_was_not_judged_may_not_speak_unasked(machine):
    """As the daemon would refuse it: with what to do. Asking first, or the owner's word for it, is enough."""
    base = f'\n[finetune]\nbase = "{machine.base}"\n[userbot]\ncontacts = [{{ peer = "@ann", mode = "auto" }}]\n'
    machine.config.write_text(f'data_dir = "data"{base}')
    code, found, _ = machine.check()
    assert code == 78
    assert "was not judged yet" in found["fitness"][0]
    machine.config.write_text(f'data_dir = "data"{base}auto_without_eval = true\n')
    assert machine.check()[0] == 0
    machine.config.write_text(f'data_dir = "data"{base}'.replace('"auto"', '"ask"'))
    assert machine.check()[0] == 0


def test_a_model_server_needs_no_clone_here(machine):
    """Its key in the config is a risk, and never shown."""
    shutil.rmtree(machine.data.runs)
    server = '[userbot.server]\nurl = "http://127.0.0.1:9/v1"\nmodel = "clone"\napi_key = "sesame-opens"\n'
    machine.config.write_text(f'data_dir = "data"\n[userbot]\nfolder = "friends"\n{server}')
    code, found, _ = machine.check()
    assert code == 0, found
    assert found["clone"] == ["ok clone, served at http://127.0.0.1:9/v1"]
    assert "UNDERSTUDY_USERBOT__SERVER__API_KEY" in found["secrets"][0]
    assert "sesame" not in str(found)


@pytest.mark.parametrize(("free_mb", "kind"), [(50_000, Kind.OK), (900, Kind.RISK), (10, Kind.WRONG)])
def test_a_full_disk_is_found(free_mb, kind):
    """The daemon sends nothing it cannot record."""
    assert room(free_mb, "here").kind is kind


@pytest.fixture
async def online(tmp_path):
    """(a scene with a session of the loopback server's, the server)."""
    private_umask()
    data = DataDir(tmp_path / "data").prepare()
    async with LoopbackServer() as server:
        server.session_file(server.add_user("Kit"), data.session)
        yield Scene(Settings(telegram={"api_id": 1, "api_hash": "loopback"}), None, data, is_online=True), server


@pytest.mark.parametrize(
    ("ahead_s", "kind", "words"),
    [(0, Kind.OK, "of Telegram's"), (45, Kind.RISK, "s ahead of"), (-3600, Kind.RISK, "s behind Telegram's")],
)
async def test_the_clock_is_compared_with_telegrams(online, ahead_s, kind, words):
    """Half a minute either way is found, in a session that sends nothing."""
    scene, server = online
    finding = await ask_time(scene, lambda: time.time() + ahead_s)
    assert finding.kind is kind
    assert words in finding.line
    assert not [call for call in server.calls if "Send" in type(call.request).__name__]


async def test_no_network_is_no_finding(online):
    """Telegram out of reach: said, and left at that."""
    scene, server = online
    await server.__aexit__(None, None, None)
    finding = await ask_time(scene)
    assert finding.kind is Kind.SKIPPED
    assert "could not be asked" in finding.line


def test_a_running_daemon_is_no_fault(machine):
    """Checked while the daemon runs: the session is in use by it, and nothing is asked of Telegram."""
    code = (
        "import pathlib, sys\nfrom harvest.datadir import DataDir\nfrom userbot.pidfile import pid_file\n"
        "data = DataDir(pathlib.Path(sys.argv[1]))\n"
        "with data.account_lock(), pid_file(data):\n    print('holds', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(machine.data.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as daemon:
        assert daemon.stdout.readline()
        code, found, _ = machine.check("--online")
        daemon.stdin.close()
    assert code == 0
    assert f"in use by the running daemon (process {daemon.pid})" in found["session"][0]
    assert "stop it first" in found["clock"][0]
