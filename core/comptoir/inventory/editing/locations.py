"""Locations as staff see and change them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.db.tx import ReadTx, Tx
from comptoir.ids import gid
from comptoir.inventory.areas import unpack_areas
from comptoir.inventory.drafts import LocationDraft
from comptoir.inventory.hours import Calendar, Opening, Span, unpack_calendar
from comptoir.inventory.locations import save_location
from comptoir.inventory.models import LOCATION
from comptoir.staff.audit import record, state_of
from comptoir.staff.drafting import draft_of, fields_of

_ALL = select(LOCATION).order_by(LOCATION.c.position, LOCATION.c.id)
_BY_HANDLE = select(LOCATION).where(LOCATION.c.handle == bindparam("handle"))
_LOCKED = _BY_HANDLE.with_for_update()
_MINUTES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedLocation(LocationDraft):
    """A location as it stands, open or closed for good."""

    number: int

    @property
    def id(self) -> str:
        """The global id."""
        return gid("Location", self.number)


def find_locations(tx: ReadTx) -> list[EditedLocation]:
    """Return all locations in their order, closed ones too."""
    return [_location(row) for row in tx.all(_ALL)]


def put_location(tx: Tx, *, values: Mapping[str, Any], reason: str | None = None) -> EditedLocation:
    """Add a location, or give the one with the same handle other fields; raises `DomainError` with `INVALID`."""
    row = tx.first(_LOCKED, {"handle": values.get("handle")})
    known = None if row is None else _location(row)
    stands = {} if known is None else fields_of(known, LocationDraft)
    draft = draft_of(LocationDraft, {**stands, **values})
    save_location(tx, draft=draft)
    row = tx.first(_BY_HANDLE, {"handle": draft.handle})
    assert row is not None, "it was just saved"
    saved = _location(row)
    record(
        tx,
        action="location.added" if known is None else "location.changed",
        subject=saved.id,
        before=state_of(known),
        after=state_of(saved),
        reason=reason,
    )
    return saved


def _location(row: Row[Any]) -> EditedLocation:
    stored = row._mapping  # noqa: SLF001
    plain = {name: stored[name] for name in LocationDraft.__dataclass_fields__ if name in stored}
    calendar = unpack_calendar(row.hours, zone=row.time_zone)
    closed = tuple(day for day, spans in calendar.exceptions.items() if not spans)
    packed = {
        "hours": _openings(calendar),
        "closed_on": closed,
        "same_day_zips": unpack_areas(row.same_day_zips),
    }
    return EditedLocation(number=row.id, **{**plain, **packed})


def _openings(calendar: Calendar) -> tuple[Opening, ...]:
    days: list[tuple[int | date, tuple[Span, ...]]] = [
        *enumerate(calendar.week),
        *calendar.exceptions.items(),
    ]
    return tuple(
        Opening(day=day, opens=_clock(opens), closes=_clock(closes))
        for day, spans in days
        for opens, closes in spans
    )


def _clock(minutes: int) -> str:
    return f"{minutes // _MINUTES:02d}:{minutes % _MINUTES:02d}"
