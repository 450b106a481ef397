"""`harvest scrub`, as a process of its own."""

import json
import subprocess
import sys


def scrubbed(stdin: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "harvest.cli", "scrub", *options]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=60, check=False)


def lines(*texts: str) -> bytes:
    return "".join(json.dumps({"id": number, "text": text}) + "\n" for number, text in enumerate(texts)).encode()


def test_lines_come_out_in_order_each_on_its_own():
    """Numbers begin anew on every line, other lines pass as they are, ids are kept."""
    done = scrubbed(lines("мой 89161234567", "ок 👌\nда", "а мой 89035554433"))
    assert done.returncode == 0
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"id": 0, "text": "мой [PHONE_1]"},
        {"id": 1, "text": "ок 👌\nда"},
        {"id": 2, "text": "а мой [PHONE_1]"},
    ]


def test_a_bad_line_is_named_without_being_repeated():
    """What came before is written; the error says which line, and none of its words."""
    for bad in (b"\xff\xfe", b'{"text": 5}', b"[1]", b'{"id": 1', b'"hunter2"'):
        done = scrubbed(lines("ок") + bad + b"\n")
        assert done.returncode == 1
        assert json.loads(done.stdout) == {"id": 0, "text": "ок"}
        error = done.stderr.decode()
        assert "line 2" in error
        assert len(error.strip().splitlines()) == 1
        assert "hunter2" not in error


def test_the_owners_lists_come_from_a_named_config(tmp_path):
    """Without --config nothing has to be set up; with it, its [harvest.redact] decides."""
    config = tmp_path / "config.toml"
    config.write_text('[harvest.redact]\nwords = ["Ромашка"]\n', encoding="utf-8")
    done = scrubbed(lines("ооо Ромашка"), "--config", str(config))
    assert json.loads(done.stdout)["text"] == "ооо [WORD_1]"
