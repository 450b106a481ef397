"""Replies written side by side: those that would be written one by one."""

import pytest
import torch

from finetune.generator import load_generator, pick
from finetune.judge.crowd import draw, ignores_padding, replies
from finetune.requests import ReplyRequest
from harvest.conversations import fold
from tests.finetune.tiny import chat

TALKS = [chat("hi how are you"), chat("привет"), chat("see you at nine", "ok", "ok?"), chat("hi"), chat("ok " * 12)]


@pytest.mark.parametrize("which", ["home", "babbling_home"])
def test_the_likeliest_words_are_the_same_side_by_side(request, which):
    """With prompts of five lengths in one batch, for a clone that learned and for one that babbles on."""
    home = request.getfixturevalue(which)
    generator = load_generator(home.run, home.settings)
    requests = [ReplyRequest(talk, max_new_tokens=12, temperature=0) for talk in TALKS * 4]
    assert ignores_padding(generator, [generator.prompt(request) for request in requests])
    alone = [fold(generator.reply(request).bubbles) for request in requests]
    done = []
    assert replies(generator, requests, done.append) == alone
    assert sum(done) == 20


def test_a_reply_is_its_seeds_whatever_stands_beside_it(babbling_home):
    """Drawn at temperature 1, alone or among others; another seed is another reply."""
    generator = load_generator(babbling_home.run, babbling_home.settings)
    requests = [ReplyRequest(talk, 12, 1.0, 0.9, seed=n) for n, talk in enumerate(TALKS)]
    together = replies(generator, requests)
    assert together == [replies(generator, [request, request])[0] for request in requests]
    assert replies(generator, [ReplyRequest(r.messages, 12, 1.0, 0.9, seed=99) for r in requests]) != together


def test_a_row_is_drawn_as_a_single_token_is():
    """The same distribution as pick's: of 0.5, 0.3 and 0.2 with a top_p of 0.6, five eighths and three."""
    logits = torch.tensor([0.2, 0.5, 0.3]).log()
    chances = [(n + 0.5) / 800 for n in range(800)]
    drawn = draw(logits.repeat(800, 1), 1.0, 0.6, chances).bincount(minlength=3).tolist()
    assert drawn == [0, 500, 300]
    singles = [pick(logits, 1.0, 0.6, torch.Generator().manual_seed(n)) for n in range(400)]
    assert singles.count(1) / 400 == pytest.approx(0.625, abs=0.08)
    assert draw(logits[None], 0, 1.0, [0.9]).tolist() == [1]
