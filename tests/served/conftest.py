"""A real server with a real clone: merged weights of a tiny trained run behind `transformers serve`."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from transformers import Qwen3ForCausalLM

from finetune.export import export_merged
from finetune.libraries import ENVIRONMENT
from tests.finetune.conftest import Home, _home, tiny_settings
from tests.finetune.tiny import tiny_config, tiny_tokenizer

# As Qwen's: by model type, transformers' server takes answers apart at these headers.
CONTROL = ["<|im_end|>", "<|im_start|>", "<|them|>", "<|pad|>"]
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


@dataclass(frozen=True)
class Served:
    """url: of the API. model: the folder it was told to serve, which is the model's name there."""

    url: str
    model: str


@pytest.fixture(scope="session")
def clone(tmp_path_factory) -> Home:
    """A finished run on a tiny base that talks as Qwen does."""
    base = tmp_path_factory.mktemp("base")
    tokenizer = tiny_tokenizer(TEMPLATE, CONTROL)
    torch.manual_seed(0)
    Qwen3ForCausalLM(tiny_config(len(tokenizer))).save_pretrained(base)
    tokenizer.save_pretrained(base)
    return _home(tmp_path_factory.mktemp("clone"), tiny_settings(base, epochs=20))


@pytest.fixture(scope="session")
def served(clone, tmp_path_factory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served") / "merged"
    export_merged(clone.run, clone.settings, folder)
    process = _serve(folder)
    try:
        yield Served(_address(process), str(folder))
    finally:
        process.terminate()
        process.wait()


def _serve(folder: Path) -> subprocess.Popen[str]:
    command = ["-m", "transformers.cli.transformers", "serve", str(folder), "--device", "cpu", "--dtype", "float32"]
    return subprocess.Popen(
        [sys.executable, *command, "--host", "127.0.0.1", "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **ENVIRONMENT},
    )


def _address(process: subprocess.Popen[str]) -> str:
    """It takes any free port, and says which."""
    said = []
    for line in process.stderr:
        said.append(line)
        if "running on http://" in line:
            return line.split("running on ")[1].split()[0] + "/v1"
    raise RuntimeError("".join(said))
