"""The queue of service requests in the staff schema."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.pagination import PageInfo
from comptoir.graphql.scalars import DateTime
from comptoir.graphql.user_errors import UserErrorRecord
from comptoir.ids import gid, numeric_id
from comptoir.inventory.editing.levels import Level
from comptoir.inventory.graphql.staff.level import InventoryLevel
from comptoir.service.answering import accept_request, complete_request, drop_request, fetch_request
from comptoir.service.elsewhere import levels_elsewhere
from comptoir.service.graphql.enums import KIND, PARTY, STATUS
from comptoir.service.graphql.inputs import room_limits
from comptoir.service.queries import RequestSearch, find_requests
from comptoir.service.records import OPEN, Party, RequestKind, RequestStatus, ServiceRequest
from comptoir.staff.graphql import (
    Permission,
    StaffPayload,
    change,
    number_page,
    number_window,
    requires,
)

_READ = Permission.SERVICE_READ
_WRITE = Permission.SERVICE_WRITE
_PAGE = 50


@requires(_READ)
@strawberry.type(name="ServiceRequest", description="A shopper's call for staff.")
class StaffServiceRequest:
    """A shopper's call for staff."""

    id: strawberry.ID
    place: str = strawberry.field(description="Where in the store the shopper is.")
    title: str | None = strawberry.field(description="What the product was called when it was asked for.")
    sku: str | None
    quantity: int
    quantity_brought: int
    note: str
    language: str = strawberry.field(description="What the shopper reads, such as fr.")
    channel: str | None = strawberry.field(description="The channel that it was made on.")
    accepted_by: str | None = strawberry.field(description="The name of who took it on.")
    reason: str = strawberry.field(description="Why staff called it off; shoppers are not told.")
    created_at: DateTime
    accepted_at: DateTime | None
    fetched_at: DateTime | None
    closed_at: DateTime | None
    expires_at: DateTime = strawberry.field(description="When it ends, with its hold, unless somebody acts.")

    @strawberry.field(graphql_type=KIND)
    def kind(self: Any) -> RequestKind:
        """Return what was asked for."""
        return RequestKind(self.kind)

    @strawberry.field(graphql_type=STATUS)
    def status(self: Any) -> RequestStatus:
        """Return how it stands."""
        return RequestStatus(self.status)

    @strawberry.field(graphql_type=PARTY | None)
    def cancelled_by(self: Any) -> Party | None:
        """Return who called it off."""
        found: Party | None = self.cancelled_by
        return found

    @strawberry.field(description="For how many whole seconds it has stood so.")
    def seconds_since_change(self: Any, info: Info) -> int:
        """Return since when."""
        return int(self.seconds_since_change(info.context.now))

    @strawberry.field
    def location_id(self: Any) -> strawberry.ID:
        """Return the global id of the store."""
        return strawberry.ID(gid("Location", self.location_id))

    @strawberry.field(
        description="Null where it is about no piece, or once the variant is gone from the catalogue."
    )
    def variant_id(self: Any) -> strawberry.ID | None:
        """Return the global id of the variant."""
        number = self.variant_id
        return None if number is None else strawberry.ID(gid("ProductVariant", number))


@requires(_READ)
@strawberry.type(description="A request with its cursor.")
class ServiceRequestEdge:
    """A request with its cursor."""

    cursor: str
    node: StaffServiceRequest


@requires(_READ)
@strawberry.type(description="Requests, the oldest first.")
class ServiceRequestConnection:
    """Requests, the oldest first."""

    edges: list[ServiceRequestEdge]
    nodes: list[StaffServiceRequest]
    page_info: PageInfo


@requires(_WRITE)
@strawberry.type(name="ServiceRequestPayload", description="What came of a step with a request.")
class StaffServiceRequestPayload(StaffPayload):
    """What came of a step with a request."""

    @strawberry.field(graphql_type=StaffServiceRequest | None)
    def request(self: Any) -> Any:
        """Return the request."""
        return self.value


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of fetching for the request of a number."""

    value: ServiceRequest | None
    user_errors: list[UserErrorRecord]
    number: int


@requires(_WRITE)
@strawberry.type(description="What came of fetching what was asked for.")
class ServiceRequestFetchPayload(StaffPayload):
    """What came of fetching what was asked for."""

    @strawberry.field(graphql_type=StaffServiceRequest | None)
    def request(self: Any) -> Any:
        """Return the request."""
        return self.value

    @requires(Permission.STOCK_READ)
    @strawberry.field(
        graphql_type=list[InventoryLevel],
        description="Where `OUT_OF_STOCK` was refused: what other locations have of it.",
    )
    async def elsewhere(self: Any, info: Info) -> Sequence[Level]:
        """Return the levels of other locations."""
        if all(error.code != "OUT_OF_STOCK" for error in self.user_errors):
            return ()
        found: Sequence[Level] = await info.context.shop.db.read(levels_elsewhere, number=self.number)
        return found


@requires(_READ)
@strawberry.type
class ServiceStaffQueries:
    """Seeing the queue."""

    @strawberry.field(
        graphql_type=ServiceRequestConnection,
        description="Requests, the oldest first: those that staff have to see to, or those of the states named.",
    )
    async def service_requests(
        self,
        info: Info,
        first: int = _PAGE,
        after: str | None = None,
        location_id: strawberry.ID | None = None,
        status: list[STATUS] | None = None,  # type: ignore[valid-type]
        kind: KIND | None = None,  # type: ignore[valid-type]
    ) -> Any:
        """Return a page of requests."""
        search = RequestSearch(
            location_id=None if location_id is None else numeric_id(location_id, "Location"),
            kind=kind,
            statuses=OPEN if status is None else tuple(status),
        )
        window = number_window(first=first, after=after)
        found = await info.context.shop.db.read(
            find_requests, search=search, count=window["count"], above=window["below"]
        )
        return number_page(found, first=first, after=after)


@requires(_WRITE)
@strawberry.type
class ServiceStaffMutations:
    """Working the queue."""

    @strawberry.mutation(graphql_type=StaffServiceRequestPayload, description="Take a request on.")
    async def service_request_accept(self, info: Info, id: strawberry.ID) -> Any:
        """Accept a request."""
        return await change(info, accept_request, number=_number(id))

    @strawberry.mutation(
        graphql_type=ServiceRequestFetchPayload,
        description="Say that pieces are at the fitting room, which holds them; all that were asked for, by default.",
    )
    async def service_request_fetch(
        self, info: Info, id: strawberry.ID, quantity: int | None = None
    ) -> Fetched:
        """Fetch what was asked for."""
        number = _number(id)
        limits = room_limits(info.context.shop.settings)
        outcome = await change(info, fetch_request, number=number, limits=limits, quantity=quantity)
        return Fetched(outcome.value, outcome.user_errors, number)

    @strawberry.mutation(
        graphql_type=StaffServiceRequestPayload,
        description="Be done with a request; what is held for it is on sale again.",
    )
    async def service_request_complete(self, info: Info, id: strawberry.ID) -> Any:
        """Complete a request."""
        return await change(info, complete_request, number=_number(id))

    @strawberry.mutation(
        graphql_type=StaffServiceRequestPayload,
        description="Call a request off; the reason stays with staff.",
    )
    async def service_request_cancel(self, info: Info, id: strawberry.ID, reason: str) -> Any:
        """Call a request off."""
        return await change(info, drop_request, number=_number(id), reason=reason)


def _number(ident: str) -> int:
    return numeric_id(ident, "ServiceRequest")
