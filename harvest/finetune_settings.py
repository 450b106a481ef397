"""The [finetune] table: the base, how an adapter is trained on it, and what of the dataset it learns from."""

from typing import Literal

from pydantic import Field

from harvest.table import Table

Technique = Literal["fast", "varlen", "liger", "unfold", "half", "graphs", "few", "engine"]


class FinetuneSettings(Table):
    """[finetune] max_tokens: longest training window. batch_tokens: tokens to one optimiser step.

    repeat_likeness, mix and silence are shares; mix_file, where there is a mix, holds JSON lines with messages.
    fp8: the base's products in 8-bit floats, where the card has them.
    without: what of finetune.fast is left off, "engine" of finetune.cpu; "fast" is all of it.
    """

    base: str = Field(default="embedded", min_length=1)
    revision: str = ""
    rank: int = Field(default=16, ge=1)
    alpha: float = Field(default=32.0, gt=0)
    dropout: float = Field(default=0.05, ge=0, lt=1)
    learning_rate: float = Field(default=2e-4, gt=0)
    epochs: float = Field(default=3.0, gt=0)
    batch_tokens: int = Field(default=4096, ge=64)
    max_tokens: int = Field(default=1024, ge=64)
    evaluations_per_epoch: int = Field(default=2, ge=1)
    patience: int = Field(default=4, ge=0)
    seed: int = Field(default=0, ge=0)
    repeat_likeness: float = Field(default=0.8, ge=0, le=1)
    silence: float = Field(default=0.05, ge=0, le=0.5)
    mix: float = Field(default=0.0, ge=0, le=0.5)
    mix_file: str = ""
    half_life_days: float = Field(default=0.0, ge=0)
    long_turn_weight: float = Field(default=1.0, gt=0, le=10)
    rare_word_weight: float = Field(default=1.0, ge=0, le=1)
    context: bool = False
    time_zone: str = ""
    fp8: bool = False
    without: tuple[Technique, ...] = ()
