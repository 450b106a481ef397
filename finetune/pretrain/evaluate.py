"""Measure a finished model on held-out conversations: nats a token and bits a character, by language and kind."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModelForCausalLM

from finetune.pretrain.arrays import LANGS, TALK, Documents
from finetune.pretrain.objective import Batch, said_by_me, scored, token_nll
from finetune.pretrain.packing import Rows, pack

_ROWS_AT_ONCE = 16


def evaluate(model_folder: Path, documents: Documents) -> dict[str, Any]:
    """The figures of `by_language` for a model folder as from_pretrained loads it, in fp32."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = AutoModelForCausalLM.from_pretrained(model_folder, dtype=torch.float32).to(device).eval()
    nll, my_nll, my_tokens = document_nll(model, documents, model.config.max_position_embeddings, device).T
    figures = by_language(documents, nll)
    for code, lang in enumerate(LANGS):
        talk = (documents.lang == code) & np.isin(documents.kind, list(TALK))
        if talk.any():
            figures[f"{lang} talk"]["my_nats_per_token"] = round(float(my_nll[talk].sum() / my_tokens[talk].sum()), 4)
    return figures


@torch.no_grad()
def document_nll(
    model: torch.nn.Module, documents: Documents, context: int, device: torch.device
) -> NDArray[np.float64]:
    """(documents, 3): nats of all tokens but the first, which is given; nats of my words; how many tokens those are."""
    rows = pack(documents, np.arange(len(documents)), context)
    total = torch.zeros(len(documents), 3, dtype=torch.float64, device=device)
    for at in range(0, len(rows), _ROWS_AT_ONCE):
        part = slice(at, at + _ROWS_AT_ONCE)
        batch = Batch.of(Rows(rows.tokens[part], rows.document[part]), device)
        nll, _ = token_nll(model, batch.tokens, batch.document)
        counted = scored(batch.document)
        mine = said_by_me(batch.tokens)[:, 1:].double()
        columns = torch.stack([nll.double(), nll.double() * mine, mine], dim=-1)
        total.index_add_(0, batch.document[:, 1:][counted], columns[counted])
    return total.cpu().numpy()


def by_language(documents: Documents, nll: NDArray[np.float64]) -> dict[str, Any]:
    """Per language, over all kinds and over talk alone: nats a token, bits a character, tokens, characters.

    Characters are those of the words said. The control tokens that end and open turns are predicted like any other and
    their cost counts, so bits a character compare models of different tokenizers.
    """
    is_talk = np.isin(documents.kind, list(TALK))
    figures: dict[str, Any] = {}
    for code, lang in enumerate(LANGS):
        of_lang = documents.lang == code
        for name, chosen in ((lang, of_lang), (f"{lang} talk", of_lang & is_talk)):
            if chosen.any():
                figures[name] = _figures(documents, nll, chosen)
    return figures


def _figures(documents: Documents, nll: NDArray[np.float64], chosen: NDArray[np.bool_]) -> dict[str, float]:
    tokens = int((documents.lengths[chosen] - 1).sum())
    chars = int(documents.chars[chosen].sum())
    nats = float(nll[chosen].sum())
    return {
        "nats_per_token": round(nats / tokens, 4),
        "bits_per_char": round(nats / math.log(2) / chars, 4),
        "tokens": tokens,
        "chars": chars,
    }
