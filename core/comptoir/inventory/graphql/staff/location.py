"""Locations in the staff schema."""

from datetime import date
from typing import Any

import strawberry
from strawberry import UNSET

from comptoir.addresses import ZipArea
from comptoir.codes import CountryCode
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import Info
from comptoir.inventory.drafts import LocationDraft
from comptoir.inventory.editing.locations import find_locations, put_location
from comptoir.inventory.hours import Opening
from comptoir.staff.graphql import Permission, StaffPayload, change, given, prepared, requires

_READ = Permission.LOCATIONS_READ
_WRITE = Permission.LOCATIONS_WRITE


@requires(_READ)
@strawberry.type(description="Hours of every week, or of one day that differs from its week.")
class OpeningHours:
    """Hours of opening."""

    opens: str = strawberry.field(description="HH:MM by the clock of the location.")
    closes: str

    @strawberry.field(description="0 is Monday, 6 is Sunday; null for the hours of one day.")
    def weekday(self: Any) -> int | None:
        """Return the day of the week."""
        return None if isinstance(self.day, date) else int(self.day)

    @strawberry.field(description="The day that differs from its week, such as 2026-12-24.")
    def date(self: Any) -> str | None:
        """Return the one day."""
        return None if isinstance(self.day, int) else str(self.day.isoformat())


@requires(_READ)
@strawberry.type(description="Postal codes of a country; those that end in * are the beginnings of codes.")
class PostalArea:
    """Postal codes of a country."""

    zips: list[str]

    @strawberry.field(description="The country.")
    def country_code(self: Any) -> CountryCode:
        """Return the country."""
        return CountryCode(self.country)


@requires(_READ)
@strawberry.type(description="A place that holds stock.")
class Location:
    """A place that holds stock."""

    id: strawberry.ID
    handle: str
    name: str
    kind: str = strawberry.field(description="store or warehouse.")
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
    hours: list[OpeningHours]
    same_day_km: float | None
    same_day_minutes: int
    same_day_zips: list[PostalArea] = strawberry.field(
        description="Where it brings orders on the day they are placed."
    )
    fulfils_online: bool
    position: int
    active: bool

    @strawberry.field(description="Days on which it is closed against its week.")
    def closed_on(self: Any) -> list[str]:
        """Return the days on which it is closed."""
        return [day.isoformat() for day in self.closed_on]


@strawberry.input(description="Hours of a weekday (0 is Monday) or of one day; times are HH:MM.")
class OpeningHoursInput:
    """Hours of opening."""

    opens: str
    closes: str
    weekday: int | None = None
    date: str | None = None

    def draft(self) -> Opening:
        """Return them as a draft; raises `BadUserInputError` where the day is not settled."""
        if (self.weekday is None) == (self.date is None):
            raise BadUserInputError("give either the weekday or the date of opening hours")
        day = parse_day(self.date) if self.date is not None else self.weekday
        return Opening(day=day or 0, opens=self.opens, closes=self.closes)


@strawberry.input(description="Postal codes of a country: whole ones, and beginnings such as 750*.")
class PostalAreaInput:
    """Postal codes of a country."""

    country_code: CountryCode
    zips: list[str]

    def draft(self) -> ZipArea:
        """Return them as a draft."""
        return ZipArea(country=self.country_code.value, zips=tuple(self.zips))


@strawberry.input(description="A location, found by its handle. What is left out stays as it is.")
class LocationInput:
    """A location."""

    handle: str
    name: str | None = UNSET
    kind: str | None = UNSET
    address1: str | None = UNSET
    address2: str | None = UNSET
    zip: str | None = UNSET
    city: str | None = UNSET
    province: str | None = UNSET
    province_code: str | None = UNSET
    country_code: str | None = UNSET
    phone: str | None = UNSET
    latitude: float | None = UNSET
    longitude: float | None = UNSET
    time_zone: str | None = UNSET
    pickup_enabled: bool | None = UNSET
    pickup_minutes: int | None = UNSET
    hours: list[OpeningHoursInput] | None = UNSET
    closed_on: list[str] | None = UNSET
    same_day_km: float | None = UNSET
    same_day_minutes: int | None = UNSET
    same_day_zips: list[PostalAreaInput] | None = UNSET
    fulfils_online: bool | None = UNSET
    position: int | None = UNSET
    active: bool | None = UNSET


@requires(_WRITE)
@strawberry.type(description="A change to a location.")
class LocationPayload(StaffPayload):
    """A change to a location."""

    @strawberry.field(graphql_type=Location | None)
    def location(self: Any) -> Any:
        """Return the location."""
        return self.value


@requires(_READ)
@strawberry.type
class LocationStaffQueries:
    """Reading locations."""

    @strawberry.field(
        graphql_type=list[Location], description="All locations in their order, inactive ones too."
    )
    async def locations(self, info: Info) -> Any:
        """Return all locations."""
        return await info.context.shop.db.read(find_locations)


def _values(source: LocationInput) -> dict[str, Any]:
    values = given(source, LocationDraft)
    if source.closed_on:
        values["closed_on"] = tuple(parse_day(day) for day in source.closed_on)
    return values


def parse_day(text: str) -> date:
    """Return a day; raises `BadUserInputError` for a text that is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadUserInputError(f"'{text[:40]}' is not a day such as 2026-12-24") from error


@requires(_WRITE)
@strawberry.type
class LocationStaffMutations:
    """Changing locations."""

    @strawberry.mutation(
        graphql_type=LocationPayload, description="Add a location, or change the one with its handle."
    )
    async def location_save(self, info: Info, input: LocationInput, reason: str | None = None) -> Any:
        """Save a location."""
        return await prepared(
            lambda: _values(input), lambda values: change(info, put_location, values=values, reason=reason)
        )
