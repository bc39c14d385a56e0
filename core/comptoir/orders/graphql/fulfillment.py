"""How the goods reach the buyer: fulfillments and delivery groups."""

from enum import StrEnum
from typing import Any

import strawberry

from comptoir.customers.addresses import AddressRecord
from comptoir.customers.graphql import MailingAddress
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import Page, PageInfo, paginate
from comptoir.graphql.scalars import URL, DateTime
from comptoir.inventory.graphql import Location
from comptoir.inventory.records import LocationRecord
from comptoir.orders.delivery import DeliveryMethod, FulfillmentState
from comptoir.orders.graphql.line import OrderLineItem
from comptoir.orders.records import Tracking
from comptoir.orders.view import FulfillmentView, LineView, PieceView

# The states are pure; only here do their enums become types of the schema.
strawberry.enum(DeliveryMethod, name="DeliveryMethodType", description="How goods reach the buyer.")
strawberry.enum(FulfillmentState, description="What a fulfillment has gone through.")


@strawberry.enum(description="How far a fulfillment has come, in short.")
class FulfillmentStatus(StrEnum):
    """How far a fulfillment has come."""

    PENDING = "PENDING"
    OPEN = "OPEN"
    SUCCESS = "SUCCESS"
    CANCELLED = "CANCELLED"


@strawberry.enum(description="What last happened to the goods on their way.")
class FulfillmentEventStatus(StrEnum):
    """What last happened to the goods on their way."""

    CONFIRMED = "CONFIRMED"
    READY_FOR_PICKUP = "READY_FOR_PICKUP"
    IN_TRANSIT = "IN_TRANSIT"
    DELIVERED = "DELIVERED"
    PICKED_UP = "PICKED_UP"


_STATUS = {
    FulfillmentState.OPEN: FulfillmentStatus.PENDING,
    FulfillmentState.PICKED: FulfillmentStatus.OPEN,
    FulfillmentState.PACKED: FulfillmentStatus.OPEN,
    FulfillmentState.READY_FOR_PICKUP: FulfillmentStatus.OPEN,
    FulfillmentState.SHIPPED: FulfillmentStatus.SUCCESS,
    FulfillmentState.DELIVERED: FulfillmentStatus.SUCCESS,
    FulfillmentState.HANDED_OVER: FulfillmentStatus.SUCCESS,
    FulfillmentState.CANCELLED: FulfillmentStatus.CANCELLED,
}
_SHIPMENT = {
    FulfillmentState.PACKED: FulfillmentEventStatus.CONFIRMED,
    FulfillmentState.READY_FOR_PICKUP: FulfillmentEventStatus.READY_FOR_PICKUP,
    FulfillmentState.SHIPPED: FulfillmentEventStatus.IN_TRANSIT,
    FulfillmentState.DELIVERED: FulfillmentEventStatus.DELIVERED,
    FulfillmentState.HANDED_OVER: FulfillmentEventStatus.PICKED_UP,
}


@strawberry.type(description="Where a parcel can be followed.")
class FulfillmentTrackingInfo:
    """Where a parcel can be followed."""

    company: str | None
    number: str | None
    url: URL | None


@strawberry.type(description="Pieces of a line in a fulfillment.")
class FulfillmentLineItem:
    """Pieces of a line in a fulfillment."""

    id: strawberry.ID
    quantity: int

    @strawberry.field(graphql_type=OrderLineItem, description="The line.")
    def line_item(self: Any) -> LineView:
        """Return the line."""
        found: LineView = self.line
        return found


@strawberry.type(description="Pieces with their cursor.")
class FulfillmentLineItemEdge:
    """Pieces with their cursor."""

    cursor: str
    node: FulfillmentLineItem


@strawberry.type(description="Pieces of a fulfillment.")
class FulfillmentLineItemConnection:
    """Pieces of a fulfillment."""

    edges: list[FulfillmentLineItemEdge]
    nodes: list[FulfillmentLineItem]
    page_info: PageInfo


@strawberry.type(description="Goods that one location gives together: a parcel, or a bag at the counter.")
class Fulfillment(Node):
    """Goods that one location gives together; resolvers get a `FulfillmentView`."""

    @strawberry.field(description="Its name, such as #1001-F1.")
    def name(self: Any) -> str:
        """Return the name."""
        return str(self.record.name)

    @strawberry.field(graphql_type=DeliveryMethod, description="How the goods reach the buyer.")
    def method(self: Any) -> DeliveryMethod:
        """Return the method."""
        return DeliveryMethod(self.record.method)

    @strawberry.field(graphql_type=FulfillmentState, description="What it has gone through.")
    def state(self: Any) -> FulfillmentState:
        """Return the state."""
        return FulfillmentState(self.record.state)

    @strawberry.field(graphql_type=FulfillmentStatus | None, description="How far it has come, in short.")
    def status(self: Any) -> FulfillmentStatus:
        """Return the state in the dialect's terms."""
        return _STATUS[self.record.state]

    @strawberry.field(
        graphql_type=FulfillmentEventStatus | None, description="What last happened on the way."
    )
    def latest_shipment_status(self: Any) -> FulfillmentEventStatus | None:
        """Return what last happened, once something has."""
        return _SHIPMENT.get(self.record.state)

    @strawberry.field(description="When work on it began.")
    def created_at(self: Any) -> DateTime:
        """Return when it was made."""
        moment: DateTime = self.record.created_at
        return moment

    @strawberry.field(description="When it last changed.")
    def updated_at(self: Any) -> DateTime:
        """Return when it last changed."""
        moment: DateTime = self.record.updated_at
        return moment

    @strawberry.field(description="When the goods left.")
    def shipped_at(self: Any) -> DateTime | None:
        """Return when the goods left."""
        moment: DateTime | None = self.record.shipped_at
        return moment

    @strawberry.field(description="When the buyer got the goods.")
    def delivered_at(self: Any) -> DateTime | None:
        """Return when the buyer got them."""
        moment: DateTime | None = self.record.delivered_at
        return moment

    @strawberry.field(description="Whether somebody brings the goods.")
    def requires_shipping(self: Any) -> bool:
        """Return whether the goods travel."""
        return bool(self.record.method.travels)

    @strawberry.field(description="Whether the buyer has collected the goods.")
    def is_picked_up(self: Any) -> bool:
        """Return whether they were handed over."""
        return self.record.state is FulfillmentState.HANDED_OVER

    @strawberry.field(graphql_type=Location | None, description="Where the goods come from.")
    def location(self: Any) -> LocationRecord | None:
        """Return the location; none where it was closed."""
        found: LocationRecord | None = self.order.location(self.record.location_id)
        return found

    @strawberry.field(description="Who carries it.")
    def tracking_company(self: Any) -> str | None:
        """Return the carrier."""
        return self.record.tracking.company if self.record.tracking else None

    @strawberry.field(graphql_type=list[FulfillmentTrackingInfo], description="Where it can be followed.")
    def tracking_info(self: Any, first: int | None = None) -> list[Tracking]:
        """Return the tracking, if there is any."""
        found = [self.record.tracking] if self.record.tracking else []
        return found if first is None else found[: max(0, first)]

    @strawberry.field(graphql_type=list[FulfillmentTrackingInfo], description="Where it can be followed.")
    def tracking_information(self: Any) -> list[Tracking]:
        """Return the tracking, if there is any."""
        return [self.record.tracking] if self.record.tracking else []

    @strawberry.field(graphql_type=FulfillmentLineItemConnection, description="What is in it.")
    def fulfillment_line_items(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
    ) -> Page[PieceView]:
        """Return a window of the pieces."""
        found = self.pieces[::-1] if reverse else self.pieces
        return paginate(found, first=first, after=after, last=last, before=before)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a fulfillment."""
        return isinstance(obj, FulfillmentView)


@strawberry.type(description="A fulfillment with its cursor.")
class FulfillmentEdge:
    """A fulfillment with its cursor."""

    cursor: str
    node: Fulfillment


@strawberry.type(description="Fulfillments of an order.")
class FulfillmentConnection:
    """Fulfillments of an order."""

    edges: list[FulfillmentEdge]
    nodes: list[Fulfillment]
    page_info: PageInfo


@strawberry.type(description="Lines that reach the buyer together.")
class OrderDeliveryGroup:
    """Lines that reach the buyer together; resolvers get a `GroupView`."""

    id: strawberry.ID

    @strawberry.field(graphql_type=DeliveryMethod, description="How they reach the buyer.")
    def method(self: Any) -> DeliveryMethod:
        """Return the method."""
        return DeliveryMethod(self.record.method)

    @strawberry.field(description="What the buyer chose, such as Standard.")
    def title(self: Any) -> str:
        """Return the title."""
        return str(self.record.title)

    @strawberry.field(description="The earliest that was promised.")
    def promised_from(self: Any) -> DateTime | None:
        """Return the start of the promise."""
        moment: DateTime | None = self.record.promised_from
        return moment

    @strawberry.field(description="The latest that was promised.")
    def promised_until(self: Any) -> DateTime | None:
        """Return the end of the promise."""
        moment: DateTime | None = self.record.promised_until
        return moment

    @strawberry.field(description="What the buyer asked of whoever brings it.")
    def instructions(self: Any) -> str | None:
        """Return the instructions."""
        found: str | None = self.record.instructions
        return found

    @strawberry.field(graphql_type=Location | None, description="Where they are collected, or brought from.")
    def location(self: Any) -> LocationRecord | None:
        """Return the location; none for parcels."""
        found: LocationRecord | None = self.order.location(self.record.location_id)
        return found

    @strawberry.field(graphql_type=MailingAddress | None, description="Where they are brought to.")
    def address(self: Any) -> AddressRecord | None:
        """Return the address; none for what is collected."""
        record = self.record
        found: AddressRecord | None = self.order.address(record.address, kind=f"group-{record.group_id}")
        return found

    @strawberry.field(graphql_type=list[OrderLineItem], description="The lines.")
    def line_items(self: Any) -> list[LineView]:
        """Return the lines of the group."""
        return list(self.lines)
