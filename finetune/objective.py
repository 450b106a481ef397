"""The loss: negative log-likelihood of the owner's tokens, computed only where they are predicted."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from finetune.packing import Row, pack, to_row
from finetune.rendering import Window

PROBE_TOKENS = 24
LEAK = 0.05  # of the logits' spread; bf16 rounding moves them by about 0.01, a neighbour's words by 0.5 and more


def owner_logits(model: Any, row: Row) -> Tensor:
    """(owner tokens, vocabulary). The head skips every other position where the architecture allows."""
    inputs: dict[str, Any] = {"input_ids": row.token_ids, "use_cache": False}
    if takes_argument(model, "position_ids"):
        inputs["position_ids"] = row.position_ids
    with autocast(model):
        if takes_argument(model, "logits_to_keep"):
            logits: Tensor = model(**inputs, logits_to_keep=row.predicting).logits[0]
        else:
            logits = model(**inputs).logits[0, row.predicting]
    return logits


def autocast(model: Any) -> torch.autocast:
    """On a GPU the adapter's fp32 weights compute in the base's half precision."""
    device = model.device.type
    return torch.autocast(device, dtype=model.dtype if device == "cuda" else None, enabled=device == "cuda")


def owner_loss(model: Any, row: Row) -> Tensor:
    """Summed over the owner's tokens, in nats; divide by their number over the whole step."""
    return functional.cross_entropy(owner_logits(model, row).float(), row.targets, reduction="sum")


@torch.no_grad()
def mean_loss(model: Any, windows: Sequence[Window], row_tokens: int, tick: Callable[[], None] = lambda: None) -> float:
    """Nats per owner token, without dropout. The model comes back in the mode it was in."""
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    for windows_of_row in pack(windows, row_tokens):
        row = to_row(windows_of_row).to(str(model.device))
        total += owner_loss(model, row).item()
        count += len(row.targets)
        tick()
    model.train(was_training)
    return total / count


@torch.no_grad()
def keeps_windows_apart(model: Any, windows: Sequence[Window]) -> bool:
    """Whether this architecture, seen in its logits, lets a packed window see nothing of the one before it."""
    first, second = _probe_pair(windows)
    was_training = model.training
    model.eval()
    alone = model(input_ids=torch.tensor([second], device=model.device), use_cache=False).logits[0].float()
    packed_ids = torch.tensor([first + second], device=model.device)
    positions = torch.tensor([[*range(len(first)), *range(len(second))]], device=model.device)
    arguments = {"position_ids": positions} if takes_argument(model, "position_ids") else {}
    packed = model(input_ids=packed_ids, use_cache=False, **arguments).logits[0, len(first) :].float()
    model.train(was_training)
    return bool((packed - alone).abs().mean() < LEAK * alone.std())


def _probe_pair(windows: Sequence[Window]) -> tuple[list[int], list[int]]:
    """Two short texts that differ, the first of which would disturb the second."""
    first = windows[0].token_ids[:PROBE_TOKENS]
    return first[::-1], first


def takes_argument(model: Any, name: str) -> bool:
    """Of the architecture itself, under whatever PEFT wrapped around it."""
    inner = model.get_base_model() if hasattr(model, "get_base_model") else model
    return name in inspect.signature(inner.forward).parameters
