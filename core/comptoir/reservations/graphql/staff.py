"""Reservations in the staff schema: found by code, name or phone, handed over, released."""

from dataclasses import dataclass
from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.scalars import DateTime
from comptoir.ids import gid, numeric_id
from comptoir.reservations.closing import hand_over_reservation, release_reservation
from comptoir.reservations.queries import ReservationSearch, find_reservations
from comptoir.reservations.records import Reservation, ReservationStatus
from comptoir.staff.graphql import Permission, StaffPayload, change, requires

_PAGE = 50
_STATUS = strawberry.enum(ReservationStatus, description="How a reservation stands.")


@requires(Permission.RESERVATIONS_READ)
@strawberry.type(name="ReservationContact", description="Who comes to collect.")
class StaffReservationContact:
    """Who comes to collect."""

    name: str
    email: str | None
    phone: str | None


@requires(Permission.RESERVATIONS_READ)
@strawberry.type(name="Reservation", description="Pieces kept unpaid at a store.")
class StaffReservation:
    """Pieces kept unpaid at a store."""

    id: strawberry.ID
    code: str
    title: str = strawberry.field(description="What the product was called when it was reserved.")
    sku: str | None
    quantity: int
    contact: StaffReservationContact
    pickup_by: DateTime
    expires_at: DateTime
    created_at: DateTime
    closed_at: DateTime | None
    reference: str = strawberry.field(description="The receipt or order that it was collected with.")
    channel: str | None = strawberry.field(description="The channel that it was made on.")

    @strawberry.field(graphql_type=_STATUS)
    def status(self: Any) -> ReservationStatus:
        """Return how it stands."""
        return ReservationStatus(self.status)

    @strawberry.field
    def location_id(self: Any) -> strawberry.ID:
        """Return the global id of the store."""
        return strawberry.ID(gid("Location", self.location_id))

    @strawberry.field(description="Null once the variant is gone from the catalogue.")
    def variant_id(self: Any) -> strawberry.ID | None:
        """Return the global id of the variant."""
        number = self.variant_id
        return None if number is None else strawberry.ID(gid("ProductVariant", number))


@requires(Permission.RESERVATIONS_READ)
@strawberry.type(description="Some of the reservations that fit, the newest first.")
class ReservationList:
    """Some of the reservations that fit."""

    nodes: list[StaffReservation]
    next_before: strawberry.ID | None = strawberry.field(
        description="Pass as `before` for those that follow; null at the end."
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of reservations."""

    nodes: list[Reservation]
    next_before: str | None


@requires(Permission.RESERVATIONS_WRITE)
@strawberry.type(description="What came of a change to a reservation.")
class StaffReservationPayload(StaffPayload):
    """What came of a change to a reservation."""

    @strawberry.field(graphql_type=StaffReservation | None)
    def reservation(self: Any) -> Any:
        """Return the reservation."""
        return self.value


@requires(Permission.RESERVATIONS_READ)
@strawberry.type
class ReservationStaffQueries:
    """Finding reservations."""

    @strawberry.field(
        graphql_type=ReservationList,
        description="The reservations that fit a code (typed or scanned), a name, an email address or a phone number.",
    )
    async def reservations(
        self,
        info: Info,
        query: str = "",
        location_id: strawberry.ID | None = None,
        status: _STATUS | None = None,  # type: ignore[valid-type]
        first: int = _PAGE,
        before: strawberry.ID | None = None,
    ) -> Listed:
        """Return reservations."""
        search = ReservationSearch(
            text=query,
            location_id=None if location_id is None else numeric_id(location_id, "Location"),
            status=status,
        )
        below = None if before is None else numeric_id(before, "Reservation")
        found = await info.context.shop.db.read(find_reservations, search=search, count=first, below=below)
        return Listed(found, found[-1].id if found and len(found) == first else None)


@requires(Permission.RESERVATIONS_WRITE)
@strawberry.type
class ReservationStaffMutations:
    """Ending reservations."""

    @strawberry.mutation(
        graphql_type=StaffReservationPayload,
        description="Hand reserved pieces over for a sale that is rung up; `reference` is its receipt.",
    )
    async def reservation_hand_over(
        self, info: Info, id: strawberry.ID, reference: str = "", reason: str | None = None
    ) -> Any:
        """Hand a reservation over."""
        number = numeric_id(id, "Reservation")
        return await change(info, hand_over_reservation, number=number, reference=reference, reason=reason)

    @strawberry.mutation(
        graphql_type=StaffReservationPayload, description="Put reserved pieces back on sale."
    )
    async def reservation_release(self, info: Info, id: strawberry.ID, reason: str | None = None) -> Any:
        """Release a reservation."""
        return await change(info, release_reservation, number=numeric_id(id, "Reservation"), reason=reason)
