"""Our Triton kernels, run by Triton's interpreter on a CPU."""

import importlib.util
import os
import subprocess
import sys

import pytest

NEEDS_TRITON = pytest.mark.skipif(
    not importlib.util.find_spec("triton"), reason="Triton comes with torch for NVIDIA cards only"
)


@NEEDS_TRITON
def test_kernels_compute_what_the_plain_products_do():
    """Rows rounded to 8 bits, as without Triton."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.finetune.interpreted"],
        env=os.environ | {"TRITON_INTERPRET": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@NEEDS_TRITON
def test_kernels_compile_for_cards_that_are_not_here(tmp_path):
    """For Turing and Hopper, with Triton's own compiler: its interpreter lets pass what that refuses."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.finetune.compiled"],
        env=os.environ | {"TRITON_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "bytes of machine code" in done.stdout
