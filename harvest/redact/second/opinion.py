"""What of a message the rules left in should go as well, by the model. Knows a message and the two before it."""

from collections.abc import Sequence

from harvest.redact.findings import Span
from harvest.redact.second.candidates import WORDS_NEAR, candidates, is_strong, may_answer, may_hold
from harvest.redact.second.features import EARLIER, Scene, features, scene
from harvest.redact.second.model import Model
from harvest.redact.view import HOLE

Before = Sequence[tuple[bool, str]]
RULE = "second opinion"
LONGEST = 1500  # characters: what is longer was pasted, and is left to the rules
HOPELESS = 2.0  # so much below the threshold, a number's neighbours are not looked at
BESIDE = 0.8  # so much below the threshold, a token goes where another does or something has gone already
BETWEEN = 2.5  # so much below the threshold, a token between two that go goes with them
PHRASE, PHRASE_MARGIN = 4, 1.2  # words of a seed phrase, which only together are peculiar
SURE, SUREST, PER_POINT = 0.3, 0.6, 0.06  # of a finding at the threshold, of any, and how it rises with the score


def is_worth_it(text: str, before: Before) -> bool:
    """A quick look, which says no to most messages: nothing but everyday words, and nobody asked for a secret."""
    return may_hold(text) or any(may_answer(text, said) for _, said in before[:EARLIER])


def second_opinion(model: Model, text: str, before: Before = ()) -> list[Span]:
    """Ranges of a text as seen (view.py), ascending. before: (of the same side?, text as seen), the nearest first."""
    if len(text) > LONGEST or not is_worth_it(text, before):
        return []
    seen = scene(text, before[:EARLIER])
    judged: dict[int, list[int]] = {}
    scores: dict[int, float] = {}
    places = candidates(seen)
    for at in sorted(places, key=lambda at: not is_strong(seen.tokens[at])):
        if is_strong(seen.tokens[at]) or _is_near(seen, at, scores, model.head.threshold):
            judged[at] = features(seen, at)
            scores[at] = model.score(judged[at])
    going = _going(seen, scores, model.head.threshold)
    return [_span(model, seen, run, judged, scores) for run in _runs(seen, going)]


def _is_near(seen: Scene, at: int, scores: dict[int, float], threshold: float) -> bool:
    """What stands beside a number or a string is judged only where that, judged before, came near."""
    strong = [to for to in scores if is_strong(seen.tokens[to])]
    near = [to for to in strong if abs(to - at) <= WORDS_NEAR] or strong
    return not near or max(scores[to] for to in near) > threshold - HOPELESS


def _going(seen: Scene, scores: dict[int, float], threshold: float) -> list[int]:
    """Places of the tokens that go."""
    going = {at for at, score in scores.items() if score >= threshold}
    going |= _phrases(seen, scores, threshold - PHRASE_MARGIN)
    if going or HOLE in seen.text:
        going |= {at for at, score in scores.items() if score >= threshold - BESIDE}
    between = {
        at for at, score in scores.items() if score >= threshold - BETWEEN and at - 1 in going and at + 1 in going
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


def _span(model: Model, seen: Scene, run: list[int], judged: dict[int, list[int]], scores: dict[int, float]) -> Span:
    margin = max(scores[at] for at in run) - model.head.threshold
    sureness = min(SUREST, max(0.05, SURE + PER_POINT * margin))
    kind = model.kind([judged[at] for at in run])
    return Span(seen.tokens[run[0]].start, seen.tokens[run[-1]].end, kind, sureness, RULE)
