"""One reply, and eight at once: a prompt of 300 tokens and 60 new ones, by transformers' generate and by our writer."""

import time
from collections.abc import Callable
from typing import Any

import torch

from finetune.adapter import trained_parameters, with_new_adapter
from finetune.bench.meter import GIB, profiled, sync
from finetune.bench.shapes import config_of, random_model
from finetune.fast.speak import writer_for
from finetune.fast.writer import Wish, Writer
from finetune.objective import autocast
from harvest.finetune_settings import FinetuneSettings

PROMPT_TOKENS, NEW_TOKENS, CHATS, REPEATS = 300, 60, 8, 5
ROOM = 512


class Replies:
    """A model of the shape with an unmerged adapter, made once. Lines in this order: what is fused stays fused."""

    def __init__(self, shape: str) -> None:
        self.model = with_new_adapter(random_model(shape), FinetuneSettings(dropout=0.0))
        torch.manual_seed(1)
        with torch.no_grad():
            for parameter in trained_parameters(self.model):
                parameter.normal_(std=0.01)
        self.model.gradient_checkpointing_disable()
        self.model.eval()
        chance = torch.Generator().manual_seed(1)
        vocabulary = config_of(shape).vocab_size
        self.prompts = torch.randint(10, vocabulary, (CHATS, PROMPT_TOKENS), generator=chance).tolist()
        self._note_plain_logits()

    def _note_plain_logits(self) -> None:
        """Behind a prompt and behind a token more; how far the plain path is from itself, and from its base."""
        prompt = self.prompts[0]
        self.behind_prompt, cache = self._read(prompt)
        self.behind_token, _ = self._read(prompt[:1], cache)
        whole, _ = self._read([*prompt, prompt[0]])
        self.plain_noise = _off(whole, self.behind_token)
        with self.model.disable_adapter():
            base, _ = self._read(prompt)
        self.adapter_moves = _off(base, self.behind_prompt)

    def generate(self) -> dict[str, Any]:
        """transformers, 4 bits, adapter beside, cache that grows."""
        from transformers import GenerationConfig

        token_ids = torch.tensor([self.prompts[0]], device=self.model.device)

        def write(count: int) -> None:
            wanted = GenerationConfig(max_new_tokens=count, do_sample=False, eos_token_id=None, pad_token_id=0)
            with torch.inference_mode(), autocast(self.model):
                self.model.generate(
                    input_ids=token_ids,
                    attention_mask=torch.ones_like(token_ids),
                    generation_config=wanted,
                    use_cache=True,
                )

        write(NEW_TOKENS)
        first, whole = _median_s(lambda: write(1)), _median_s(lambda: write(NEW_TOKENS))
        return _told(first, whole, 1)

    def ours(self, without: tuple[str, ...] = (), chats: int = 1, temperature: float = 0.0) -> dict[str, Any]:
        said: list[str] = []
        began_at = time.perf_counter()
        writer = writer_for(self.model, without, [0, 1], chats, ROOM, said.append)
        if writer is None:
            return {"error": " ".join(said)}
        wish = Wish(temperature, 0.95, 0)
        self._begin(writer, wish)
        off = _off(writer.logits[0], self.behind_prompt)
        writer.put(0, self.prompts[0][0])
        writer.step()
        token_off = _off(writer.logits[0], self.behind_token)
        self._write(writer, wish)
        ready_s = time.perf_counter() - began_at
        first, whole = _median_s(lambda: self._begin(writer, wish)), _median_s(lambda: self._write(writer, wish))
        with profiled() as kernels:
            writer.step()
        writer.undo()
        memory = torch.cuda.memory_reserved() / GIB if torch.cuda.is_available() else 0.0
        return _told(first, whole, chats) | {
            "logits_off": off,
            "token_off": token_off,
            "plain_noise": self.plain_noise,
            "adapter_moves": self.adapter_moves,
            "ready_s": ready_s,
            "token_gpu_ms": kernels.ms,
            "token_kernels": kernels.count,
            "token_top": kernels.heaviest(12),
            "reserved_gib": memory,
            "said": said,
        }

    def _begin(self, writer: Writer, wish: Wish) -> None:
        for chat in range(writer.cache.chats):
            writer.begin(chat, self.prompts[chat], wish)

    def _write(self, writer: Writer, wish: Wish) -> None:
        self._begin(writer, wish)
        for _ in range(NEW_TOKENS - 1):
            writer.step()

    @torch.inference_mode()
    def _read(self, tokens: list[int], cache: Any = None) -> tuple[torch.Tensor, Any]:
        """Logits behind the last token, by the plain path."""
        with autocast(self.model):
            token_ids = torch.tensor([tokens], device=self.model.device)
            out = self.model(input_ids=token_ids, past_key_values=cache, use_cache=True)
        return out.logits[0, -1].float(), out.past_key_values


def _off(ours: torch.Tensor, plain: torch.Tensor) -> float:
    """Of the logits' norm."""
    return float((ours - plain).norm() / plain.norm())


def _median_s(act: Callable[[], None]) -> float:
    took = []
    for _ in range(REPEATS):
        sync()
        began_at = time.perf_counter()
        act()
        sync()
        took.append(time.perf_counter() - began_at)
    return sorted(took)[REPEATS // 2]


def _told(first_s: float, whole_s: float, chats: int) -> dict[str, Any]:
    return {
        "first_token_ms": first_s * 1e3,
        "reply_s": whole_s,
        "written_tok_s": chats * (NEW_TOKENS - 1) / (whole_s - first_s),
        "chats": chats,
    }
