"""Every detector's own examples and counter-examples, and the shape that keeps its pattern linear."""

import re
from re import _parser as parser

import pytest

from harvest.redact.detector import Detector, unmarked
from harvest.redact.detectors import TABLE
from harvest.redact.engine import Engine
from harvest.redact.names.forms import unmistakable
from harvest.redact.safety import OURS_STEPS, endless
from harvest.redact.view import view

ENGINE = Engine.of(TABLE, unmistakable())
EXAMPLES = [pytest.param(row, example, id=f"{row.name}: {example[:30]}") for row in TABLE for example in row.examples]
COUNTER = [
    pytest.param(row, example, id=f"{row.name}: {example[:30]}") for row in TABLE for example in row.counter_examples
]


@pytest.mark.parametrize(("detector", "example"), EXAMPLES)
def test_a_detector_finds_what_its_examples_mark(detector: Detector, example: str):
    """What stands in angle brackets is found, whole and nothing beside it, also with the whole table at work."""
    text, ranges = unmarked(example)
    seen = view(text, ()).text
    assert sorted(detector.spans(seen)) == ranges
    found = [(span.start, span.end) for span in ENGINE.spans(text)]
    assert [span for span in found if any(span[0] < end and start < span[1] for start, end in ranges)] == ranges


@pytest.mark.parametrize(("detector", "example"), COUNTER)
def test_a_detector_leaves_its_counter_examples_alone(detector: Detector, example: str):
    """What looks like personal data and is none stays."""
    assert list(detector.spans(view(example, ()).text)) == []


@pytest.mark.parametrize("detector", TABLE, ids=lambda row: row.name)
def test_no_pattern_can_be_made_to_run_for_ever(detector: Detector):
    """Every repetition of every pattern has an end, and what one match can reach has one too."""
    if isinstance(detector.find, re.Pattern):
        tree = parser.parse(detector.find.pattern, detector.find.flags & ~re.UNICODE)
        assert endless(tree, max_depth=3) == ""
        assert tree.getwidth()[1] <= OURS_STEPS


def test_names_of_detectors_are_their_own():
    """A finding's rule leads to one row of the table."""
    names = [row.name for row in TABLE]
    assert len(names) == len(set(names))
    assert all(row.examples for row in TABLE)
