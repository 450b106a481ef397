"""The look that every test's logs get would find a word in them; and a crash leaves none on disk."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from harvest.loopback import LoopbackServer
from tests.overheard import leaked

ROOT = Path(__file__).parents[2]
SECRET = "the lighthouse keeper is my cousin"


@pytest.fixture
async def server():
    async with LoopbackServer() as server:
        yield server


async def test_a_text_a_name_a_number_or_a_key_in_a_log_is_found(server):
    """Each kind, alone in a line; and a line of ids and counts is fine."""
    owner = server.add_user("Kit", username="kit_m")
    ann = server.add_user("Annabella", "Lighthouse", password="hunter-22")
    server.post(ann, owner, SECRET, push=False)
    login = server.logins.add(user=owner)
    kinds = [SECRET, "Annabella", "Lighthouse", "kit_m", ann.phone, "hunter-22", login.key.key.hex()]
    kinds += [str(owner.access_hash_for(ann)), str(login.key.key_id), repr(login.key.key)]
    for kind in kinds:
        assert leaked(f"chat {ann.id}: {kind} came", server), kind
    assert not leaked(f"due in chat {ann.id}: 3 messages, kit is out", server)


CRASHING = """
import ctypes, faulthandler, resource, sys
from pathlib import Path
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
from harvest.door import enter
enter("test", None, Path(sys.argv[1]))
words = "the lighthouse keeper " + "is my cousin"
print(resource.getrlimit(resource.RLIMIT_CORE)[0], flush=True)
faulthandler.enable()
ctypes.string_at(0)
"""


def test_a_crash_leaves_no_memory_on_disk(tmp_path):
    """A segmentation fault, where core files were allowed before: no file, and what is printed names lines only."""
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("this machine allows no core files anyway")
    done = subprocess.run(
        [sys.executable, "-c", CRASHING, str(tmp_path / "data")],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode < 0
    assert done.stdout.strip() == "0"
    assert "Segmentation fault" in done.stderr and SECRET not in done.stderr
    assert not [path for path in tmp_path.rglob("*core*") if path.is_file()]


def test_an_exception_nobody_expected_leaves_no_words(tmp_path):
    """Neither in the log nor on the terminal: where it happened, and that is all. The exit code says: a bug."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom harvest.door import enter, guarded, new_app\n"
        "app = new_app('test')\n@app.command()\n@guarded\ndef main(folder: str) -> None:\n"
        f"    enter('test', None, Path(folder))\n    words = {SECRET!r}\n    raise ValueError(words)\napp()\n"
    )
    script = tmp_path / "program.py"
    script.write_text(program)
    command = [sys.executable, str(script), str(tmp_path / "data")]
    done = subprocess.run(command, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 3
    log = (tmp_path / "data" / "logs" / "test.log").read_text()
    assert "ValueError" in log and "program.py" in log
    for said in (log, done.stdout, done.stderr):
        assert SECRET not in said
