"""Calling staff in the storefront schema."""

from dataclasses import dataclass
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
from comptoir.ids import gid, split_gid
from comptoir.inventory.at_store import StoreAvailabilityRecord
from comptoir.inventory.graphql import Location, StoreAvailability
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of
from comptoir.markets import locale_of
from comptoir.service.asking import ask_staff, new_request_token
from comptoir.service.elsewhere import stores_that_have
from comptoir.service.ending import cancel_request
from comptoir.service.graphql.enums import KIND, PARTY, STATUS
from comptoir.service.graphql.inputs import (
    Named,
    ServiceRequestCreateInput,
    asking_limits,
    read_call,
    read_names,
)
from comptoir.service.queries import lookup_request
from comptoir.service.records import Party, RequestKind, RequestStatus, ServiceRequest


@strawberry.enum(description="Why staff were not called, or a request not cancelled.")
class ServiceRequestErrorCode(StrEnum):
    """Why staff were not called, or a request not cancelled."""

    DEVICE_NOT_FOUND = "DEVICE_NOT_FOUND"
    INVALID = "INVALID"
    LOCATION_CLOSED = "LOCATION_CLOSED"
    LOCATION_NOT_FOUND = "LOCATION_NOT_FOUND"
    LOCATION_NOT_STAFFED = "LOCATION_NOT_STAFFED"
    MERCHANDISE_NOT_FOUND = "MERCHANDISE_NOT_FOUND"
    OUT_OF_STOCK = "OUT_OF_STOCK"
    PLACE_LIMIT = "PLACE_LIMIT"
    QUEUE_FULL = "QUEUE_FULL"
    RATE_LIMITED = "RATE_LIMITED"
    SERVICE_REQUEST_CLOSED = "SERVICE_REQUEST_CLOSED"
    SERVICE_REQUEST_NOT_FOUND = "SERVICE_REQUEST_NOT_FOUND"


@strawberry.type(description="A reason why staff were not called, or a request not cancelled.")
class ServiceRequestUserError(DisplayableError):
    """A reason why staff were not called, or a request not cancelled."""

    code: ServiceRequestErrorCode | None

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a refusal."""
        return isinstance(obj, UserErrorRecord)


@dataclass(frozen=True, slots=True)
class Followed:
    """A request as its shopper has it, with the token that opens it."""

    request: ServiceRequest
    token: str

    @property
    def id(self) -> str:
        """The global id, which is a secret of the shopper's."""
        return gid("ServiceRequest", self.token)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAnswer:
    """What calling staff or cancelling came to; `named` is what was asked for."""

    request: Followed | None
    user_errors: list[UserErrorRecord]
    named: Named | None = None


@strawberry.type(
    name="ServiceRequest",
    description="A call for staff. Whoever has the id can follow and cancel it: treat it as a secret.",
)
class ShopperRequest(Node):
    """A call for staff."""

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a request."""
        return isinstance(obj, Followed)

    @strawberry.field(graphql_type=KIND)
    def kind(self: Any) -> RequestKind:
        """Return what was asked for."""
        return RequestKind(self.request.kind)

    @strawberry.field(graphql_type=STATUS)
    def status(self: Any) -> RequestStatus:
        """Return how it stands."""
        return RequestStatus(self.request.status)

    @strawberry.field(description="For how many whole seconds it has stood so, by the shop's clock.")
    def seconds_since_change(self: Any, info: Info) -> int:
        """Return since when."""
        return int(self.request.seconds_since_change(info.context.now))

    @strawberry.field(description="Where in the store.")
    def place(self: Any) -> str:
        """Return the place."""
        return str(self.request.place)

    @strawberry.field
    def note(self: Any) -> str | None:
        """Return what was written with it."""
        return self.request.note or None

    @strawberry.field(
        description="What the product was called when it was asked for; null where it is about none."
    )
    def title(self: Any) -> str | None:
        """Return the title."""
        return None if self.request.title is None else str(self.request.title)

    @strawberry.field(description="How many pieces were asked for.")
    def quantity(self: Any) -> int:
        """Return how many pieces were asked for."""
        return int(self.request.quantity)

    @strawberry.field(description="How many pieces were brought; 0 until then.")
    def quantity_brought(self: Any) -> int:
        """Return how many pieces were brought."""
        return int(self.request.quantity_brought)

    @strawberry.field(graphql_type=PARTY | None, description="Who called it off; null unless CANCELLED.")
    def cancelled_by(self: Any) -> Party | None:
        """Return who called it off."""
        found: Party | None = self.request.cancelled_by
        return found

    @strawberry.field(graphql_type=DateTime)
    def created_at(self: Any) -> Any:
        """Return when it was made."""
        return self.request.created_at

    @strawberry.field(graphql_type=DateTime | None)
    def accepted_at(self: Any) -> Any:
        """Return when somebody took it on."""
        return self.request.accepted_at

    @strawberry.field(graphql_type=DateTime | None)
    def fetched_at(self: Any) -> Any:
        """Return when the pieces were brought."""
        return self.request.fetched_at

    @strawberry.field(graphql_type=DateTime | None)
    def closed_at(self: Any) -> Any:
        """Return when it ended."""
        return self.request.closed_at

    @strawberry.field(
        graphql_type=DateTime,
        description="When it ends by itself: unless it is answered, then done; what was brought is held until then.",
    )
    def expires_at(self: Any) -> Any:
        """Return when it ends by itself."""
        return self.request.expires_at

    @strawberry.field(graphql_type=Location | None, description="The store; null once that was closed.")
    def location(self: Any, info: Info) -> LocationRecord | None:
        """Return the store."""
        return availability_of(info.context).by_id.get(gid("Location", self.request.location_id))

    @strawberry.field(
        graphql_type=ProductVariant | None,
        description="What it is about; null where that is no piece, or one that is gone from the catalogue.",
    )
    def merchandise(self: Any, info: Info) -> VariantRecord | None:
        """Return the variant."""
        number = self.request.variant_id
        return None if number is None else variant_by_id(info.context, gid("ProductVariant", number))


@strawberry.type(description="What calling staff or cancelling came to.")
class ServiceRequestPayload:
    """What calling staff or cancelling came to."""

    request: ShopperRequest | None
    user_errors: list[ServiceRequestUserError]

    @strawberry.field(
        graphql_type=list[StoreAvailability],
        description="Where `OUT_OF_STOCK` was refused: the other stores that have it, the nearest first.",
    )
    async def elsewhere(self: Any, info: Info) -> list[StoreAvailabilityRecord]:
        """Return the other stores that have what a store has not."""
        named: Named | None = self.named
        if named is None or named.variant is None or named.location is None:
            return []
        if all(error.code != "OUT_OF_STOCK" for error in self.user_errors):
            return []
        return await stores_that_have(info.context, named.variant, but=named.location)


@strawberry.type
class ServiceQueries:
    """Following a request."""

    @strawberry.field(
        graphql_type=ShopperRequest | None, description="A request by its id; null where there is none."
    )
    async def service_request(self, info: Info, id: strawberry.ID) -> Followed | None:
        """Return a request."""
        return await load_request(info.context, id)


@strawberry.type
class ServiceMutations:
    """Calling staff."""

    @strawberry.mutation(
        graphql_type=ServiceRequestPayload,
        description="Call staff, or have a piece brought to a fitting room.",
    )
    async def service_request_create(self, info: Info, input: ServiceRequestCreateInput) -> RequestAnswer:
        """Call staff."""
        settings = info.context.shop.settings
        named = await read_names(info.context, input)
        outcome = await attempt(
            info,
            ask_staff,
            call=read_call(info.context, input),
            variant=named.variant,
            location=named.location,
            device=named.device,
            limits=asking_limits(settings),
            token=new_request_token(input.idempotency_key, signing_key=settings.signing_key()),
        )
        asked = outcome.value
        followed = None if asked is None else Followed(asked.request, asked.token)
        return RequestAnswer(request=followed, user_errors=outcome.user_errors, named=named)

    @strawberry.mutation(
        graphql_type=ServiceRequestPayload,
        description="Call a request off; once, or as often as one likes.",
    )
    async def service_request_cancel(self, info: Info, id: strawberry.ID) -> RequestAnswer:
        """Cancel a request."""
        token = _token(id)
        outcome = await attempt(info, cancel_request, token=token, language=locale_of(info.context).language)
        followed = None if outcome.value is None else Followed(outcome.value, token)
        return RequestAnswer(request=followed, user_errors=outcome.user_errors)


async def load_request(context: RequestContext, ident: str) -> Followed | None:
    """Return a request by a shopper's global id."""
    token = _token(ident)
    found = await context.shop.db.read(lookup_request, token=token)
    return None if found is None else Followed(found, token)


def _token(ident: str) -> str:
    kind, token, _ = split_gid(ident)
    if kind != "ServiceRequest":
        raise BadUserInputError(f"'{ident[:80]}' is the id of a {kind}; a ServiceRequest was expected")
    return token
