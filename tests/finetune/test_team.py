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


SLICED = """
import sys
import torch
import torch.distributed as distributed
from peft.utils.other import fsdp_auto_wrap_policy
from torch.distributed.fsdp import FullyShardedDataParallel as Sliced
from transformers import Qwen3ForCausalLM
from finetune.adapter import with_new_adapter
from finetune.checkpoint import adapter_tensors
from finetune.team import whole_adapter
from tests.finetune.conftest import tiny_settings
from tests.finetune.tiny import tiny_config

distributed.init_process_group("gloo", init_method="file://" + sys.argv[1], rank=0, world_size=1)
model = with_new_adapter(Qwen3ForCausalLM(tiny_config(320)), tiny_settings("nowhere"))
before = {name: tensor.clone() for name, tensor in adapter_tensors(model).items()}
policy = fsdp_auto_wrap_policy(model)
sliced = Sliced(model, auto_wrap_policy=policy, use_orig_params=False, device_id=torch.device("cpu"))
after = whole_adapter(sliced)
assert after.keys() == before.keys(), sorted(after)[:3]
assert len(after) == 28 and all(torch.equal(after[name], before[name]) for name in before)
print("same")
"""


def test_a_sliced_adapter_is_saved_whole(tmp_path):
    """Under FSDP its weights lie flat, in slices; what is written has the names and shapes that PEFT reads."""
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, "-W", "ignore", "-c", SLICED, str(tmp_path / "meeting")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=200)
    assert done.stdout.strip() == "same", done.stderr[-2000:]
