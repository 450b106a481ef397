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
EIGHT_LOSS_OFF, EIGHT_GRADIENT_OFF = 0.05, 1.0  # with e4m3 products; beyond 1 the noise outweighs the gradient
GRADIENT_OFF = {torch.float32: 1e-3, torch.bfloat16: 0.1, torch.float16: 0.1}  # of its norm; bf16 alone: 0.02
HALF_SCALE = 2.0**10


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
            allowed = LOSS_OFF[model.dtype], GRADIENT_OFF[model.dtype]
            self._compare(allowed, *_plain(model, self.row))

    def check_learner(self, learner: FastLearner, *, in_eight: bool = False) -> None:
        """in_eight: with products in 8-bit floats, which are allowed to be as noisy as those are."""
        model = learner.model
        was_training = model.training
        model.eval()
        by = _scale(model) / learner.scaler.get_scale()
        loss = learner.learn(self.row, by / len(self.row.targets)).item() / by
        model.train(was_training)
        gradient = torch.cat([g.flatten() for g in learner.gradients()]).cpu() / _scale(model)
        learner.forget_gradient()
        dtype = learner.flat.rounded.dtype
        allowed = (EIGHT_LOSS_OFF, EIGHT_GRADIENT_OFF) if in_eight else (LOSS_OFF[dtype], GRADIENT_OFF[dtype])
        self._compare(allowed, loss, gradient)

    def _compare(self, allowed: tuple[float, float], loss: float, gradient: Tensor) -> None:
        """allowed: shares of the loss and of the gradient's norm."""
        off = abs(loss - self.loss) / max(abs(self.loss), 1e-6)
        gradient_off = ((gradient - self.gradient).norm() / self.gradient.norm().clamp_min(1e-12)).item()
        if not off <= allowed[0] or not gradient_off <= allowed[1]:
            raise Differs(f"off by {off:.1e} in the loss, {gradient_off:.1e} in the gradient")


def _plain(model: Any, row: Row) -> tuple[float, Tensor]:
    was_training = model.training
    model.eval()
    parameters = trained_parameters(model)
    loss = owner_loss(model, row.to(str(model.device))) / len(row.targets)
    gradients = torch.autograd.grad(loss * _scale(model), parameters, materialize_grads=True)
    model.train(was_training)
    return loss.item(), torch.cat([g.flatten() for g in gradients]).float().cpu() / _scale(model)


def _scale(model: Any) -> float:
    """What losses are multiplied by: in fp16 small gradients are zero, and large ones infinite."""
    return HALF_SCALE if model.dtype == torch.float16 else 1.0


def _few(windows: Sequence[Window]) -> list[Window]:
    """Two of the shorter ones, or one."""
    by_length = sorted(windows, key=lambda window: len(window.token_ids))
    some = by_length[len(by_length) // 4 :][:2]
    return some if sum(len(window.token_ids) for window in some) <= PROBE_TOKENS else by_length[:1]
