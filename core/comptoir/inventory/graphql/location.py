"""Locations."""

from enum import StrEnum
from typing import Any

import strawberry

from comptoir.catalog.graphql.metafield import HasMetafields
from comptoir.graphql.context import Info
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import PageInfo
from comptoir.inventory.addresses import country_name, formatted_address
from comptoir.inventory.hours import Calendar, HoursRecord, listed_hours
from comptoir.inventory.nearness import Point, point_at
from comptoir.inventory.records import LocationRecord
from comptoir.markets import locale_of


@strawberry.enum(description="What locations are ordered by.")
class LocationSortKeys(StrEnum):
    """What locations are ordered by."""

    CITY = "CITY"
    DISTANCE = "DISTANCE"
    ID = "ID"
    NAME = "NAME"


@strawberry.input(description="A place on the globe, in degrees.")
class GeoCoordinateInput:
    """A place on the globe, in degrees."""

    latitude: float
    longitude: float


def point_near(near: GeoCoordinateInput | None) -> Point | None:
    """Return the point that a client names; raises `BadUserInputError` for one off the globe."""
    return None if near is None else point_at(latitude=near.latitude, longitude=near.longitude)


@strawberry.type(description="Where a location is.")
class LocationAddress:
    """Where a location is."""

    address1: str | None
    address2: str | None
    city: str | None
    country_code: str | None
    latitude: float | None
    longitude: float | None
    phone: str | None
    province: str | None
    province_code: str | None
    zip: str | None

    @strawberry.field(description="Name of the country in the shopper's language.")
    def country(self: Any, info: Info) -> str | None:
        """Return the name of the country."""
        return country_name(self.country_code, language=locale_of(info.context).language)

    @strawberry.field(description="The lines of the address.")
    def formatted(self: Any, info: Info) -> list[str]:
        """Return the lines as they are written in that country."""
        return formatted_address(self, language=locale_of(info.context).language)


@strawberry.type(description="Hours in which a location is open, by the clock on its wall.")
class OpeningHours:
    """Hours in which a location is open."""

    weekday: int | None = strawberry.field(description="1 for Monday to 7 for Sunday; null for a date.")
    date: str | None = strawberry.field(description="The day, as YYYY-MM-DD, that differs from its week.")
    opens: str | None = strawberry.field(description="HH:MM; null on a date when it is closed.")
    closes: str | None = strawberry.field(description="HH:MM, up to 24:00; null on a date when it is closed.")


@strawberry.type(description="A place of the shop where goods can be collected.")
class Location(HasMetafields, Node):
    """A place of the shop."""

    handle: str
    name: str

    @strawberry.field(graphql_type=LocationAddress)
    def address(self: Any) -> LocationRecord:
        """Return the location itself, which has the parts of its address."""
        record: LocationRecord = self
        return record

    time_zone: str = strawberry.field(description="Name in the IANA database, such as Europe/Paris.")

    @strawberry.field(
        graphql_type=list[OpeningHours],
        description="The hours of a week, then the days from today on that differ; none where none are known.",
    )
    def opening_hours(self: Any, info: Info) -> list[HoursRecord]:
        """Return the hours."""
        return listed_hours(self.hours, now=info.context.now)

    @strawberry.field(description="Whether it is open at this moment; null where no hours are known.")
    def open_now(self: Any, info: Info) -> bool | None:
        """Return whether it is open."""
        calendar: Calendar = self.hours
        return calendar.is_open(info.context.now) if calendar.known else None

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a location."""
        return isinstance(obj, LocationRecord)


@strawberry.type(description="A location in a list.")
class LocationEdge:
    """A location in a list."""

    cursor: str
    node: Location


@strawberry.type(description="A page of locations.")
class LocationConnection:
    """A page of locations."""

    edges: list[LocationEdge]
    nodes: list[Location]
    page_info: PageInfo
