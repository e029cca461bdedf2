"""The clock, read here and by no other module of the command."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def today_in(zone: str) -> date:
    """Return the day it is now in a time zone; raises what `ZoneInfo` raises for a zone there is not."""
    return datetime.now(ZoneInfo(zone)).date()


def current_moment() -> datetime:
    """Return the moment it is now, in UTC."""
    return datetime.now(UTC)
