"""Choose how to write replies: from CUDA graphs where that computes what the plain path does, else the plain path.

Qwen3-8B on an H200, 300 tokens read and 60 written: 6.15 s by transformers' generate; from graphs 0.49 s in 4 bits with
the adapter beside, 0.51 s with the base multiplied out, 0.37 s with the adapter multiplied in as well.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor

from finetune.fast.choose import Wanted, reason
from finetune.fast.few import leave_few, use_few
from finetune.fast.fused import use_liger
from finetune.fast.lora import Group, fuse
from finetune.fast.memory import free_bytes
from finetune.fast.probe import Differs
from finetune.fast.unfold import unfolded_bytes
from finetune.fast.varlen import set_attention
from finetune.fast.writer import Wish, Writer
from finetune.objective import autocast

LOGITS_OFF = {torch.float32: 1e-3, torch.bfloat16: 0.02, torch.float16: 0.02}  # of their norm, in any case allowed
NOISE_ALLOWED = 2.0  # of the plain path's own, which grows with depth: 0.03 in 36 layers of random bf16 weights
PROBE_TOKENS = 24
KEPT_FREE = 0.5  # of the device, when the base is multiplied out to write: others may want it

Say = Callable[[str], None]


def writer_for(
    model: Any, without: Sequence[str], forbidden: Sequence[int], chats: int, room: int, say: Say
) -> Writer | None:
    """None: the plain path, with a line that says why."""
    wanted = Wanted(tuple(without))
    if "fast" not in wanted or "graphs" not in wanted:
        return None
    attention = model.get_base_model().config._attn_implementation
    prompt = _probe(model)
    plain = _Plain.of(model, prompt)
    groups: list[Group] = []
    try:
        if "liger" in wanted and model.device.type == "cuda":
            _try_liger(model, say)
        _, groups = fuse(model, learns=False)
        if "unfold" in wanted and _has_room(model, groups):
            for group in groups:
                group.merge()
        writer = Writer(model, forbidden, chats, room, capture=model.device.type == "cuda")
        writer.undo = partial(_undo, model, groups, attention)
        if chats > 1 and "few" in wanted and model.device.type == "cuda":
            writer = _with_few(writer, groups, lambda few: _check(few, prompt, plain), say)
        _check(writer, prompt, plain)
    except (Differs, ValueError, AttributeError, TypeError, RuntimeError, IndexError) as error:
        _undo(model, groups, attention)
        say(f"Replies are written the plain way ({reason(error)}).")
        return None
    return writer


def _with_few(writer: Writer, groups: list[Group], check: Callable[[Writer], None], say: Say) -> Writer:
    """One whose 4-bit products read each weight once for all chats, or, with a line that says why, one as it was."""
    try:
        use_few(groups)
        check(writer)
    except (Differs, ValueError, AttributeError, TypeError, RuntimeError, ImportError) as error:
        leave_few(groups)
        say(f"4-bit weights are multiplied out for several chats ({reason(error)}).")
        return writer.anew()
    return writer


def _undo(model: Any, groups: list[Group], attention: str) -> None:
    for group in groups:
        group.release()
    set_attention(model, attention)


def _probe(model: Any) -> list[int]:
    vocabulary = model.get_output_embeddings().weight.shape[0]
    return [(7919 * i + 11) % vocabulary for i in range(PROBE_TOKENS)]


def _check(writer: Writer, prompt: list[int], plain: "_Plain") -> None:
    """The logits behind a prompt, and behind its last token written as a reply."""
    writer.begin(0, prompt[:-1], Wish(0.0, 1.0, 0))
    plain.compare(writer.logits[0], plain.behind_prompt)
    writer.put(0, prompt[-1])
    writer.step()
    plain.compare(writer.logits[0], plain.behind_token)


@dataclass(slots=True)
class _Plain:
    """Logits of the plain path. noise: how far it is from itself when it reads at once what it read token by token."""

    behind_prompt: Tensor
    behind_token: Tensor
    noise: float
    rounding: float

    @classmethod
    @torch.inference_mode()
    def of(cls, model: Any, prompt: list[int]) -> "_Plain":
        token_ids = torch.tensor([prompt], device=model.device)
        with autocast(model):
            first = model(input_ids=token_ids[:, :-1], use_cache=True)
            second = model(input_ids=token_ids[:, -1:], past_key_values=first.past_key_values, use_cache=True)
            whole = model(input_ids=token_ids, use_cache=False)
        behind_token = second.logits[0, -1].float()
        noise = _off(whole.logits[0, -1].float(), behind_token)
        return cls(first.logits[0, -1].float(), behind_token, noise, LOGITS_OFF[model.dtype])

    def compare(self, ours: Tensor, plain: Tensor) -> None:
        """Raises Differs."""
        off = _off(ours, plain)
        if not off <= max(self.rounding, NOISE_ALLOWED * self.noise):
            raise Differs(f"logits off by {off:.1e}, the plain path from itself by {self.noise:.1e}")


def _off(ours: Tensor, plain: Tensor) -> float:
    return float((ours - plain).norm() / plain.norm().clamp_min(1e-12))


def _try_liger(model: Any, say: Say) -> None:
    try:
        use_liger(model)
    except (ImportError, ValueError) as error:
        say(f"Norms, positions and MLPs stay unfused ({reason(error)}).")


def _has_room(model: Any, groups: list[Group]) -> bool:
    if model.device.type != "cuda":
        return False
    total = torch.cuda.mem_get_info()[1]
    return free_bytes() - unfolded_bytes(groups, model.dtype.itemsize) > KEPT_FREE * total
