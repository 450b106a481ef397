"""A corpus of a few invented conversations, and what `prepare` makes of it. No file outside tmp_path."""

import json
from pathlib import Path

import pytest

from finetune.pretrain.prepare import prepare

_SAYINGS = {
    "en": ["are you coming tonight?", "sure, give me ten minutes", "don't be late again!", "I never am"],
    "ru": ["ты где?", "уже бегу, пять минут", "опять опоздаешь…", "никогда не опаздываю"],
    "uk": ["ти де зараз?", "вже біжу, п'ять хвилин", "знову запізнишся", "я ніколи не запізнююсь"],
}


def record(name: str, turns: list[tuple[str, str]], kind: str = "dialog", lang: str = "en") -> dict[str, object]:
    return {"id": name, "lang": lang, "kind": kind, "turns": turns}


def write_corpus(path: Path, records: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Token arrays of 120 short dialogues in three languages."""
    folder = tmp_path_factory.mktemp("prepared")
    records = [
        record(f"made/{lang}/{n}", [("AB"[i % 2], f"{s} {n + i}") for i, s in enumerate(sayings * 2)], lang=lang)
        for lang, sayings in _SAYINGS.items()
        for n in range(40)
    ]
    prepare([write_corpus(folder / "corpus.jsonl", records)], [], folder / "data", vocab_size=600, context=128)
    return folder / "data"
