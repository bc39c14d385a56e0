"""What the snapshot holds of locations, and what an operation finds out about stock."""

from collections.abc import Sequence
from dataclasses import dataclass

from comptoir.catalog.records import MetafieldRecord


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
    metafields: Sequence[MetafieldRecord] = ()

    @property
    def sells(self) -> bool:
        """Stock here can be bought: shipped from here, or collected here."""
        return self.fulfils_online or self.pickup_enabled


@dataclass(slots=True, kw_only=True, eq=False)
class StoreAvailabilityRecord:
    """What one location has of a variant; attribute names are those of GraphQL."""

    location: LocationRecord
    available: bool
    quantity_available: int
    pick_up_time: str
