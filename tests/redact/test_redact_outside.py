"""Conversations that somebody else labelled, measured by the bench."""

import json

import pytest

from harvest.errors import UserError
from harvest.redact import Redactor
from harvest.redact.bench.measure import tallied
from harvest.redact.bench.outside import paired, shipped, talks
from harvest.settings import RedactSettings

ASKED = {
    "lang": "mix",
    "messages": [
        {"out": True, "text": "скинь пароль", "spans": []},
        {"out": False, "text": "qwerty123", "spans": [{"start": 0, "end": 9, "type": "PASSWORD"}]},
        {"out": False, "text": "это мой 2024", "spans": [{"start": 8, "end": 12, "type": "PIN", "doubt": "a year"}]},
    ],
}


def test_a_value_is_found_by_what_another_message_says(tmp_path):
    """Files are read as whole conversations, and lines that begin with # are left alone."""
    path = tmp_path / "set.jsonl"
    path.write_text("# a set\n" + json.dumps(ASKED) + "\n", encoding="utf-8")
    redact = Redactor(RedactSettings()).conversation
    shares = []
    for judged in (False, True):
        tally = tallied(pair for talk in talks(path, judged=judged) for pair in paired(talk, redact))
        shares.append((tally.spans.total(), tally.leaks.total(), tally.changed))
    assert shares == [(2, 1, 0), (1, 0, 0)]  # the doubted label leaks as labelled, and counts no way when judged


@pytest.mark.parametrize("line", ["{", "[]", '{"lang": "ru"}', '{"lang": "ru", "messages": [{"text": "", "out": true,'])
def test_a_bad_line_is_named_without_its_words(tmp_path, line):
    """One clear line, with the number of the line that is wrong."""
    path = tmp_path / "set.jsonl"
    path.write_text("# a set\n" + line + "\n", encoding="utf-8")
    with pytest.raises(UserError, match="line 2 is no labelled conversation"):
        talks(path, judged=False)


# percent of structured values left, of clean messages changed and of other text lost that no set may pass. In s1 and s2
# cities between a street and its postcode go with them: harm
FLOORS = {
    "a1": (0.1, 0.5, 1.0),
    "b1": (0.1, 0.5, 1.0),
    "a2": (0.3, 0.5, 1.0),
    "b2": (0.8, 0.5, 1.0),
    "s1": (0.3, 0.5, 1.8),
    "s2": (0.3, 0.5, 1.5),
    "s3": (0.1, 0.5, 1.0),
    "s4": (1.2, 0.5, 1.0),
    "s5": (0.1, 0.5, 1.0),
    "s6": (6.4, 0.5, 1.8),
    "s7": (0.4, 0.5, 1.0),
    "s8": (3.0, 0.5, 1.0),
    "s9": (1.0, 0.5, 1.2),
    "s10": (1.2, 0.5, 1.0),
    "s11": (3.6, 0.6, 1.0),
    "s12": (1.2, 0.6, 1.0),
    "s13": (0.1, 0.6, 1.0),
    "s14": (1.3, 0.5, 1.0),
    "s15": (1.0, 0.8, 1.0),
    "s16": (0.7, 0.5, 1.0),
    "s17": (0.1, 0.8, 1.0),
    "s18": (0.4, 0.5, 1.0),
    "s19": (1.3, 0.6, 1.0),
    "s20": (1.0, 0.5, 1.0),
    "s21": (0.7, 0.7, 1.0),
    "s22": (0.4, 0.5, 1.0),
    "s23": (1.9, 0.7, 1.0),
    "s24": (0.1, 0.5, 1.0),
    "s25": (0.7, 0.7, 1.0),
    "s26": (1.0, 0.6, 1.0),
    "s27": (1.3, 0.7, 1.3),
    "s28": (1.6, 0.5, 1.0),
}

WHOLE = {"s6": 6.1}  # percent of all values left whole, where it is above the 5 of every other set


@pytest.mark.parametrize("name", shipped())
def test_the_strangers_sets_stay_found(name):
    """What was learned from each set stays learned, by the labels of a careful reader."""
    left, changed, harmed = FLOORS[name]
    redact = Redactor(RedactSettings()).conversation
    tally = tallied(pair for talk in talks(shipped()[name], judged=True) for pair in paired(talk, redact))
    assert tally.share(tally.leaks50, names=False) <= left
    assert tally.share(tally.leaks, names=True) <= WHOLE.get(name, 5.0)
    assert tally.over <= changed
    assert tally.harm <= harmed
