"""Orders as staff see them."""

from typing import Any

import strawberry

from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.graphql.scalars import DateTime
from comptoir.ids import gid
from comptoir.orders import sums
from comptoir.orders.delivery import DeliveryMethod, FulfillmentState
from comptoir.orders.drafts import Sourcing
from comptoir.orders.records import FulfillmentRecord, GroupRecord, LineRecord, OrderRecord, Tracking
from comptoir.orders.states import CancelReason, FinancialStatus, FulfillmentStatus
from comptoir.staff.graphql import Permission, requires

_READ = Permission.ORDERS_READ


@requires(_READ)
@strawberry.type(name="OrderAddress", description="A postal address.")
class StaffAddress:
    """A postal address."""

    first_name: str | None
    last_name: str | None
    company: str | None
    address1: str | None
    address2: str | None
    city: str | None
    zip: str | None
    province: str | None
    province_code: str | None
    country_code: str | None
    phone: str | None


@requires(_READ)
@strawberry.type(name="OrderLineSource", description="Pieces that a location has yet to give.")
class StaffSource:
    """Pieces that a location has yet to give."""

    quantity: int

    @strawberry.field
    def location_id(self: Any) -> strawberry.ID:
        """Return the global id of the location."""
        return strawberry.ID(gid("Location", self.location_id))


@requires(_READ)
@strawberry.type(name="OrderLine", description="A line, frozen at purchase.")
class StaffLine:
    """A line, frozen at purchase."""

    id: strawberry.ID
    title: str
    variant_title: str
    sku: str | None
    quantity: int
    current_quantity: int = strawberry.field(description="How many are left in the order.")
    requires_shipping: bool

    @strawberry.field
    def variant_id(self: Any) -> strawberry.ID:
        """Return the global id of the variant."""
        return strawberry.ID(gid("ProductVariant", self.variant_id))

    @strawberry.field
    def group_id(self: Any) -> strawberry.ID:
        """Return the global id of the delivery group."""
        return strawberry.ID(gid("OrderDeliveryGroup", self.group_id))

    @strawberry.field(graphql_type=MoneyV2, description="The price of one, before discounts.")
    def unit(self: Any) -> MoneyRecord:
        """Return the unit price."""
        return money_v2(self.unit)

    @strawberry.field(graphql_type=MoneyV2, description="All discounts of the whole line.")
    def discount(self: Any) -> MoneyRecord:
        """Return the discounts."""
        return money_v2(self.discount)

    @strawberry.field(graphql_type=MoneyV2, description="What was charged for it, with all tax.")
    def total(self: Any) -> MoneyRecord:
        """Return what was charged."""
        return money_v2(self.amounts.total)

    @strawberry.field(graphql_type=MoneyV2, description="What the pieces left cost, with all tax.")
    def current_total(self: Any) -> MoneyRecord:
        """Return what is charged for what is left."""
        return money_v2(self.current_total)

    @strawberry.field(description="The returns policy frozen with it, such as everything, version 3.")
    def return_policy(self: Any) -> str:
        """Return the policy's name and version."""
        return f"{self.policy.handle}, version {self.policy.version}"

    @strawberry.field(graphql_type=list[StaffSource], description="Where what has not left comes from.")
    def sources(self: Any) -> list[Sourcing]:
        """Return where its pieces come from."""
        return list(self.sources)


@requires(_READ)
@strawberry.type(name="OrderDeliveryGroup", description="Lines that reach the buyer together.")
class StaffGroup:
    """Lines that reach the buyer together."""

    title: str
    address: StaffAddress | None
    promised_from: DateTime | None
    promised_until: DateTime | None
    instructions: str | None

    @strawberry.field
    def id(self: Any) -> strawberry.ID:
        """Return the global id."""
        return strawberry.ID(gid("OrderDeliveryGroup", self.group_id))

    @strawberry.field(graphql_type=DeliveryMethod)
    def method(self: Any) -> DeliveryMethod:
        """Return how they reach the buyer."""
        return DeliveryMethod(self.method)

    @strawberry.field(description="Where they are collected.")
    def location_id(self: Any) -> strawberry.ID | None:
        """Return the global id of the location."""
        return None if self.location_id is None else strawberry.ID(gid("Location", self.location_id))


@requires(_READ)
@strawberry.type(name="FulfillmentTracking", description="Where a parcel can be followed.")
class StaffTracking:
    """Where a parcel can be followed."""

    company: str | None
    number: str | None
    url: str | None


@requires(_READ)
@strawberry.type(name="FulfillmentPiece", description="Pieces of a line.")
class StaffPiece:
    """Pieces of a line; resolvers get its number and how many."""

    @strawberry.field
    def line_id(self: Any) -> strawberry.ID:
        """Return the global id of the line."""
        return strawberry.ID(gid("LineItem", self[0]))

    @strawberry.field
    def quantity(self: Any) -> int:
        """Return how many."""
        return int(self[1])


@requires(_READ)
@strawberry.type(name="Fulfillment", description="Pieces that one location gives together.")
class StaffFulfillment:
    """Pieces that one location gives together."""

    id: strawberry.ID
    name: str
    created_at: DateTime
    updated_at: DateTime
    shipped_at: DateTime | None
    delivered_at: DateTime | None

    @strawberry.field(graphql_type=FulfillmentState)
    def state(self: Any) -> FulfillmentState:
        """Return what it has gone through."""
        return FulfillmentState(self.state)

    @strawberry.field(graphql_type=DeliveryMethod)
    def method(self: Any) -> DeliveryMethod:
        """Return how it reaches the buyer."""
        return DeliveryMethod(self.method)

    @strawberry.field
    def location_id(self: Any) -> strawberry.ID:
        """Return the global id of the location."""
        return strawberry.ID(gid("Location", self.location_id))

    @strawberry.field
    def order_id(self: Any) -> strawberry.ID:
        """Return the global id of the order."""
        return strawberry.ID(gid("Order", self.order_id))

    @strawberry.field(graphql_type=StaffTracking | None)
    def tracking(self: Any) -> Tracking | None:
        """Return where it can be followed."""
        found: Tracking | None = self.tracking
        return found

    @strawberry.field(graphql_type=list[StaffPiece])
    def pieces(self: Any) -> list[tuple[int, int]]:
        """Return what is in it."""
        return list(self.pieces)


@requires(_READ)
@strawberry.type(name="OrderCharge", description="What is charged beside goods, such as delivery.")
class StaffCharge:
    """What is charged beside goods."""

    title: str
    dropped: bool = strawberry.field(description="No longer due.")

    @strawberry.field(graphql_type=MoneyV2, description="With all tax.")
    def total(self: Any) -> MoneyRecord:
        """Return what was charged."""
        return money_v2(self.amounts.total)


@requires(_READ)
@strawberry.type(name="OrderEvent", description="Something that happened to an order.")
class StaffOrderEvent:
    """Something that happened to an order."""

    kind: str = strawberry.field(description="Such as placed, fulfillment.shipped, edited.")
    happened_at: DateTime
    actor: str = strawberry.field(description="Kind and number of who did it, such as staff:7.")
    details: str = strawberry.field(description="What changed, as JSON.")


@requires(_READ)
@strawberry.type(name="Order", description="What somebody bought, frozen as it was agreed to.")
class StaffOrder:
    """An order; resolvers get an `OrderRecord`."""

    id: strawberry.ID
    order_number: int
    name: str
    confirmation_number: str
    placed_at: DateTime
    updated_at: DateTime
    version: int = strawberry.field(description="Counts the changes; pass it to an edit.")
    market: str
    country: str
    language: str
    channel: str | None = strawberry.field(description="The channel that it was placed on.")
    email: str | None
    phone: str | None
    note: str | None
    edited: bool
    on_hold: bool = strawberry.field(description="Its goods wait for the balance.")
    may_leave: bool = strawberry.field(description="Enough is paid or set aside for its goods to leave.")
    cancelled_at: DateTime | None
    shipping_address: StaffAddress | None
    billing_address: StaffAddress | None

    @strawberry.field(graphql_type=FinancialStatus)
    def financial_status(self: Any) -> FinancialStatus:
        """Return the state of the money."""
        return FinancialStatus(self.financial_status)

    @strawberry.field(graphql_type=FulfillmentStatus)
    def fulfillment_status(self: Any) -> FulfillmentStatus:
        """Return the state of the goods."""
        return FulfillmentStatus(self.fulfillment_status)

    @strawberry.field(graphql_type=CancelReason | None)
    def cancel_reason(self: Any) -> CancelReason | None:
        """Return why it was cancelled."""
        found: CancelReason | None = self.cancel_reason
        return found

    @strawberry.field(graphql_type=MoneyV2, description="When it was placed, with all tax.")
    def total(self: Any) -> MoneyRecord:
        """Return what it cost."""
        return money_v2(self.total)

    @strawberry.field(graphql_type=MoneyV2, description="After edits, with all tax.")
    def current_total(self: Any) -> MoneyRecord:
        """Return what it costs now."""
        return money_v2(self.current_total)

    @strawberry.field(graphql_type=MoneyV2, description="The tax in what it costs now.")
    def current_tax(self: Any) -> MoneyRecord:
        """Return the tax."""
        return money_v2(sums.current_tax(self))

    @strawberry.field(graphql_type=MoneyV2, description="What the shop has.")
    def paid(self: Any) -> MoneyRecord:
        """Return what was paid, less refunds."""
        return money_v2(self.paid)

    @strawberry.field(graphql_type=MoneyV2, description="Set aside, and not taken yet.")
    def authorized(self: Any) -> MoneyRecord:
        """Return what is set aside."""
        return money_v2(self.authorized)

    @strawberry.field(graphql_type=MoneyV2)
    def refunded(self: Any) -> MoneyRecord:
        """Return what went back."""
        return money_v2(self.refunded)

    @strawberry.field(
        graphql_type=MoneyV2,
        description="Given back for good, while the goods stay: it is not due any more.",
    )
    def conceded(self: Any) -> MoneyRecord:
        """Return what of the refunds is not due any more."""
        return money_v2(self.conceded)

    @strawberry.field(graphql_type=MoneyV2, description="Still to be paid.")
    def outstanding(self: Any) -> MoneyRecord:
        """Return the balance."""
        return money_v2(self.outstanding)

    @strawberry.field(graphql_type=list[StaffLine])
    def lines(self: OrderRecord) -> list[LineRecord]:
        """Return the lines."""
        return list(self.lines)

    @strawberry.field(graphql_type=list[StaffGroup])
    def delivery_groups(self: OrderRecord) -> list[GroupRecord]:
        """Return the lines by how they reach the buyer."""
        return list(self.groups)

    @strawberry.field(graphql_type=list[StaffCharge])
    def charges(self: Any) -> list[Any]:
        """Return what is charged beside the goods."""
        return list(self.charges)

    @strawberry.field(graphql_type=list[StaffFulfillment])
    def fulfillments(self: OrderRecord) -> list[FulfillmentRecord]:
        """Return the fulfillments."""
        return list(self.fulfillments)
