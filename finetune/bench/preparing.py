"""How long a dataset takes until training could begin: read, freed of repeats, rendered, cut, weighed, laid in rows."""

import random
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from finetune.examples import HELDOUT, TRAIN
from finetune.judge.corpora import write_examples
from finetune.packing import all_steps
from finetune.train import prepare
from harvest.datadir import DataDir
from harvest.examples import ChatMessage, Example
from harvest.finetune_settings import FinetuneSettings

CHATS, WORDS, TURN_WORDS, TURNS = 40, 20_000, 9, 6  # on average; a word of the vocabulary is as likely as its rank
SYLLABLES = ["ka", "lo", "mi", "ре", "ну", "to", "ve", "ша", "si", "ня", "pu", "ra", "те", "го", "li", "да", "en", "zo"]


def preparing(count: int = 50_000) -> dict[str, float]:
    """Invented conversations through the embedded base's tokenizer, by the run's own `prepare`."""
    settings = FinetuneSettings()
    with tempfile.TemporaryDirectory() as folder:
        data = DataDir(Path(folder) / "data").prepare()
        talks = list(_talks(count))
        write_examples(data.dataset / TRAIN, talks[count // 50 :])
        write_examples(data.dataset / HELDOUT, talks[: count // 50])
        began_at = time.perf_counter()
        lesson = prepare(data, settings)
        prepared_at = time.perf_counter()
        rows = all_steps(lesson.data.train.windows, 4096, settings.batch_tokens, 0, settings.epochs)
    return {
        "prepare_s": time.perf_counter() - began_at,
        "rows_s": time.perf_counter() - prepared_at,
        "conversations": count,
        "windows": len(lesson.data.train.windows),
        "tokens": sum(len(window.token_ids) for window in lesson.data.train.windows),
        "rows": sum(len(step) for step in rows),
    }


def _talks(count: int) -> Iterator[Example]:
    chance = random.Random(0)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(WORDS)]
    likely = list(accumulate(1 / (rank + 1) for rank in range(WORDS)))
    for number in range(count):
        turns = 2 * max(1, round(chance.expovariate(2 / TURNS)))
        said = [
            " ".join(chance.choices(words, cum_weights=likely, k=1 + int(chance.expovariate(1 / TURN_WORDS))))
            for _ in range(turns)
        ]
        messages = tuple(ChatMessage("assistant" if i % 2 else "user", text) for i, text in enumerate(said))
        yield Example(messages, number % CHATS, 3600.0 * number, 3600.0 * number + 600)
