"""Write a reply with a base and its adapter, token by token. Knows tokens and seeds, nothing of chats or processes."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from loguru import logger
from torch import Tensor, nn

from finetune.adapter import with_trained_adapter
from finetune.base import find_base
from finetune.context import context_line
from finetune.cpu.engine import Engine
from finetune.fast.speak import writer_for
from finetune.fast.writer import Wish, Writer
from finetune.loading import is_four_bit, load_base
from finetune.objective import autocast, takes_argument
from finetune.rendering import Renderer
from finetune.requests import Reply, ReplyRequest
from finetune.runs import Run, check_stamp
from harvest.settings import FinetuneSettings

LONGEST_REPLY = 1024  # tokens that the fast writer has room for
UNFOLD_BELOW = 600_000_000  # weights; in fp32 that is 2.4 GB
BROKEN = "\ufffd"

__all__ = ["Generator", "Reply", "ReplyRequest"]


def never() -> bool:
    return False


def nobody(text: str) -> None:
    """Isn't told anything."""


@dataclass(slots=True)
class Growing:
    """Tells what a reply's text gained with each token; half a character waits for its other half."""

    renderer: Renderer
    tell: Callable[[str], None]
    _told: int = 0

    def now(self, written: Sequence[int]) -> None:
        if self.tell is nobody:
            return
        text = self.renderer.reply_text(written)
        if not text.endswith(BROKEN) and len(text) > self._told:
            self.tell(text[self._told :])
            self._told = len(text)


class Reader(Protocol):
    """Gives the logits behind what it has read, (vocabulary,) in float32 on the CPU.

    named_ends: the tokens that end a text by the base's own word.
    """

    @property
    def vocabulary(self) -> int: ...

    @property
    def named_ends(self) -> list[int]: ...

    def read(self, prompt: Sequence[int]) -> Tensor:
        """From here on, whatever it read before is forgotten."""

    def step(self, token: int) -> Tensor: ...


class PlainReader:
    """A model of transformers: only what is new is computed, the rest is cached."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._only_the_last = only_the_last(model)
        self._cache: Any = None
        self.vocabulary: int = model.get_output_embeddings().weight.shape[0]
        self.named_ends = _as_list(getattr(model.generation_config, "eos_token_id", None))

    def read(self, prompt: Sequence[int]) -> Tensor:
        self._cache = None
        return self._behind(prompt)

    def step(self, token: int) -> Tensor:
        return self._behind([token])

    @torch.inference_mode()
    def _behind(self, tokens: Sequence[int]) -> Tensor:
        token_ids = torch.tensor([tokens], device=self._model.device)
        with autocast(self._model):
            out = self._model(input_ids=token_ids, past_key_values=self._cache, use_cache=True, **self._only_the_last)
        self._cache = out.past_key_values
        return out.logits[0, -1].float().cpu()  # type: ignore[no-any-return]


@dataclass(slots=True)
class Generator:
    """max_tokens: how much of a chat is read, as in training. context_zone: of the context line; None: no such line.

    model: of transformers, or an Engine. writer: writes faster; then nothing else may run the model. forbidden: tokens
    that no reply holds. ends: those that end one.
    """

    model: Any
    renderer: Renderer
    max_tokens: int
    context_zone: str | None = None
    writer: Writer | None = None
    forbidden: Tensor = field(init=False)
    ends: frozenset[int] = field(init=False)
    reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        self.reader = self.model if isinstance(self.model, Engine) else PlainReader(self.model)
        self.ends = frozenset([self.renderer.end_of_turn, *self.reader.named_ends])
        forbidden = sorted(t for t in self.renderer.control_tokens - self.ends if t < self.reader.vocabulary)
        self.forbidden = torch.tensor(forbidden, dtype=torch.long)

    def reply(
        self,
        request: ReplyRequest,
        should_stop: Callable[[], bool] = never,
        tell: Callable[[str], None] = nobody,
    ) -> Reply:
        """The same request gives the same reply. Ends at once, unfinished, when `should_stop` says so.

        tell: told the text as it grows, piece by piece.
        """
        began_at = time.monotonic()
        prompt = self.prompt(request)
        told = Growing(self.renderer, tell)
        written: list[int] = []
        total_logprob = 0.0
        is_finished = False
        tokens = self._tokens if self.writer is None else self._written_fast
        for token, logprob in tokens(prompt, request):
            total_logprob += logprob
            written.append(token)
            told.now(written)
            is_finished = token in self.ends
            if is_finished or len(written) >= request.max_new_tokens or should_stop():
                break
        return Reply(
            tuple(self.renderer.reply_bubbles(written)),
            is_finished,
            len(written),
            time.monotonic() - began_at,
            total_logprob / max(1, len(written)),
        )

    def prompt(self, request: ReplyRequest) -> list[int]:
        context = ""
        if self.context_zone is not None and request.chat_id is not None and request.started_at is not None:
            context = context_line(request.chat_id, request.started_at, self.context_zone)
        return self.renderer.prompt(request.messages, self.max_tokens, context)

    def write_fast(self, without: Sequence[str]) -> None:
        """Where this machine can: from then on the model is the writer's alone."""
        if not isinstance(self.model, Engine) and self.model.device.type == "cuda":
            room = self.max_tokens + LONGEST_REPLY
            self.writer = writer_for(self.model, without, self.forbidden.tolist(), 1, room, logger.info)

    def _written_fast(self, prompt: list[int], request: ReplyRequest) -> Iterator[tuple[int, float]]:
        """What `_tokens` gives, up to the longest reply."""
        assert self.writer is not None
        yield self.writer.begin(0, prompt, Wish(request.temperature, request.top_p, request.seed))
        for _ in range(LONGEST_REPLY - 1):
            yield self.writer.step()[0]

    @torch.inference_mode()
    def _tokens(self, prompt: list[int], request: ReplyRequest) -> Iterator[tuple[int, float]]:
        """Endlessly, each token and its log-probability."""
        chance = torch.Generator().manual_seed(request.seed)
        logits = self.reader.read(prompt)
        while True:
            logits[self.forbidden] = -torch.inf
            token = pick(logits, request.temperature, request.top_p, chance)
            yield token, torch.log_softmax(logits, dim=0)[token].item()
            logits = self.reader.step(token)


def only_the_last(model: Any) -> dict[str, int]:
    """The argument that spares the logits before, where the model takes it."""
    return {"logits_to_keep": 1} if takes_argument(model, "logits_to_keep") else {}


def pick(logits: Tensor, temperature: float, top_p: float, chance: torch.Generator) -> int:
    """One token: the likeliest at temperature 0, else drawn from the likeliest that make up `top_p`."""
    if temperature == 0:
        return int(logits.argmax())
    probabilities, tokens = torch.softmax(logits / temperature, dim=0).sort(descending=True)
    before = probabilities.cumsum(0) - probabilities  # what the likelier ones make up
    probabilities[before >= top_p] = 0  # never the first one
    return int(tokens[torch.multinomial(probabilities, 1, generator=chance)])


def load_generator(run: Run, settings: FinetuneSettings) -> Generator:
    """The clone of that run, checked against the base that is there now. Raises UserError."""
    base = find_base(settings)
    check_stamp(run, base)
    loaded = load_base(base)
    renderer = Renderer(loaded.tokenizer)
    check_stamp(run, base, renderer)
    model = unfolded(with_trained_adapter(loaded.model, run.folder))
    return Generator(model, renderer, *reading_habits(run))


def reading_habits(run: Run) -> tuple[int, str | None]:
    """max_tokens and context_zone, as the run was trained."""
    trained = run.stamp.origin.settings
    return trained["max_tokens"], trained.get("time_zone", "") if trained.get("context") else None


def unfolded(adapted: Any) -> Any:
    """On a CPU a small model speaks faster with 4-bit weights and adapter multiplied out: same weights, in fp32.

    Larger ones, and those on a GPU, keep their 4 bits and the adapter beside them.
    """
    return multiply_out(adapted) if is_better_dense(adapted) else adapted


def is_better_dense(model: Any) -> bool:
    return model.device.type == "cpu" and weights(model) <= UNFOLD_BELOW


def multiply_out(adapted: Any) -> Any:
    """Every 4-bit layer becomes a dense one in fp32, with its part of the adapter in it. Takes the memory."""
    return dense(adapted.get_base_model())


def dense(model: Any) -> Any:
    """The same for a base, with or without an adapter's layers in it."""
    for name, layer in list(model.named_modules()):
        is_adapted = hasattr(layer, "lora_A") and hasattr(layer, "base_layer")
        if is_adapted or (is_four_bit(layer) and not name.endswith("base_layer")):
            parent, _, child = name.rpartition(".")
            setattr(model.get_submodule(parent), child, _multiplied_out(layer))
    return model.eval()


def weights(model: Any) -> int:
    """As they were before quantisation, which packs two into a byte."""
    return sum(p.numel() * (2 if p.dtype == torch.uint8 else 1) for p in model.parameters())


@torch.no_grad()
def _multiplied_out(layer: Any) -> nn.Linear:
    base = getattr(layer, "base_layer", layer)
    linear = nn.Linear(base.in_features, base.out_features, bias=base.bias is not None, device=base.weight.device)
    linear.weight.copy_(_dense(base))
    if base is not layer:
        linear.weight.add_(layer.get_delta_weight("default"))
    if base.bias is not None:
        linear.bias.copy_(base.bias)
    return linear.requires_grad_(False)


def _dense(linear: Any) -> Tensor:
    """(out features, in features), fp32."""
    if not is_four_bit(linear):
        return linear.weight.float()  # type: ignore[no-any-return]
    from bitsandbytes.functional import dequantize_4bit

    return dequantize_4bit(linear.weight.data, linear.weight.quant_state).float()  # type: ignore[no-any-return]


def _as_list(value: int | list[int] | None) -> list[int]:
    return value if isinstance(value, list) else [] if value is None else [value]
