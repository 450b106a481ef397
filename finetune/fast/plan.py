"""Decide from free memory how long a row may be, and what is spent to make it fit. Knows numbers, no model.

In the order of speed on an H200 (Qwen3-8B, tokens/s): nothing recomputed and the base multiplied out, nothing
recomputed, then activations recomputed in the backward pass (a third slower), then the embedding table in the
machine's memory as well, then what enters the layers, and without graphs last, which a slow host pays for. Short rows
without one of these go before long ones with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from finetune.fast.memory import LossCost, RowCost, spare

GIB = 2**30


@dataclass(frozen=True, slots=True)
class Needs:
    """Bytes on the device. there: weights, adapter, gradient and optimiser. unfolding, embedding: 0 if not possible.

    away: recomputed, with what enters the layers in the machine's memory. longest: tokens of the longest window.
    """

    there: float
    kept: RowCost | None
    recomputed: RowCost
    unfolding: float
    embedding: float
    loss: LossCost
    longest: int
    away: RowCost | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """peak: predicted bytes, of the process on the device. missing: how many of them are not to be had."""

    row_tokens: int
    recompute: bool = False
    unfold: bool = False
    offload_embedding: bool = False
    capture: bool = False
    lean_loss: bool = False
    away: bool = False
    peak: float = 0.0
    missing: float = 0.0

    def told(self) -> str:
        means = [
            f"rows of {self.row_tokens:,} tokens",
            "activations recomputed" if self.recompute else "nothing recomputed",
            *(["their beginnings on the CPU"] if self.away else []),
            *(["base multiplied out"] if self.unfold else []),
            *(["embedding table on the CPU"] if self.offload_embedding else []),
            *(["CUDA graphs"] if self.capture else []),
        ]
        return f"{', '.join(means)}: {self.peak / GIB:.1f} GiB at the peak"


def make_plan(needs: Needs, free: float, batch_tokens: int, *, capture: bool, unfold: bool) -> Plan:
    """free: bytes beyond what is there. The fastest plan that fits with something to spare, else the leanest one."""
    plans = list(_by_speed(needs, batch_tokens, capture=capture, unfold=unfold))
    limit = needs.there + free
    leanest = min(plans, key=lambda plan: plan.peak)
    leanest = replace(leanest, missing=max(0.0, leanest.peak - limit))
    return next((plan for plan in plans if plan.peak + spare(limit) <= limit), leanest)


def _by_speed(needs: Needs, batch_tokens: int, *, capture: bool, unfold: bool) -> Iterator[Plan]:
    sizes = list(_row_sizes(batch_tokens, needs.longest))
    for row_tokens in sizes if needs.kept else ():
        plan = Plan(row_tokens, capture=capture)
        if unfold and needs.unfolding:
            yield _with_peak(replace(plan, unfold=True), needs)
        yield _with_peak(plan, needs)
    for row_tokens in sizes:
        yield _with_peak(Plan(row_tokens, recompute=True, capture=capture), needs)
    lean = Plan(0, recompute=True, lean_loss=True)
    for captured in (True, False) if capture else (False,):
        for away in (False, True) if needs.away else (False,):
            for offload in (False, True) if needs.embedding else (False,):
                for row_tokens in sizes:
                    plan = replace(lean, row_tokens=row_tokens, capture=captured, away=away, offload_embedding=offload)
                    yield _with_peak(plan, needs)


def _row_sizes(batch_tokens: int, longest: int) -> Iterator[int]:
    """From a step's tokens down by halves, but never shorter than the longest window."""
    size = max(batch_tokens, longest)
    while size > longest:
        yield size
        size //= 2
    yield longest


def _with_peak(plan: Plan, needs: Needs) -> Plan:
    cost = needs.recomputed if plan.recompute or needs.kept is None else needs.kept
    if plan.away and needs.away:
        cost = needs.away
    loss = needs.loss.at(plan.row_tokens, lean=plan.lean_loss)
    there = needs.there + plan.unfold * needs.unfolding - plan.offload_embedding * needs.embedding
    return replace(plan, peak=there + cost.at(plan.row_tokens, loss, captured=plan.capture))
