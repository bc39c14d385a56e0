"""Moments for people, by the clock of a store."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

_PATTERNS = {"en": "EEEE d MMMM, HH:mm", "fr": "EEEE d MMMM 'à' HH:mm"}


def local_moment(moment: str, *, zone: str, language: str) -> str:
    """Return an ISO 8601 moment as day and time at a place, such as `Saturday 3 March, 19:00`."""
    when = datetime.fromisoformat(moment)
    pattern = _PATTERNS.get(language, _PATTERNS["en"])
    return str(format_datetime(when, pattern, tzinfo=ZoneInfo(zone), locale=language))
