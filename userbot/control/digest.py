"""Decide when the day's summary is due, by the owner's own clock. Reads no clock.

Only local days and wall-clock minutes are compared, so sleep, jumps of the clock and the nights when clocks change
cost at most a late summary, never two on one day.
"""

from datetime import date, datetime, timedelta, tzinfo


def local_day(now: float, zone: tzinfo) -> str:
    """`2026-11-22`: today, where the owner is."""
    return datetime.fromtimestamp(now, zone).date().isoformat()


def is_due(last_day: str | None, now: float, zone: tzinfo, digest_at: str) -> bool:
    """Whether today's is still to be sent. last_day: the local day of the last one. digest_at: `21:00`; empty: never.

    A last day further ahead than tomorrow can only come from a clock that was wrong, and is not believed.
    """
    if not digest_at:
        return False
    local = datetime.fromtimestamp(now, zone)
    hours, minutes = digest_at.split(":")
    if (local.hour, local.minute) < (int(hours), int(minutes)):
        return False
    last = _day(last_day)
    return last is None or last < local.date() or last > local.date() + timedelta(days=1)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
