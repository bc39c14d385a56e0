"""What the snapshot holds of locations, and what an operation finds out about stock."""

from collections.abc import Sequence
from dataclasses import dataclass

from comptoir.addresses import ZipIndex
from comptoir.catalog.records import MetafieldRecord
from comptoir.inventory.hours import Calendar


@dataclass(slots=True, kw_only=True, eq=False)
class LocationRecord:
    """An active location. Coordinates are degrees (WGS 84); attribute names are those of GraphQL."""

    number: int
    id: str
    handle: str
    name: str
    kind: str
    address1: str | None
    address2: str | None
    zip: str | None
    city: str | None
    province: str | None
    province_code: str | None
    country_code: str | None
    phone: str | None
    latitude: float | None
    longitude: float | None
    time_zone: str
    pickup_enabled: bool
    pickup_minutes: int
    fulfils_online: bool
    hours: Calendar
    same_day_km: float | None
    same_day_minutes: int
    same_day_zips: ZipIndex
    metafields: Sequence[MetafieldRecord] = ()

    @property
    def sells(self) -> bool:
        """Stock here can be bought: shipped from here, or collected here."""
        return self.fulfils_online or self.pickup_enabled
