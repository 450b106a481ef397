"""Numbers as people dictate them."""

import pytest

from harvest.redact.numerals import runs


@pytest.mark.parametrize(
    ("text", "said", "digits"),
    [
        ("пін сорок вісім нуль дев'ять тринадцять", "сорок вісім нуль дев'ять тринадцять", 6),
        ("oh five two", "oh five two", 3),
        ("сто восемнадцать ноль сорок два", "сто восемнадцать ноль сорок два", 6),
        ("на ручке звезда 8 6 4 2", "звезда 8 6 4 2", 4),
        ("89ноль8 34четыре 17 02", "89ноль8 34четыре 17 02", 11),
        ("зірочка 7713 then hash and wait", "зірочка 7713", 4),
        ("код 6612, три пакета", "три", 1),
    ],
)
def test_a_run_and_how_many_digits_it_has(text, said, digits):
    """Hundreds take up tens and units, a joint at the end is none of it, a comma joins only words."""
    found = [run for run in runs(text) if text[run.start : run.end] == said]
    assert [run.digits for run in found] == [digits]


@pytest.mark.parametrize("text", ["сто пятьдесят рублей", "twenty minutes", "пять тысяч", "482913", "привет"])
def test_what_counts_is_no_run(text):
    """Sums, hours and plain digits are other rules' business."""
    assert list(runs(text)) == []
