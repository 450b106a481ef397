"""Muon for the matrices of the blocks, AdamW for embeddings and norms, and the learning rate over a run.

Muon: momentum, then the nearest orthogonal matrix by Newton-Schulz steps (Jordan 2024); scaled to AdamW's usual update
size, so one learning rate serves both (Liu et al. 2025, "Muon is scalable for LLM training").
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn

from finetune.pretrain.settings import Settings

_NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)  # Jordan 2024: fastest growth of small singular values
_NEWTON_SCHULZ_STEPS = 5


class Muon(torch.optim.Optimizer):
    """Two-dimensional parameters only. Matrices of one shape are orthogonalised together: few large GPU calls."""

    def __init__(self, params: Iterable[Tensor], lr: float, weight_decay: float, momentum: float = 0.95) -> None:
        super().__init__(params, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            by_shape: dict[torch.Size, list[Tensor]] = {}
            for p in group["params"]:
                if p.grad is not None:
                    by_shape.setdefault(p.shape, []).append(p)
            for params in by_shape.values():
                self._step_one_shape(params, group["lr"], group["weight_decay"], group["momentum"])

    def _step_one_shape(self, params: list[Tensor], lr: float, weight_decay: float, momentum: float) -> None:
        buffers = [self.state[p].setdefault("momentum", torch.zeros_like(p)) for p in params]
        grads = [p.grad for p in params if p.grad is not None]
        torch._foreach_lerp_(buffers, grads, 1 - momentum)
        ahead = torch._foreach_lerp(grads, buffers, momentum)  # Nesterov
        updates = orthogonalised(torch.stack(list(ahead)))
        scale = 0.2 * math.sqrt(max(params[0].shape))  # an update's root mean square is then 0.2, as AdamW's
        torch._foreach_mul_(params, 1 - lr * weight_decay)
        torch._foreach_add_(params, list(updates.to(params[0].dtype).unbind()), alpha=-lr * scale)


def orthogonalised(matrices: Tensor) -> Tensor:
    """(n, rows, columns) to the nearest matrices whose singular values lie near 1. In bf16 on a GPU."""
    a, b, c = _NEWTON_SCHULZ
    x = matrices.bfloat16() if matrices.is_cuda else matrices
    tall = x.shape[-2] > x.shape[-1]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(_NEWTON_SCHULZ_STEPS):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    flat: Tensor = x.mT if tall else x
    return flat


def build_optimizers(model: nn.Module, settings: Settings) -> list[torch.optim.Optimizer]:
    """One AdamW, or Muon and an AdamW. Beside Muon, embeddings are not decayed; the baseline decays as GPT-2."""
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    vectors = [p for _, p in named if p.ndim < 2]
    matrices = [p for name, p in named if p.ndim == 2 and not _is_embedding(name)]
    embeddings = [p for name, p in named if p.ndim == 2 and _is_embedding(name)]
    fused = next(model.parameters()).is_cuda
    if settings.optimizer == "muon":
        undecayed = [{"params": embeddings + vectors, "weight_decay": 0.0}]
        adamw = torch.optim.AdamW(undecayed, lr=settings.embedding_lr, betas=(0.9, 0.95), fused=fused)
        return [Muon(matrices, settings.lr, settings.weight_decay), adamw]
    groups = [
        {"params": matrices + embeddings, "weight_decay": settings.weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    return [torch.optim.AdamW(groups, lr=settings.lr, betas=(0.9, 0.95), fused=fused)]


def _is_embedding(name: str) -> bool:
    return any(part in name for part in ("embed_tokens", "wte", "wpe", "lm_head"))


def lr_factor(step: int, steps: int, settings: Settings) -> float:
    """What the learning rates are multiplied by at `step` of `steps`, the first being 0."""
    if step < settings.warmup_steps:
        return (step + 1) / settings.warmup_steps
    done = (step - settings.warmup_steps) / max(1, steps - settings.warmup_steps)
    if settings.schedule == "cosine":
        return 0.1 + 0.45 * (1 + math.cos(math.pi * done))
    return 1 - done
