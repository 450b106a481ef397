"""Choose tokens on the device, for several chats at once, as `generator.pick` does on the CPU: only tokens travel.

Sorting 150,000 probabilities takes a CPU longer than a big GPU takes for the whole token.
"""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(slots=True)
class Wishes:
    """One entry a chat, on the device, to be filled in place. chance: evenly drawn from 0 to 1, for the next token."""

    temperature: Tensor
    top_p: Tensor
    chance: Tensor

    @classmethod
    def of(cls, chats: int, device: torch.device) -> "Wishes":
        return cls(
            torch.zeros(chats, device=device), torch.ones(chats, device=device), torch.zeros(chats, device=device)
        )

    def at(self, rows: Tensor) -> "Wishes":
        return Wishes(self.temperature[rows], self.top_p[rows], self.chance[rows])


def choose(logits: Tensor, forbidden: Tensor, wishes: Wishes) -> tuple[Tensor, Tensor]:
    """logits: (chats, vocabulary). The tokens, (chats,), and their log-probabilities before temperature and top_p."""
    logits = logits.float().index_fill(1, forbidden, -torch.inf)
    likeliest = logits.argmax(dim=1)
    warmth = wishes.temperature.clamp_min(1e-4)[:, None]
    probabilities, tokens = torch.softmax(logits / warmth, dim=1).sort(dim=1, descending=True)
    upto = probabilities.cumsum(dim=1)
    probabilities = probabilities.masked_fill(upto - probabilities >= wishes.top_p[:, None], 0.0)  # never the first
    upto = probabilities.cumsum(dim=1)
    drawn = (upto <= wishes.chance[:, None] * upto[:, -1:]).sum(dim=1, keepdim=True)
    last = (probabilities > 0).sum(dim=1, keepdim=True) - 1
    drawn = tokens.gather(1, torch.minimum(drawn, last))[:, 0]
    chosen = torch.where(wishes.temperature > 0, drawn, likeliest)
    return chosen, torch.log_softmax(logits, dim=1).gather(1, chosen[:, None])[:, 0]
