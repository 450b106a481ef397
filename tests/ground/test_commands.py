import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAMS = ["harvest", "finetune", "userbot"]
ALLOWED = {"harvest": {"harvest"}, "finetune": {"harvest", "finetune"}, "userbot": {"harvest", "finetune", "userbot"}}


@pytest.mark.parametrize("package", PROGRAMS)
def test_imports_go_one_way(package):
    """harvest imports nothing above it, finetune never the userbot."""
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            tops = {name.split(".")[0] for name in names} & set(PROGRAMS)
            assert tops <= ALLOWED[package], f"{path.name} imports {tops}"


@pytest.mark.parametrize("program", PROGRAMS)
def test_help_is_light(program):
    """`--help` starts without torch, Telethon or the settings, which alone would take longer than it may."""
    code = (
        f"import sys; sys.argv = ['{program}', '--help']\n"
        f"from {program}.cli import main\n"
        "try: main()\nexcept SystemExit as end: assert end.code == 0\n"
        "heavy = {'torch', 'transformers', 'telethon', 'pydantic', 'apscheduler'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)


@pytest.mark.parametrize("program", ["userbot", "harvest"])
def test_the_main_process_never_imports_torch(program):
    """The daemon and the harvest stay small: torch lives in the model's own process."""
    code = (
        "import sys, pkgutil, importlib, harvest, userbot\n"
        f"for m in pkgutil.walk_packages({program}.__path__, '{program}.'):\n"
        "    importlib.import_module(m.name)\n"
        "assert not {'torch', 'transformers', 'peft', 'bitsandbytes'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def run(program, *words):
    command = [sys.executable, "-m", f"{program}.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize(
    ("config", "code", "words"),
    [
        ("[userbot]\nidle_dealy_s = 1\n", 78, "unknown key userbot.idle_dealy_s"),
        ('[userbot]\ncontacts = ["@ann"]\n', 77, "not logged in yet. Run: harvest login"),
    ],
)
def test_what_the_owner_can_mend_is_one_line_and_an_exit_code(tmp_path, config, code, words):
    """No traceback: one line on standard error, and a code that a service manager understands."""
    path = tmp_path / "config.toml"
    path.write_text(config)
    done = run("userbot", "run", "--config", str(path), "--data-dir", str(tmp_path / "data"))
    assert done.returncode == code
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    assert words in lines[0]


def test_check_says_everything_that_is_missing(tmp_path):
    """`userbot check` lists all that must be mended, and every setting with its origin, and fails."""
    done = run("userbot", "check", "--data-dir", str(tmp_path / "data"))
    assert done.returncode == 77
    assert "harvest login" in done.stdout
    assert "userbot.contacts is empty" in done.stdout
    assert "finetune train" in done.stdout
    assert "userbot.idle_delay_s" in done.stdout


def test_status_before_the_first_run_says_so(tmp_path):
    """Asking for the state of a daemon that never ran is a mistake of one line."""
    done = run("userbot", "status", "--data-dir", str(tmp_path / "data"))
    assert done.returncode == 1
    assert "never ran here" in done.stderr
