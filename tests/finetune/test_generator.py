"""Writing a reply: the same for the same seed, ended by the model, by its limit, or from outside."""

import pytest
import torch

from finetune.adapter import with_trained_adapter
from finetune.base import find_base
from finetune.generator import Generator, load_generator, pick, unfolded
from finetune.loading import load_base
from finetune.rendering import Renderer
from finetune.requests import ReplyRequest
from tests.finetune.tiny import chat

ASK = ReplyRequest(chat("hi how are you"), max_new_tokens=24, temperature=1.0, top_p=1.0, seed=3)


@pytest.fixture(scope="module")
def generator(home) -> Generator:
    return load_generator(home.run, home.settings)


def test_a_seed_is_a_reply(generator):
    """The same request gives the same words; another seed others."""
    first, again = generator.reply(ASK), generator.reply(ASK)
    assert first.bubbles == again.bubbles
    assert first.mean_logprob == again.mean_logprob < 0
    others = {generator.reply(ReplyRequest(ASK.messages, 24, 1.0, 1.0, seed)).bubbles for seed in range(5)}
    assert len(others) > 1


def test_the_reply_ends_with_the_owners_end_of_turn(generator):
    """Not with a guess of ours: it is finished only if the model ended it."""
    replies = [generator.reply(ReplyRequest(ASK.messages, 64, 1.0, 1.0, seed)) for seed in range(20)]
    finished = [reply for reply in replies if reply.is_finished]
    assert finished
    assert all(reply.tokens <= 64 for reply in replies)
    cut = generator.reply(ReplyRequest(ASK.messages, 1, 0.0, 1.0))
    assert cut.tokens == 1


def test_it_stops_when_asked(generator):
    """After the token under way; what there is comes back unfinished."""
    asked = iter([False, False, True])
    reply = generator.reply(ReplyRequest(ASK.messages, 64, 0.0, 1.0), lambda: next(asked))
    assert reply.tokens <= 3


def test_no_control_token_is_ever_written(generator):
    """Even a model that knows nothing opens no turn of the contact."""
    texts = ["\n".join(generator.reply(ReplyRequest(ASK.messages, 64, 5.0, 1.0, s)).bubbles) for s in range(5)]
    assert not any("<|" in text for text in texts)


def test_a_small_model_unfolded_on_the_cpu_says_the_same(home):
    """4-bit weights and adapter multiplied out give the logits of the layers they came from."""
    loaded = load_base(find_base(home.settings))
    adapted = with_trained_adapter(loaded.model, home.run.folder)
    tokens = torch.tensor([Renderer(loaded.tokenizer).prompt(ASK.messages, 96)])
    with torch.no_grad():
        before = adapted(input_ids=tokens).logits
        after = unfolded(adapted)(input_ids=tokens).logits
    torch.testing.assert_close(after, before, rtol=1e-4, atol=1e-4)


def test_top_p_keeps_the_likeliest_that_make_it_up():
    """Of 0.5, 0.3 and 0.2, a top_p of 0.6 keeps two; temperature 0 takes the first."""
    logits = torch.tensor([0.2, 0.5, 0.3]).log()
    drawn = {pick(logits, 1.0, 0.6, torch.Generator().manual_seed(seed)) for seed in range(50)}
    assert drawn == {1, 2}
    assert pick(logits, 0.0, 1.0, torch.Generator()) == 1
