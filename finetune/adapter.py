"""Put a LoRA on a base, to train it or to speak through it. The only module that knows PEFT's configuration."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from finetune.four_bits import WHY_NOT

# isort: split
from peft import LoraConfig, PeftModel, get_peft_model

from finetune.base import Base
from harvest.settings import FinetuneSettings

SEES_OR_HEARS = r".*(vision|visual|audio|image|projector).*"  # parts of a base that no chat passes through


def with_new_adapter(model: Any, settings: FinetuneSettings) -> Any:
    """On every linear layer but the head, fp32, at first without any effect; the same for the same seed."""
    torch.manual_seed(settings.seed)
    config = LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha,
        lora_dropout=settings.dropout,
        target_modules="all-linear",
        exclude_modules=SEES_OR_HEARS,
        task_type="CAUSAL_LM",
    )
    adapted = get_peft_model(model, config)
    if adapted.device.type == "cuda":  # recompute activations: a third slower, a fraction of the memory
        model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    adapted.train()
    return adapted


def with_trained_adapter(model: Any, run: Path) -> Any:
    """Frozen, to generate with."""
    adapted = PeftModel.from_pretrained(model, run)
    adapted.eval()
    return adapted


def with_trained_adapters(model: Any, runs: Mapping[str, Path]) -> Any:
    """Several on one base, frozen, by name; `set_adapter(name)` says which one speaks."""
    (first, folder), *others = runs.items()
    adapted = PeftModel.from_pretrained(model, folder, adapter_name=first)
    for name, other in others:
        adapted.load_adapter(other, adapter_name=name)
    adapted.eval()
    return adapted


def write_adapter_config(model: Any, base: Base, run: Path) -> None:
    """adapter_config.json as PEFT reads it, naming the base as the owner does."""
    config = model.peft_config["default"]
    config.base_model_name_or_path = base.name
    config.inference_mode = True
    config.save_pretrained(run)


def trained_parameters(model: Any) -> list[torch.nn.Parameter]:
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


def new_optimizer(model: Any, parameters: list[torch.nn.Parameter], learning_rate: float) -> torch.optim.Optimizer:
    """AdamW without weight decay; its moments in 8 bits, paged out under pressure, where there is a GPU."""
    if model.device.type == "cuda" and not WHY_NOT:
        from bitsandbytes.optim import PagedAdamW8bit

        optimizer: torch.optim.Optimizer = PagedAdamW8bit(parameters, lr=learning_rate, weight_decay=0.0)
        return optimizer
    return torch.optim.AdamW(parameters, lr=learning_rate, weight_decay=0.0)
