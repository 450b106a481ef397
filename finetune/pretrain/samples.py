"""Replies for the model card: the first held-out dialogues by number, one draw each, fixed seeds, nothing chosen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from finetune.pretrain.arrays import LANGS, TALK, Documents
from finetune.pretrain.tokens import END_ID, ME_ID

_PROMPT_TURNS = 3
_MAX_PROMPT_TOKENS = 160
_MAX_NEW_TOKENS = 60


@dataclass(frozen=True, slots=True)
class Sample:
    """prompt: the last turns before the reply, one a line; reply: as drawn, uncut unless by the token limit."""

    lang: str
    prompt: str
    reply: str


def sample_replies(model_folder: Path, documents: Documents, per_language: int) -> list[Sample]:
    """The seed of reply i is i; temperature and top-p are the model's own generation settings."""
    tokenizer = AutoTokenizer.from_pretrained(model_folder)
    model = AutoModelForCausalLM.from_pretrained(model_folder, dtype=torch.float32).eval()
    samples = []
    for code, lang in enumerate(LANGS):
        for number, prompt in enumerate(_prompts(documents, code)[:per_language]):
            torch.manual_seed(number)
            drawn = model.generate(torch.tensor([prompt]), max_new_tokens=_MAX_NEW_TOKENS)[0, len(prompt) :].tolist()
            spoken = [tokenizer.decode(turn).strip() for turn in _turns(prompt[:-1])]
            samples.append(Sample(lang, "\n".join(spoken), tokenizer.decode(drawn, skip_special_tokens=True)))
    return samples


def _prompts(documents: Documents, lang: int) -> list[list[int]]:
    """Of each talk: what was said before one of my first two turns, and the token that opens it."""
    prompts = []
    starts = documents.starts
    for index in np.flatnonzero((documents.lang == lang) & np.isin(documents.kind, list(TALK))):
        ids = documents.tokens[starts[index] : starts[index] + documents.lengths[index]].tolist()
        mine = [at for at, token in enumerate(ids) if token == ME_ID and at > 0][:2]
        if mine and mine[-1] <= _MAX_PROMPT_TOKENS:
            prompts.append(ids[: mine[-1] + 1])
    return _spread(prompts)


def _spread(prompts: list[list[int]]) -> list[list[int]]:
    """Ordered by a fixed shuffle, so that every source has its turn."""
    return [prompts[at] for at in np.random.default_rng(0).permutation(len(prompts))]


def _turns(ids: list[int]) -> list[list[int]]:
    turns: list[list[int]] = [[]]
    for token in ids:
        turns[-1].append(token)
        if token == END_ID:
            turns.append([])
    return [turn for turn in turns if turn]


def markdown(samples: list[Sample]) -> str:
    """A numbered list per language; a bubble's line break shows as " / "."""
    lines = []
    for lang in LANGS:
        lines += ["", f"### {lang}", ""]
        for number, sample in enumerate((s for s in samples if s.lang == lang), start=1):
            prompt = " ".join(turn.replace("<|end|>", "") for turn in sample.prompt.split("<|end|>\n"))
            lines.append(f"{number}. `{_one_line(prompt)}`  \n   **{_one_line(sample.reply) or '(nothing)'}**")
    return "\n".join(lines).strip()


def _one_line(text: str) -> str:
    return text.replace("\n\t", " ").replace("\n", " / ").strip()
