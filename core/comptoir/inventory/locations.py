"""Commands on locations: save one, and have the one that always exists."""

import re
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql

from comptoir.addresses import check_areas
from comptoir.codes import CountryCode
from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.inventory.areas import pack_areas
from comptoir.inventory.drafts import LocationDraft
from comptoir.inventory.hours import draft_calendar, pack_calendar
from comptoir.inventory.models import LOCATION

_HANDLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TEXTS = ("address1", "address2", "zip", "city", "province", "province_code", "country_code", "phone")
_SAME = ("handle", "kind", "pickup_enabled", "pickup_minutes", "fulfils_online", "position", "active")
_MAX_TEXT = 255
_MAX_MINUTES = 60 * 24 * 60
_MAX_POSITION = 1_000_000
_MOST_KM = 500
_A_DAY = 24 * 60

_BY_HANDLE = select(LOCATION).where(LOCATION.c.handle == bindparam("wanted")).with_for_update()
_FIRST = select(LOCATION.c.id).order_by(LOCATION.c.active.desc(), LOCATION.c.position, LOCATION.c.id).limit(1)
_INSERT = insert(LOCATION).returning(LOCATION.c.id)
_INSERT_UNLESS_THERE = (
    postgresql.insert(LOCATION).on_conflict_do_nothing(index_elements=["handle"]).returning(LOCATION.c.id)
)
_UPDATE = update(LOCATION).where(LOCATION.c.id == bindparam("wanted"))

MAIN = LocationDraft(handle="main", name="Main", kind="warehouse")
"""What the default location is when the shop has none of its own."""


def save_location(tx: Tx, *, draft: LocationDraft) -> int:
    """Make the location with the draft's handle equal to it, and return its number.

    Raises `DomainError` with `INVALID` and the field at fault. An equal draft changes nothing.
    """
    values = _values(draft)
    stored = tx.first(_BY_HANDLE, {"wanted": draft.handle})
    if stored is None:
        number = int(tx.execute(_INSERT, values).scalar_one())
    else:
        number = int(stored.id)
        if all(stored._mapping[name] == value for name, value in values.items()):  # noqa: SLF001
            return number
        tx.execute(_UPDATE.values(values), {"wanted": number})
    tx.changed("stock", "location", number)
    return number


def default_location(tx: Tx) -> int:
    """Return the number of the location that stock goes to when none is named.

    It is the first active one by position; a shop without any gets "Main", once, even when two ask at a time.
    """
    found = tx.scalar(_FIRST)
    if found is None:
        found = tx.execute(_INSERT_UNLESS_THERE, _values(MAIN)).scalar()
        if found is None:
            return int(tx.scalar(_FIRST))
        tx.changed("stock", "location", int(found))
    return int(found)


def _values(draft: LocationDraft) -> dict[str, Any]:
    if not _HANDLE.fullmatch(draft.handle) or len(draft.handle) > _MAX_TEXT:
        raise _invalid("handle", f"'{draft.handle[:80]}' is not a handle")
    name = draft.name.strip()
    if not name or len(name) > _MAX_TEXT:
        raise _invalid("name", "a location has a name of at most 255 characters")
    if draft.kind not in {"store", "warehouse"}:
        raise _invalid("kind", f"'{draft.kind[:40]}' is neither store nor warehouse")
    if not 0 <= draft.pickup_minutes <= _MAX_MINUTES:
        raise _invalid("pickupMinutes", "from 0 to 60 days are possible")
    if not 0 <= draft.position <= _MAX_POSITION:
        raise _invalid("position", f"0 to {_MAX_POSITION} are possible")
    values = {field: getattr(draft, field) for field in _SAME}
    return {"name": name, **values, **_address(draft), **_place(draft), **_times(draft)}


def _address(draft: LocationDraft) -> dict[str, str | None]:
    address = {field: (getattr(draft, field) or "").strip() or None for field in _TEXTS}
    for field, text in address.items():
        if text is not None and len(text) > _MAX_TEXT:
            raise _invalid(field, "the text is longer than 255 characters")
    country = address["country_code"]
    if country is not None and (country not in CountryCode.__members__ or country == "ZZ"):
        raise _invalid("countryCode", f"'{country[:8]}' is not an ISO 3166 country code")
    return address


def _place(draft: LocationDraft) -> dict[str, float | None]:
    latitude, longitude = draft.latitude, draft.longitude
    if latitude is None or longitude is None:
        if latitude is not longitude:
            raise _invalid("latitude", "latitude and longitude go together")
        return {"latitude": None, "longitude": None}
    # Comparisons are false for NaN, so that it is refused as well.
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - degrees
        raise _invalid("latitude", "the coordinates are not on the globe")
    return {"latitude": float(latitude), "longitude": float(longitude)}


def _times(draft: LocationDraft) -> dict[str, Any]:
    zone = _zone(draft.time_zone)
    radius = draft.same_day_km
    if radius is not None and not 0 < radius <= _MOST_KM:
        raise _invalid("sameDayKm", f"a radius is more than 0 km and at most {_MOST_KM}")
    if not 0 <= draft.same_day_minutes <= _A_DAY:
        raise _invalid("sameDayMinutes", "from 0 minutes to a day are possible")
    calendar = draft_calendar(draft.hours, closed=draft.closed_on, zone=zone)
    return {
        "time_zone": zone,
        "hours": pack_calendar(calendar),
        "same_day_km": None if radius is None else float(radius),
        "same_day_minutes": draft.same_day_minutes,
        "same_day_zips": pack_areas(check_areas(draft.same_day_zips, field="sameDayZips")),
    }


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError) as error:
        raise _invalid("timeZone", f"'{name[:80]}' is not a time zone of the IANA database") from error
    return name


def _invalid(field: str, message: str) -> DomainError:
    return DomainError("INVALID", message, field=(field,))
