"""Names found by a model, an extra: off unless `redact.names_model` says which. Nothing is downloaded.

`natasha` is slovnet's tagger for Russian and Ukrainian (the `names` extra brings it). Anything else is a local folder
with a transformers token classifier.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from harvest.errors import ConfigError
from harvest.redact.engine import Extra
from harvest.redact.findings import Span
from harvest.redact.view import HOLE

Tag = Callable[[str], Iterable[tuple[int, int]]]


def by_model(named: str, *, first_names: bool) -> Extra:
    """A rule that asks the model. Raises ConfigError if it is not there."""
    return people(_natasha() if named == "natasha" else _classifier(Path(named).expanduser()), first_names=first_names)


def people(tag: Tag, *, first_names: bool) -> Extra:
    """What a tagger calls a person: full names, and names in passing if the owner wants those gone too."""

    def find(text: str) -> Iterator[Span]:
        if not any(char.isupper() for char in text):  # taggers learned from the press: small letters are no names there
            return
        for start, end in tag(text):
            name = text[start:end]
            if HOLE not in name and (first_names or len(name.split()) > 1):
                yield Span(start, end, "PERSON", 0.5, "names model")

    return Extra(find)


def _natasha() -> Tag:
    try:
        from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter
    except ImportError:
        raise ConfigError(
            'harvest.redact.names_model is "natasha", which is not installed: pip install "understudy[names]"'
        ) from None
    segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())

    def tag(text: str) -> Iterator[tuple[int, int]]:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_ner(tagger)
        return ((span.start, span.stop) for span in doc.spans if span.type == "PER")

    return tag


def _classifier(folder: Path) -> Tag:
    if not (folder / "config.json").is_file():
        raise ConfigError(f'harvest.redact.names_model: {folder} holds no model. Name a local folder, or "natasha".')
    from transformers import pipeline

    classify: Any = pipeline("token-classification", model=str(folder), aggregation_strategy="simple")

    def tag(text: str) -> Iterator[tuple[int, int]]:
        return (
            (entity["start"], entity["end"])
            for entity in classify(text)
            if "PER" in entity["entity_group"].upper() or "NAME" in entity["entity_group"].upper()
        )

    return tag
