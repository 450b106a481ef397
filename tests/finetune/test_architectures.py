"""Every architecture we name: loaded, seen in 4 bits, trained, saved, loaded again, and made to speak."""

import pytest
import torch
import transformers

from finetune.base import find_base
from finetune.generator import load_generator
from finetune.loading import is_four_bit, load_base
from finetune.requests import ReplyRequest
from finetune.train import train
from harvest.datadir import DataDir
from tests.finetune.conftest import tiny_settings
from tests.finetune.tiny import chat, save_dataset, tiny_tokenizer

SHAPE = {
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "max_position_embeddings": 512,
    "bos_token_id": None,
    "eos_token_id": 0,
    "pad_token_id": 3,
}
GROUPED = SHAPE | {"num_key_value_heads": 1, "head_dim": 32}
SLIDING = GROUPED | {"sliding_window": 64}
FALCON = {k: v for k, v in SHAPE.items() if k != "intermediate_size"} | {"bos_token_id": 0, "bias": False}
FALCON_PACKS = tuple(map(int, transformers.__version__.split(".")[:2])) >= (5, 24)  # before, rows leaked
LINEAR_ATTENTION = GROUPED | {
    "num_hidden_layers": 4,
    "linear_num_key_heads": 2,
    "linear_num_value_heads": 2,
    "linear_key_head_dim": 32,
    "linear_value_head_dim": 32,
}
PER_LAYER = SLIDING | {"num_hidden_layers": 6, "global_head_dim": 32, "hidden_size_per_layer_input": 64}
EYES = {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 28}


def with_eyes(config: str, text: str, shape: dict, eyes: dict, **more):
    """A model that also sees: its text part in a config of its own."""
    text_config = getattr(transformers, text)(**shape)
    return getattr(transformers, config)(text_config=text_config.to_dict(), vision_config=EYES | eyes, **more)


# name: what makes its config from a vocabulary's size, linear layers of its language part, in one row with others
ARCHITECTURES = {
    "mistral": (lambda v: transformers.MistralConfig(vocab_size=v, **SLIDING), 14, True),
    "llama": (lambda v: transformers.LlamaConfig(vocab_size=v, **GROUPED), 14, True),
    "falcon": (lambda v: transformers.FalconConfig(vocab_size=v, **FALCON), 8, FALCON_PACKS),
    "falcon, new": (
        lambda v: transformers.FalconConfig(vocab_size=v, new_decoder_architecture=True, **FALCON),
        8,
        FALCON_PACKS,
    ),
    "phi": (lambda v: transformers.PhiConfig(vocab_size=v, **SHAPE), 12, True),
    "gpt-neox": (lambda v: transformers.GPTNeoXConfig(vocab_size=v, **SHAPE), 8, True),
    "qwen3": (lambda v: transformers.Qwen3Config(vocab_size=v, **GROUPED), 14, True),
    "qwen3.5": (lambda v: transformers.Qwen3_5TextConfig(vocab_size=v, **LINEAR_ATTENTION), 31, False),
    "gemma 3": (lambda v: transformers.Gemma3TextConfig(vocab_size=v, **SLIDING), 14, True),
    "gemma 3, seeing": (
        lambda v: with_eyes(
            "Gemma3Config", "Gemma3TextConfig", SLIDING | {"vocab_size": v}, {"patch_size": 14}, mm_tokens_per_image=4
        ),
        14,
        True,
    ),
    "gemma 4": (
        lambda v: transformers.Gemma4TextConfig(vocab_size=v, vocab_size_per_layer_input=v, **PER_LAYER),
        55,
        True,
    ),
    "smollm3": (lambda v: transformers.SmolLM3Config(vocab_size=v, **SHAPE, num_key_value_heads=1), 14, True),
    "ministral 3": (lambda v: transformers.Ministral3Config(vocab_size=v, **GROUPED), 14, True),
    "ministral 3, seeing": (
        lambda v: with_eyes(
            "Mistral3Config",
            "Ministral3Config",
            GROUPED | {"vocab_size": v},
            {"model_type": "pixtral", "patch_size": 14, "head_dim": 32},
        ),
        14,
        True,
    ),
}


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_from_loading_to_speaking(name, tmp_path):
    """Its linear layers are in 4 bits, all of its language part is adapted, its loss falls, its clone speaks."""
    make_config, language_layers, packs = ARCHITECTURES[name]
    tokenizer = tiny_tokenizer()
    config = make_config(len(tokenizer))
    sees = hasattr(config, "vision_config")
    makes = transformers.AutoModelForImageTextToText if sees else transformers.AutoModelForCausalLM
    torch.manual_seed(0)
    makes.from_config(config).save_pretrained(tmp_path / "base")
    tokenizer.save_pretrained(tmp_path / "base")
    data = DataDir(tmp_path / "data").prepare()
    save_dataset(data.dataset, copies=4)
    settings = tiny_settings(tmp_path / "base", epochs=1)
    said = Saying()

    loaded = load_base(find_base(settings))
    seen = [n for n, module in loaded.model.named_modules() if is_four_bit(module)]
    assert sum(not any(eye in n for eye in ("vision", "projector")) for n in seen) == language_layers
    assert loaded.dense_layers == 0 or sees

    run = train(data, settings, said)
    assert run.stamp.heldout_after < run.stamp.heldout_before
    adapter = (run.folder / "adapter_model.safetensors").read_bytes()
    assert adapter.count(b".lora_A.weight") == language_layers
    assert any("one a row" in line for line in said.lines) == (not packs)

    generator = load_generator(run, settings)
    reply = generator.reply(ReplyRequest(chat("hi"), max_new_tokens=4, temperature=0))
    assert 1 <= reply.tokens <= 4
    written, prompt = likeliest_tokens(generator, reply.tokens)
    assert reply.bubbles == tuple(generator.renderer.reply_bubbles(written)), "with or without a cache"
    assert prompt[-1] == generator.renderer.prompt(chat("hi"), 96)[-1]


def likeliest_tokens(generator, count):
    """The slow way: the whole text anew for every token."""
    prompt = generator.renderer.prompt(chat("hi"), 96)
    written: list[int] = []
    banned = sorted(generator.renderer.control_tokens - {generator.renderer.end_of_turn})
    with torch.no_grad():
        for _ in range(count):
            logits = generator.model(input_ids=torch.tensor([prompt + written]), use_cache=False).logits[0, -1]
            logits[banned] = -torch.inf
            written.append(int(logits.argmax()))
    return written, prompt


class Saying:
    """A report that remembers its lines."""

    def __init__(self):
        self.lines = []

    def begin(self, done, total): ...
    def stepped(self, step, loss, tokens_per_s): ...
    def end(self): ...
    def say(self, line):
        self.lines.append(line)
