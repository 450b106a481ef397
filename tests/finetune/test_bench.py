"""The benchmark as it runs without a GPU: every kind of line, on a tiny shape."""

import json
import sys

import pytest
from safetensors.torch import load_file

from finetune.bench import speed
from finetune.bench.bases import repeat_kept, write_base
from finetune.bench.engines import PLAIN, table
from finetune.bench.preparing import preparing
from finetune.bench.shapes import config_of, conversations, windows_of
from finetune.cpu.weights import convert


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
    printed = capsys.readouterr().out
    assert all(name in printed for name in ("2023", "ours", "reply", "first_token_ms"))


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


@pytest.mark.parametrize("kind", ["int4", "int8"])
def test_a_base_repeated_in_few_bits_is_the_base_put_into_few_bits(tmp_path, kind):
    """So that the engines' benchmark needs to round one layer only."""
    write_base("tiny", tmp_path / "one", layers=1)
    write_base("tiny", tmp_path / "base")
    convert(tmp_path / "one", kind, tmp_path / "repeated")
    repeat_kept(tmp_path / "repeated", 2)
    convert(tmp_path / "base", kind, tmp_path / "whole")
    ours, theirs = (load_file(tmp_path / name / "layer-001.safetensors") for name in ("repeated", "whole"))
    assert ours.keys() == theirs.keys()
    for name in ours:
        assert (ours[name].float() - theirs[name].float()).abs().mean() <= 0.02 * theirs[name].float().abs().mean()


def test_engines_are_compared_by_their_fastest_reply():
    """Of all tries; how fast it writes leaves out the prompt."""
    plain = [{"replies": [{"first_s": 10.0, "whole_s": 100.0}], "peak_mib": 1024, "own_mib": 512, "ready_s": 1.0}]
    slow, fast = {"first_s": 6.0, "whole_s": 65.0}, {"first_s": 5.5, "whole_s": 25.0}
    ours = [{"replies": [slow], "peak_mib": 2048, "own_mib": 1024, "ready_s": 9.0}, {"error": "ended with -9"}]
    ours.append({"replies": [fast, slow], "peak_mib": 4096, "own_mib": 1024, "ready_s": 8.0})
    rows = table({PLAIN: plain, "openvino int4": ours, "openvino nf4": [{"error": "ended with 1"}]})
    assert rows[3] == "| openvino int4 | 5.50 | 25.00 | 3.03 | 4.00 | 2.0 / 1.0 | 8.0 |"
    assert rows[4] == "| openvino nf4 | ended with 1 |"
