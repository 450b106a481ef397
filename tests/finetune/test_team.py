"""Two processes that learn together, started by accelerate as the owner would: the result of one alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from safetensors.torch import load_file

from finetune import runs
from finetune.train import train
from harvest.datadir import DataDir
from tests.finetune.conftest import tiny_settings
from tests.finetune.tiny import save_dataset

LAUNCH = ["-m", "accelerate.commands.launch", "--cpu", "--num_processes", "2", "--num_machines", "1"]
PLAIN = ["--mixed_precision", "no", "--dynamo_backend", "no", "--main_process_port", "0", "-m", "finetune.cli", "train"]


def write_config(root: Path, settings) -> Path:
    values = settings.model_dump(mode="json").items()
    lines = [f'data_dir = "{root / "data"}"', "[finetune]", *(f"{k} = {json.dumps(v)}" for k, v in values)]
    (root / "config.toml").write_text("\n".join(lines) + "\n")
    return root / "config.toml"


def losses(run):
    entries = map(msgspec.json.decode, (run.folder / runs.LOSSES).read_bytes().splitlines())
    return [(e["step"], e.get("loss"), e.get("heldout")) for e in entries]


def test_two_processes_learn_what_one_learns(tmp_path, tiny_base):
    """Steps with an odd number of rows too: each loss is the single process's, and there is one run, told once."""
    settings = tiny_settings(tiny_base, dropout=0, epochs=2, max_tokens=64, without=["fast"])
    alone = DataDir(tmp_path / "alone").prepare()
    save_dataset(alone.dataset)
    together = DataDir(tmp_path / "data").prepare()
    save_dataset(together.dataset)
    one = train(alone, settings)
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, *LAUNCH, *PLAIN, "--config", str(write_config(tmp_path, settings))]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=280)
    assert done.returncode == 0, done.stderr[-2000:]
    (two,) = runs.finished_runs(together)
    assert done.stdout.count(two.name) == 1
    assert len(losses(one)) == len(losses(two))
    for (step, loss, heldout), (other_step, other_loss, other_heldout) in zip(losses(one), losses(two), strict=True):
        assert step == other_step
        assert (loss or heldout) == pytest.approx(other_loss or other_heldout, rel=2e-3)
    ours, theirs = (load_file(run.folder / runs.ADAPTER) for run in (one, two))
    assert ours.keys() == theirs.keys()
