"""How far loss and adapter gradient are from float32: plain PEFT in half precision, and our fast path.

Two layers of full width, the same 4-bit weights multiplied out, one conversation at a time, is the reference.
"""

from typing import Any

import torch
from torch import Tensor

from finetune.adapter import trained_parameters, with_new_adapter
from finetune.bench.shapes import config_of, conversations, random_model, windows_of
from finetune.fast.choose import choose_learner
from finetune.fast.learner import FastLearner
from finetune.fast.lora import dense_weight
from finetune.learner import Learner
from finetune.objective import owner_loss
from finetune.packing import Row, to_row
from finetune.rendering import Window
from harvest.finetune_settings import FinetuneSettings

PLAIN = FinetuneSettings(dropout=0.0, without=("fast",))


def exactness(shape: str, tokens: int = 2048) -> dict[str, float | list[str]]:
    """Relative errors, and the losses themselves."""
    torch.backends.cuda.matmul.allow_tf32 = False
    windows = _some(shape, tokens)
    model = with_new_adapter(random_model(shape), PLAIN)
    _train_a_little(model)
    reference = with_new_adapter(_float32(shape, model), PLAIN)
    for ours, theirs in zip(trained_parameters(reference), trained_parameters(model), strict=True):
        ours.data.copy_(theirs.data)
    model.eval(), reference.eval()
    wanted_loss, wanted = _one_by_one(reference, windows)
    del reference
    found: dict[str, float | list[str]] = {"loss_float32": wanted_loss}
    row, count = to_row(windows), sum(sum(window.is_owner) for window in windows)
    loss, gradient = _plain(model, row, count)
    found |= {"loss_peft": loss, "gradient_off_peft": _off(gradient, wanted)}
    said: list[str] = []
    learner = choose_learner(
        model, FinetuneSettings(dropout=0.0, without=("unfold", "graphs")), windows, 1024, said.append
    )
    if isinstance(learner, FastLearner):
        for name in ("fast", "captured") if torch.cuda.is_available() else ("fast",):
            if name == "captured":
                learner.row_tokens, learner.may_capture = tokens, True
                learner.prepare([windows], said.append)
                model.eval()
            loss, gradient = _fast(learner, windows, count)
            found |= {f"loss_{name}": loss, f"gradient_off_{name}": _off(gradient, wanted)}
    return found | {"said": said}


def _some(shape: str, tokens: int) -> list[Window]:
    windows: list[Window] = []
    for window in windows_of(conversations(config_of(shape).vocab_size, 60)):
        if sum(len(w.token_ids) for w in [*windows, window]) <= tokens:
            windows.append(window)
    return windows


def _train_a_little(model: Any) -> None:
    torch.manual_seed(1)
    with torch.no_grad():
        for parameter in trained_parameters(model):
            parameter.normal_(std=0.01)


def _float32(shape: str, model: Any) -> Any:
    """The same weights, to the bit, in float32."""
    from transformers import Qwen3ForCausalLM

    with torch.device(model.device):
        copy = Qwen3ForCausalLM(config_of(shape)).float()
    theirs = {name.replace(".base_layer", ""): module for name, module in model.get_base_model().named_modules()}
    for name, parameter in copy.named_parameters():
        owner = theirs[name.rpartition(".")[0]]
        weight = dense_weight(owner) if isinstance(owner, torch.nn.Linear) else owner.weight
        parameter.data.copy_(weight.float())
    return copy


def _one_by_one(model: Any, windows: list[Window]) -> tuple[float, Tensor]:
    count = sum(sum(window.is_owner) for window in windows)
    total, gradient = 0.0, torch.zeros(0)
    for window in windows:
        loss, own = _plain(model, to_row([window]), count)
        total, gradient = total + loss, own if not len(gradient) else gradient + own
    return total, gradient


def _plain(model: Any, row: Row, count: int) -> tuple[float, Tensor]:
    with torch.autocast(model.device.type, enabled=False):
        loss = owner_loss(model, row.to(str(model.device))) / count
    gradients = torch.autograd.grad(loss, trained_parameters(model))
    return loss.item(), torch.cat([g.flatten().float() for g in gradients])


def _fast(learner: Learner, windows: list[Window], count: int) -> tuple[float, Tensor]:
    assert isinstance(learner, FastLearner)
    loss = learner.add_gradient(windows, count).item()
    gradient = torch.cat([g.flatten().float() for g in learner.gradients()])
    learner.forget_gradient()
    return loss, gradient


def _off(ours: Tensor, wanted: Tensor) -> float:
    return float((ours - wanted).norm() / wanted.norm())
