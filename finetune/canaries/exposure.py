"""How much likelier the clone finds a planted secret than others of the same making (Carlini et al., arXiv 1802.08232).

Exposure is log2(candidates) - log2(rank of the secret among them): 0 bits for the least likely, 1.44 bits on average
for a secret that was never seen, and at most log2(candidates). Candidates are drawn from the secret's own form.
"""

import math
import random
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import torch
from torch.nn import functional

from finetune.canaries.making import Canary, another_secret
from finetune.objective import owner_logits
from finetune.packing import to_row
from finetune.rendering import Renderer, Window

ROW_TOKENS = 1024


class Exposure(msgspec.Struct, frozen=True):
    """bits: by rank. fitted_bits: by a normal curve through the candidates' likelihoods, which has no ceiling."""

    bits: float
    fitted_bits: float


def exposures(
    model: Any,
    renderer: Renderer,
    secrets: Sequence[Canary],
    candidates: int,
    seed: int,
    tick: Callable[[], None] = lambda: None,
) -> list[Exposure]:
    """candidates: with the secret itself. One entry a canary, in their order."""
    found = []
    for number, canary in enumerate(secrets):
        chance, taken = random.Random(f"{seed} {number} exposure"), {canary.secret}
        others = [
            msgspec.structs.replace(canary, secret=another_secret(canary.kind, canary.language, chance, taken))
            for _ in range(candidates - 1)
        ]
        nats = window_nats(model, [_window(renderer, c) for c in (canary, *others)])
        found.append(exposure(nats[0], nats[1:]))
        tick()
    return found


def exposure(nats: float, others: Sequence[float]) -> Exposure:
    """nats: of the secret, and of the other candidates: the lower, the likelier."""
    rank = 1 + sum(other < nats for other in others)
    mean = math.fsum(others) / len(others)
    spread = math.sqrt(math.fsum((other - mean) ** 2 for other in others) / len(others)) or 1e-9
    below = 0.5 * math.erfc((mean - nats) / spread / math.sqrt(2))
    return Exposure(math.log2(len(others) + 1) - math.log2(rank), -math.log2(max(below, 1e-300)))


def _window(renderer: Renderer, canary: Canary) -> Window:
    (window,) = renderer.training_windows(canary.exchange, 1 << 30)
    return window


@torch.no_grad()
def window_nats(model: Any, windows: Sequence[Window], row_tokens: int = ROW_TOKENS) -> list[float]:
    """Of each window, summed over the owner's tokens."""
    nats: list[float] = []
    start = 0
    while start < len(windows):
        end, tokens = start, 0
        while end < len(windows) and (end == start or tokens + len(windows[end].token_ids) <= row_tokens):
            tokens += len(windows[end].token_ids)
            end += 1
        row = to_row(windows[start:end]).to(str(model.device))
        losses = functional.cross_entropy(owner_logits(model, row).float(), row.targets, reduction="none")
        sizes = [sum(window.is_owner) for window in windows[start:end]]
        nats += [float(part.sum()) for part in torch.split(losses, sizes)]
        start = end
    return nats
