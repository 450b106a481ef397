"""What the model sees of a row and what it is scored on: each document alone, every next token, on any device."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from finetune.pretrain.packing import Rows
from finetune.pretrain.tokens import ME_ID, THEM_ID


@dataclass(frozen=True, slots=True)
class Batch:
    """tokens, document: (rows, context), as Rows but int64 tensors on the device."""

    tokens: Tensor
    document: Tensor

    @classmethod
    def of(cls, rows: Rows, device: torch.device) -> Batch:
        tokens = torch.from_numpy(rows.tokens.astype("int64"))
        document = torch.from_numpy(rows.document.astype("int64"))
        if device.type == "cuda":
            tokens, document = tokens.pin_memory(), document.pin_memory()
        return cls(tokens.to(device, non_blocking=True), document.to(device, non_blocking=True))


def token_nll(model: nn.Module, tokens: Tensor, document: Tensor, document_mask: bool = True) -> tuple[Tensor, Tensor]:
    """(negative log-likelihood of tokens[:, 1:], log of the softmax's denominator), both (rows, context - 1), in nats.

    Entries that `scored` leaves out are meaningless.
    """
    mask = _attention_mask(document) if document_mask else None
    positions = _positions(document) if document_mask else torch.arange(tokens.shape[1], device=tokens.device)[None]
    output = model(input_ids=tokens, attention_mask=mask, position_ids=positions, use_cache=False)
    logits = output.logits[:, :-1].float()
    denominator = torch.logsumexp(logits, dim=-1)
    chosen = logits.gather(-1, tokens[:, 1:, None]).squeeze(-1)
    return denominator - chosen, denominator


def training_loss(
    model: nn.Module, tokens: Tensor, document: Tensor, document_mask: bool, only_me: bool, z_loss: float
) -> Tensor:
    """Mean over the scored tokens, in nats. z_loss keeps the softmax's denominator near 1."""
    nll, denominator = token_nll(model, tokens, document, document_mask)
    weight = scored(document)
    if only_me:
        weight = weight & said_by_me(tokens)[:, 1:]
    per_token = nll + z_loss * denominator.square() if z_loss else nll
    return (per_token * weight).sum() / weight.sum()


def scored(document: Tensor) -> Tensor:
    """(rows, context - 1): true where a token follows one of its own document. A document's first token is given."""
    return (document[:, 1:] == document[:, :-1]) & (document[:, 1:] >= 0)


def said_by_me(tokens: Tensor) -> Tensor:
    """(rows, context): true for the words and the end of my turns, not for the token that opens them."""
    opens = (tokens == ME_ID) | (tokens == THEM_ID)
    at = torch.arange(tokens.shape[1], device=tokens.device).expand_as(tokens)
    opened_at = torch.where(opens, at, 0).cummax(dim=1).values
    return (tokens.gather(1, opened_at) == ME_ID) & ~opens


def _attention_mask(document: Tensor) -> Tensor:
    """(rows, 1, context, context): a token sees itself and what came before it in its own document."""
    same = document[:, :, None] == document[:, None, :]
    return same.tril()[:, None]


def _positions(document: Tensor) -> Tensor:
    """Count from 0 in every document."""
    at = torch.arange(document.shape[1], device=document.device).expand_as(document)
    begins = functional.pad(document[:, 1:] != document[:, :-1], (1, 0), value=True)
    return at - torch.where(begins, at, 0).cummax(dim=1).values
