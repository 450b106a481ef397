"""UTC seconds as the owner's own clock shows them."""

from datetime import UTC, datetime


def local(at: float) -> str:
    """`2026-11-22 16:04:48`, in this machine's time zone."""
    return datetime.fromtimestamp(at, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def zone() -> str:
    """That time zone's name now."""
    return datetime.now(UTC).astimezone().tzname() or "local time"
