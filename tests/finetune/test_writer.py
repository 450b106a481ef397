"""Fast replies against plain ones: a real tiny model in 4 bits, several chats at once, uncaptured where no GPU is."""

import pytest
import torch

from finetune.adapter import trained_parameters, with_new_adapter
from finetune.base import find_base
from finetune.fast.lora import fuse
from finetune.fast.sampling import Wishes, choose
from finetune.fast.speak import writer_for
from finetune.fast.writer import PROMPT_STEP, REACH_STEP, Wish
from finetune.generator import Generator, pick
from finetune.loading import load_base
from finetune.rendering import Renderer
from finetune.requests import ReplyRequest
from tests.finetune.conftest import tiny_settings
from tests.finetune.tiny import chat

FORBIDDEN = [0, 1]
LIKELIEST = Wish(0.0, 1.0, 0)


@pytest.fixture
def speaker(tiny_base):
    """A 4-bit model with an adapter that changes what it says."""
    settings = tiny_settings(tiny_base, dropout=0)
    loaded = load_base(find_base(settings))
    model = with_new_adapter(loaded.model, settings).eval()
    torch.manual_seed(1)
    with torch.no_grad():
        for parameter in trained_parameters(model):
            parameter.normal_(std=0.05)
    return model, Renderer(loaded.tokenizer)


@torch.no_grad()
def plain_tokens(model, prompt, count):
    """The slow way: the whole text anew for each token."""
    written = []
    for _ in range(count):
        logits = model(input_ids=torch.tensor([prompt + written]), use_cache=False).logits[0, -1].clone()
        logits[FORBIDDEN] = -torch.inf
        written.append(int(logits.argmax()))
    return written


def test_chats_written_together_say_what_each_would_alone(speaker):
    """Three chats of different lengths, one over a prompt's step, written beyond the first reach of the cache."""
    model, _ = speaker
    prompts = [[5, 6, 7], list(range(10, 10 + PROMPT_STEP + 3)), list(range(40, 240))]
    count = REACH_STEP - 200 + 10
    wanted = [plain_tokens(model, prompt, count) for prompt in prompts]
    writer = writer_for(model, (), FORBIDDEN, len(prompts), 2 * REACH_STEP, pytest.fail)
    written = [[writer.begin(number, prompt, LIKELIEST)[0]] for number, prompt in enumerate(prompts)]
    for _ in range(count - 1):
        for own, (token, _) in zip(written, writer.step(), strict=True):
            own.append(token)
    assert written == wanted


def test_logits_are_the_plain_ones(speaker):
    """In fp32 to rounding, behind the prompt and behind a token."""
    model, _ = speaker
    prompt = list(range(10, 50))
    with torch.no_grad():
        plain = model(input_ids=torch.tensor([prompt])).logits[0, -2:]
    writer = writer_for(model, (), FORBIDDEN, 1, 128, pytest.fail)
    writer.begin(0, prompt[:-1], LIKELIEST)
    torch.testing.assert_close(writer.logits[0], plain[0], rtol=1e-4, atol=1e-4)
    writer.put(0, prompt[-1])
    writer.step()
    torch.testing.assert_close(writer.logits[0], plain[1], rtol=1e-4, atol=1e-4)


def test_a_generator_says_the_same_with_a_writer(speaker):
    """Bubbles, number of tokens and how sure it was."""
    model, renderer = speaker
    request = ReplyRequest(chat("hi how are you"), max_new_tokens=12, temperature=0)
    generator = Generator(model, renderer, 96)
    plain = generator.reply(request)
    generator.writer = writer_for(model, (), generator.forbidden.tolist(), 1, 256, pytest.fail)
    fast = generator.reply(request)
    assert (fast.bubbles, fast.tokens, fast.is_finished) == (plain.bubbles, plain.tokens, plain.is_finished)
    assert fast.mean_logprob == pytest.approx(plain.mean_logprob, rel=1e-3)


def test_the_same_seed_gives_the_same_reply_and_another_one_another(speaker):
    model, renderer = speaker
    generator = Generator(model, renderer, 96)
    generator.writer = writer_for(model, (), generator.forbidden.tolist(), 1, 256, pytest.fail)
    requests = [
        ReplyRequest(chat("hi"), max_new_tokens=24, temperature=1.5, top_p=1.0, seed=seed) for seed in (1, 1, 2)
    ]
    one, again, other = (generator.reply(request) for request in requests)
    assert (one.bubbles, one.mean_logprob) == (again.bubbles, again.mean_logprob)
    assert one.mean_logprob != other.mean_logprob


def test_tokens_are_drawn_as_the_plain_path_draws_them():
    """Over 4,000 draws each: the same tokens, and each as often, within what chance allows."""
    torch.manual_seed(0)
    logits, count = torch.randn(40) * 2, 4000
    wishes = Wishes(torch.full((count,), 0.8), torch.full((count,), 0.9), torch.rand(count))
    ours, _ = choose(logits.expand(count, -1), torch.tensor([], dtype=torch.long), wishes)
    chance = torch.Generator().manual_seed(0)
    plain = torch.tensor([pick(logits.clone(), 0.8, 0.9, chance) for _ in range(count)])
    one, other = (torch.bincount(tokens, minlength=40) / count for tokens in (ours, plain))
    assert ((one > 0) == (other > 0)).all()
    assert (one - other).abs().max() < 0.04


def test_what_is_forbidden_is_never_written_and_zero_means_the_likeliest():
    logits = torch.tensor([[9.0, 1.0, 2.0]]).repeat(2, 1)
    wishes = Wishes(torch.tensor([0.0, 5.0]), torch.ones(2), torch.tensor([0.0, 0.999]))
    tokens, logprobs = choose(logits, torch.tensor([0]), wishes)
    assert tokens.tolist() == [2, 1]
    torch.testing.assert_close(logprobs, torch.log_softmax(torch.tensor([1.0, 2.0]), 0)[[1, 0]])


def test_a_model_that_would_say_something_else_is_left_to_the_plain_path(speaker):
    """A head that halves its logits after a first pass: the line says so, and the model is as before."""
    model, _ = speaker
    said, calls = [], []
    model.get_base_model().lm_head.register_forward_hook(
        lambda module, args, out: calls.append(1) or (out if len(calls) <= 3 else out / 2)
    )
    assert writer_for(model, (), FORBIDDEN, 1, 128, said.append) is None
    assert said[0].startswith(
        "Replies are written the plain way (logits off by 5.0e-01, the plain path from itself by "
    )
    assert model.get_base_model().config._attn_implementation == "sdpa"
    assert all("forward" not in module.__dict__ for module in model.modules() if hasattr(module, "lora_A"))


def test_an_adapter_multiplied_into_its_base_says_the_same(speaker):
    """As a big GPU does: q, k and v in one product, gate and up in one."""
    model, _ = speaker
    prompt = list(range(10, 50))
    with torch.no_grad():
        plain = model(input_ids=torch.tensor([prompt])).logits[0, -1]
        _, groups = fuse(model, learns=False)
        for group in groups:
            group.merge()
        merged = model(input_ids=torch.tensor([prompt])).logits[0, -1]
        assert groups[0].merged.shape == (128, 64)
        torch.testing.assert_close(merged, plain, rtol=1e-3, atol=1e-3)
        for group in groups:
            group.release()
        assert torch.equal(model(input_ids=torch.tensor([prompt])).logits[0, -1], plain)
