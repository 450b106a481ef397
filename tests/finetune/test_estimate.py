"""The estimate before training: shapes from headers alone, and memory of the right order."""

import pytest

from finetune.base import find_base
from finetune.estimate import NF4_BYTES, Shape, estimate, memory_bytes, shape_of
from finetune.rendering import Window
from tests.finetune.conftest import tiny_settings

ROW = [Window([0] * 1024, [False] * 512 + [True] * 512, 1)]


def test_the_shape_of_a_base_is_read_from_its_headers(tiny_base):
    """Two blocks: q 64, k and v 32, o 64, three of 128; the rest is embeddings and norms."""
    shape = shape_of(find_base(tiny_settings(tiny_base)))
    block = [(64, 64), (32, 64), (32, 64), (64, 64), (128, 64), (128, 64), (64, 128)]
    assert sorted(shape.linear) == sorted(block * 2)
    assert shape.hidden == 64
    assert shape.other == shape.vocabulary * 64 + 2 * (2 * 64 + 2 * 32) + 64


def test_an_8_billion_model_fits_where_it_was_seen_to_fit():
    """Qwen3-8B with 1,024 tokens a row: 6.5 GiB were measured with bf16 adapters, so 6 to 9 here with fp32 ones."""
    block = [(4096, 4096), (1024, 4096), (1024, 4096), (4096, 4096), (12288, 4096), (12288, 4096), (4096, 12288)]
    shape = Shape(block * 36, other=2 * 151_936 * 4096, vocabulary=151_936, hidden=4096)
    assert shape.in_linear * NF4_BYTES / 2**30 == pytest.approx(3.34, abs=0.05)
    guess = memory_bytes(shape, 16, ROW, "cuda", width=2) / 2**30
    assert 6 < guess < 9


def test_more_to_train_takes_longer(tiny_base):
    """Twice the steps, about twice the time; the memory stays."""
    base, settings = find_base(tiny_settings(tiny_base)), tiny_settings(tiny_base)
    once, twice = (estimate(base, settings, [[ROW]] * n) for n in (10, 1000))
    assert twice.seconds > 20 * once.seconds
    assert twice.memory_bytes == once.memory_bytes
