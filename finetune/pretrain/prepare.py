"""From the corpus files to token arrays: overlaps out, dev and test held out, tokenizer trained, documents encoded."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from loguru import logger
from tokenizers import Tokenizer

from finetune.pretrain.arrays import Collector
from finetune.pretrain.corpus import Conversation, documents, read_conversations
from finetune.pretrain.overlap import HeldOut
from finetune.pretrain.split import split_groups
from finetune.pretrain.tokens import (
    balanced_texts,
    encode_documents,
    read_tokenizer,
    save_tokenizer,
    tokens_per_char,
    train_tokenizer,
    windows,
)

# Characters the tokenizer learns from. By the corpus's own shares Cyrillic would cost far more.
TOKENIZER_CHARS = {"en": 12_000_000, "ru": 14_000_000, "uk": 9_000_000}
ASSISTANT_SOURCES = frozenset({"sgd", "tm3", "tm4"})
_BATCH = 2000  # conversations encoded at once


def prepare(
    corpora: list[Path],
    held_out: list[Path],
    out: Path,
    vocab_size: int,
    context: int,
    left_out: Collection[str] = (),
) -> dict[str, Any]:
    """Write tokenizer files, train/dev/test.safetensors and counts.json under `out`; give back the counts.

    left_out: sources of which nothing is read, such as a show whose people judge clones: no base knows its owner.
    """
    conversations, dropped = _clean(corpora, HeldOut.from_files(held_out), left_out)
    parts = split_groups(conversations)
    train = [c for c in conversations if c.group not in parts]
    save_tokenizer(train_tokenizer(balanced_texts(_spread(train), TOKENIZER_CHARS), vocab_size), out, context)
    tokenizer = read_tokenizer(out / "tokenizer.json")
    counts: dict[str, Any] = {"dropped": dict(sorted(dropped.items())), "vocab_size": tokenizer.get_vocab_size()}
    for part in ("train", "dev", "test"):
        members = train if part == "train" else [c for c in conversations if parts.get(c.group) == part]
        counts[part] = _encode_part(tokenizer, members, context, out / f"{part}.safetensors")
    counts["test_tokens_per_char"] = _fairness(tokenizer, [c for c in conversations if parts.get(c.group) == "test"])
    (out / "counts.json").write_text(json.dumps(counts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return counts


def _clean(
    corpora: list[Path], held_out: HeldOut, left_out: Collection[str]
) -> tuple[list[Conversation], Counter[str]]:
    kept: list[Conversation] = []
    dropped: Counter[str] = Counter()
    for path in corpora:
        for conversation in read_conversations(path):
            if conversation.source in left_out or held_out.holds(conversation):
                dropped[f"{conversation.lang} {conversation.source}"] += 1
            else:
                kept.append(conversation)
    logger.info("{} conversations kept, {} dropped: left out, or in the held-out corpora", len(kept), dropped.total())
    return kept, dropped


def _spread(conversations: list[Conversation]) -> Iterator[Conversation]:
    """Every seventh, then the next seventh: the tokenizer sees all sources before its share of characters is full."""
    for offset in range(7):
        yield from conversations[offset::7]


def _encode_part(tokenizer: Tokenizer, members: list[Conversation], context: int, path: Path) -> dict[str, Any]:
    collector = Collector()
    tokens: Counter[str] = Counter()
    for at in range(0, len(members), _BATCH):
        batch = [(c, document) for c in members[at : at + _BATCH] for document in documents(c)]
        encoded = encode_documents(tokenizer, [document for _, document in batch])
        for (c, document), ids in zip(batch, encoded, strict=True):
            chars = sum(len(turn.text) for turn in document)
            for index, window in enumerate(windows(ids, context)):
                collector.add(window, c.lang, c.kind, 0 if index else chars, c.source in ASSISTANT_SOURCES)
            tokens[c.lang] += len(ids)
    collector.documents().save(path)
    logger.info("{}: {} conversations, tokens {}", path.name, len(members), dict(tokens))
    return {"conversations": len(members), "tokens": dict(tokens)}


def _fairness(tokenizer: Tokenizer, members: list[Conversation]) -> dict[str, float]:
    texts: dict[str, list[str]] = {}
    for conversation in members:
        texts.setdefault(conversation.lang, []).extend(text for _, text in conversation.turns)
    return {lang: round(tokens_per_char(tokenizer, lines), 4) for lang, lines in sorted(texts.items())}
