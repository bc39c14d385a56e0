"""When a location is open, by its own clock: a pure calendar of weekly hours and days that differ."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from comptoir.errors import DomainError

_DAY = 24 * 60
_DAYS_AHEAD = 60
"""How far ahead an opening is looked for; a location that stays closed longer promises nothing."""
_MOST_SPANS = 6
_MOST_EXCEPTIONS = 400
_WEEK = 7
_TIME = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")

Span = tuple[int, int]
"""From and to, in minutes after midnight by the clock on the wall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Hours that repeat every week, or are those of one day. Times are `HH:MM`, up to 24:00; a night is two.

    `day` is 0 for Monday to 6 for Sunday, or a date that differs from its week.
    """

    day: int | date
    opens: str
    closes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The hours of a location: a week, and the days that differ from it, in the zone of its clock."""

    week: tuple[tuple[Span, ...], ...] = ((),) * _WEEK
    exceptions: Mapping[date, tuple[Span, ...]]
    zone: str = "UTC"

    @property
    def known(self) -> bool:
        """Whether there are hours at all; a location without any makes no promises by the clock."""
        return any(self.week) or any(self.exceptions.values())

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the hours of one day, the earliest first; nothing for a day when it is closed."""
        return self.exceptions.get(day, self.week[day.weekday()])

    def openings(self, after: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield from when to when (UTC) it is open, in order, from the span that a moment is in or before."""
        zone = ZoneInfo(self.zone)
        first = after.astimezone(zone).date()
        for ahead in range(_DAYS_AHEAD):
            day = first + timedelta(days=ahead)
            for opens, closes in self.spans_on(day):
                span = _instant(day, opens, zone), _instant(day, closes, zone)
                if span[0] < span[1] and span[1] > after:
                    yield span

    def is_open(self, at: datetime) -> bool:
        """Tell whether it is open at a moment; the moment it closes counts as closed."""
        return any(opens <= at < closes for opens, closes in self.spans_around(at))

    def spans_around(self, at: datetime) -> list[tuple[datetime, datetime]]:
        """Return the openings (UTC) of the local day that a moment is in."""
        zone = ZoneInfo(self.zone)
        day = at.astimezone(zone).date()
        return [
            (_instant(day, opens, zone), _instant(day, closes, zone)) for opens, closes in self.spans_on(day)
        ]

    def after_open(self, start: datetime, *, minutes: int) -> datetime | None:
        """Return the moment at which it has been open for so long since `start`.

        A lead of a day or more is plain time, after which it need only be open. None where it does not open
        for two months. At the minute of closing, the moment is the next opening.
        """
        if minutes >= _DAY:
            start, minutes = start + timedelta(minutes=minutes), 0
        left = timedelta(minutes=minutes)
        for opens, closes in self.openings(start):
            begins = max(opens, start)
            if begins + left < closes:
                return begins + left
            left -= min(left, closes - begins)
        return None


def draft_calendar(openings: Sequence[Opening], *, closed: Sequence[date], zone: str) -> Calendar:
    """Return the calendar of a draft.

    Raises `DomainError` with `INVALID` for times that are none, end before they begin or overlap, and for more
    of them than a shop can mean.
    """
    week: list[list[Span]] = [[] for _ in range(_WEEK)]
    days: dict[date, list[Span]] = {day: [] for day in closed}
    for opening in openings:
        span = _minutes(opening.opens), _minutes(opening.closes)
        if span[0] >= span[1]:
            raise _invalid(f"{opening.opens} to {opening.closes} is no time to be open")
        if isinstance(opening.day, date):
            days.setdefault(opening.day, []).append(span)
        elif 0 <= opening.day < _WEEK:
            week[opening.day].append(span)
        else:
            raise _invalid("a weekday is 0 (Monday) to 6 (Sunday)")
    if len(days) > _MOST_EXCEPTIONS:
        raise _invalid(f"at most {_MOST_EXCEPTIONS} days can differ")
    if any(days[day] for day in closed):
        raise _invalid("a day cannot be both closed and open")
    return Calendar(
        week=tuple(_ordered(spans) for spans in week),
        exceptions={day: _ordered(spans) for day, spans in sorted(days.items())},
        zone=zone,
    )


def pack_calendar(calendar: Calendar) -> str:
    """Return a calendar, but for its zone, as the text that is stored: the same calendar gives the same text."""
    if not any(calendar.week) and not calendar.exceptions:
        return ""
    days = {day.isoformat(): spans for day, spans in sorted(calendar.exceptions.items())}
    return json.dumps({"week": calendar.week, "days": days}, separators=(",", ":"))


@lru_cache(maxsize=1024)
def unpack_calendar(text: str, *, zone: str) -> Calendar:
    """Return the calendar that a text holds."""
    if not text:
        return Calendar(exceptions={}, zone=zone)
    stored = json.loads(text)
    return Calendar(
        week=tuple(tuple((span[0], span[1]) for span in spans) for spans in stored["week"]),
        exceptions={
            date.fromisoformat(day): tuple((span[0], span[1]) for span in spans)
            for day, spans in stored["days"].items()
        },
        zone=zone,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRecord:
    """Hours as people read them; attribute names are those of GraphQL. Weekdays are 1 (Monday) to 7."""

    weekday: int | None = None
    date: str | None = None
    opens: str | None = None
    closes: str | None = None


def listed_hours(calendar: Calendar, *, now: datetime) -> list[HoursRecord]:
    """Return the hours of the week, then of the days from today on that differ from it."""
    today = now.astimezone(ZoneInfo(calendar.zone)).date()
    listed = [
        HoursRecord(weekday=weekday, opens=_clock(opens), closes=_clock(closes))
        for weekday, spans in enumerate(calendar.week, 1)
        for opens, closes in spans
    ]
    for day, spans in calendar.exceptions.items():
        if day >= today:
            listed += [
                HoursRecord(date=day.isoformat(), opens=_clock(opens), closes=_clock(closes))
                for opens, closes in spans
            ] or [HoursRecord(date=day.isoformat())]
    return listed


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """Return when the clock on the wall shows so many minutes after midnight; 24:00 is the next midnight."""
    whole, rest = divmod(minutes, _DAY)
    wall = datetime.combine(day + timedelta(days=whole), time(rest // 60, rest % 60), tzinfo=zone)
    return wall.astimezone(UTC)


def _minutes(text: str) -> int:
    match = _TIME.fullmatch(text)
    minutes = int(match[1]) * 60 + int(match[2]) if match else _DAY + 1
    if minutes > _DAY:
        raise _invalid(f"'{text[:20]}' is no time of a day: HH:MM was expected")
    return minutes


def _ordered(spans: list[Span]) -> tuple[Span, ...]:
    spans.sort()
    if len(spans) > _MOST_SPANS or any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise _invalid("the hours of a day overlap, or are too many")
    return tuple(spans)


def _invalid(message: str) -> DomainError:
    return DomainError("INVALID", message, field=("hours",))
