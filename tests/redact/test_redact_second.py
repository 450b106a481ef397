"""The second opinion: a small model that judges what the rules leave in, and never more than that."""

import subprocess
import sys
from itertools import islice, pairwise
from random import Random

import pytest

from harvest.conversations import Bubble, Conversation, Turn
from harvest.redact import Redactor
from harvest.redact.bench.outside import shipped
from harvest.redact.fuzz import hostile
from harvest.redact.second import model as models
from harvest.redact.second.concepts import NAMES, concepts_of
from harvest.redact.second.examples import LEARNED, Variety, labelled, put_together
from harvest.redact.second.features import features, scene
from harvest.redact.second.learning import KINDS
from harvest.redact.second.opinion import LONGEST, RULE, second_opinion
from harvest.redact.second.tokens import tokens
from harvest.settings import RedactSettings

RULES = Redactor(RedactSettings(second_opinion=False))
BOTH = Redactor(RedactSettings())
# sentences that no rule has words for; if a new rule takes one, another has to stand here
ONLY_THE_MODEL = [
    (["< на складе снимай 7713#"], ["7713#"]),
    (["< на стойке регистрации скажи 88-1407"], ["88-1407"]),
    (["< the hatch is K-7714-2"], ["K-7714-2"]),
    (["< вертушка пускает по 7714*"], ["7714*"]),
    (["< key to the annex is under the pot, panel 7714#"], ["7714#"]),
    (["< the annex opens with 7715#"], ["7715#"]),
]


def talk(*lines: str) -> Conversation:
    """`< ...` the other side, `> ...` the owner."""
    turns = [Turn(line[0] == ">", (Bubble(number, number, line[2:]),)) for number, line in enumerate(lines, 1)]
    return Conversation(1, tuple(turns))


def by_model(redactor: Redactor, *lines: str) -> list[str]:
    """What the second opinion took out of a conversation."""
    said = {number: line[2:] for number, line in enumerate(lines, 1)}
    found = redactor.conversation(talk(*lines)).findings
    return [said[one.message_id][one.start : one.end] for one in found if one.rule == RULE]


@pytest.mark.parametrize(("lines", "values"), ONLY_THE_MODEL)
def test_it_finds_what_the_rules_have_no_words_for(lines, values):
    """Without it the value stays, with it the value goes."""
    assert by_model(RULES, *lines) == []
    assert by_model(BOTH, *lines) == values


@pytest.mark.parametrize(
    "line", ["в 10:30 буду", "$25.99", "version 1.2.3", "айфон 13", "рахунок 2:0", "bus 118", "5 кг"]
)
def test_everyday_numbers_stay(line):
    """A time, a price, a version, a model, a score, a route, a weight."""
    assert BOTH.text(line).text == line


def test_what_the_owner_keeps_it_leaves_alone():
    """`redact.keep` wins over the model as it does over the rules."""
    lines, values = ONLY_THE_MODEL[0]
    kept = Redactor(RedactSettings(keep=tuple(values)))
    assert by_model(kept, *lines) == []


def test_its_placeholders_are_numbered_with_the_others():
    """The same value twice is one placeholder, and a redacted conversation is not redacted again."""
    lines, values = ONLY_THE_MODEL[0]
    once = BOTH.conversation(talk(*lines, *lines))
    placeholders = {one.placeholder for one in once.findings if one.rule == RULE}
    assert len(placeholders) == len(set(values))
    assert BOTH.conversation(once.conversation).findings == ()


def test_a_placeholder_is_a_hole():
    """What stands beside one, or is said after it, is judged as it was when the value itself stood there."""
    asked = [
        ("< пришли карту", "> 4276 1844 0927 5513", "< срок?", "> 08/27 и 114"),
        ("< почта?", "> petrov@mail.ru пароль от неё Kasha7-Malasha", "> 8 905 118 44 07 звони"),
        ("< Иван Петров", "< скажи код", "> 7713#"),
    ]
    for lines in asked:
        once = BOTH.conversation(talk(*lines))
        assert once.findings
        assert [one for one in BOTH.conversation(once.conversation).findings if one.rule == RULE] == []


def test_it_is_least_sure_of_what_barely_goes():
    """Its findings come before those of the rules on the page of what is least sure, the closest calls first."""
    model = models.shipped()
    found = [span for lines, _ in ONLY_THE_MODEL for span in second_opinion(model, lines[-1][2:])]
    assert all(span.sureness <= 0.6 for span in found)
    strict = models.Model(
        models.Head("", model.head.step, model.head.threshold - 1, model.head.kinds),
        model.checks,
        model.weights,
        model.kinds,
    )
    text = next(lines[-1][2:] for lines, _ in ONLY_THE_MODEL if second_opinion(model, lines[-1][2:]))
    assert second_opinion(strict, text)[0].sureness > second_opinion(model, text)[0].sureness


def test_a_pasted_page_is_left_to_the_rules():
    """Its work has an end, whatever is sent."""
    text = "код 4417-Ж " * 400
    assert len(text) > LONGEST
    assert second_opinion(models.shipped(), text) == []


def test_hostile_texts_are_cut_into_tokens_in_order():
    """Apart from each other, each where it says."""
    r = Random(5)
    for _ in range(200):
        text = hostile(r, 600)
        found = tokens(text)
        assert all(text[token.start : token.end] == token.text for token in found)
        assert all(one.end <= two.start for one, two in pairwise(found))


def test_words_of_three_languages_are_one_concept():
    """`пароль`, `паролем`, `pwd` are about the same; `парад` is about nothing."""
    assert {NAMES[concepts_of(word)[0]] for word in ("пароль", "паролем", "pwd", "password")} == {"pass"}
    assert concepts_of("парад") == ()


def test_features_are_the_same_in_every_process():
    """Weights were learned in another one: nothing of them may hang on the hashes of this."""
    line = "from harvest.redact.second.features import features, scene; print(sum(features(scene('код 4417'), 1)))"
    run = subprocess.run(
        [sys.executable, "-c", line], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    assert int(run.stdout) == sum(features(scene("код 4417"), 1))


def test_talks_are_put_together_from_parts():
    """Somebody asks, and what answers is labelled where it stands; the same talks each time."""
    values = Variety(list(labelled()), "").values
    pool = {kind: found for (fold, kind), found in values.items() if fold < 0}
    talks = list(islice(put_together(pool), 400))
    spans = [(message, *span) for one in talks for message in one.messages for span in message.spans]
    assert {kind for *_, kind in spans} <= set(KINDS)
    assert all(message.text[start:end].strip() for message, start, end, _ in spans)
    assert 150 < len(spans) < 350
    assert talks == list(islice(put_together(pool), 400))


def test_no_set_is_in_two_folds():
    """The threshold is fitted on sets that a model has not seen, and three sets judge it."""
    assert len(set(LEARNED)) == len(LEARNED)
    assert set(LEARNED) == set(shipped()) - {"s4", "s27", "s28"}


def test_weights_of_another_shape_are_refused():
    """A file cut short is no model."""
    content = models.shipped_path().read_bytes()
    with pytest.raises(ValueError, match="not the weights"):
        models.read(content[:-1])
