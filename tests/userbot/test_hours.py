"""Hours are what the owner's wall clock shows, also in the nights when clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from userbot.hours import ALWAYS, Hours, Span

KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = Hours.of(KYIV, ["23:00-08:00"], [])
WORK = Hours.of(KYIV, ["12:30-13:15"], ["Mon-Fri 09:00-18:00"])
HOUR_S = 3600.0


def at(day, hour, minute=0, zone=KYIV, month=6, fold=0):
    return datetime(2026, month, day, hour, minute, tzinfo=zone, fold=fold).timestamp()


def test_quiet_hours_go_past_midnight():
    """Closed from the first minute to the last but one, open at the end itself."""
    assert NIGHT.are_open(at(15, 22, 59))
    assert not NIGHT.are_open(at(15, 23))
    assert not NIGHT.are_open(at(16, 3))
    assert not NIGHT.are_open(at(16, 7, 59))
    assert NIGHT.are_open(at(16, 8))
    assert NIGHT.next_open(at(15, 23)) == at(16, 8)
    assert NIGHT.next_open(at(16, 9)) == at(16, 9)


def test_answer_hours_are_the_only_ones():
    """On weekdays, without the lunch that is quiet; on Friday evening the next time is Monday morning."""
    assert WORK.are_open(at(15, 9))  # a Monday
    assert not WORK.are_open(at(15, 12, 30))
    assert WORK.are_open(at(15, 13, 15))
    assert not WORK.are_open(at(15, 18))
    assert not WORK.are_open(at(20, 12))  # a Saturday
    assert WORK.next_open(at(19, 18)) == at(22, 9)


def test_a_night_belongs_to_the_day_it_begins_on():
    """Fri-Sat 22:00-02:00 is closed at one on Sunday, and open at one on Friday."""
    party = Hours.of(KYIV, ["Fri-Sat 22:00-02:00"], [])
    assert not party.are_open(at(21, 1))  # Sunday
    assert party.are_open(at(19, 1))  # Friday
    assert not party.are_open(at(20, 1))  # Saturday
    assert party.are_open(at(21, 22))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("23:00-08:00", range(7)),
        ("Mon 09:00-18:00", [0]),
        ("Fri-Mon 09:00-18:00", [4, 5, 6, 0]),
        ("sun-sun 9:00-24:00", [6]),
    ],
)
def test_days_go_around_the_week(text, days):
    assert Span.parse(text).days == frozenset(days)


def test_what_is_no_span_is_refused():
    for text in ("23-8", "25:00-08:00", "Mo 09:00-10:00", "09:00", ""):
        with pytest.raises(ValueError):
            Span.parse(text)


def test_the_night_the_clocks_go_forward():
    """03:00 to 04:00 does not exist on 29 March: a span within it closes nothing, the quiet night is an hour less."""
    gap = Hours.of(KYIV, ["03:10-03:50"], [])
    assert gap.closed_s(at(29, 0, month=3), at(29, 12, month=3)) == 0
    assert gap.closed_s(at(30, 0, month=3), at(30, 12, month=3)) == 40 * 60
    assert NIGHT.closed_s(at(28, 22, month=3), at(29, 12, month=3)) == 8 * HOUR_S
    into = Hours.of(KYIV, ["01:00-03:30"], [])
    assert into.next_open(at(29, 1, 30, month=3)) == at(29, 4, month=3)


def test_hours_that_open_in_the_gap_open_after_it():
    """Answer hours from 03:30 to 05:00 begin at 04:00 that night, the first minute that is in them."""
    early = Hours.of(KYIV, [], ["03:30-05:00"])
    assert early.next_open(at(29, 2, 59, month=3)) == at(29, 4, month=3)


def test_the_night_the_clocks_go_back():
    """03:00 to 04:00 comes twice on 25 October, and is quiet both times."""
    twice = Hours.of(KYIV, ["03:10-03:50"], [])
    assert not twice.are_open(at(25, 3, 30, month=10, fold=0))
    assert not twice.are_open(at(25, 3, 30, month=10, fold=1))
    assert twice.closed_s(at(25, 0, month=10), at(25, 12, month=10)) == 80 * 60
    assert NIGHT.closed_s(at(24, 22, month=10), at(25, 12, month=10)) == 10 * HOUR_S
    assert twice.next_open(at(25, 3, 20, month=10, fold=0)) == at(25, 3, 50, month=10, fold=0)


def test_half_hour_zones_and_moving_seconds():
    """Zones that are off by 45 minutes, and times between two minutes."""
    kathmandu = Hours.of(ZoneInfo("Asia/Kathmandu"), ["23:00-08:00"], [])
    eight = datetime(2026, 6, 15, 8, tzinfo=ZoneInfo("Asia/Kathmandu")).timestamp()
    assert kathmandu.next_open(eight - 30.5) == eight
    assert not kathmandu.are_open(eight - 0.5)


def test_without_hours_all_is_open():
    assert ALWAYS.are_open(0)
    assert ALWAYS.next_open(12.5) == 12.5
    assert ALWAYS.closed_s(0, 1e9) == 0


def test_hours_that_never_open():
    """All day quiet, or answer hours that are quiet ones: None, soon."""
    assert Hours.of(UTC, ["00:00-24:00"], []).next_open(0) is None
    assert Hours.of(UTC, ["09:00-18:00"], ["10:00-12:00"]).next_open(0) is None


@given(
    start=st.floats(min_value=1.7e9, max_value=1.9e9),
    hours=st.sampled_from([NIGHT, WORK, Hours.of(ZoneInfo("America/Sao_Paulo"), ["Sat-Sun 00:00-24:00"], [])]),
)
def test_the_next_opening_is_open_and_the_first(start, hours):
    """Nothing between now and then is open, and the closed time is that whole time."""
    opening = hours.next_open(start)
    assert hours.are_open(opening)
    if opening > start:
        assert not hours.are_open(start)
        assert not hours.are_open(opening - 1)
        assert hours.closed_s(start, opening) == pytest.approx(opening - start, abs=121)
