"""A clone for other programs: it says there what it says here."""

import pytest
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

from finetune.export import export_adapter, export_merged, served_template
from finetune.generator import load_generator
from finetune.rendering import Renderer
from harvest.errors import UserError
from tests.finetune.tiny import TEMPLATE, chat, tiny_tokenizer

TALK = chat("hi how are you", "fine", "see you at nine")


def as_dicts(talk):
    return [{"role": message.role, "content": message.content} for message in talk]


@pytest.mark.parametrize("template", [TEMPLATE, ""], ids=["own template", "plain"])
def test_the_template_that_goes_along_renders_as_training_did(template):
    """A prompt, and a whole conversation with the end of its last turn."""
    tokenizer = tiny_tokenizer(template)
    renderer = Renderer(tokenizer)
    tokenizer.chat_template = served_template(renderer)
    prompt = tokenizer.apply_chat_template(as_dicts(TALK), add_generation_prompt=True, return_dict=True)["input_ids"]
    assert prompt == renderer.prompt(TALK, 96)
    (window,) = renderer.training_windows(TALK[:2], 96)
    assert tokenizer.apply_chat_template(as_dicts(TALK[:2]), return_dict=True)["input_ids"] == window.token_ids


def test_merged_weights_are_the_clone(home, tmp_path):
    """Loaded without anything of ours, they give its logits, up to bf16."""
    export_merged(home.run, home.settings, tmp_path / "merged")
    clone = load_generator(home.run, home.settings)
    model = AutoModelForCausalLM.from_pretrained(tmp_path / "merged", dtype=torch.float32)
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "merged")
    prompt = tokenizer.apply_chat_template(as_dicts(TALK), add_generation_prompt=True, return_dict=True)["input_ids"]
    with torch.no_grad():
        ours, theirs = (m(input_ids=torch.tensor([prompt])).logits for m in (clone.model, model))
    assert (ours - theirs).abs().mean() < 0.02 * ours.std()
    assert not (tmp_path / "merged" / "config.json").read_text().count("quantization_config")
    assert model.generation_config.do_sample, "a server would ignore the temperature that is asked for"
    assert model.generation_config.eos_token_id == clone.renderer.end_of_turn


def test_the_adapter_loads_onto_its_base(home, tmp_path):
    """By PEFT alone, from the folder that its config names; a folder in use is refused."""
    export_adapter(home.run, home.settings, tmp_path / "adapter")
    base = AutoModelForCausalLM.from_pretrained(home.settings.base)
    adapted = PeftModel.from_pretrained(base, tmp_path / "adapter")
    assert adapted.peft_config["default"].base_model_name_or_path == home.settings.base
    assert sum("lora_A" in name for name, _ in adapted.named_parameters()) == 14
    with pytest.raises(UserError, match=r"not empty\. Name a new folder with --to"):
        export_adapter(home.run, home.settings, tmp_path / "adapter")
