"""Put a clone on trial: its likelihood and its replies on held-out turns, beside its base with and without examples."""

import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import msgspec

from finetune.adapter import with_trained_adapter
from finetune.base import find_base
from finetune.examples import HELDOUT, TRAIN, read_examples
from finetune.generator import Generator, load_generator, unfolded
from finetune.judge.content import Overheard, chrf, identical_share, rouge
from finetune.judge.machine import told_apart
from finetune.judge.people import Pair
from finetune.judge.style import distances
from finetune.loading import load_base
from finetune.objective import mean_loss
from finetune.rendering import ASSISTANT, Renderer, Window
from finetune.requests import ReplyRequest
from finetune.runs import Run, check_stamp
from harvest.conversations import fold
from harvest.datadir import DataDir
from harvest.errors import UserError
from harvest.examples import ChatMessage, Example
from harvest.settings import FinetuneSettings, UserbotSettings

SHOT_SHARE = 0.4  # of a window, for examples to imitate
RESAMPLES = 1000
FEWEST = 10
CLONE, FEW_SHOT, BASE = "clone", "few-shot base", "base"


class Interval(msgspec.Struct, frozen=True):
    """low and high: 95 %, by resampling conversations or contexts."""

    value: float
    low: float
    high: float


class Verdict(msgspec.Struct):
    """By contender. loss: nats a token on held-out turns. floor: the style distance of the owner to the owner.

    overlap: longest word-for-word repetition of what was only said in other contacts' chats, in words.
    """

    run: str
    contexts: int
    loss: dict[str, Interval]
    loss_of_contact: dict[str, dict[str, float]]
    style: dict[str, dict[str, float]]
    floor: dict[str, float]
    auc: dict[str, Interval]
    content: dict[str, dict[str, float]]
    overlap: dict[str, int]
    first_line: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What stood before one of the owner's held-out turns, and that turn."""

    chat_id: int
    messages: tuple[ChatMessage, ...]
    real: str


def judge(
    data: DataDir, run: Run, s: FinetuneSettings, manner: UserbotSettings, count: int, say: Callable[[str], None]
) -> Verdict:
    """count: of replies by each contender. say: told what is being done. Raises UserError."""
    base = find_base(s)
    check_stamp(run, base)
    loaded = load_base(base)
    renderer = Renderer(loaded.tokenizer)
    check_stamp(run, base, renderer)
    model = with_trained_adapter(loaded.model, run.folder)
    train, heldout = (list(read_examples(data.dataset / name)) for name in (TRAIN, HELDOUT))
    max_tokens = run.stamp.origin.settings["max_tokens"]
    shots = examples_to_imitate(train, renderer, int(max_tokens * SHOT_SHARE), s.seed)

    contexts = pick_contexts(heldout, count, s.seed)
    if len(contexts) < FEWEST:
        raise UserError(f"{data.dataset / HELDOUT}: {len(contexts)} turns of yours to judge by; {FEWEST} are needed.")
    say("how likely the owner's held-out turns are")
    losses = _losses(model, renderer, heldout, shots, max_tokens)
    replies = {}
    say(f"{len(contexts)} replies by the base with {len(shots) // 2} of the owner's own as examples")
    with model.disable_adapter():
        generator = Generator(model, renderer, max_tokens)
        replies[FEW_SHOT] = _replies(generator, contexts, shots, manner)
        say(f"{len(contexts)} replies by the base alone")
        replies[BASE] = _replies(generator, contexts, (), manner)
    say(f"{len(contexts)} replies by the clone")
    replies[CLONE] = _replies(Generator(unfolded(model), renderer, max_tokens), contexts, (), manner)
    return _verdict(run, losses, contexts, replies, train)


def blind_pairs(data: DataDir, run: Run, s: FinetuneSettings, manner: UserbotSettings, count: int) -> list[Pair]:
    """Held-out turns as the owner wrote them and as the clone does. Raises UserError."""
    contexts = pick_contexts(list(read_examples(data.dataset / HELDOUT)), count, s.seed)
    if len(contexts) < count:
        raise UserError(f"{data.dataset / HELDOUT}: only {len(contexts)} turns of yours. Ask for fewer: --pairs.")
    cloned = _replies(load_generator(run, s), contexts, (), manner)
    return [
        Pair(tuple((m.role == ASSISTANT, m.content) for m in context.messages), context.real, reply)
        for context, reply in zip(contexts, cloned, strict=True)
    ]


def examples_to_imitate(train: Sequence[Example], renderer: Renderer, room: int, seed: int) -> tuple[ChatMessage, ...]:
    """Some of the owner's own exchanges, as many as fit into so many tokens."""
    pairs = [pair for example in train for pair in exchanges(example.messages)]
    chosen: list[ChatMessage] = []
    for pair in random.Random(seed).sample(pairs, len(pairs)):
        (window, *_) = renderer.training_windows([*chosen, *pair], 1 << 30) or [Window([], [], 0)]
        if len(window.token_ids) > room:
            break
        chosen += pair
    return tuple(chosen)


def exchanges(messages: Sequence[ChatMessage]) -> Iterator[tuple[ChatMessage, ChatMessage]]:
    for before, after in pairwise(messages):
        if before.role != ASSISTANT and after.role == ASSISTANT:
            yield before, after


def pick_contexts(heldout: Sequence[Example], count: int, seed: int) -> list[Context]:
    """Owner's turns from all over the held-out part, the same for the same seed."""
    found = [
        Context(example.chat_id, example.messages[:i], message.content)
        for example in heldout
        for i, message in enumerate(example.messages)
        if i and message.role == ASSISTANT
    ]
    return random.Random(seed).sample(found, min(count, len(found)))


def _losses(
    model: Any, renderer: Renderer, heldout: Sequence[Example], shots: tuple[ChatMessage, ...], max_tokens: int
) -> dict[str, list[tuple[int, float, int]]]:
    """By contender: chat, nats and owner tokens of each held-out window."""
    windows = [(e.chat_id, w) for e in heldout for w in renderer.training_windows(e.messages, max_tokens)]
    found = {}
    for name in (BASE, FEW_SHOT, CLONE):
        with nullcontext() if name == CLONE else model.disable_adapter():
            found[name] = [
                (chat_id, *_nats(model, renderer.behind(shots, w) if name == FEW_SHOT else w)) for chat_id, w in windows
            ]
    return found


def _nats(model: Any, window: Window) -> tuple[float, int]:
    count = sum(window.is_owner)
    return mean_loss(model, [window], row_tokens=0) * count, count


def _replies(
    generator: Generator, contexts: Sequence[Context], shots: tuple[ChatMessage, ...], manner: UserbotSettings
) -> list[str]:
    texts = []
    for number, context in enumerate(contexts):
        messages = (*shots, *context.messages)
        request = ReplyRequest(messages, manner.max_new_tokens, manner.temperature, manner.top_p, seed=number)
        texts.append(fold(generator.reply(request).bubbles))
    return texts


def _verdict(
    run: Run,
    losses: dict[str, list[tuple[int, float, int]]],
    contexts: Sequence[Context],
    replies: dict[str, list[str]],
    train: Sequence[Example],
) -> Verdict:
    real = [context.real for context in contexts]
    said = [(e.chat_id, m.content) for e in train for m in e.messages]
    own = [m.content for e in train for m in e.messages if m.role == ASSISTANT]
    heard = Overheard(said, [text for texts in replies.values() for text in texts])
    verdict = Verdict(
        run=run.name,
        contexts=len(contexts),
        loss={name: per_token(nats) for name, nats in losses.items()},
        loss_of_contact={name: _by_contact(nats) for name, nats in losses.items()},
        style={name: distances(texts, real) for name, texts in replies.items()},
        floor=distances(random.Random(0).sample(own, min(len(own), len(real))), real),
        auc={name: Interval(*told_apart(real, texts)) for name, texts in replies.items()},
        content={name: _content(texts, real, own) for name, texts in replies.items()},
        overlap={name: _longest(heard, texts, contexts) for name, texts in replies.items()},
    )
    verdict.first_line = in_one_line(verdict)
    return verdict


def _longest(heard: Overheard, replies: Sequence[str], contexts: Sequence[Context]) -> int:
    return max(heard.longest_overlap(reply, c.chat_id) for reply, c in zip(replies, contexts, strict=True))


def per_token(nats: Sequence[tuple[int, float, int]], seed: int = 0) -> Interval:
    """The mean over all tokens, and its interval by resampling windows."""
    chance = random.Random(seed)
    means = sorted(_mean(chance.choices(nats, k=len(nats))) for _ in range(RESAMPLES))
    return Interval(_mean(nats), means[int(RESAMPLES * 0.025)], means[int(RESAMPLES * 0.975)])


def _mean(nats: Sequence[tuple[int, float, int]]) -> float:
    return sum(total for _, total, _ in nats) / sum(count for _, _, count in nats)


def _by_contact(nats: Sequence[tuple[int, float, int]]) -> dict[str, float]:
    chats = sorted({chat_id for chat_id, _, _ in nats})
    return {str(chat): _mean([entry for entry in nats if entry[0] == chat]) for chat in chats}


def _content(replies: Sequence[str], real: Sequence[str], own: Sequence[str]) -> dict[str, float]:
    pairs = list(zip(replies, real, strict=True))
    scores = [{"chrf": chrf(reply, truth), **rouge(reply, truth)} for reply, truth in pairs]
    means = {name: statistics.fmean(score[name] for score in scores) for name in scores[0]}
    return means | {"identical to an earlier one": identical_share(replies, own)}


def in_one_line(verdict: Verdict) -> str:
    """The judgement, the bad news first."""
    loss, auc = verdict.loss, verdict.auc
    worse = [
        name
        for name, is_worse in (
            ("held-out loss", loss[CLONE].value >= loss[FEW_SHOT].value),
            ("a machine's guess", abs(auc[CLONE].value - 0.5) >= abs(auc[FEW_SHOT].value - 0.5)),
        )
        if is_worse
    ]
    if worse:
        return f"WORSE than its base with a few examples, by {' and '.join(worse)}: not ready to speak."
    gained = 1 - loss[CLONE].value / loss[FEW_SHOT].value
    return f"Better than its base with a few examples: held-out loss {gained:.0%} lower, AUC {auc[CLONE].value:.2f}."
