"""Write many replies at once, for a trial: prompts side by side, the shorter ones padded on their left.

Each reply is drawn by its own request's seed, so it does not depend on its neighbours but for rounding. Where an
architecture lets padding be seen, replies are written one by one.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from finetune.generator import Generator, only_the_last
from finetune.objective import LEAK, autocast
from finetune.requests import ReplyRequest
from harvest.conversations import fold

CACHE_BYTES = {"cuda": 2e9, "cpu": 0.5e9}  # for the keys and values of prompts that stand side by side


def replies(
    generator: Generator, requests: Sequence[ReplyRequest], tick: Callable[[int], None] = lambda done: None
) -> list[str]:
    """Folded, in the requests' order; all with the manner of the first. tick: told how many more are done."""
    prompts = [generator.prompt(request) for request in requests]
    order = sorted(range(len(requests)), key=lambda i: len(prompts[i]))
    size = side_by_side(generator.model, prompts, requests[0]) if ignores_padding(generator, prompts) else 1
    texts = [""] * len(requests)
    for start in range(0, len(order), size):
        batch = order[start : start + size]
        if size == 1:
            written = [list(generator.reply(requests[batch[0]]).bubbles)]
        else:
            written = list(_bubbles(generator, [prompts[i] for i in batch], [requests[i] for i in batch]))
        for i, bubbles in zip(batch, written, strict=True):
            texts[i] = fold(bubbles)
        tick(len(batch))
    return texts


def side_by_side(model: Any, prompts: Sequence[list[int]], manner: ReplyRequest) -> int:
    """How many prompts of the longest one's length have room, with their replies."""
    config = model.config.get_text_config()
    heads = getattr(config, "num_key_value_heads", None) or config.num_attention_heads
    head_size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    bytes_of_token = 2 * config.num_hidden_layers * heads * head_size * model.dtype.itemsize
    longest = max(map(len, prompts)) + manner.max_new_tokens
    return max(1, int(CACHE_BYTES.get(model.device.type, 0) / (bytes_of_token * longest)))


@torch.inference_mode()
def ignores_padding(generator: Generator, prompts: Sequence[list[int]]) -> bool:
    """Seen in the logits: the shortest prompt alone, and behind so much padding as the longest one needs."""
    shortest, longest = min(prompts, key=len), max(prompts, key=len)
    if len(shortest) == len(longest):
        return True
    both = _first_logits(generator.model, *_padded([shortest, longest], generator.model.device))[0]
    alone = _first_logits(generator.model, *_padded([shortest], generator.model.device))[0]
    return bool((both - alone).abs().mean() < max(LEAK, _rounding(generator.model)) * alone.std())


def _rounding(model: Any) -> float:
    """Products of another shape sum in another order: visible in half precision alone."""
    return 1e-6 if model.device.type == "cpu" else 0.05


def _padded(prompts: Sequence[list[int]], device: Any) -> tuple[Tensor, Tensor]:
    """Token ids and mask, (prompts, longest). What stands in the padding is nobody's business: the first token's id."""
    width = max(map(len, prompts))
    ids = [[prompt[0]] * (width - len(prompt)) + prompt for prompt in prompts]
    mask = [[0] * (width - len(prompt)) + [1] * len(prompt) for prompt in prompts]
    return torch.tensor(ids, device=device), torch.tensor(mask, device=device)


def _first_logits(model: Any, ids: Tensor, mask: Tensor) -> Tensor:
    with autocast(model):
        logits: Tensor = model(input_ids=ids, attention_mask=mask, position_ids=_positions(mask)).logits
    return logits[:, -1].float().cpu()


def _positions(mask: Tensor) -> Tensor:
    return (mask.cumsum(1) - 1).clamp(min=0)


@torch.inference_mode()
def _bubbles(
    generator: Generator, prompts: Sequence[list[int]], requests: Sequence[ReplyRequest]
) -> Iterator[list[str]]:
    model, manner = generator.model, requests[0]
    chances = [torch.Generator().manual_seed(request.seed) for request in requests]
    ids, mask = _padded(prompts, model.device)
    positions, cache = _positions(mask), None
    written: list[list[int]] = [[] for _ in requests]
    is_done = [False] * len(requests)
    while not all(is_done):
        with autocast(model):
            out = model(
                input_ids=ids, attention_mask=mask, position_ids=positions, past_key_values=cache, use_cache=True,
                **only_the_last(model),
            )  # fmt: skip
        cache = out.past_key_values
        logits = out.logits[:, -1].float()
        logits[:, generator.forbidden.to(logits.device)] = -torch.inf
        tokens = draw(logits, manner.temperature, manner.top_p, [torch.rand(1, generator=g).item() for g in chances])
        for row, token in enumerate(tokens.tolist()):
            if not is_done[row]:
                written[row].append(token)
                is_done[row] = token in generator.ends or len(written[row]) >= manner.max_new_tokens
        ids, positions = tokens[:, None], positions[:, -1:] + 1
        mask = torch.cat([mask, torch.ones_like(ids)], dim=1)
    for tokens_of_row in written:
        yield generator.renderer.reply_bubbles(tokens_of_row)


def draw(logits: Tensor, temperature: float, top_p: float, chances: Sequence[float]) -> Tensor:
    """One token a row, as finetune.generator.pick draws it. chances: one number from 0 to 1 a row."""
    if temperature == 0:
        return logits.argmax(dim=-1)
    probabilities, tokens = torch.softmax(logits / temperature, dim=-1).sort(dim=-1, descending=True)
    likelier = probabilities.cumsum(-1) - probabilities
    probabilities[likelier >= top_p] = 0
    total = probabilities.cumsum(-1)
    wanted = torch.tensor(chances, device=logits.device)[:, None] * total[:, -1:]
    place = torch.searchsorted(total, wanted, right=True).clamp(max=logits.shape[-1] - 1)
    return tokens.gather(-1, place)[:, 0]
