"""Train the byte-level BPE tokenizer and turn chat turns into token ids, in the chat format of the product."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from finetune.pretrain.corpus import Conversation, Turn

END, THEM, ME, PAD, START = "<|end|>", "<|them|>", "<|me|>", "<|pad|>", "<|start|>"
CONTROL_TOKENS = (END, THEM, ME, PAD, START)  # ids 0 to 4, in this order
END_ID, THEM_ID, ME_ID, PAD_ID, START_ID = range(len(CONTROL_TOKENS))

CHAT_TEMPLATE = (
    "{% for message in messages %}{% if message['role'] != 'system' %}"
    "{{ '<|me|>' if message['role'] == 'assistant' else '<|them|>' }}{{ message['content'] }}<|end|>"
    "{% endif %}{% endfor %}{% if add_generation_prompt %}<|me|>{% endif %}"
)

# A word keeps its space and its inner apostrophes (don't, п'ять); digits stand alone; a line break never joins a word.
_PIECES = r" ?[\p{L}\p{M}]+(?:['’ʼ][\p{L}\p{M}]+)*|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+|[\n\t]+|[^\S\n\t]+"


def train_tokenizer(texts: Iterable[str], vocab_size: int) -> Tokenizer:
    """Bytes below, merges learnt above; nothing is normalised, so every text comes back as it was."""
    tokenizer = Tokenizer(models.BPE(byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PIECES), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        min_frequency=2,
        special_tokens=list(CONTROL_TOKENS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        max_token_length=24,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def balanced_texts(conversations: Iterable[Conversation], chars_per_language: dict[str, int]) -> Iterator[str]:
    """Texts until each language has had its number of characters: the tokenizer's fairness is this mix."""
    left = dict(chars_per_language)
    for conversation in conversations:
        if left.get(conversation.lang, 0) <= 0:
            continue
        for _, text in conversation.turns:
            left[conversation.lang] -= len(text)
            yield text


def save_tokenizer(tokenizer: Tokenizer, folder: Path, context: int) -> None:
    """The files from which AutoTokenizer loads, chat template included."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": context,
        "eos_token": END,
        "pad_token": PAD,
        "additional_special_tokens": [THEM, ME, START],
        "clean_up_tokenization_spaces": False,
        "split_special_tokens": False,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    (folder / "chat_template.jinja").write_text(CHAT_TEMPLATE, encoding="utf-8")


def read_tokenizer(path: Path) -> Tokenizer:
    """Ready for typed text: "<|me|>" in a message stays five characters, never the control token."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.encode_special_tokens = True
    return tokenizer


def encode_documents(tokenizer: Tokenizer, documents: list[list[Turn]]) -> list[list[int]]:
    """Token ids of each document as the chat template would render it."""
    encoded = iter(tokenizer.encode_batch_fast([turn.text for turns in documents for turn in turns]))
    return [[token for turn in turns for token in _turn_ids(turn, next(encoded).ids)] for turns in documents]


def _turn_ids(turn: Turn, text_ids: list[int]) -> list[int]:
    return [ME_ID if turn.is_me else THEM_ID, *text_ids, END_ID]


def windows(ids: list[int], context: int) -> Iterator[list[int]]:
    """Cut a document to the context, at the ends of turns; a turn too long for it goes on under its own role."""
    window: list[int] = []
    for turn in _turns(ids):
        if window and len(window) + len(turn) > context:
            yield window
            window = []
        while len(turn) > context:
            yield turn[:context]
            turn = [turn[0], *turn[context:]]
        window = window + turn
    if window:
        yield window


def _turns(ids: list[int]) -> Iterator[list[int]]:
    start = 0
    for at, token in enumerate(ids):
        if token == END_ID:
            yield ids[start : at + 1]
            start = at + 1


def tokens_per_char(tokenizer: Tokenizer, texts: list[str]) -> float:
    return sum(len(e.ids) for e in tokenizer.encode_batch_fast(texts)) / sum(map(len, texts))
