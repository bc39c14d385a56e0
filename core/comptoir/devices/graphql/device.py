"""Devices in the GraphQL schema: a screen learns from its token where it stands."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import strawberry

from comptoir.devices.commands import sign_in_device
from comptoir.devices.queries import lookup_device
from comptoir.devices.records import DeviceRecord, ReaderRecord
from comptoir.graphql.context import Info
from comptoir.graphql.mutation import attempt
from comptoir.graphql.user_errors import DisplayableError, UserErrorRecord
from comptoir.inventory.graphql import Location
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of


@strawberry.type(description="A card reader, as `payment: {provider, token}` names it.")
class CardReader:
    """A card reader. Resolves on `ReaderRecord`."""

    provider: str
    token: str


@strawberry.type(description="A screen of the shop's own that stands at a location, such as a kiosk.")
class Device:
    """A screen of the shop's own."""

    id: strawberry.ID
    name: str
    channel: str = strawberry.field(description="The channel that it shows.")
    signed_in_elsewhere: bool = strawberry.field(
        description="Whether another screen signed in with its token, so that the session that was given has ended."
    )

    @strawberry.field(
        graphql_type=Location | None, description="Where it stands; none where that location was closed."
    )
    def location(self: Any, info: Info) -> LocationRecord | None:
        """Return where it stands."""
        return availability_of(info.context).by_id.get(self.location_id)

    @strawberry.field(
        graphql_type=CardReader | None,
        description="The card reader that stands beside it, told to the screen that is signed in alone.",
    )
    def reader(self: Any) -> ReaderRecord | None:
        """Return the reader, to the one screen that may use it."""
        found: ReaderRecord | None = self.reader
        return None if self.signed_in_elsewhere else found


@strawberry.enum(description="Why a screen was not signed in.")
class DeviceErrorCode(StrEnum):
    """Why a screen was not signed in."""

    IN_USE = "IN_USE"
    NOT_FOUND = "NOT_FOUND"


@strawberry.type(description="A reason why a screen was not signed in.")
class DeviceUserError(DisplayableError):
    """A reason why a screen was not signed in."""

    code: DeviceErrorCode | None

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a refusal."""
        return isinstance(obj, UserErrorRecord)


@strawberry.type(description="What `deviceSignIn` answers.")
class DeviceSignInPayload:
    """What `deviceSignIn` answers."""

    session: str | None = strawberry.field(description="Names this screen from now on; told this once.")
    device: Device | None
    user_errors: list[DeviceUserError]


@dataclass(frozen=True, slots=True)
class SignInRecord:
    """What signing in came to."""

    session: str | None
    device: DeviceRecord | None
    user_errors: list[UserErrorRecord]


@strawberry.type
class DeviceMutations:
    """Signing screens in."""

    @strawberry.field(
        graphql_type=DeviceSignInPayload | None,
        description="Sign a screen in with its device's token. A device has one session: refused while another "
        "screen has it, unless this one takes over; that one's session then ends.",
    )
    async def device_sign_in(
        self, info: Info, token: str, session: str | None = None, take_over: bool = False
    ) -> SignInRecord:
        """Sign a screen in; `session` is the one that it has, if any."""
        outcome = await attempt(info, sign_in_device, token=token, session=session, take_over=take_over)
        found = outcome.value
        return SignInRecord(
            found.session if found else None, found.device if found else None, outcome.user_errors
        )


@strawberry.type
class DeviceQueries:
    """Reading devices."""

    @strawberry.field(
        graphql_type=Device | None,
        description="The device that has this token; none for a token that is unknown or was revoked.",
    )
    async def device(self, info: Info, token: str, session: str | None = None) -> DeviceRecord | None:
        """Return a device as the screen with a session sees it."""
        return await info.context.shop.db.read(lookup_device, token=token, session=session)
