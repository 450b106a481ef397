"""Training: what is learned, what is left alone, and that an interruption changes nothing."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
import torch
from safetensors.torch import load_file

from finetune import runs
from finetune.adapter import trained_parameters, with_new_adapter
from finetune.base import find_base
from finetune.loading import load_base
from finetune.objective import keeps_windows_apart, mean_loss, owner_loss
from finetune.packing import all_steps, to_row
from finetune.progress import sparkline
from finetune.rendering import Renderer
from finetune.train import schedule, train
from harvest.datadir import DataDir
from harvest.errors import UserError
from tests.finetune.conftest import tiny_settings
from tests.finetune.tiny import chat, save_dataset


@pytest.fixture(scope="module")
def adapted(tiny_base):
    """A 4-bit model with a new adapter, and a renderer. Without dropout: its gradients can be compared."""
    loaded = load_base(find_base(tiny_settings(tiny_base)))
    return with_new_adapter(loaded.model, tiny_settings(tiny_base, dropout=0)), Renderer(loaded.tokenizer)


@pytest.fixture
def data(tmp_path):
    directory = DataDir(tmp_path / "data").prepare()
    save_dataset(directory.dataset)
    return directory


def windows_of(renderer):
    talks = [chat("hi how are you", "fine"), chat("see you at nine", "ok", "ok?", "ahaha yes"), chat("привет", "ага")]
    return [window for talk in talks for window in renderer.training_windows(talk, 96)]


def gradients(model, rows):
    model.zero_grad()
    for row in rows:
        owner_loss(model, row).backward()
    return torch.cat([p.grad.flatten() for p in trained_parameters(model)])


def test_packed_conversations_do_not_see_each_other(adapted):
    """Three conversations in one row give the loss and the gradient that they give one by one."""
    model, renderer = adapted
    windows = windows_of(renderer)
    assert keeps_windows_apart(model, windows)
    assert mean_loss(model, windows, row_tokens=96) == pytest.approx(mean_loss(model, windows, row_tokens=0), rel=1e-5)
    packed, alone = gradients(model, [to_row(windows)]), gradients(model, [to_row([w]) for w in windows])
    torch.testing.assert_close(packed, alone, rtol=1e-3, atol=1e-5)


def test_the_loss_is_the_owners_alone(adapted):
    """Computed by hand from all logits: the mean surprise at the owner's tokens, each seen from the one before."""
    model, renderer = adapted
    (window,) = renderer.training_windows(chat("hi", "fine"), 96)
    with torch.no_grad():
        logits = model(input_ids=torch.tensor([window.token_ids])).logits[0].log_softmax(-1)
    owned = [i for i, own in enumerate(window.is_owner) if own]
    by_hand = -sum(logits[i - 1, window.token_ids[i]].item() for i in owned) / len(owned)
    assert mean_loss(model, [window], row_tokens=0) == pytest.approx(by_hand, rel=1e-4)


def test_gradients_survive_an_evaluation(adapted):
    """On some CPUs bitsandbytes would repack 4-bit weights at the first evaluation, and pass no gradient ever after."""
    model, renderer = adapted
    rows = [to_row(windows_of(renderer))]
    before = gradients(model, rows)
    mean_loss(model, windows_of(renderer), row_tokens=96)
    torch.testing.assert_close(gradients(model, rows), before)
    assert before.abs().sum() > 0


def test_only_the_adapter_learns_and_the_loss_goes_down(data, tiny_base):
    """The base's files and its 4-bit weights stay as they are; held-out loss falls by a nat a token."""
    before = {path.name: path.read_bytes() for path in tiny_base.iterdir()}
    run = train(data, tiny_settings(tiny_base))
    assert run.stamp.heldout_after < run.stamp.heldout_before - 1
    assert {path.name: path.read_bytes() for path in tiny_base.iterdir()} == before
    adapter = load_file(run.folder / runs.ADAPTER)
    assert len(adapter) == 14 * 2
    assert all(name.startswith("base_model.model.") and ".lora_" in name for name in adapter)
    assert {path.name for path in run.folder.iterdir()} == {
        "adapter_model.safetensors", "adapter_config.json", "origin.json", "stamp.json",
        "losses.jsonl", "loss.svg", "loss.png"
    }  # fmt: skip


@dataclass
class Interrupting:
    """A report that sends this process a signal at a step."""

    number: signal.Signals
    at_step: int
    lines: list[str] = field(default_factory=list)

    def begin(self, done, total): ...
    def end(self): ...
    def say(self, line):
        self.lines.append(line)

    def stepped(self, step, loss, tokens_per_s):
        if step == self.at_step:
            os.kill(os.getpid(), self.number)


def losses(run):
    entries = map(msgspec.json.decode, (run.folder / runs.LOSSES).read_bytes().splitlines())
    return [(e["step"], e.get("loss"), e.get("heldout")) for e in entries]


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.finetune.test_training import *
train(DataDir(Path({data!r})), tiny_settings(Path({base!r})), Interrupting(signal.SIGKILL, 5), checkpoint_every_s=0)
"""


def test_a_killed_training_goes_on_to_the_same_result(data, tiny_base, tmp_path):
    """SIGKILL in the fifth step, and the same command again: every loss is that of the uninterrupted run."""
    whole = train(data, tiny_settings(tiny_base))
    (tmp_path / "killed").mkdir(mode=0o700)
    killed = DataDir(tmp_path / "killed")
    save_dataset(killed.dataset)
    script = KILLED.format(root=str(Path.cwd()), data=str(killed.root), base=str(tiny_base))
    done = subprocess.run([sys.executable, "-c", script], stderr=subprocess.DEVNULL, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not list(runs.finished_runs(killed))
    report = Interrupting(signal.SIGKILL, at_step=-1)
    resumed = train(killed, tiny_settings(tiny_base), report)
    assert report.lines[0] == f"Going on with {resumed.name}, which was interrupted."
    assert losses(resumed) == losses(whole)
    assert resumed.stamp.heldout_after == whole.stamp.heldout_after


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_leaves_a_checkpoint(data, tiny_base, number):
    """Ctrl-C or SIGTERM ends after the step under way; the run isn't finished, and goes on from there."""
    with pytest.raises(KeyboardInterrupt):
        train(data, tiny_settings(tiny_base), Interrupting(number, at_step=3))
    (folder,) = (path for path in data.runs.iterdir() if path.is_dir())
    assert (folder / "checkpoint-00000003").is_dir()
    with pytest.raises(UserError, match="no finished run there"):
        runs.find_run(data)


def test_interrupted_between_the_last_step_and_the_stamp_it_still_ends_well(data, tiny_base, monkeypatch):
    """The adapter lies in its place already; the same command again only stamps it."""

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("finetune.train.runs.write_stamp", killed)
        train(data, tiny_settings(tiny_base, epochs=1))
    run = train(data, tiny_settings(tiny_base, epochs=1))
    assert (run.folder / runs.ADAPTER).is_file()
    assert len([path for path in data.runs.iterdir() if path.is_dir()]) == 1


def test_training_ends_when_held_out_turns_get_no_better(data, tiny_base, monkeypatch):
    """After two evaluations in vain; the best adapter is the first one's."""
    losses = iter([5.0, 4.0, 4.1, 4.2, 3.0])
    monkeypatch.setattr("finetune.learner.Learner.mean_loss", lambda *_: next(losses))
    report = Interrupting(signal.SIGKILL, at_step=-1)
    run = train(data, tiny_settings(tiny_base, patience=2), report)
    assert (run.stamp.heldout_after, run.stamp.best_step) == (4.0, 2)
    assert "Ended at step 6: no better on held-out turns since step 2." in report.lines


def test_a_changed_dataset_does_not_slip_under_an_interrupted_run(data, tiny_base):
    """The line names what changed; --fresh starts a second run beside the first."""
    with pytest.raises(KeyboardInterrupt):
        train(data, tiny_settings(tiny_base), Interrupting(signal.SIGINT, at_step=1))
    save_dataset(data.dataset, copies=5)
    with pytest.raises(UserError, match=r"since then changed: the dataset\..*`finetune train --fresh`"):
        train(data, tiny_settings(tiny_base))
    with pytest.raises(UserError, match=r"changed: the dataset, finetune\.rank\."):
        train(data, tiny_settings(tiny_base, rank=4))
    train(data, tiny_settings(tiny_base, epochs=1), fresh=True)
    assert len([path for path in data.runs.iterdir() if path.is_dir()]) == 2


def test_nothing_to_learn_from_is_one_line(data, tiny_base):
    """No dataset, an empty one, a broken line: refused before the model is loaded, quoting nobody."""
    train_file = data.dataset / "train.jsonl"
    whole = train_file.read_text()
    train_file.write_text("")
    with pytest.raises(UserError, match="not one turn of yours"):
        train(data, tiny_settings(tiny_base))
    train_file.write_text(whole + '{"messages": "secret words"}\n')
    with pytest.raises(UserError, match="line 34 is no example") as refused:
        train(data, tiny_settings(tiny_base))
    assert "secret" not in str(refused.value)
    train_file.unlink()
    with pytest.raises(UserError, match="`harvest build` makes one"):
        train(data, tiny_settings(tiny_base))


def test_a_loss_that_is_no_number_ends_the_run_with_a_line(data, tiny_base, monkeypatch):
    """It names the setting to lower, and what was good stays."""
    monkeypatch.setattr("finetune.learner.Learner.add_gradient", lambda *_: torch.tensor(torch.nan))
    with pytest.raises(UserError, match=r"the loss is nan at step 1.*Lower finetune\.learning_rate"):
        train(data, tiny_settings(tiny_base))


def test_out_of_memory_names_the_setting(data, tiny_base, monkeypatch):
    """Whether the GPU or the machine ran out."""

    def full(*_):
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")

    monkeypatch.setattr("finetune.learner.Learner.add_gradient", full)
    with pytest.raises(UserError, match=r"Out of memory with finetune\.max_tokens = 96: lower it"):
        train(data, tiny_settings(tiny_base))


def test_a_full_disk_is_a_line(data, tiny_base, monkeypatch):
    """And no half adapter."""

    def full(path, *rest):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(UserError, match="No space left on device"):
        train(data, tiny_settings(tiny_base))


def test_every_window_is_seen_once_an_epoch_in_an_order_of_its_own(adapted):
    """No padding, nothing lost, the same for the same seed; 1.5 epochs are half an epoch more."""
    _, renderer = adapted
    windows = windows_of(renderer) * 8
    steps = all_steps(windows, row_tokens=64, batch_tokens=128, seed=1, epochs=1)
    seen = [id(window) for step in steps for row in step for window in row]
    assert len(seen) == 24
    assert all(sum(len(w.token_ids) for w in row) <= 64 for step in steps for row in step)
    assert steps == all_steps(windows, 64, 128, seed=1, epochs=1) != all_steps(windows, 64, 128, seed=2, epochs=1)
    assert len(all_steps(windows, 64, 128, seed=1, epochs=1.5)) == len(steps) + round(len(steps) / 2)


def test_the_learning_rate_rises_then_falls():
    """Over 100 steps: a twentieth up, then half a cosine down to a tenth."""
    rates = [schedule(step, 100) for step in range(100)]
    assert rates[:5] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert rates[4:] == sorted(rates[4:], reverse=True)
    assert rates[-1] == pytest.approx(0.1, abs=0.01)


def test_the_loss_is_drawn_in_one_line():
    """Eight heights, the highest first here."""
    assert sparkline([8, 7, 6, 5, 4, 3, 2, 1]) == "█▇▆▅▄▃▂▁"
    assert len(sparkline(list(range(1000)))) == 60
