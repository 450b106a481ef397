"""How a row of windows is learned from: the loss, its gradient, the update. The plain way, by transformers and PEFT.

`fast.learner` does the same in less time; this is what it is compared with, and what remains where it can't work.
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from finetune.adapter import new_optimizer, trained_parameters
from finetune.checkpoint import adapter_tensors
from finetune.objective import owner_loss, unwrapped
from finetune.packing import Row, pack, to_row
from finetune.rendering import Window

LONGEST_GRADIENT = 1.0


class Learner:
    """row_tokens: how many tokens are laid side by side; 0: each window is a row of its own.

    is_main: of several processes, the one that writes and speaks. can_checkpoint: whether its state can be kept.
    """

    is_main = True
    can_checkpoint = True

    def __init__(self, model: Any, row_tokens: int, learning_rate: float) -> None:
        inner = unwrapped(model)
        self.model = model
        self.device = str(inner.device)
        self.row_tokens = row_tokens
        self.optimizer = self.new_optimizer(learning_rate)
        self.scaler = torch.amp.GradScaler(inner.device.type, enabled=inner.dtype == torch.float16)

    def new_optimizer(self, learning_rate: float) -> torch.optim.Optimizer:
        return new_optimizer(unwrapped(self.model), self.parameters(), learning_rate)

    def parameters(self) -> list[torch.nn.Parameter]:
        return trained_parameters(self.model)

    def restored(self) -> None:
        """The weights were changed from outside, by a checkpoint."""

    def prepare(self, rows: Sequence[Sequence[Window]], say: Callable[[str], None]) -> None:
        """Before the first step. rows: all there will be."""

    def learn_step(self, rows: Sequence[Sequence[Window]], owner_tokens: int) -> float:
        """All rows of a step: their loss a token; their gradients are added up."""
        return float(sum(self.add_gradient(row, owner_tokens) for row in rows))

    def agree(self, wish: bool) -> bool:
        """Whether this process, or one that learns with it, wishes it."""
        return wish

    def adapter(self) -> dict[str, Tensor]:
        """What it has learned, in PEFT's own layout and names."""
        return adapter_tensors(self.model)

    def add_gradient(self, windows: Sequence[Window], owner_tokens: int) -> Tensor:
        """The row's share of the step's loss, on the device; its gradient is added to the other rows'."""
        return self.learn(to_row(windows), 1 / owner_tokens)

    def learn(self, row: Row, by: float) -> Tensor:
        """row: not yet on the device. Gives `by` times its loss."""
        loss = owner_loss(self.model, row.to(self.device)) * by
        torch.autograd.backward(self.scaler.scale(loss))
        return loss.detach()

    def update(self, learning_rate: float) -> None:
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate
        self.scaler.unscale_(self.optimizer)
        self.clip()
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.forget_gradient()

    def clip(self) -> None:
        torch.nn.utils.clip_grad_norm_(self.parameters(), LONGEST_GRADIENT)

    def wait(self) -> None:
        """For the processes that learn with it."""

    def forget_gradient(self) -> None:
        self.optimizer.zero_grad(set_to_none=True)

    @torch.no_grad()
    def mean_loss(self, windows: Sequence[Window], tick: Callable[[], None] = lambda: None) -> float:
        """Nats per owner token, without dropout. The model comes back in the mode it was in."""
        was_training = self.model.training
        self.model.eval()
        total, count = 0.0, 0
        for windows_of_row in pack(windows, self.row_tokens):
            row = to_row(windows_of_row)
            total += self._summed_loss(row).item()
            count += len(row.targets)
            tick()
        self.model.train(was_training)
        return total / count

    def _summed_loss(self, row: Row) -> Tensor:
        return owner_loss(self.model, row.to(self.device))
