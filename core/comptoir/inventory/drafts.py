"""What a location should be: saving a draft makes the stored one, found by its handle, equal to it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from comptoir.addresses import ZipArea
from comptoir.inventory.hours import Opening

LocationKind = Literal["store", "warehouse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationDraft:
    """A place that holds stock.

    Coordinates are degrees (WGS 84), both or neither; `country_code` and `province_code` are ISO 3166.
    Stock at an active location can be sold when orders are shipped from it (`fulfils_online`) or collected
    there (`pickup_enabled`); stock elsewhere is not offered.
    """

    handle: str
    name: str
    kind: LocationKind = "store"
    address1: str | None = None
    address2: str | None = None
    zip: str | None = None
    city: str | None = None
    province: str | None = None
    province_code: str | None = None
    country_code: str | None = None
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    time_zone: str = "UTC"
    """Name in the IANA database, such as Europe/Paris."""
    pickup_enabled: bool = False
    pickup_minutes: int = 120
    """How long it usually takes until an order can be collected; below a day, in hours of opening."""
    hours: tuple[Opening, ...] = ()
    """When it is open; without any, nothing is promised by the clock."""
    closed_on: tuple[date, ...] = ()
    """Days on which it is closed against its week, such as holidays."""
    same_day_km: float | None = None
    """Within how many kilometres it says that it brings orders today; none where it does not."""
    same_day_zips: tuple[ZipArea, ...] = ()
    """Where it brings orders on the day they are placed; checkout offers that for addresses there."""
    same_day_minutes: int = 120
    """How long an order that is ready is on its way then."""
    fulfils_online: bool = True
    position: int = 0
    active: bool = True
