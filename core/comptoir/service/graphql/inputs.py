"""What shoppers send to call staff, and how it is read."""

from dataclasses import dataclass
from datetime import timedelta

import strawberry

from comptoir.catalog.graphql.access import variant_by_id
from comptoir.catalog.records import VariantRecord
from comptoir.devices.queries import lookup_device
from comptoir.devices.records import DeviceRecord
from comptoir.graphql.context import RequestContext
from comptoir.ids import gid, numeric_id
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of
from comptoir.markets import locale_of
from comptoir.service.answering import RoomLimits
from comptoir.service.asking import LONGEST_NOTE, LONGEST_PLACE, Call, Limits
from comptoir.service.graphql.enums import KIND
from comptoir.settings import Settings


@strawberry.input(description="The screen of the shop's own that somebody stands at.")
class ServiceRequestDeviceInput:
    """The screen that somebody stands at."""

    token: str
    session: str | None = None


@strawberry.input(description="What is asked for, and from where.")
class ServiceRequestCreateInput:
    """What is asked for, and from where."""

    kind: KIND  # type: ignore[valid-type]
    variant_id: strawberry.ID | None = strawberry.field(
        default=None, description="What to bring, or what the question is about."
    )
    location_id: strawberry.ID | None = strawberry.field(
        default=None, description="The store; a device stands at one of its own."
    )
    place: str | None = strawberry.field(
        default=None,
        description=f"Where in the store, such as Cabin 3, in at most {LONGEST_PLACE} characters; "
        "a device is known by its name.",
    )
    quantity: int = 1
    note: str | None = strawberry.field(
        default=None, description=f"For whoever comes, in at most {LONGEST_NOTE} characters."
    )
    device: ServiceRequestDeviceInput | None = None
    idempotency_key: str | None = strawberry.field(
        default=None, description="A request that repeats the key gets the one that the first made."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What an input names, as the shop knows it."""

    variant: VariantRecord | None
    location: LocationRecord | None
    device: DeviceRecord | None


async def read_names(context: RequestContext, input: ServiceRequestCreateInput) -> Named:
    """Return what an input names; raises `BadUserInputError` for ids that are none."""
    device = None
    if input.device is not None:
        device = await context.shop.db.read(
            lookup_device, token=input.device.token, session=input.device.session
        )
    variant = None if input.variant_id is None else variant_by_id(context, input.variant_id)
    return Named(variant=variant, location=_location(context, input.location_id, device), device=device)


def read_call(context: RequestContext, input: ServiceRequestCreateInput) -> Call:
    """Return what an input asks for."""
    return Call(
        kind=input.kind,
        place=input.place,
        quantity=input.quantity,
        note=input.note or "",
        about_variant=input.variant_id is not None,
        from_device=input.device is not None,
        language=locale_of(context).language,
        client=context.client_address or None,
        idempotency_key=input.idempotency_key,
    )


def asking_limits(settings: Settings) -> Limits:
    """Return what the shop allows whoever asks."""
    return Limits(
        pieces=settings.fitting_room_pieces,
        answer_within=timedelta(minutes=settings.service_answer_minutes),
        when_closed=settings.service_when_closed,
    )


def room_limits(settings: Settings) -> RoomLimits:
    """Return what the shop allows in a fitting room."""
    return RoomLimits(
        pieces=settings.fitting_room_pieces,
        held_for=timedelta(minutes=settings.fitting_room_minutes),
    )


def _location(
    context: RequestContext, ident: strawberry.ID | None, device: DeviceRecord | None
) -> LocationRecord | None:
    known = availability_of(context).by_id
    if ident is not None:
        return known.get(gid("Location", numeric_id(ident, "Location")))
    return known.get(device.location_id) if device is not None else None
