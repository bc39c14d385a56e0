"""Devices in the GraphQL schema: a screen learns from its token where it stands."""

from typing import Any

import strawberry

from comptoir.devices.queries import lookup_device
from comptoir.devices.records import DeviceRecord
from comptoir.graphql.context import Info
from comptoir.inventory.graphql import Location
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of


@strawberry.type(description="A screen of the shop's own that stands at a location, such as a kiosk.")
class Device:
    """A screen of the shop's own."""

    id: strawberry.ID
    name: str
    channel: str = strawberry.field(description="The channel that it shows.")

    @strawberry.field(
        graphql_type=Location | None, description="Where it stands; none where that location was closed."
    )
    def location(self: Any, info: Info) -> LocationRecord | None:
        """Return where it stands."""
        return availability_of(info.context).by_id.get(self.location_id)


@strawberry.type
class DeviceQueries:
    """Reading devices."""

    @strawberry.field(
        graphql_type=Device | None,
        description="The device that has this token; none for a token that is unknown or was revoked.",
    )
    async def device(self, info: Info, token: str) -> DeviceRecord | None:
        """Return a device."""
        return await info.context.shop.db.read(lookup_device, token=token)
