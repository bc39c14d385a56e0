"""What happens to orders, for subscribers. Events name things; whoever needs more reads the order."""

from dataclasses import dataclass
from typing import ClassVar

from comptoir.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlaced(Event):
    """An order was placed. `total` is in minor units of `currency`."""

    name: ClassVar[str] = "order.placed"
    order_id: int
    order_name: str
    market: str
    channel: str | None
    customer_id: int | None
    currency: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaymentChanged(Event):
    """An order's financial status changed, such as from PENDING to PARTIALLY_PAID."""

    name: ClassVar[str] = "order.payment_changed"
    order_id: int
    before: str
    after: str
    paid: int
    """What the shop has of it now, in minor units of `currency`."""
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEdited(Event):
    """An order was edited before it left the shop; `current_total` is what it costs now."""

    name: ClassVar[str] = "order.edited"
    order_id: int
    current_total: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled(Event):
    """An order was cancelled."""

    name: ClassVar[str] = "order.cancelled"
    order_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineResourced(Event):
    """Pieces of a line come from another location than before; their price is unchanged."""

    name: ClassVar[str] = "order.line_resourced"
    order_id: int
    line_id: int
    from_location: int
    to_location: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentEvent(Event):
    """Base of what happens to a fulfillment."""

    order_id: int
    fulfillment_id: int
    location_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentOpened(FulfillmentEvent):
    """A location began to work on pieces of an order."""

    name: ClassVar[str] = "fulfillment.opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentPicked(FulfillmentEvent):
    """The pieces were taken from their shelves."""

    name: ClassVar[str] = "fulfillment.picked"


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentPacked(FulfillmentEvent):
    """The pieces were packed."""

    name: ClassVar[str] = "fulfillment.packed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentReadyForPickup(FulfillmentEvent):
    """The pieces wait for the buyer."""

    name: ClassVar[str] = "fulfillment.ready_for_pickup"


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentShipped(FulfillmentEvent):
    """The pieces left for the buyer's address."""

    name: ClassVar[str] = "fulfillment.shipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentDelivered(FulfillmentEvent):
    """The pieces arrived."""

    name: ClassVar[str] = "fulfillment.delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentHandedOver(FulfillmentEvent):
    """The buyer was given the pieces."""

    name: ClassVar[str] = "fulfillment.handed_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentCancelled(FulfillmentEvent):
    """The work was given up before the pieces left; they wait to be fulfilled again."""

    name: ClassVar[str] = "fulfillment.cancelled"
