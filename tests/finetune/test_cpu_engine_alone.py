"""OpenVINO's tests in a process without training: after both in one, the next training's process crashed (SIGSEGV).

The product keeps them apart as well: the engine lives in the worker, which doesn't train.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(find_spec("openvino") is None, reason='no engine here: pip install -e ".[cpu]"')
def test_the_engine_speaks_as_transformers_does():
    """All of test_cpu_engine."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "tests/finetune/test_cpu_engine.py"],
        cwd=ROOT,
        env=os.environ | {"ENGINE_TESTS_ALONE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout and " skipped" not in done.stdout
