"""Locations."""

from enum import StrEnum
from typing import Any

import strawberry

from comptoir.catalog.graphql.metafield import HasMetafields
from comptoir.graphql.context import Info
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import PageInfo
from comptoir.inventory.addresses import country_name, formatted_address
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
