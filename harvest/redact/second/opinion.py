"""What of a message the rules left in should go as well, by the model. Knows a message and the two before it."""

from collections.abc import Sequence

from harvest.redact.findings import Span
from harvest.redact.second.candidates import candidates, may_ask, may_hold
from harvest.redact.second.features import EARLIER, Scene, features, scene
from harvest.redact.second.model import Model
from harvest.redact.view import HOLE

Before = Sequence[tuple[bool, str]]
RULE = "second opinion"
BETWEEN = 2.5  # so much below the threshold, a token between two that go goes with them
PHRASE, PHRASE_MARGIN = 4, 1.2  # words of a seed phrase, which only together are peculiar
SURE, SUREST, PER_POINT = 0.3, 0.6, 0.06  # of a finding at the threshold, of any, and how it rises with the score


def second_opinion(model: Model, text: str, before: Before = ()) -> list[Span]:
    """Ranges of a text as seen (view.py), ascending. before: (of the same side?, text as seen), the nearest first."""
    before = before[:EARLIER]
    if not may_hold(text) and not (len(text) < 120 and any(may_ask(said) for _, said in before)):
        return []
    seen = scene(text, before)
    judged = {at: features(seen, at) for at in candidates(seen)}
    scores = {at: model.score(known) for at, known in judged.items()}
    going = _going(seen, scores, model.head.threshold)
    return [_span(model, seen, run, judged, scores) for run in _runs(seen, going)]


def _going(seen: Scene, scores: dict[int, float], threshold: float) -> list[int]:
    """Places of the tokens that go."""
    going = {at for at, score in scores.items() if score >= threshold}
    going |= _phrases(seen, scores, threshold - PHRASE_MARGIN)
    between = {
        at
        for at, score in scores.items()
        if score >= threshold - BETWEEN and at - 1 in going and at + 1 in going
    }
    return sorted(going | between)


def _phrases(seen: Scene, scores: dict[int, float], enough: float) -> set[int]:
    """Runs of small Latin words that on average come near."""
    found: set[int] = set()
    run: list[int] = []
    for at in range(len(seen.tokens) + 1):
        if at in scores and seen.tokens[at].coarse == "lat" and scores[at] > enough - 3:
            run.append(at)
            continue
        if len(run) >= PHRASE and sum(scores[place] for place in run) >= enough * len(run):
            found.update(run)
        run = []
    return found


def _runs(seen: Scene, going: list[int]) -> list[list[int]]:
    """Neighbours that are one value: nothing but a space or a comma between them."""
    runs: list[list[int]] = []
    for at in going:
        if runs and at == runs[-1][-1] + 1:
            between = seen.text[seen.tokens[at - 1].end : seen.tokens[at].start]
            if len(between) <= 2 and HOLE not in between and ":" not in between and "\n" not in between:
                runs[-1].append(at)
                continue
        runs.append([at])
    return runs


def _span(
    model: Model, seen: Scene, run: list[int], judged: dict[int, list[int]], scores: dict[int, float]
) -> Span:
    margin = max(scores[at] for at in run) - model.head.threshold
    sureness = min(SUREST, max(0.05, SURE + PER_POINT * margin))
    kind = model.kind([judged[at] for at in run])
    return Span(seen.tokens[run[0]].start, seen.tokens[run[-1]].end, kind, sureness, RULE)
