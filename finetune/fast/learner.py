"""Learn from a row as `finetune.learner` does, in less time. Which techniques it stands on is `choose`'s to say."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any

import torch
from torch import Tensor

from finetune.adapter import trained_parameters
from finetune.fast.away import Away
from finetune.fast.flat import FlatAdapter
from finetune.fast.graph import RowGraph
from finetune.fast.lora import Group
from finetune.fast.loss import CHUNK_LOGITS, loss_and_gradient, summed_loss
from finetune.fast.offload import is_offloaded
from finetune.fast.varlen import Cuts, cut_row, row_lengths
from finetune.learner import Learner
from finetune.packing import Row
from finetune.rendering import Window


class FastLearner(Learner):
    """flat, groups: from `lora.fuse`. chunk_logits: how many are computed at once."""

    def __init__(
        self,
        model: Any,
        flat: FlatAdapter,
        groups: list[Group],
        row_tokens: int,
        learning_rate: float,
        chunk_logits: int = CHUNK_LOGITS,
    ) -> None:
        self.flat, self.groups, self.chunk_logits = flat, groups, chunk_logits
        inner = model.get_base_model()
        self._body, self.head = getattr(inner, inner.base_model_prefix), inner.get_output_embeddings()
        self.graph: RowGraph | None = None
        self.may_capture = False
        self.planned_peak = 0.0  # bytes
        self.away: Away | None = None  # where what enters the layers is kept, if not on the device
        super().__init__(model, row_tokens, learning_rate)

    def parameters(self) -> list[torch.nn.Parameter]:
        return [self.flat.weights]

    def restored(self) -> None:
        self.flat.round()

    def hidden(self, entered: Tensor, positions: Tensor) -> Tensor:
        """(1, tokens, width), after the last norm. entered: token ids, or what the embedding table has for them."""
        name = "inputs_embeds" if entered.is_floating_point() else "input_ids"
        with self.away.keeping() if self.away else nullcontext():
            out = self._body(**{name: entered}, position_ids=positions, use_cache=False)
        return out.last_hidden_state  # type: ignore[no-any-return]

    def _enter(self, token_ids: Tensor) -> Tensor:
        """What a graph begins with: a table in the machine's memory can't be looked up within."""
        if not is_offloaded(self.model):
            return token_ids
        with torch.no_grad():
            return self.model.get_input_embeddings()(token_ids)  # type: ignore[no-any-return]

    def gradients(self) -> Iterator[Tensor]:
        """In the order of PEFT's parameters."""
        places = {id(p): g for group in self.groups for p, g in group.gradients()}
        return (places[id(p)] for p in trained_parameters(self.model))

    def prepare_optimizer(self) -> None:
        """Its moments are made at its first step; with no gradient and no rate this one changes nothing, nor counts."""
        for group in self.optimizer.param_groups:
            group["lr"] = 0.0
        self.optimizer.step()
        for state in self.optimizer.state.values():
            state["step"] = state["step"] * 0
        self.flat.round()

    def prepare(self, rows: Sequence[Sequence[Window]], say: Callable[[str], None]) -> None:
        if not self.may_capture:
            return
        try:
            self._capture(rows)
        except RuntimeError as error:
            self.graph = None
            say(f"No CUDA graphs ({str(error).splitlines()[0][:160]}).")
        self.forget_gradient()

    def _capture(self, rows: Sequence[Sequence[Window]]) -> None:
        lengths = [[len(window.token_ids) for window in row] for row in rows]
        longest = max(max(row) for row in lengths)
        windows = max(len(row) for row in lengths)
        self.model.train()
        self.graph = RowGraph(self.hidden, self._enter, self.row_tokens, windows, longest, self.device)

    def forget_gradient(self) -> None:
        self.flat.gradient.zero_()

    def update(self, learning_rate: float) -> None:
        super().update(learning_rate)
        self.flat.round()

    def learn(self, row: Row, by: float) -> Tensor:
        lengths = row_lengths(row)
        graph = self.graph if self.graph and row.token_ids.shape[1] <= self.graph.tokens else None
        at = row.to(self.device)
        hidden = graph.forward(row, lengths) if graph else self._eager(at, lengths)[0]
        picked = hidden.detach()[at.predicting]
        scale = self.scaler.scale(torch.full((), by, device=picked.device))
        loss, gradient = loss_and_gradient(picked, self.head, at.targets, at.weights, scale, self.chunk_logits)
        if graph:
            graph.backward(at.predicting, gradient)
        else:
            torch.autograd.backward(hidden, torch.zeros_like(hidden).index_copy_(0, at.predicting, gradient))
        return loss * by

    def _eager(self, row: Row, lengths: list[int]) -> Tensor:
        cut_row(Cuts.of(lengths, self.device))
        return self.hidden(row.token_ids, row.position_ids)

    def _summed_loss(self, row: Row) -> Tensor:
        lengths = row_lengths(row)
        at = row.to(self.device)
        hidden = self._eager(at, lengths)[0, at.predicting]
        return summed_loss(hidden, self.head, at.targets, at.weights, self.chunk_logits)
