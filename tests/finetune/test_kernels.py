"""Our Triton kernels, run by Triton's interpreter on a CPU."""

import importlib.util
import os
import subprocess
import sys

import pytest


@pytest.mark.skipif(not importlib.util.find_spec("triton"), reason="Triton comes with torch for NVIDIA cards only")
def test_kernels_compute_what_the_plain_products_do():
    """A few rows by 4 bits, as if those were multiplied out; rows rounded to 8 bits, as without Triton."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.finetune.interpreted"],
        env=os.environ | {"TRITON_INTERPRET": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
