"""Write replies to one or several chats, token by token, from CUDA graphs: one for prompts of a size, one for a token.

An H200's host takes ten times as long to launch the kernels of a token as the GPU to run them; replayed, it takes none.
Without a GPU the same passes run as they are, which is how they are tested.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from finetune.fast.fixed import FixedCache, attend_over, use_fixed
from finetune.fast.sampling import Wishes, choose

PROMPT_STEP, REACH_STEP = 64, 256  # tokens: a prompt is padded to a multiple of the one, looked back on by the other
WARM_UPS = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """How a reply is to be drawn."""

    temperature: float
    top_p: float
    seed: int


class Writer:
    """room: tokens of the longest chat with its reply. forbidden: token ids that are never written."""

    def __init__(self, model: Any, forbidden: Sequence[int], chats: int, room: int, *, capture: bool) -> None:
        self.model, self._capture = model, capture
        self.undo: Callable[[], None] = lambda: None  # what was exchanged in the model for it
        device = model.device
        self.cache = FixedCache(model, chats, -(-room // REACH_STEP) * REACH_STEP)
        self._forbidden = torch.tensor(forbidden, dtype=torch.long, device=device)
        self._wishes = Wishes.of(chats, device)
        self._chances = [torch.Generator() for _ in range(chats)]
        self._slot = torch.zeros(1, dtype=torch.long, device=device)
        self._last = torch.zeros(1, dtype=torch.long, device=device)  # where the prompt's last token stands
        self._tokens = torch.zeros(chats, 1, dtype=torch.long, device=device)
        self._positions = torch.zeros(chats, 1, dtype=torch.long, device=device)
        self._surprise = torch.zeros(chats, device=device)  # log-probabilities of the newest tokens
        self._logits = torch.zeros(chats, model.get_output_embeddings().weight.shape[0], device=device)
        self._prompts: dict[int, Tensor] = {}
        self._passes: dict[tuple[str, int], Callable[[], None]] = {}
        self._farthest = 0
        use_fixed(model)

    def anew(self) -> "Writer":
        """One that has captured nothing yet: what was exchanged in the model since would not be in its graphs."""
        fresh = Writer(self.model, self._forbidden.tolist(), self.cache.chats, self.cache.room, capture=self._capture)
        fresh.undo = self.undo
        return fresh

    @torch.inference_mode()
    def begin(self, chat: int, prompt: Sequence[int], wish: Wish) -> tuple[int, float]:
        """Reads a chat into its place. The reply's first token, with its log-probability."""
        size = min(-(-len(prompt) // PROMPT_STEP) * PROMPT_STEP, self.cache.room)
        if chat == 0:
            self._farthest = 0
        self._farthest = max(self._farthest, len(prompt))
        self._chances[chat].manual_seed(wish.seed)
        self._wishes.temperature[chat], self._wishes.top_p[chat] = wish.temperature, wish.top_p
        self._draw()
        self._slot.fill_(chat)
        self._last.fill_(len(prompt) - 1)
        token_ids = self._prompts.setdefault(size, torch.zeros(1, size, dtype=torch.long, device=self.model.device))
        token_ids[0, : len(prompt)].copy_(torch.tensor(prompt))
        self._pass("prompt", size)()
        return self._newest()[chat]

    @torch.inference_mode()
    def step(self) -> list[tuple[int, float]]:
        """Every chat's next token."""
        self._farthest += 1
        self._draw()
        reach = min(-(-self._farthest // REACH_STEP) * REACH_STEP, self.cache.room)
        self._pass("token", reach)()
        return self._newest()

    def put(self, chat: int, token: int) -> None:
        """Instead of the newest one."""
        self._tokens[chat, 0] = token

    @property
    def logits(self) -> Tensor:
        """(chats, vocabulary), of the newest pass."""
        return self._logits

    def _newest(self) -> list[tuple[int, float]]:
        both = torch.stack([self._tokens[:, 0].double(), self._surprise.double()]).tolist()  # one trip
        return [(int(token), logprob) for token, logprob in zip(*both, strict=True)]

    def _draw(self) -> None:
        drawn = [torch.rand(1, generator=chance) for chance in self._chances]
        self._wishes.chance.copy_(torch.cat(drawn))

    def _pass(self, kind: str, size: int) -> Callable[[], None]:
        """Captured at its first use."""
        if (kind, size) not in self._passes:
            run = self._read_prompt if kind == "prompt" else self._write_token
            self._passes[kind, size] = self._captured(run, size) if self._capture else lambda: run(size)
        return self._passes[kind, size]

    def _captured(self, run: Callable[[int], None], size: int) -> Callable[[], None]:
        state = [self._tokens, self._positions, self._surprise]
        before = [tensor.clone() for tensor in state]
        stream = torch.cuda.Stream()  # type: ignore[no-untyped-call]
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(WARM_UPS):
                run(size)
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            run(size)
        for tensor, was in zip(state, before, strict=True):
            tensor.copy_(was)
        return graph.replay

    def _read_prompt(self, size: int) -> None:
        """Behind the prompt stands padding, which nothing before it sees and the reply writes over."""
        self.cache.prompt(self._slot)
        positions = torch.arange(size, device=self.model.device)[None]
        logits = self._forward(self._prompts[size], positions, self._last)
        token, surprise = choose(logits, self._forbidden, self._wishes.at(self._slot))
        self._logits.index_copy_(0, self._slot, logits.float())
        self._tokens.index_copy_(0, self._slot, token[:, None])
        self._surprise.index_copy_(0, self._slot, surprise)
        self._positions.index_copy_(0, self._slot, self._last[:, None] + 1)

    def _write_token(self, reach: int) -> None:
        self.cache.writing(self._positions, reach)
        logits = self._forward(self._tokens, self._positions, 1)
        tokens, surprise = choose(logits, self._forbidden, self._wishes)
        self._logits.copy_(logits)
        self._tokens.copy_(tokens[:, None])
        self._surprise.copy_(surprise)
        self._positions.add_(1).clamp_(max=self.cache.room - 1)  # a chat that has ended may go on unheard

    def _forward(self, token_ids: Tensor, positions: Tensor, keep: Tensor | int) -> Tensor:
        attend_over(self.cache)
        out = self.model(
            input_ids=token_ids,
            position_ids=positions,
            past_key_values=self.cache,
            use_cache=True,
            logits_to_keep=keep,
        )
        return out.logits[:, -1]  # type: ignore[no-any-return]
