"""Choose how to learn: every technique that works here, each checked against the plain path; what doesn't says why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from loguru import logger

from finetune.fast.away import Away
from finetune.fast.eight import leave_eight, use_eight, why_not
from finetune.fast.fused import use_liger
from finetune.fast.learner import FastLearner
from finetune.fast.lora import fuse
from finetune.fast.loss import CHUNK_LOGITS, LEAN_CHUNK_LOGITS
from finetune.fast.memory import LossCost, RowCost, free_bytes, measure_row
from finetune.fast.offload import can_offload, embedding_bytes, offload_embedding
from finetune.fast.plan import GIB, Needs, Plan, make_plan
from finetune.fast.probe import Differs, Probe
from finetune.fast.unfold import unfold, unfolded_bytes
from finetune.fast.varlen import set_attention, use_varlen
from finetune.learner import Learner
from finetune.rendering import Window
from harvest.errors import UserError
from harvest.settings import FinetuneSettings

UNFOLD_BELOW = 600_000_000  # weights; what a machine without a GPU keeps multiplied out, in fp32 2.4 GB
CPU_ROW_TOKENS = 2048  # without masks longer rows are faster

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the settings leave on. Each can be switched off by its name in `finetune.without`."""

    without: tuple[str, ...] = ()

    def __contains__(self, name: str) -> bool:
        return name not in self.without


def choose_learner(
    model: Any, settings: FinetuneSettings, windows: Sequence[Window], row_tokens: int, say: Say, same_rows: int = 0
) -> Learner:
    """row_tokens: of the plain path, 0 where windows can't share a row. Falls back to it, with a line that says why.

    same_rows: how long rows have to be, as before an interruption.
    """
    wanted = Wanted(settings.without)
    if "fast" not in wanted:
        return Learner(model, row_tokens, settings.learning_rate)
    probe = Probe.of(model, windows)
    attention = model.get_base_model().config._attn_implementation
    try:
        if row_tokens:
            _try_varlen(model, probe, wanted, say)
        if model.device.type == "cuda":
            _try_liger(model, probe, wanted, say)
        learner = _fused(model, probe, wanted, row_tokens, settings)
    except (Differs, ValueError, AttributeError, TypeError, RuntimeError) as error:
        set_attention(model, attention)
        say(f"The fast path can't be used ({reason(error)}): the plain one is.")
        return Learner(model, row_tokens, settings.learning_rate)
    if settings.fp8:
        try_eight(learner, probe, say)
    if model.device.type == "cuda":
        fit(learner, settings, same_rows or max(len(window.token_ids) for window in windows), same_rows, say)
    elif unfolded_bytes(learner.groups, 1) <= UNFOLD_BELOW and "unfold" in wanted:
        unfold(learner.groups)
        learner.row_tokens = row_tokens and max(row_tokens, min(settings.batch_tokens, CPU_ROW_TOKENS))
    return learner


def _try_varlen(model: Any, probe: Probe, wanted: Wanted, say: Say) -> None:
    if "varlen" not in wanted:
        return
    before = model.get_base_model().config._attn_implementation
    try:
        use_varlen(model)
        probe.check_model(model)
    except (Differs, ValueError, TypeError, RuntimeError, ImportError) as error:
        set_attention(model, before)
        say(f"Attention masks instead of cuts ({reason(error)}).")


def _try_liger(model: Any, probe: Probe, wanted: Wanted, say: Say) -> None:
    if "liger" not in wanted:
        return
    try:
        use_liger(model)
    except (ImportError, ValueError) as error:
        say(f"Norms, positions and MLPs stay unfused ({reason(error)}).")
        return
    probe.check_model(model)


def multiplies_in_half(model: Any, wanted: Wanted) -> bool:
    """A CPU that multiplies bf16 itself, three times as fast as fp32; as on a GPU only the products are rounded."""
    if model.device.type != "cpu" or "half" not in wanted or "unfold" not in wanted:
        return False
    knows = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return knows and sum(p.numel() for p in model.parameters()) <= UNFOLD_BELOW


def _fused(model: Any, probe: Probe, wanted: Wanted, row_tokens: int, settings: FinetuneSettings) -> FastLearner:
    dtype = torch.bfloat16 if multiplies_in_half(model, wanted) else model.dtype
    flat, groups = fuse(model, dtype=dtype)
    if dtype != model.dtype:
        unfold(groups)
    model.enable_input_require_grads()
    learner = FastLearner(model, flat, groups, row_tokens, settings.learning_rate)
    try:
        probe.check_learner(learner)
    except Exception:
        for group in groups:
            group.release()
        raise
    return learner


def try_eight(learner: FastLearner, probe: Probe, say: Say) -> None:
    if missing := why_not(learner.model.device):
        say(f"No fp8 products ({missing}).")
        return
    use_eight(learner.groups)
    try:
        probe.check_learner(learner, in_eight=True)
    except (Differs, ValueError, TypeError, RuntimeError, ImportError) as error:
        leave_eight(learner.groups)
        learner.forget_gradient()
        say(f"No fp8 products ({reason(error)}).")
        return
    say("The base's products are taken in fp8.")


def fit(learner: FastLearner, settings: FinetuneSettings, longest: int, same_rows: int, say: Say) -> None:
    """On a GPU: measure, plan, set. same_rows: how long rows have to be, 0 if as fits. Raises UserError if none do."""
    plan = plan_for(learner, settings, Wanted(settings.without), longest, same_rows or settings.batch_tokens)
    if plan.missing:
        raise UserError(
            f"The GPU has {plan.missing / GIB:.1f} GiB too little for this base, even at its leanest "
            f"({plan.peak / GIB:.1f} GiB). Lower finetune.max_tokens ({settings.max_tokens}), or choose a smaller base."
        )
    say(f"Fast path: {plan.told()}.")
    apply_plan(learner, plan, settings.dropout)


def plan_for(learner: FastLearner, settings: FinetuneSettings, wanted: Wanted, longest: int, most_tokens: int) -> Plan:
    learner.prepare_optimizer()
    recompute(learner.model, True, settings.dropout)
    recomputed = _measured(learner) or _measured_without_embedding(learner)
    away = _measured_away(learner)
    recompute(learner.model, False, settings.dropout)
    kept = _measured(learner)
    torch.cuda.empty_cache()
    head = learner.head.weight
    embedding = embedding_bytes(learner.model) if can_offload(learner.model) else 0
    needs = Needs(
        there=torch.cuda.memory_reserved(),
        kept=kept,
        recomputed=recomputed,
        unfolding=unfolded_bytes(learner.groups, learner.model.dtype.itemsize),
        embedding=embedding,
        loss=LossCost(head.shape[0], head.shape[1], head.element_size()),
        longest=longest,
        away=away,
    )
    captures = "graphs" in wanted and "varlen" in wanted
    return make_plan(needs, free_bytes(), most_tokens, capture=captures, unfold="unfold" in wanted)


def apply_plan(learner: FastLearner, plan: Plan, dropout: float) -> None:
    recompute(learner.model, plan.recompute, dropout)
    learner.planned_peak = plan.peak
    learner.row_tokens = plan.row_tokens if learner.row_tokens else 0
    learner.may_capture = plan.capture and not (plan.recompute and dropout) and bool(learner.row_tokens)
    learner.away = Away() if plan.away else None
    if plan.unfold:
        unfold(learner.groups)
    if plan.offload_embedding:
        offload_embedding(learner.model)
    learner.chunk_logits = LEAN_CHUNK_LOGITS if plan.lean_loss else CHUNK_LOGITS


def recompute(model: Any, on: bool, dropout: float) -> None:
    if on:
        options = {"use_reentrant": False, "preserve_rng_state": dropout > 0}
        model.gradient_checkpointing_enable(gradient_checkpointing_kwargs=options)
    else:
        model.gradient_checkpointing_disable()


def _measured(learner: FastLearner) -> RowCost | None:
    try:
        return measure_row(learner)
    except torch.OutOfMemoryError:
        torch.cuda.empty_cache()
        return None


def _measured_away(learner: FastLearner) -> RowCost | None:
    """None where the machine gives no pinned memory."""
    learner.away = Away()
    try:
        return measure_row(learner)
    except RuntimeError:
        torch.cuda.empty_cache()
        learner.forget_gradient()
        return None
    finally:
        learner.away = None


def _measured_without_embedding(learner: FastLearner) -> RowCost:
    """On a card so small that not even a short row fits beside the table. Raises torch.OutOfMemoryError."""
    if can_offload(learner.model):
        offload_embedding(learner.model)
    return measure_row(learner)


def reason(error: Exception) -> str:
    """A library's words about its own calls, in one short line; the log has the kind."""
    logger.info("a fast path was left: {}", type(error).__name__)
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
