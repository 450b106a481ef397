"""Finding and loading a base: 4 bits are seen in its layers, and what is missing is one line with the cure."""

import json

import pytest
import torch

from finetune.base import Base, find_base, fingerprint
from finetune.loading import load_base
from harvest.errors import UserError
from harvest.settings import FinetuneSettings
from tests.finetune.conftest import tiny_settings
from tests.finetune.tiny import save_tiny_base


def test_every_linear_layer_but_the_head_is_in_4_bits(tiny_base):
    """Two blocks of seven linear layers: packed bytes, double quantisation, and no dense one left."""
    loaded = load_base(find_base(tiny_settings(tiny_base)))
    assert loaded.four_bit_layers == 14
    attention = loaded.model.model.layers[0].self_attn.q_proj
    assert attention.weight.dtype == torch.uint8
    assert attention.weight.quant_state.quant_type == "nf4"
    assert attention.weight.quant_state.nested
    dense = [n for n, m in loaded.model.named_modules() if type(m) is torch.nn.Linear]
    assert dense == ["lm_head"]


@pytest.mark.parametrize(
    ("base", "line"),
    [
        ("/no/such/folder", "finetune.base: /no/such/folder is no folder, no hub id"),
        ("someone/not-here", "finetune.base: someone/not-here is not on this machine. `finetune download` fetches it"),
    ],
)
def test_a_missing_base_is_one_line_that_says_how_to_get_it(base, line):
    """Without a word to the network."""
    with pytest.raises(UserError, match=r"finetune\.base") as refused:
        find_base(FinetuneSettings(base=base))
    assert str(refused.value).startswith(line)
    assert "\n" not in str(refused.value)


def test_weights_that_could_run_code_are_no_weights(tmp_path):
    """A folder with a pickle only has no weights for us."""
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "pytest_model.bin").write_bytes(b"")
    with pytest.raises(UserError, match="has no weights as safetensors"):
        find_base(FinetuneSettings(base=str(tmp_path)))


def test_a_base_with_code_of_its_own_is_refused(tmp_path):
    """Its code isn't run; the line says that it can't be loaded."""
    folder = save_tiny_base(tmp_path)
    config = json.loads((folder / "config.json").read_text())
    config |= {
        "model_type": "homemade",
        "auto_map": {"AutoModelForCausalLM": "evil.Model", "AutoConfig": "evil.Config"},
    }
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "evil.py").write_text("raise SystemExit('it ran')")
    with pytest.raises(UserError, match="can't be"):
        load_base(Base("homemade", folder))


@pytest.mark.parametrize("changed", ["config.json", "chat_template.jinja", "tokenizer.json", "model.safetensors"])
def test_the_fingerprint_sees_a_change_in_any_file(tmp_path, changed):
    """One flipped byte in the weights, or one more character elsewhere."""
    base = Base("tiny", save_tiny_base(tmp_path))
    before = fingerprint(base)
    assert fingerprint(base) == before
    content = bytearray((tmp_path / changed).read_bytes())
    content[-1] ^= 1
    (tmp_path / changed).write_bytes(content)
    assert fingerprint(base) != before
