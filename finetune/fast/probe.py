"""See, on a few of the owner's own windows, that a fast path computes what the plain one does. Decides nothing else.

An architecture may scale, cap or mask in ways that a fast path doesn't know; its name would not tell, its numbers do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from finetune.adapter import trained_parameters
from finetune.fast.learner import FastLearner
from finetune.fast.varlen import cutting
from finetune.objective import owner_loss
from finetune.packing import Row, to_row
from finetune.rendering import Window

PROBE_TOKENS = 192
LOSS_OFF = {torch.float32: 1e-4, torch.bfloat16: 5e-3, torch.float16: 5e-3}  # of the loss
GRADIENT_OFF = {torch.float32: 1e-3, torch.bfloat16: 0.1, torch.float16: 0.1}  # of its norm; bf16 alone: 0.02


class Differs(Exception):
    """A fast path and the plain one disagree. One line, in numbers."""


@dataclass(slots=True)
class Probe:
    """What the plain path says of a short row. gradient: of all trained weights, in their order."""

    row: Row
    loss: float
    gradient: Tensor

    @classmethod
    def of(cls, model: Any, windows: Sequence[Window]) -> "Probe":
        row = to_row(_few(windows))
        loss, gradient = _plain(model, row)
        return cls(row, loss, gradient)

    def check_model(self, model: Any) -> None:
        """After something was exchanged in it. Raises Differs."""
        with cutting(self.row, str(model.device)):
            self._compare(model.dtype, *_plain(model, self.row))

    def check_learner(self, learner: FastLearner) -> None:
        model = learner.model
        was_training = model.training
        model.eval()
        loss = learner.learn(self.row, 1 / len(self.row.targets)).item()
        model.train(was_training)
        gradient = torch.cat([g.flatten() for g in learner.gradients()]).cpu()
        learner.forget_gradient()
        self._compare(learner.flat.rounded.dtype, loss, gradient)

    def _compare(self, dtype: torch.dtype, loss: float, gradient: Tensor) -> None:
        """dtype: what was multiplied with."""
        off = abs(loss - self.loss) / max(abs(self.loss), 1e-6)
        gradient_off = ((gradient - self.gradient).norm() / self.gradient.norm().clamp_min(1e-12)).item()
        if not off <= LOSS_OFF[dtype] or not gradient_off <= GRADIENT_OFF[dtype]:
            raise Differs(f"off by {off:.1e} in the loss, {gradient_off:.1e} in the gradient")


def _plain(model: Any, row: Row) -> tuple[float, Tensor]:
    was_training = model.training
    model.eval()
    parameters = trained_parameters(model)
    loss = owner_loss(model, row.to(str(model.device))) / len(row.targets)
    gradients = torch.autograd.grad(loss, parameters, materialize_grads=True)
    model.train(was_training)
    return loss.item(), torch.cat([g.flatten() for g in gradients]).float().cpu()


def _few(windows: Sequence[Window]) -> list[Window]:
    """Two of the shorter ones, or one."""
    by_length = sorted(windows, key=lambda window: len(window.token_ids))
    some = by_length[len(by_length) // 4 :][:2]
    return some if sum(len(window.token_ids) for window in some) <= PROBE_TOKENS else by_length[:1]
