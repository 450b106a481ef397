"""Larger bases on a processor alone: OpenVINO computes what transformers does, and speaks by the same rules."""

import json
import os
import stat
import subprocess
import sys
from importlib.util import find_spec

import pytest
import torch
import transformers
from peft import LoraConfig, get_peft_model
from safetensors import safe_open

from finetune.adapter import with_trained_adapter
from finetune.base import Base, find_base
from finetune.clones import load_clones, spoken_by
from finetune.cpu import choose, weights
from finetune.cpu.choose import engine_for
from finetune.cpu.decoder import Unsupported, read_decoder
from finetune.cpu.engine import Engine
from finetune.cpu.weights import KINDS, convert, in_halves, int4, int8, kept_weights, nf4
from finetune.generator import Generator
from finetune.loading import load_base
from finetune.rendering import Renderer
from finetune.requests import ReplyRequest
from tests.finetune.test_architectures import GROUPED
from tests.finetune.tiny import chat, tiny_tokenizer

ALONE = "ENGINE_TESTS_ALONE"  # set in the one process that runs them: test_cpu_engine_alone starts it
pytestmark = [
    pytest.mark.skipif(find_spec("openvino") is None, reason='no engine here: pip install -e ".[cpu]"'),
    pytest.mark.skipif(ALONE not in os.environ, reason="run by test_cpu_engine_alone, in a process of their own"),
]

ASK = ReplyRequest(chat("hi how are you"), max_new_tokens=24, temperature=1.0, top_p=1.0, seed=3)
LLAMA3 = {"rope_type": "llama3", "rope_theta": 5e5, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0}
CONFIGS = {
    "qwen3": lambda v: transformers.Qwen3Config(vocab_size=v, **GROUPED),
    "qwen3, tied": lambda v: transformers.Qwen3Config(vocab_size=v, **GROUPED, tie_word_embeddings=True),
    "qwen2, with biases": lambda v: transformers.Qwen2Config(vocab_size=v, **GROUPED),
    "llama 3": lambda v: transformers.LlamaConfig(
        vocab_size=v, **GROUPED, rope_parameters=LLAMA3 | {"original_max_position_embeddings": 16}
    ),
    "mistral, every head its own": lambda v: transformers.MistralConfig(
        vocab_size=v, **GROUPED | {"num_key_value_heads": 2}
    ),
    "ministral 3": lambda v: transformers.Ministral3Config(vocab_size=v, **GROUPED),
    "smollm3": lambda v: transformers.SmolLM3Config(vocab_size=v, **GROUPED, no_rope_layers=[1, 0]),
}


def off(ours, theirs):
    """Of the logits' norm."""
    return float((ours - theirs).norm() / theirs.norm())


def tables_in_8_bits(model):
    """Embeddings and head as the engine has them, so that nothing else differs."""
    for table in {id(t): t for t in (model.get_input_embeddings(), model.get_output_embeddings())}.values():
        rounded = int8(table.weight.data.float())
        table.weight.data = rounded["data"].float() * rounded["scale"].float()
    return model


@pytest.mark.parametrize("name", CONFIGS)
def test_each_architecture_gives_the_logits_of_transformers(name, tmp_path):
    """With an adapter, behind a prompt and behind each token after it: 4-bit weights as trained, otherwise float32.

    In the precision that OpenVINO takes on this machine, within 3 % of their norm.
    """
    tokenizer = tiny_tokenizer()
    torch.manual_seed(0)
    config = CONFIGS[name](len(tokenizer))
    transformers.AutoModelForCausalLM.from_config(config).save_pretrained(tmp_path / "base")
    tokenizer.save_pretrained(tmp_path / "base")
    model = load_base(Base("tiny", tmp_path / "base")).model
    adapted = get_peft_model(model, LoraConfig(r=4, lora_alpha=8, target_modules="all-linear"))
    for part, parameter in adapted.named_parameters():
        if "lora_" in part:
            parameter.data.normal_(std=0.1)
    adapted.save_pretrained(tmp_path / "adapter")
    convert(tmp_path / "base", "nf4", tmp_path / "kept")
    engine = Engine(tmp_path / "base", tmp_path / "kept", "nf4", [tmp_path / "adapter"], is_exact=True)
    tokens = torch.randint(4, 300, (40,)).tolist()
    with torch.no_grad():
        plain = tables_in_8_bits(adapted.eval())(input_ids=torch.tensor([tokens])).logits[0]
        with adapted.disable_adapter():
            bare = adapted(input_ids=torch.tensor([tokens])).logits[0]
    assert off(bare[29], plain[29]) > 0.1
    assert off(engine.read(tokens[:30]), plain[29]) < 1e-3
    for place in range(30, 40):
        assert off(engine.step(tokens[place]), plain[place]) < 1e-3
    engine.speak_as(None)
    assert off(engine.read(tokens[:30]), bare[29]) < 1e-3
    as_it_comes = Engine(tmp_path / "base", tmp_path / "kept", "nf4", [tmp_path / "adapter"])
    assert off(as_it_comes.read(tokens[:30]), plain[29]) < 0.03


@pytest.mark.parametrize(("kind", "noise"), [("nf4", 0.01), ("int4", 0.1), ("int8", 0.01)])
def test_a_weight_in_few_bits_is_near_the_trained_one(kind, noise):
    """NF4 itself rounds by some 9 % of a normal weight; what is laid over it adds as much in 4 bits, little in 8."""
    torch.manual_seed(0)
    weight = torch.randn(64, 256)
    trained = weights.as_trained(weight)
    held = nf4(weight) if kind == "nf4" else {"int4": int4, "int8": int8}[kind](trained)
    assert 0.08 < off(trained, weight) < 0.1
    assert off(unpacked(held, kind), trained) < noise


def unpacked(held, kind):
    if kind == "int8":
        return held["data"].float() * held["scale"].float()
    levels = torch.stack([held["data"] & 15, held["data"] >> 4], -1).view(64, -1, 64)
    if kind == "nf4":
        return (nf4_levels()[levels.long()] * held["scale"].float()).flatten(1)
    zero = torch.stack([held["zero"] & 15, held["zero"] >> 4], -1).view(64, -1, 1)
    return ((levels.float() - zero.float()) * held["scale"].float()).flatten(1)


def nf4_levels():
    from bitsandbytes.functional import get_4bit_type

    return get_4bit_type("nf4", device="cpu")


def test_two_levels_share_a_byte_the_first_in_its_low_half():
    """Also where their number is odd."""
    assert in_halves(torch.tensor([[1, 2, 15]])).tolist() == [[0x21, 0x0F]]


@pytest.fixture(scope="module")
def renderer(home):
    return Renderer(load_base(find_base(home.settings)).tokenizer)


@pytest.fixture(scope="module", params=KINDS)
def clone(request, home, renderer, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept") / request.param
    base = find_base(home.settings)
    convert(base.folder, request.param, folder)
    engine = Engine(base.folder, folder, request.param, [home.run.folder])
    return Generator(engine, renderer, 96)


def test_a_seed_is_a_reply(clone):
    """The same request gives the same words, whatever was read in between; another seed others."""
    first, between, again = clone.reply(ASK), clone.reply(ReplyRequest(chat("ok"), 8, 0.0, 1.0)), clone.reply(ASK)
    assert first.bubbles == again.bubbles
    assert first.mean_logprob == again.mean_logprob < 0
    assert between.tokens
    others = {clone.reply(ReplyRequest(ASK.messages, 24, 1.5, 1.0, seed)).bubbles for seed in range(5)}
    assert len(others) > 1


def test_another_attempt_reads_nothing_again(home, tmp_path):
    """What was behind a prompt is put back, to the bit, when the same prompt comes again."""
    base = find_base(home.settings)
    convert(base.folder, "int4", tmp_path / "kept")
    engine = Engine(base.folder, tmp_path / "kept", "int4", [home.run.folder])
    passes = []
    engine._behind, plain = lambda tokens: passes.append(len(tokens)) or plain(tokens), engine._behind
    first = [engine.read(range(4, 40)), engine.step(7), engine.step(8)]
    again = [engine.read(range(4, 40)), engine.step(7), engine.step(8)]
    assert passes == [36, 1, 1, 1, 1]
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    engine.speak_as(None)
    assert not torch.equal(engine.read(range(4, 40)), first[0])
    assert passes[-1] == 36


def test_no_control_token_is_ever_written(clone):
    """As on the plain path: they are barred from the logits."""
    texts = ["\n".join(clone.reply(ReplyRequest(ASK.messages, 64, 5.0, 1.0, s)).bubbles) for s in range(5)]
    assert not any("<|" in text for text in texts)


def test_it_stops_when_asked_and_tells_what_it_writes(clone):
    """After the token under way."""
    asked = iter([False, False, True])
    assert clone.reply(ReplyRequest(ASK.messages, 64, 0.0, 1.0), lambda: next(asked)).tokens <= 3
    told = []
    reply = clone.reply(ReplyRequest(ASK.messages, 24, 0.0, 1.0), tell=told.append)
    assert "".join(told) == "\n".join(reply.bubbles) == "fine"


def test_a_trained_clone_says_what_it_says_on_the_plain_path(home, renderer, clone):
    """What it learned to say is the likeliest in few bits too."""
    loaded = load_base(find_base(home.settings))
    plain = Generator(with_trained_adapter(loaded.model, home.run.folder), renderer, 96)
    ask = ReplyRequest(chat("see you at nine"), 24, 0.0, 1.0)
    assert clone.reply(ask).bubbles == plain.reply(ask).bubbles


def test_several_clones_speak_from_one_base(home, babbling_home, renderer, tmp_path):
    """Each as if it were alone, by turns."""
    base = find_base(home.settings)
    convert(base.folder, "nf4", tmp_path / "kept")
    runs = {"one": home.run, "two": babbling_home.run}
    voices = [run.folder for run in runs.values()]
    clones = spoken_by(Engine(base.folder, tmp_path / "kept", "nf4", voices), voices, runs, renderer)
    said = [clones.reply(ReplyRequest(ASK.messages, 12, 0.0, 1.0, run=name)).bubbles for name in ("one", "two", "one")]
    for name, bubbles in zip(runs, said, strict=False):
        alone = Engine(base.folder, tmp_path / "kept", "nf4", [runs[name].folder])
        assert Generator(alone, renderer, 96).reply(ReplyRequest(ASK.messages, 12, 0.0, 1.0)).bubbles == bubbles
    assert said[0] == said[2] != said[1]


def test_the_worker_takes_the_engine_for_a_large_base(home, monkeypatch, tmp_path):
    """And transformers where `without` says so; the weights are kept for the owner's eyes alone, and read back."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("finetune.clones.UNFOLD_BELOW", 1)
    monkeypatch.setattr("finetune.clones.compute_device", lambda: "cpu")
    runs = {"latest": home.run}
    assert isinstance(load_clones(runs, home.settings)._by_name["latest"].model, Engine)
    (kept,) = (tmp_path / "understudy" / "cpu").iterdir()
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept.iterdir()} == {0o600}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    monkeypatch.setattr(weights, "convert", None)
    assert kept_weights(find_base(home.settings), choose.KIND) == kept
    left = home.settings.model_copy(update={"without": ("engine",)})
    assert not isinstance(load_clones(runs, left)._by_name["latest"].model, Engine)


def test_what_the_engine_does_not_know_is_left_to_transformers(home, monkeypatch, tmp_path):
    """With one line that says why."""
    base, said = find_base(home.settings), []
    assert engine_for(base, [home.run.folder], 5000, (), said.append) is None
    assert said == ["Replies are written the plain way (5000 tokens are more than it may look back on)."]
    monkeypatch.setattr(choose, "find_spec", lambda name: None)
    assert engine_for(base, [home.run.folder], 500, (), said.append) is None
    assert 'pip install -e ".[cpu]"' in said[1]
    transformers.Gemma3TextConfig(vocab_size=320, **GROUPED).save_pretrained(tmp_path)
    with pytest.raises(Unsupported, match="it doesn't know gemma3_text"):
        read_decoder(tmp_path)


REPORTS = """
import json, sys
seen = []
told = ("socket.", "subprocess.", "os.fork")
sys.addaudithook(lambda event, _: seen.append(event) if event.startswith(told) else None)
from finetune.cpu.graph import Graph
print(json.dumps(seen))
"""


def test_the_engine_reports_to_nobody_that_it_is_used(tmp_path):
    """Imported as it comes, OpenVINO writes an id into the home directory and sends it to its makers."""
    environment = {k: v for k, v in os.environ.items() if k != "CI"} | {"HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", REPORTS], capture_output=True, check=True, env=environment)
    assert json.loads(done.stdout.splitlines()[-1]) == []
    assert not list(tmp_path.glob("intel/*"))


def test_weights_half_made_are_made_on(home, monkeypatch, tmp_path):
    """Stopped in the second layer, as by the deadline for loading, only that one is left for the next time."""
    base, done = find_base(home.settings).folder, []
    layer = weights._layer

    def stopped(checkpoint, number, kind):
        done.append(number)
        if done == [0, 1]:
            raise KeyboardInterrupt
        return layer(checkpoint, number, kind)

    monkeypatch.setattr(weights, "_layer", stopped)
    with pytest.raises(KeyboardInterrupt):
        convert(base, "int4", tmp_path / "kept")
    assert not (tmp_path / "kept").exists()
    convert(base, "int4", tmp_path / "kept")
    assert done == [0, 1, 1]
    assert len(list((tmp_path / "kept").iterdir())) == 3


def test_kept_weights_hold_few_bits(home, tmp_path):
    """A linear layer takes half a byte a weight and its scales, the rest of a layer is its norms."""
    convert(find_base(home.settings).folder, "nf4", tmp_path / "kept")
    with safe_open(tmp_path / "kept" / "layer-000.safetensors", "pt") as file:
        data = file.get_slice("mlp.gate_proj.data")
        assert (data.get_dtype(), data.get_shape()) == ("U8", [128, 32])
        assert file.get_slice("mlp.gate_proj.scale").get_shape() == [128, 1, 1]
