"""Reservations in the storefront schema."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import strawberry

from comptoir.catalog.graphql.access import variant_by_id
from comptoir.catalog.graphql.variant import ProductVariant
from comptoir.catalog.records import VariantRecord
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import Info, RequestContext
from comptoir.graphql.mutation import attempt
from comptoir.graphql.node import Node
from comptoir.graphql.scalars import DateTime
from comptoir.graphql.user_errors import DisplayableError, UserErrorRecord
from comptoir.ids import gid, numeric_id, split_gid
from comptoir.inventory.graphql import Location
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of
from comptoir.markets import locale_of
from comptoir.reservations.closing import cancel_reservation
from comptoir.reservations.queries import lookup_reservation
from comptoir.reservations.records import Contact, Reservation, ReservationStatus
from comptoir.reservations.reserving import Limits, Wish, new_reservation_token, reserve

_STATUS = strawberry.enum(ReservationStatus, description="How a reservation stands.")


@strawberry.enum(description="Why a reservation was not made or cancelled.")
class ReservationErrorCode(StrEnum):
    """Why a reservation was not made or cancelled."""

    HOLD_LIMIT = "HOLD_LIMIT"
    INVALID = "INVALID"
    LOCATION_NOT_FOUND = "LOCATION_NOT_FOUND"
    MERCHANDISE_NOT_FOUND = "MERCHANDISE_NOT_FOUND"
    OUT_OF_STOCK = "OUT_OF_STOCK"
    PICKUP_TIME_INVALID = "PICKUP_TIME_INVALID"
    RATE_LIMITED = "RATE_LIMITED"
    RESERVATION_CLOSED = "RESERVATION_CLOSED"
    RESERVATION_NOT_FOUND = "RESERVATION_NOT_FOUND"


@strawberry.type(description="A reason why a reservation was not made or cancelled.")
class ReservationUserError(DisplayableError):
    """A reason why a reservation was not made or cancelled."""

    code: ReservationErrorCode | None

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a refusal."""
        return isinstance(obj, UserErrorRecord)


@strawberry.input(description="Who comes to collect: a name, and an email address or a phone number.")
class ReservationContactInput:
    """Who comes to collect."""

    name: str
    email: str | None = None
    phone: str | None = None


@strawberry.input(description="What to keep, where, until when and for whom.")
class ReservationCreateInput:
    """What to keep, where, until when and for whom."""

    variant_id: strawberry.ID
    location_id: strawberry.ID
    contact: ReservationContactInput
    quantity: int = 1
    pickup_by: DateTime | None = strawberry.field(
        default=None,
        description="When it is collected at the latest; by default before the store closes next.",
    )
    idempotency_key: str | None = strawberry.field(
        default=None, description="A request that repeats the key gets the reservation of the first one."
    )


@dataclass(frozen=True, slots=True)
class Held:
    """A reservation as its shopper has it, with the token that opens it."""

    reservation: Reservation
    token: str

    @property
    def id(self) -> str:
        """The global id, which is a secret of the shopper's."""
        return gid("Reservation", self.token)


@dataclass(frozen=True, slots=True)
class ReservationAnswer:
    """What making or cancelling a reservation came to."""

    reservation: Held | None
    user_errors: list[UserErrorRecord]


@strawberry.type(
    name="Reservation",
    description="Pieces kept unpaid at a store. Whoever has the id can read and cancel it: treat it as a secret.",
)
class ShopperReservation(Node):
    """Pieces kept unpaid at a store."""

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a reservation."""
        return isinstance(obj, Held)

    @strawberry.field(description="What to show or say at the counter, such as 7KQ-2MX.")
    def code(self: Any) -> str:
        """Return the code."""
        return str(self.reservation.code)

    @strawberry.field(description="What the QR code to show at the counter holds.")
    def scan_text(self: Any) -> str:
        """Return the text of the QR code."""
        return str(self.reservation.scan_text)

    @strawberry.field(graphql_type=_STATUS)
    def status(self: Any) -> ReservationStatus:
        """Return how it stands."""
        return ReservationStatus(self.reservation.status)

    @strawberry.field(description="What the product was called when it was reserved.")
    def title(self: Any) -> str:
        """Return the title."""
        return str(self.reservation.title)

    @strawberry.field
    def quantity(self: Any) -> int:
        """Return how many pieces are kept."""
        return int(self.reservation.quantity)

    @strawberry.field(graphql_type=DateTime, description="When it is collected at the latest.")
    def pickup_by(self: Any) -> Any:
        """Return the agreed time."""
        return self.reservation.pickup_by

    @strawberry.field(
        graphql_type=DateTime, description="When the pieces are free again: an hour after `pickupBy`."
    )
    def expires_at(self: Any) -> Any:
        """Return when it ends."""
        return self.reservation.expires_at

    @strawberry.field(
        graphql_type=Location | None, description="Where it is collected; null once that was closed."
    )
    def location(self: Any, info: Info) -> LocationRecord | None:
        """Return the store."""
        return availability_of(info.context).by_id.get(gid("Location", self.reservation.location_id))

    @strawberry.field(
        graphql_type=ProductVariant | None,
        description="What is kept; null once it is gone from the catalogue.",
    )
    def merchandise(self: Any, info: Info) -> VariantRecord | None:
        """Return the variant."""
        number = self.reservation.variant_id
        return None if number is None else variant_by_id(info.context, gid("ProductVariant", number))


@strawberry.type(description="What making or cancelling a reservation came to.")
class ReservationPayload:
    """What making or cancelling a reservation came to."""

    reservation: ShopperReservation | None
    user_errors: list[ReservationUserError]


@strawberry.type
class ReservationQueries:
    """Reading a reservation."""

    @strawberry.field(
        graphql_type=ShopperReservation | None,
        description="A reservation by its id; null where there is none.",
    )
    async def reservation(self, info: Info, id: strawberry.ID) -> Held | None:
        """Return a reservation."""
        return await load_reservation(info.context, id)


@strawberry.type
class ReservationMutations:
    """Making and cancelling reservations."""

    @strawberry.mutation(
        graphql_type=ReservationPayload, description="Keep pieces at a store for somebody, unpaid."
    )
    async def reservation_create(self, info: Info, input: ReservationCreateInput) -> ReservationAnswer:
        """Make a reservation."""
        context = info.context
        outcome = await attempt(
            info,
            reserve,
            variant=variant_by_id(context, input.variant_id),
            location=_store(context, input.location_id),
            wish=_wish(context, input),
            limits=_limits(context),
            token=new_reservation_token(
                input.idempotency_key, signing_key=context.shop.settings.signing_key()
            ),
        )
        made = outcome.value
        held = None if made is None else Held(made.reservation, made.token)
        return ReservationAnswer(held, outcome.user_errors)

    @strawberry.mutation(
        graphql_type=ReservationPayload,
        description="Let go of what was reserved; once, or as often as one likes.",
    )
    async def reservation_cancel(self, info: Info, id: strawberry.ID) -> ReservationAnswer:
        """Cancel a reservation."""
        token = _token(id)
        outcome = await attempt(
            info, cancel_reservation, token=token, language=locale_of(info.context).language
        )
        held = None if outcome.value is None else Held(outcome.value, token)
        return ReservationAnswer(held, outcome.user_errors)


async def load_reservation(context: RequestContext, ident: str) -> Held | None:
    """Return a reservation by a shopper's global id."""
    token = _token(ident)
    found = await context.shop.db.read(lookup_reservation, token=token)
    return None if found is None else Held(found, token)


def _token(ident: str) -> str:
    kind, token, _ = split_gid(ident)
    if kind != "Reservation":
        raise BadUserInputError(f"'{ident[:80]}' is the id of a {kind}; a Reservation was expected")
    return token


def _store(context: RequestContext, ident: str) -> LocationRecord | None:
    return availability_of(context).by_id.get(gid("Location", numeric_id(ident, "Location")))


def _limits(context: RequestContext) -> Limits:
    settings = context.shop.settings
    return Limits(pieces=settings.reservation_pieces, longest=timedelta(days=settings.reservation_days))


def _wish(context: RequestContext, input: ReservationCreateInput) -> Wish:
    contact = input.contact
    pickup_by: Any = input.pickup_by
    return Wish(
        quantity=input.quantity,
        contact=Contact(name=contact.name, email=contact.email, phone=contact.phone),
        pickup_by=pickup_by,
        language=locale_of(context).language,
        client=context.client_address or None,
        idempotency_key=input.idempotency_key,
    )
