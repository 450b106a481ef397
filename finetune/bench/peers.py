"""Other people's recipes on the same conversations: the articles' of 2023, and TRL with packing and liger kernels.

They are called through their public interfaces. Each wants packages of its own; a line says it if one is missing.
"""

import tempfile
from pathlib import Path
from typing import Any

import torch

from finetune.bench.meter import WARM_UP_STEPS, Meter
from finetune.bench.shapes import LONGEST, Conversation, cap_memory, random_model

QKVO = ["q_proj", "k_proj", "v_proj", "o_proj"]
LINEARS = [*QKVO, "gate_proj", "up_proj", "down_proj"]
CUT_2023 = 256  # tokens of a conversation that the articles kept


def article_2023(shape: str, talks: list[Conversation], seconds: float) -> dict[str, float]:
    """transformers.Trainer, padded 4 x 4, checkpointing, norms and head in fp32, r=8 on attention, 8-bit AdamW."""
    from peft import get_peft_model, prepare_model_for_kbit_training
    from transformers import Trainer, TrainingArguments

    model = random_model(shape)
    plain = {"use_reentrant": False}
    model = prepare_model_for_kbit_training(model, gradient_checkpointing_kwargs=plain)
    model = get_peft_model(model, _lora(8, QKVO, 0.05))
    on_gpu = torch.cuda.is_available()
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            gradient_checkpointing_kwargs=plain,
            remove_unused_columns=False,
            **common_arguments(folder, 4, 4, checkpointing=True, optim="paged_adamw_8bit" if on_gpu else "adamw_torch"),
        )
        rows = [{"input_ids": talk.token_ids[:CUT_2023]} for talk in talks]
        trainer = Trainer(model=model, args=arguments, train_dataset=rows, data_collator=_padded)
        return measured(trainer, seconds)


def trl(
    shape: str,
    talks: list[Conversation],
    seconds: float,
    *,
    checkpointing: bool,
    packs: int = 4,
    card_gib: float | None = None,
) -> dict[str, float]:
    """trl.SFTTrainer: best-fit packs of 1,024 tokens flattened, liger kernels, FlashAttention, fused AdamW.

    card_gib: once the model is there, the allocator is held to a card of that size.
    """
    from datasets import Dataset
    from trl import SFTConfig, SFTTrainer

    from finetune.fast.varlen import use_varlen

    model = random_model(shape)
    cap_memory(card_gib)
    on_gpu = torch.cuda.is_available()
    if on_gpu:
        use_varlen(model)
        _cut_by_positions(model.model)
    with tempfile.TemporaryDirectory() as folder:
        arguments = SFTConfig(
            packing=True,
            packing_strategy="bfd",
            padding_free=True,
            max_length=LONGEST,
            use_liger_kernel=on_gpu,
            **common_arguments(
                folder, packs, 1, checkpointing=checkpointing, optim="adamw_torch_fused" if on_gpu else "adamw_torch"
            ),
        )
        data = Dataset.from_dict({"input_ids": [talk.token_ids for talk in talks]})
        trainer = SFTTrainer(
            model=model,
            args=arguments,
            train_dataset=data,
            processing_class=bare_tokenizer(Path(folder)),
            peft_config=_lora(16, LINEARS, 0.0),
        )
        return measured(trainer, seconds)


def measured(trainer: Any, seconds: float, warm_up_steps: int = WARM_UP_STEPS) -> dict[str, float]:
    """Its training, for so long. The trainer owns its loop: a callback tells the meter of its steps, and ends it."""
    from transformers import TrainerCallback

    counted, meter = _Counter(trainer.model), Meter(seconds, warm_up_steps=warm_up_steps)

    class Metered(TrainerCallback):  # type: ignore[misc]
        def on_step_begin(self, *args: Any, **named: Any) -> None:
            counted.take()
            meter.begin()

        def on_step_end(self, args: Any, state: Any, control: Any, **named: Any) -> None:
            meter.end(counted.take())
            control.should_training_stop = meter.is_done

    trainer.add_callback(Metered())
    trainer.train()
    if not meter.is_done:
        raise RuntimeError("the conversations ended before the measurement did: measure for fewer seconds")
    return meter.found


class _Counter:
    """Useful tokens that entered a model."""

    def __init__(self, model: Any) -> None:
        self._tokens = torch.zeros((), dtype=torch.long, device=model.device)
        model.register_forward_pre_hook(self._count, with_kwargs=True)

    def take(self) -> int:
        count = int(self._tokens.item())
        self._tokens.zero_()
        return count

    def _count(self, module: Any, args: Any, named: dict[str, Any]) -> None:
        mask = named.get("attention_mask")
        self._tokens += named["input_ids"].numel() if mask is None or mask.dim() != 2 else mask.sum()


def _cut_by_positions(body: Any) -> None:
    """A conversation begins wherever positions begin anew."""
    from finetune.fast.varlen import Cuts, cut_row

    def cut(module: Any, args: Any, named: dict[str, Any]) -> None:
        positions = named["position_ids"].reshape(-1)
        starts = torch.nonzero(positions == 0).reshape(-1)
        ends = torch.nn.functional.pad(starts, (0, 1), value=positions.numel()).to(torch.int32)
        cut_row(Cuts([positions.numel()], ends, LONGEST))

    body.register_forward_pre_hook(cut, with_kwargs=True)


def common_arguments(folder: str, batch: int, rows: int, *, checkpointing: bool, optim: str) -> dict[str, Any]:
    """What every trainer is told alike."""
    on_gpu = torch.cuda.is_available()
    return {
        "output_dir": folder,
        "per_device_train_batch_size": batch,
        "gradient_accumulation_steps": rows,
        "gradient_checkpointing": checkpointing,
        "learning_rate": 2e-4,
        "bf16": on_gpu,
        "optim": optim,
        "num_train_epochs": 1,
        "save_strategy": "no",
        "logging_strategy": "no",
        "report_to": [],
        "disable_tqdm": True,
        "use_cpu": not on_gpu,
        "seed": 1,
    }


def _lora(rank: int, targets: list[str], dropout: float) -> Any:
    from peft import LoraConfig

    return LoraConfig(
        r=rank, lora_alpha=2 * rank, lora_dropout=dropout, target_modules=targets, bias="none", task_type="CAUSAL_LM"
    )


def _padded(rows: list[dict[str, list[int]]]) -> dict[str, torch.Tensor]:
    longest = max(len(row["input_ids"]) for row in rows)
    token_ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros_like(token_ids)
    for i, row in enumerate(rows):
        count = len(row["input_ids"])
        token_ids[i, :count] = torch.tensor(row["input_ids"])
        mask[i, :count] = 1
    return {"input_ids": token_ids, "attention_mask": mask, "labels": token_ids.masked_fill(mask == 0, -100)}


def bare_tokenizer(folder: Path) -> Any:
    """The smallest one that a trainer accepts: the data are token ids already."""
    from tokenizers import Tokenizer, models
    from transformers import PreTrainedTokenizerFast

    words = Tokenizer(models.WordLevel({"<pad>": 0, "<s>": 1, "</s>": 2, "<unk>": 3}, unk_token="<unk>"))
    made = PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", bos_token="<s>", eos_token="</s>", unk_token="<unk>"
    )
    made.save_pretrained(folder)
    return made
