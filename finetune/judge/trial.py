"""Put a clone on trial: its likelihood and its replies on held-out turns, beside its base with and without examples."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import torch

from finetune.adapter import with_trained_adapters
from finetune.base import find_base
from finetune.context import context_line
from finetune.examples import HELDOUT, TRAIN, read_examples
from finetune.generator import UNFOLD_BELOW, Generator, dense, load_generator, reading_habits, weights
from finetune.judge import crowd
from finetune.judge.content import Overheard
from finetune.judge.machine import told_apart
from finetune.judge.people import Pair
from finetune.judge.style import distances, normalised, owner_floor
from finetune.judge.verdict import (
    BASE,
    CLONE,
    FEW_SHOT,
    Interval,
    Verdict,
    by_contact,
    content,
    in_one_line,
    per_token,
)
from finetune.loading import load_base
from finetune.objective import mean_loss
from finetune.rendering import ASSISTANT, Renderer, Window
from finetune.requests import ReplyRequest
from finetune.runs import Run, check_stamp, find_run
from harvest.datadir import DataDir
from harvest.errors import UserError
from harvest.examples import ChatMessage, Example
from harvest.finetune_settings import FinetuneSettings
from harvest.userbot_settings import UserbotSettings

SHOT_SHARE = 0.4  # of a window, for examples to imitate
FEWEST = 10
Nats = list[tuple[int, float, int]]  # chat, nats and owner tokens of each held-out window


@dataclass(frozen=True, slots=True)
class Context:
    """What stood before one of the owner's held-out turns, and that turn; empty where the owner kept silent."""

    chat_id: int
    started_at: float
    messages: tuple[ChatMessage, ...]
    real: str


@dataclass(frozen=True, slots=True)
class Contender:
    """run: None for the base. shots: exchanges of the owner's to imitate."""

    name: str
    run: Run | None = None
    shots: tuple[ChatMessage, ...] = ()

    def context_zone(self) -> str | None:
        return reading_habits(self.run)[1] if self.run else None


@dataclass(frozen=True, slots=True)
class Court:
    """The one model on which all contenders speak, and how much of a chat they read."""

    model: Any
    renderer: Renderer
    max_tokens: int

    def hearing(self, contender: Contender) -> AbstractContextManager[Any]:
        """Within, the model is that contender."""
        if contender.run is None:
            return self.model.disable_adapter()  # type: ignore[no-any-return]
        self.model.set_adapter(_adapter(contender))
        return nullcontext()

    def losses(self, contender: Contender, heldout: Sequence[Example]) -> Nats:
        zone = contender.context_zone()
        found: Nats = []
        with self.hearing(contender):
            for e in heldout:
                line = "" if zone is None else context_line(e.chat_id, e.started_at, zone)
                for window in self.renderer.training_windows(e.messages, self.max_tokens, line):
                    asked = self.renderer.behind(contender.shots, window) if contender.shots else window
                    count = sum(asked.is_owner)
                    found.append((e.chat_id, mean_loss(self.model, [asked], row_tokens=0) * count, count))
        return found

    def replies(self, contender: Contender, contexts: Sequence[Context], manner: UserbotSettings) -> list[str]:
        generator = Generator(self.model, self.renderer, self.max_tokens, contender.context_zone())
        with self.hearing(contender):
            return crowd.replies(generator, _requests(contexts, contender.shots, manner))


def judge(
    data: DataDir,
    run: Run,
    s: FinetuneSettings,
    manner: UserbotSettings,
    count: int,
    say: Callable[[str], None],
    against: str = "",
) -> Verdict:
    """count: of replies by each contender. say: told what is being done. against: BASE, FEW_SHOT or another run's
    name; empty: the base with and without examples. Raises UserError."""
    train, heldout = (list(read_examples(data.dataset / name)) for name in (TRAIN, HELDOUT))
    contexts = pick_contexts(heldout, count, s.seed)
    if len(contexts) < FEWEST:
        raise UserError(f"{data.dataset / HELDOUT}: {len(contexts)} turns of yours to judge by; {FEWEST} are needed.")
    other = find_run(data, against) if against not in ("", BASE, FEW_SHOT, "few-shot") else None
    court = open_court([run, *([other] if other else [])], s)
    shots = examples_to_imitate(train, court.renderer, int(court.max_tokens * SHOT_SHARE), s.seed)
    contenders = [*_opponents(against, other, shots), Contender(CLONE, run)]
    losses, replies, silence = {}, {}, {}
    unanswered = silent_contexts(heldout, count, s.seed)
    for contender in contenders:
        say(f"{contender.name}: how likely the held-out turns are, then {len(contexts)} replies")
        losses[contender.name] = court.losses(contender, heldout)
        replies[contender.name] = court.replies(contender, contexts, manner)
        silence[contender.name] = {"where you answered": _empty_share(replies[contender.name])}
        if len(unanswered) >= FEWEST:
            kept = court.replies(contender, unanswered, manner)
            silence[contender.name]["where you did not"] = _empty_share(kept)
    return _verdict(run, losses, contexts, replies, silence, train)


def _opponents(against: str, other: Run | None, shots: tuple[ChatMessage, ...]) -> list[Contender]:
    if other:
        return [Contender(other.name, other)]
    both = [Contender(BASE), Contender(FEW_SHOT, shots=shots)]
    return both[:1] if against == BASE else both[1:] if against else both


def open_court(runs: Sequence[Run], s: FinetuneSettings) -> Court:
    """The base that is there now, with the runs' adapters on it, each checked against it. Raises UserError."""
    base = find_base(s)
    for run in runs:
        check_stamp(run, base)
    loaded = load_base(base)
    renderer = Renderer(loaded.tokenizer)
    for run in runs:
        check_stamp(run, base, renderer)
    is_small = weights(loaded.model) <= UNFOLD_BELOW
    bare = _dense_as_wide(loaded.model) if is_small else loaded.model
    names = {CLONE: runs[0].folder} | {f"other{number}": run.folder for number, run in enumerate(runs[1:])}
    return Court(with_trained_adapters(bare, names), renderer, reading_habits(runs[0])[0])


def _dense_as_wide(model: Any) -> Any:
    """What its 4 bits hold, in the numbers it computes with: faster, where there is room."""
    dtype = model.dtype
    for module in dense(model).modules():
        if isinstance(module, torch.nn.Linear):
            module.to(dtype)
    return model


def _adapter(contender: Contender) -> str:
    return CLONE if contender.name == CLONE else "other0"


def blind_pairs(data: DataDir, run: Run, s: FinetuneSettings, manner: UserbotSettings, count: int) -> list[Pair]:
    """Held-out turns as the owner wrote them and as the clone does. Raises UserError."""
    contexts = pick_contexts(list(read_examples(data.dataset / HELDOUT)), count, s.seed)
    if len(contexts) < count:
        raise UserError(f"{data.dataset / HELDOUT}: only {len(contexts)} turns of yours. Ask for fewer: --pairs.")
    cloned = crowd.replies(load_generator(run, s), _requests(contexts, (), manner))
    return [
        Pair(tuple((m.role == ASSISTANT, m.content) for m in context.messages), context.real, reply)
        for context, reply in zip(contexts, cloned, strict=True)
    ]


def _requests(
    contexts: Sequence[Context], shots: tuple[ChatMessage, ...], manner: UserbotSettings
) -> list[ReplyRequest]:
    """Each with a seed of its own."""
    return [
        ReplyRequest(
            (*shots, *c.messages),
            manner.max_new_tokens,
            manner.temperature,
            manner.top_p,
            number,
            c.chat_id,
            c.started_at,
        )
        for number, c in enumerate(contexts)
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
        Context(example.chat_id, example.started_at, example.messages[:i], message.content)
        for example in heldout
        for i, message in enumerate(example.messages)
        if i and message.role == ASSISTANT
    ]
    return random.Random(seed).sample(found, min(count, len(found)))


def silent_contexts(heldout: Sequence[Example], count: int, seed: int) -> list[Context]:
    """Where the owner had the last chance and let it pass."""
    found = [Context(e.chat_id, e.started_at, e.messages, "") for e in heldout if e.is_unanswered]
    return random.Random(seed).sample(found, min(count, len(found)))


def _empty_share(replies: Sequence[str]) -> float:
    return sum(not reply for reply in replies) / len(replies)


def _verdict(
    run: Run,
    losses: dict[str, Nats],
    contexts: Sequence[Context],
    replies: dict[str, list[str]],
    silence: dict[str, dict[str, float]],
    train: Sequence[Example],
) -> Verdict:
    real = [context.real for context in contexts]
    said = [(e.chat_id, m.content) for e in train for m in e.messages]
    own = [m.content for e in train for m in e.messages if m.role == ASSISTANT]
    heard = Overheard(said, [text for texts in replies.values() for text in texts])
    style = {name: distances(texts, real) for name, texts in replies.items()}
    floor = owner_floor(own, real)
    verdict = Verdict(
        run=run.name,
        contexts=len(contexts),
        loss={name: per_token(nats) for name, nats in losses.items()},
        loss_of_contact={name: by_contact(nats) for name, nats in losses.items()},
        style=style,
        floor=floor,
        normalised_style={
            name: normalised(found, floor, style[BASE]) for name, found in style.items() if BASE in style
        },
        auc={name: Interval(*told_apart(real, texts)) for name, texts in replies.items()},
        content={name: content(texts, real, own) for name, texts in replies.items()},
        overlap={name: _longest(heard, texts, contexts) for name, texts in replies.items()},
        silence=silence,
    )
    verdict.first_line = in_one_line(verdict)
    return verdict


def _longest(heard: Overheard, replies: Sequence[str], contexts: Sequence[Context]) -> int:
    return max(heard.longest_overlap(reply, c.chat_id) for reply, c in zip(replies, contexts, strict=True))
