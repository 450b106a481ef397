"""Where bitsandbytes doesn't run: the same training on unquantised weights, and one line that says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from finetune import runs
from harvest.datadir import DataDir
from tests.finetune.conftest import tiny_settings
from tests.finetune.test_team import write_config
from tests.finetune.tiny import save_dataset

BROKEN = {"ImportError": "raise ImportError('no CUDA')", "OSError": "import ctypes; ctypes.CDLL('libnothing.so.0')"}


@pytest.mark.parametrize("error", BROKEN)
def test_without_bitsandbytes_it_trains_and_speaks(tmp_path, tiny_base, error):
    """In processes where its import fails: no layer is in 4 bits, the loss falls, the clone answers."""
    (tmp_path / "broken" / "bitsandbytes").mkdir(parents=True)
    (tmp_path / "broken" / "bitsandbytes" / "__init__.py").write_text(BROKEN[error])
    data = DataDir(tmp_path / "data").prepare()
    save_dataset(data.dataset)
    config = write_config(tmp_path, tiny_settings(tiny_base, epochs=2))
    path = os.pathsep.join([str(tmp_path / "broken"), str(Path.cwd())])
    environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}

    def finetune(*arguments, typed=""):
        command = [sys.executable, "-m", "finetune.cli", *arguments, "--config", str(config)]
        done = subprocess.run(command, input=typed, capture_output=True, text=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr
        return done

    done = finetune("train")
    warned = [line for line in done.stdout.splitlines() if line.startswith("bitsandbytes")]
    assert len(warned) == 1, done.stdout
    assert f"bitsandbytes can't be used ({error}): the base stays in float32" in warned[0]
    assert "0 linear layers seen in 4 bits, 14 not" in done.stdout
    (run,) = runs.finished_runs(data)
    assert run.stamp.heldout_after < run.stamp.heldout_before - 0.5
    finetune("chat", typed="hi how are you\n")
