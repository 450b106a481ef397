"""A row's forward and backward pass as two CUDA graphs: replayed, they cost the host two launches instead of thousands.

Rows of one size only, so shorter ones are padded (by windows of nothing but padding, whose gradient is zero). The loss
between them is not captured: it has as many positions as the owner wrote. Qwen3-8B on an H200, rows of 4,096 tokens:
15,499 tokens/s became 16,285; with rows of 1,024 it is 14,695, where launches would rule.
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from finetune.fast.varlen import Cuts, cut_row
from finetune.packing import Row

WARM_UPS = 2  # before capture: kernels are compiled and chosen, libraries take their workspaces


class RowGraph:
    """body: from what `enter` gives and positions, (1, tokens), to hidden states (1, tokens, width), with a gradient.

    enter: from token ids, (1, tokens), to the body's input, outside of the graphs: the ids themselves, or what a table
    in the machine's memory has for them.
    """

    def __init__(
        self,
        body: Callable[[Tensor, Tensor], Tensor],
        enter: Callable[[Tensor], Tensor],
        tokens: int,
        windows: int,
        longest: int,
        device: str,
    ) -> None:
        self.tokens, self.longest, self._enter = tokens, longest, enter
        self._token_ids = torch.zeros(1, tokens, dtype=torch.long)
        self._positions = torch.zeros(1, tokens, dtype=torch.long, device=device)
        self._input = enter(self._token_ids).detach().to(device)
        if self._input.is_floating_point():
            self._input.requires_grad_(True)
        cuts = windows + -(-tokens // longest)  # padding may need as many windows as a row without any
        self._starts = torch.zeros(cuts + 1, dtype=torch.int32, device=device)
        self._cuts = Cuts([tokens], self._starts, longest)
        self._capture(body)

    def forward(self, row: Row, lengths: Sequence[int]) -> Tensor:
        """(tokens, width), without the padding; valid until the next call."""
        count = row.token_ids.shape[1]
        padding = _pieces(self.tokens - count, self.longest)
        self._token_ids[:, :count] = row.token_ids
        with torch.no_grad():
            self._input.copy_(self._enter(self._token_ids))
        positions = [row.position_ids[0], *(torch.arange(size) for size in padding)]
        self._positions.copy_(torch.cat(positions)[None])
        starts = torch.tensor([0, *lengths, *padding]).cumsum(0)
        unused = starts.new_full((len(self._starts) - len(starts),), self.tokens)
        self._starts.copy_(torch.cat([starts, unused]))
        self._forward.replay()
        return self._hidden[0, :count]

    def backward(self, positions: Tensor, gradient: Tensor) -> None:
        """gradient: (positions, width), of the hidden states there; everywhere else it is zero."""
        self._gradient[0].zero_()[positions] = gradient
        self._backward.replay()

    def _capture(self, body: Callable[[Tensor, Tensor], Tensor]) -> None:
        self._fill_with_padding()
        cut_row(self._cuts)
        stream = torch.cuda.Stream()  # type: ignore[no-untyped-call]
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(WARM_UPS):
                hidden = body(self._input, self._positions)
                self._gradient = torch.zeros_like(hidden)
                hidden.backward(self._gradient)  # type: ignore[no-untyped-call]
                del hidden
        torch.cuda.current_stream().wait_stream(stream)
        torch.cuda.empty_cache()
        self._input.grad = None
        pool: Any = torch.cuda.graph_pool_handle()
        self._forward, self._backward = torch.cuda.CUDAGraph(), torch.cuda.CUDAGraph()
        with torch.cuda.graph(self._forward, pool=pool):
            hidden = body(self._input, self._positions)
        with torch.cuda.graph(self._backward, pool=pool):
            hidden.backward(self._gradient)  # type: ignore[no-untyped-call]
        self._hidden = hidden.detach()
        cut_row(None)

    def _fill_with_padding(self) -> None:
        sizes = _pieces(self.tokens, self.longest)
        self._positions.copy_(torch.cat([torch.arange(size) for size in sizes])[None])
        starts = torch.tensor([0, *sizes]).cumsum(0)
        self._starts.fill_(self.tokens)[: len(starts)] = starts.to(self._starts)


def _pieces(tokens: int, longest: int) -> list[int]:
    whole, rest = divmod(tokens, longest)
    return [longest] * whole + ([rest] if rest else [])
