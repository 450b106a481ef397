"""One tiny base and one trained run for all tests here, made once."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

os.environ["OMP_NUM_THREADS"] = "1"  # such small products are slower on two; before torch is imported

from finetune.libraries import hush

hush()

from finetune.runs import Run  # noqa: E402
from finetune.train import train  # noqa: E402
from harvest.datadir import DataDir, private_umask  # noqa: E402
from harvest.settings import FinetuneSettings  # noqa: E402
from tests.finetune.tiny import save_dataset, save_tiny_base  # noqa: E402


@dataclass(frozen=True)
class Home:
    """A data directory with a dataset and a finished run on the tiny base."""

    data: DataDir
    settings: FinetuneSettings
    run: Run
    config: Path


def tiny_settings(base: Path, **changed: object) -> FinetuneSettings:
    """Small steps, a large learning rate."""
    values = {"epochs": 6, "batch_tokens": 128, "max_tokens": 96, "learning_rate": 1e-2, "rank": 8}
    values |= {"repeat_likeness": 0, **changed}  # the tiny dataset is three talks over and over
    return FinetuneSettings(base=str(base), **values)


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory) -> Path:
    return save_tiny_base(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="session")
def home(tmp_path_factory, tiny_base) -> Home:
    return _home(tmp_path_factory.mktemp("home"), tiny_settings(tiny_base))


@pytest.fixture(scope="session")
def babbling_home(tmp_path_factory, tiny_base) -> Home:
    """Its run learned nothing, so its likeliest token never is the end of a turn."""
    return _home(tmp_path_factory.mktemp("babbling"), tiny_settings(tiny_base, epochs=0.1, learning_rate=1e-12))


def _home(root: Path, settings: FinetuneSettings) -> Home:
    private_umask()
    data = DataDir(root / "data").prepare()
    save_dataset(data.dataset)
    run = train(data, settings)
    config = data.root.parent / "config.toml"
    lines = [
        f'data_dir = "{data.root}"',
        "[finetune]",
        *(f"{k} = {json.dumps(v)}" for k, v in settings.model_dump(mode="json").items()),
    ]
    config.write_text("\n".join(lines) + "\n")
    return Home(data, settings, run, config)
