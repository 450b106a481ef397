"""Real but tiny models, made on the fly: a BPE tokenizer trained on a few lines, random weights, safetensors."""

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedConfig, PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

from harvest.examples import ChatMessage, Example

TEMPLATE = (
    "{% for message in messages %}{{ '<|me|>' if message['role'] == 'assistant' else '<|them|>' }}"
    "{{ message['content'] }}<|end|>{% endfor %}{% if add_generation_prompt %}<|me|>{% endif %}"
)
LINES = [
    "hi how are you today",
    "fine and you",
    "ok see you there at nine",
    "привет как дела",
    "нормально а ты",
    "ahaha yes",
]
CONTROL = ["<|end|>", "<|them|>", "<|me|>", "<|pad|>"]


def tiny_tokenizer(template: str = TEMPLATE, control: list[str] = CONTROL) -> PreTrainedTokenizerFast:
    """Byte-level, some 300 entries; the control tokens are ids 0, 1, 2, ... in their order."""
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=320,
        special_tokens=control,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    backend.train_from_iterator(LINES * 4, trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend, eos_token=control[0], pad_token=control[-1], additional_special_tokens=control[1:-1]
    )
    tokenizer.chat_template = template or None
    return tokenizer


def tiny_config(vocab_size: int) -> PreTrainedConfig:
    """Linear layers whose inputs are multiples of 64, the block that NF4 scales together."""
    return Qwen3Config(
        vocab_size=vocab_size,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=32,
        max_position_embeddings=512,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=0,
        pad_token_id=3,
    )


def save_tiny_base(folder: Path, template: str = TEMPLATE, *, can_be_sure: bool = False) -> Path:
    """A base as the owner would have one on disk. can_be_sure: its embeddings are long enough for a sure answer."""
    tokenizer = tiny_tokenizer(template)
    torch.manual_seed(0)
    model = Qwen3ForCausalLM(tiny_config(len(tokenizer)))
    if can_be_sure:
        model.get_input_embeddings().weight.data *= 10
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def chat(*turns: str) -> tuple[ChatMessage, ...]:
    """Contact and owner in turn, the contact first."""
    roles = ("user", "assistant")
    return tuple(ChatMessage(roles[i % 2], text) for i, text in enumerate(turns))


def save_dataset(folder: Path, copies: int = 12) -> Path:
    """An owner of few words, easily learned."""
    talks = [
        chat("hi how are you", "fine"),
        chat("see you at nine", "ok", "ok?", "ahaha yes"),
        chat("привет", "ага\nда"),
    ]
    examples = [Example(talk, 1000 + n % 3, 60.0 * n, 60.0 * n + 30) for n, talk in enumerate(talks * (copies + 2))]
    held_out = 3 * len(talks)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, chosen in (("train", examples[:-held_out]), ("heldout", examples[-held_out:])):
        lines = [json.dumps(_plain(example), ensure_ascii=False) for example in chosen]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _plain(example: Example) -> dict[str, object]:
    messages = [{"role": message.role, "content": message.content} for message in example.messages]
    return {
        "messages": messages,
        "chat_id": example.chat_id,
        "started_at": example.started_at,
        "ended_at": example.ended_at,
    }
