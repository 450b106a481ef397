"""The next time the owner's clock shows a certain time. Reads no clock."""

from datetime import datetime, timedelta, tzinfo


def next_at(now: float, zone: tzinfo, minute: int) -> float:
    """UTC seconds, after now, of the next such minute of a local day.

    In the night when clocks go back it comes twice; where they jump over it, the time it would have been counts.
    """
    start = datetime.fromtimestamp(now, zone)
    wanted = start.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)
    candidates = [(wanted + timedelta(days=n)).replace(fold=fold) for n in (0, 1, 2) for fold in (0, 1)]
    return min(at.timestamp() for at in candidates if at.timestamp() > now and (at.fold == 0 or _is_real(at, zone)))


def _is_real(local: datetime, zone: tzinfo) -> bool:
    back = datetime.fromtimestamp(local.timestamp(), zone)
    return (back.hour, back.minute) == (local.hour, local.minute)
