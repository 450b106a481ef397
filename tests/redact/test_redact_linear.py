"""No text makes redaction slower than its length. A short run of `python -m harvest.redact.fuzz`."""

from random import Random

from harvest.redact import Redactor
from harvest.redact.fuzz import hostile, offenders
from harvest.redact.safety import why_unsafe
from harvest.settings import RedactSettings


def test_hostile_texts_take_time_by_their_length():
    """Pieces of what detectors look for, repeated: the growth from an eighth to the whole stays that of linear work."""
    assert list(offenders(count=12, longest=16_000, seed=7)) == []


def test_hostile_texts_are_redacted_like_others():
    """They come out twice redacted as once."""
    redactor, r = Redactor(RedactSettings()), Random(3)
    for _ in range(60):
        once = redactor.text(hostile(r, 800)).text
        assert redactor.text(once).text == once


def test_what_makes_a_pattern_dangerous_is_said():
    """Endless, nested and self-referring patterns are told apart from safe ones."""
    assert why_unsafe("PRJ-[0-9]{1,6}") == ""
    assert "without an end" in why_unsafe("a+b")
    assert "deep" in why_unsafe("(?:(?:(?:a{1,3}b){1,3}c){1,3}d){1,3}")
    assert "refers back" in why_unsafe("(a)\\1")
    assert "no regular expression" in why_unsafe("(")
