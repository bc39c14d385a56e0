"""Devices in the staff schema: enrolling kiosks and tills to a location."""

from typing import Any

import strawberry

from comptoir.devices.editing import drivers_of, enrol, place_reader, revoke
from comptoir.devices.queries import find_devices
from comptoir.devices.records import ReaderRecord
from comptoir.graphql.context import Info
from comptoir.graphql.scalars import DateTime
from comptoir.ids import numeric_id
from comptoir.staff.graphql import Permission, StaffPayload, change, requires

_READ = Permission.DEVICES_READ
_WRITE = Permission.DEVICES_WRITE


@requires(_READ)
@strawberry.type(description="A card reader: who drives it, and what they call it.")
class CardReader:
    """A card reader."""

    provider: str
    token: str


@requires(_READ)
@strawberry.type(description="A screen of the shop's own, such as a kiosk or a till.")
class Device:
    """A screen of the shop's own."""

    id: strawberry.ID
    name: str
    channel: str = strawberry.field(description="The channel that it shows.")
    location_id: strawberry.ID
    location_name: str
    enrolled_at: DateTime
    revoked_at: DateTime | None
    reader: CardReader | None = strawberry.field(description="The card reader that stands beside it.")


@requires(_WRITE)
@strawberry.type(description="A device that was enrolled.")
class DeviceEnrolPayload(StaffPayload):
    """A device that was enrolled."""

    @strawberry.field(description="What the device shows for itself; told this once.")
    def token(self: Any) -> str | None:
        """Return the token."""
        return None if self.value is None else str(self.value.token)

    @strawberry.field(graphql_type=Device | None)
    def device(self: Any) -> Any:
        """Return the device."""
        return None if self.value is None else self.value.device


@requires(_WRITE)
@strawberry.type(description="A device that was revoked.")
class DeviceRevokePayload(StaffPayload):
    """A device that was revoked."""

    @strawberry.field(graphql_type=Device | None)
    def device(self: Any) -> Any:
        """Return the device."""
        return self.value


@requires(_WRITE)
@strawberry.type(description="A device beside which a card reader was placed, or taken away.")
class DeviceReaderPayload(StaffPayload):
    """A device whose reader was set."""

    @strawberry.field(graphql_type=Device | None)
    def device(self: Any) -> Any:
        """Return the device."""
        return self.value


@strawberry.input(description="A card reader: who drives it, and what they call it.")
class CardReaderInput:
    """A card reader."""

    provider: str = strawberry.field(description="Who drives it: `stripe`.")
    token: str = strawberry.field(description="What they call it: `tmr_…`.")


@requires(_READ)
@strawberry.type
class DeviceStaffQueries:
    """Reading devices."""

    @strawberry.field(graphql_type=list[Device], description="All devices, revoked ones too.")
    async def devices(self, info: Info) -> Any:
        """Return all devices."""
        return await info.context.shop.db.read(find_devices)


@requires(_WRITE)
@strawberry.type
class DeviceStaffMutations:
    """Enrolling and revoking devices."""

    @strawberry.mutation(
        graphql_type=DeviceEnrolPayload, description="Give a device at a location (by handle) a token."
    )
    async def device_enrol(self, info: Info, name: str, channel: str, location: str) -> Any:
        """Enrol a device."""
        channels = frozenset(found.name for found in info.context.shop.channels)
        return await change(info, enrol, name=name, channel=channel, location=location, channels=channels)

    @strawberry.mutation(graphql_type=DeviceRevokePayload, description="Make a device's token worthless.")
    async def device_revoke(self, info: Info, id: strawberry.ID, reason: str | None = None) -> Any:
        """Revoke a device."""
        return await change(info, revoke, number=numeric_id(id, "Device"), reason=reason)

    @strawberry.mutation(
        graphql_type=DeviceReaderPayload,
        description="Say which card reader stands beside a device; null where none does any more.",
    )
    async def device_reader_set(
        self, info: Info, id: strawberry.ID, reader: CardReaderInput | None = None, reason: str | None = None
    ) -> Any:
        """Place a reader."""
        drivers = drivers_of(info.context.shop.payment_providers.values())
        given = None if reader is None else ReaderRecord(provider=reader.provider, token=reader.token.strip())
        number = numeric_id(id, "Device")
        return await change(info, place_reader, number=number, reader=given, drivers=drivers, reason=reason)
