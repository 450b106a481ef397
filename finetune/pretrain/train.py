"""One pre-training run: from token arrays to a model folder. Started again, it goes on where it stopped."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import torch
from loguru import logger
from torch import nn
from transformers import PreTrainedModel

from finetune.pretrain.arrays import Documents
from finetune.pretrain.checkpoint import resume, save_checkpoint
from finetune.pretrain.models import build_model, parameter_count
from finetune.pretrain.objective import Batch, training_loss
from finetune.pretrain.optim import build_optimizers, lr_factor
from finetune.pretrain.packing import Epochs
from finetune.pretrain.settings import Settings
from finetune.pretrain.tokens import END_ID, PAD_ID, read_tokenizer

TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "chat_template.jinja")
_GENERATION = {
    "do_sample": True,
    "temperature": 0.8,
    "top_p": 0.95,
    "max_new_tokens": 128,
    "eos_token_id": END_ID,
    "pad_token_id": PAD_ID,
}
_MAX_GRADIENT_NORM = 1.0
_LOG_EVERY = 100  # steps


def train(data: Path, run: Path, settings: Settings, stop_after: int | None = None) -> Path | None:
    """Train on data/train.safetensors and give back the folder of the finished bf16 model.

    stop_after: leave after that step with a checkpoint and give back None, as an interruption would.
    """
    torch.set_float32_matmul_precision("high")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    epochs = Epochs(Documents.load(data / "train.safetensors"), settings)
    model = build_model(settings, read_tokenizer(data / "tokenizer.json").get_vocab_size()).to(device)
    optimizers = build_optimizers(model, settings)
    first = resume(run, model, optimizers, settings)
    steps = round(epochs.steps_each * settings.epochs)
    logger.info("{} parameters, {} steps, from step {}", parameter_count(model), steps, first)
    last = min(steps, stop_after) if stop_after is not None else steps
    _run_steps(epochs, run, settings, model, optimizers, range(first, last), steps, device)
    return _export(model, data, run / "model") if last == steps else None


def _run_steps(
    epochs: Epochs,
    run: Path,
    settings: Settings,
    model: PreTrainedModel,
    optimizers: list[torch.optim.Optimizer],
    todo: range,
    steps: int,
    device: torch.device,
) -> None:
    loss_of = torch.compile(training_loss) if device.type == "cuda" else training_loss
    model.train()
    started = time.perf_counter()
    for step, rows in zip(todo, epochs.batches(todo), strict=True):
        torch.manual_seed(settings.seed * 1_000_003 + step)  # dropout, too, depends on the step alone
        batch = Batch.of(rows, device)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            loss = loss_of(
                model, batch.tokens, batch.document, settings.document_mask, settings.loss_on == "me", settings.z_loss
            )
        torch.autograd.backward(loss)
        _update(model, optimizers, lr_factor(step, steps, settings))
        if (step + 1) % _LOG_EVERY == 0:
            seconds = time.perf_counter() - started
            _note(run, step + 1, float(loss.detach()), (step + 1 - todo.start) * rows.tokens.size / seconds)
        if (step + 1) % settings.checkpoint_every == 0 or step + 1 == todo.stop:
            save_checkpoint(run, step + 1, model, optimizers, settings)


def _update(model: nn.Module, optimizers: list[torch.optim.Optimizer], factor: float) -> None:
    nn.utils.clip_grad_norm_(model.parameters(), _MAX_GRADIENT_NORM)
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group.setdefault("initial_lr", group["lr"])
            group["lr"] = group["initial_lr"] * factor
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)


def _note(run: Path, step: int, loss: float, tokens_per_s: float) -> None:
    logger.info("step {}: loss {:.4f}, {:.0f} tokens/s", step, loss, tokens_per_s)
    run.mkdir(parents=True, exist_ok=True)
    with (run / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps({"step": step, "loss": round(loss, 5), "tokens_per_s": round(tokens_per_s)}) + "\n")


def _export(model: PreTrainedModel, data: Path, folder: Path) -> Path:
    """What AutoModelForCausalLM.from_pretrained loads: bf16 weights, config, tokenizer, template."""
    model.to(torch.bfloat16).save_pretrained(folder)
    for name in TOKENIZER_FILES:
        shutil.copy(data / name, folder / name)
    (folder / "generation_config.json").write_text(json.dumps(_GENERATION, indent=2) + "\n", encoding="utf-8")
    return folder
