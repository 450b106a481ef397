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
LEAK = 1e-4  # of the logits' spread; seen, in fp32: 0.01 in Qwen3.5's linear attention, 0.2 to 0.8 without a mask


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
    inner = unwrapped(model)
    device = inner.device.type
    return torch.autocast(device, dtype=inner.dtype if device == "cuda" else None, enabled=device == "cuda")


def owner_loss(model: Any, row: Row) -> Tensor:
    """Summed over the owner's tokens, each by its weight, in nats; divide by their number over the whole step."""
    logits = owner_logits(model, row).float()
    if row.weights is None:
        return functional.cross_entropy(logits, row.targets, reduction="sum")
    return (functional.cross_entropy(logits, row.targets, reduction="none") * row.weights).sum()


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
    """Whether this architecture lets a packed window see nothing of the one before it.

    Seen in its logits: other words in the first window must leave those of the second as they were, to the bit, were
    it not for kernels that choose their order of summing.
    """
    first = windows[0].token_ids[:PROBE_TOKENS]
    was_training = model.training
    model.eval()
    one, other = (_logits_behind(model, before, first) for before in (first, first[::-1]))
    model.train(was_training)
    return bool((one - other).abs().mean() < LEAK * one.std())


def _logits_behind(model: Any, before: list[int], window: list[int]) -> Tensor:
    positions = [*range(len(before)), *range(len(window))]
    predicting = range(len(before), len(positions))
    device = unwrapped(model).device
    row = Row(*(torch.tensor(t, device=device) for t in ([before + window], [positions], [*predicting], window)))
    return owner_logits(model, row).float()


def unwrapped(model: Any) -> Any:
    """Without what distributes it over several processes."""
    while isinstance(getattr(model, "module", None), torch.nn.Module):
        model = model.module
    return model


def takes_argument(model: Any, name: str) -> bool:
    """Of the architecture itself, under whatever PEFT wrapped around it."""
    inner = unwrapped(model)
    inner = inner.get_base_model() if hasattr(inner, "get_base_model") else inner
    return name in inspect.signature(inner.forward).parameters
