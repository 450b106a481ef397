"""The benchmark as it runs without a GPU: every kind of line, on a tiny shape."""

import json
import sys

import pytest

from finetune.bench import speed
from finetune.bench.preparing import preparing
from finetune.bench.shapes import config_of, conversations, windows_of


def test_every_line_is_measured_and_written_down(tmp_path, monkeypatch, capsys):
    """Ours and the articles' recipe on the same conversations, a reply, exactness; then a table of them."""
    out = tmp_path / "speed.jsonl"
    lines = "exactness,2023,ours,generate,reply"
    argv = ["speed", "--shape", "tiny", "--seconds", "0", "--conversations", "200", "--lines", lines, "--out", str(out)]
    monkeypatch.setattr(sys, "argv", argv)
    speed.main()
    entries = {entry["line"]: entry for entry in map(json.loads, out.read_text().splitlines())}
    assert list(entries) == ["machine", *lines.split(",")]
    assert not [entry for entry in entries.values() if "error" in entry]
    exact = entries["exactness"]
    assert exact["loss_fast"] == pytest.approx(exact["loss_float32"], rel=1e-4)
    assert exact["gradient_off_fast"] <= 1.1 * exact["gradient_off_peft"] + 0.005
    assert entries["ours"]["tok_s"] > 0
    assert entries["ours"]["padding"] < 0.05
    assert entries["reply"]["token_off"] < 0.02
    table = capsys.readouterr().out
    assert all(name in table for name in ("2023", "ours", "reply", "first_token_ms"))


def test_a_line_that_fails_is_written_down_too(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(speed.PEERS, "2023", lambda *_: 1 / 0)
    out = tmp_path / "speed.jsonl"
    monkeypatch.setattr(sys, "argv", ["speed", "--shape", "tiny", "--lines", "2023", "--out", str(out)])
    speed.main()
    assert "ZeroDivisionError" in out.read_text()
    assert "ZeroDivisionError" in capsys.readouterr().out


def test_conversations_are_those_of_chats():
    """As the shape promises: a median of 120 tokens, a mean of some 190, at most 1,024, 45 % of them the owner's."""
    talks = conversations(config_of("tiny").vocab_size)
    lengths = sorted(len(talk.token_ids) for talk in talks)
    assert lengths[len(lengths) // 2] == pytest.approx(120, abs=8)
    assert sum(lengths) / len(lengths) == pytest.approx(192, abs=8)
    assert lengths[-1] == 1024
    owned = sum(sum(talk.is_owner) for talk in talks) / sum(lengths)
    assert owned == pytest.approx(0.45, abs=0.03)
    assert not any(window.is_owner[0] for window in windows_of(talks))


def test_the_time_before_the_first_step_is_measured_on_invented_chats():
    """Read, rendered, packed; nearly every conversation becomes a window."""
    found = preparing(300)
    assert found["windows"] > 250
    assert found["rows"] * 4096 * 0.9 < found["tokens"] * 3
    assert 0 < found["rows_s"] < found["prepare_s"]
