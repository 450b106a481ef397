"""`python -m harvest.redact.second train --natural DIR`: fit the second opinion and write `weights.bin`.

`python -m harvest.redact.second judge --natural DIR`: leave a fold of the strangers' sets out, fit on the rest and
measure on it, by the model alone and by rules and model together.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Annotated

import msgspec
import typer

from harvest.conversations import Bubble, Conversation, Turn
from harvest.redact import Finding, Redacted, Redactor
from harvest.redact.bench.measure import tallied
from harvest.redact.bench.outside import paired, shipped, talks
from harvest.redact.second.examples import FOLDS, LEARNED, Message, Talk, Variety, holed, labelled, put_together
from harvest.redact.second.features import EARLIER
from harvest.redact.second.learning import School, clean_scores, lessons_of
from harvest.redact.second.model import Model, shipped_path, written
from harvest.redact.second.opinion import second_opinion
from harvest.redact.view import view
from harvest.settings import RedactSettings

NATURAL = ("en_irc_ubuntu", "en_persona", "ru_plays", "uk_plays", "ru_jokes", "uk_texts")  # CC0 and CC BY
LINES = 3000  # of each corpus
AGAIN = 2  # times that each talk is met again with other values
OWN, MADE, CORPORA = 0.5, 0.8, 0.5  # what a token of our own talks and of the corpora weighs; one of strangers' 1
CLEAN = 0.6  # percent of clean messages that the model may change on its own, on sets it has not seen
app = typer.Typer(add_completion=False)
NaturalOption = Annotated[Path, typer.Option(help="The folder with the natural corpora.")]


@app.command()
def train(natural: NaturalOption, out: Annotated[Path | None, typer.Option()] = None) -> None:
    """Fit on all labelled sets and write the weights."""
    school, known = _school(natural)
    threshold = _threshold(known, [school.taught(without=fold) for fold in FOLDS])
    model = school.taught(threshold=threshold)
    path = out or shipped_path()
    path.write_bytes(written(model.head, model.checks, bytes(model.weights), bytes(model.kinds)))
    sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes, threshold {threshold:.2f}\n")


@app.command()
def judge(natural: NaturalOption) -> None:
    """Say what the model is worth on sets that it has not seen."""
    school, known = _school(natural)
    models = [school.taught(without=fold) for fold in FOLDS]
    threshold = _threshold(known, models)
    for name, model in ((name, model) for fold, model in zip(FOLDS, models, strict=True) for name in fold):
        blind = _with(model, threshold)
        for title, redact in (
            ("alone", partial(_alone, blind)),
            ("rules and model", Redactor(RedactSettings(), model=blind).conversation),
        ):
            tally = tallied(pair for talk in talks(shipped()[name], judged=True) for pair in paired(talk, redact))
            leaks = tally.share(tally.leaks50, names=False), tally.share(tally.leaks, names=True)
            figures = (*leaks, tally.over, tally.harm)
            sys.stdout.write(f"{name}, {title}: " + ", ".join(f"{share:.2f}" for share in figures) + "\n")


def _school(natural: Path) -> tuple[School, list[Talk]]:
    known = list(labelled())
    return School(lessons_of(_lessons(known, natural))), known


def _lessons(known: Sequence[Talk], natural: Path) -> Iterator[tuple[Talk, float]]:
    """Each talk as it is, as the rules leave it, and as others would have had it; and lines of the corpora."""
    variety = Variety(known, "second opinion")
    rules = Redactor(RedactSettings(second_opinion=False))
    for number, talk in enumerate(known):
        worth = 1.0 if talk.of in LEARNED else OWN
        yield talk, worth
        yield variety.hidden(talk), 0.7 * worth
        if talk.of in LEARNED:
            yield left_by(rules, talk), worth
        for again in range(AGAIN):
            other = variety.of(talk)
            yield (variety.hidden(other) if (number + again) % 3 == 0 else other), 0.7 * worth
    for talk in put_together({kind: found for (fold, kind), found in variety.values.items() if fold < 0}):
        yield talk, MADE
    for name in NATURAL:
        for talk in _natural(natural / f"{name}.jsonl", rules):
            yield talk, CORPORA


def left_by(rules: Redactor, talk: Talk) -> Talk:
    """The talk as it looks when the rules have been over it: what the model will see."""
    turns = (Turn(message.is_owner, (Bubble(at, float(at), message.text),)) for at, message in enumerate(talk.messages))
    ranges: list[list[tuple[int, int]]] = [[] for _ in talk.messages]
    for finding in rules.conversation(Conversation(1, tuple(turns))).findings:
        ranges[finding.message_id].append((finding.start, finding.end))
    messages = (holed(message, sorted(went)) for message, went in zip(talk.messages, ranges, strict=True))
    return Talk(talk.of, tuple(messages))


def _natural(path: Path, rules: Redactor) -> Iterator[Talk]:
    """Lines with what was said before them. What the rules find in one teaches nothing: nobody has labelled it."""
    turns = [json.loads(line)["turns"] for line in path.read_text(encoding="utf-8").splitlines()]
    places = [(talk, at) for talk, said in enumerate(turns) for at in range(len(said))]
    for talk, at in Random(path.stem).sample(places, min(LINES * 4, len(places))):
        said = turns[talk][max(0, at - 2) : at + 1]
        last = said[-1]
        if not any(char.isdigit() for char in last[1]) and Random(f"{path.stem} {talk} {at}").random() < 0.6:
            continue
        doubts = tuple((finding.start, finding.end) for finding in rules.text(last[1]).findings)
        before = [Message(turn[0] == last[0], turn[1], (), ((0, len(turn[1])),)) for turn in said[:-1]]
        yield Talk("natural", (*before, Message(True, last[1], (), doubts)))


def _threshold(known: Sequence[Talk], models: Sequence[Model]) -> float:
    """The lowest from which at most CLEAN percent of clean messages change. models: one a fold, blind to it."""
    scores = sorted(
        score
        for fold, model in zip(FOLDS, models, strict=True)
        for score in clean_scores(model, [talk for talk in known if talk.of in fold])
    )
    return round(scores[-1 - int(len(scores) * CLEAN / 100)] + 0.01, 2)


def _alone(model: Model, conversation: Conversation) -> Redacted:
    """What the model takes out of a conversation that no rule has looked at."""
    findings: list[Finding] = []
    before: list[tuple[bool, str]] = []
    for turn in conversation.turns:
        for bubble in turn.bubbles:
            seen = view(bubble.text, ())
            earlier = [(was_owner == turn.is_owner, text) for was_owner, text in before[: -EARLIER - 1 : -1]]
            for start, end, kind, sureness, rule in map(
                msgspec.structs.astuple, second_opinion(model, seen.text, earlier)
            ):
                findings.append(Finding(kind, bubble.message_id, start, end, sureness, rule, ""))
            before.append((turn.is_owner, seen.text))
    return Redacted(conversation, tuple(findings))


def _with(model: Model, threshold: float) -> Model:
    head = model.head
    return Model(type(head)(head.about, head.step, threshold, head.kinds), model.checks, model.weights, model.kinds)


if __name__ == "__main__":
    app()
