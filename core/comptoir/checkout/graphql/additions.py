"""Adding lines to orders, in the staff schema."""

from dataclasses import dataclass, replace
from typing import Any

import strawberry

from comptoir.cart.graphql.inputs import given
from comptoir.checkout.additions.adding import LineRequest, add_to_order
from comptoir.checkout.additions.places import DeliveryWish
from comptoir.checkout.additions.quoting import (
    LINE,
    AdditionQuote,
    LineWish,
    Wanted,
    look_at_wish,
    quote_wish,
    title_of,
)
from comptoir.errors import DomainError
from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.graphql.user_errors import UserErrorRecord, user_error
from comptoir.ids import numeric_id
from comptoir.orders.delivery import DeliveryMethod
from comptoir.orders.graphql.staff.inputs import OrderAddressInput, read_address
from comptoir.orders.graphql.staff.types import StaffOrder
from comptoir.orders.records import OrderRecord
from comptoir.staff.graphql import Permission, StaffPayload, requires

_SELL = Permission.ORDERS_SELL


@strawberry.input(description="How a line that is added reaches the buyer.")
class OrderLineDeliveryInput:
    """How a line that is added reaches the buyer."""

    method: DeliveryMethod = strawberry.field(
        description="RETAIL is handed over at once, PICK_UP collected later, SHIPPING sent."
    )
    location_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="RETAIL and PICK_UP: the store."
    )
    address: OrderAddressInput | None = strawberry.field(
        default=strawberry.UNSET, description="SHIPPING: where to, if not to the order's address."
    )
    option_handle: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="SHIPPING: one of `deliveryOptions`. Without one it goes with what of the order is still to be "
        "sent there, and costs no further delivery.",
    )


@strawberry.input(description="A line to add.")
class OrderLineInput:
    """A line to add."""

    variant_id: strawberry.ID
    delivery: OrderLineDeliveryInput
    quantity: int = 1


@strawberry.input(description="A line to add to an order, at a quote that the buyer agreed to.")
class OrderLineAddInput:
    """A line to add to an order."""

    order_id: strawberry.ID
    line: OrderLineInput
    quote_digest: str = strawberry.field(description="`orderLineQuote.quote.digest`.")
    idempotency_key: str = strawberry.field(description="The same key never adds twice.")
    reason: str | None = strawberry.UNSET


@requires(_SELL)
@strawberry.type(description="What a line that is added costs, by the one quote.")
class OrderLineQuote:
    """What a line that is added costs. Resolves on `AdditionQuote`."""

    @strawberry.field(description="Pass it to `orderLineAdd`: what the buyer agreed to.")
    def digest(self: Any) -> str:
        """Return the digest of the quote."""
        return str(self.quote.digest)

    @strawberry.field(graphql_type=MoneyV2, description="The price of one, before discounts.")
    def unit(self: Any) -> MoneyRecord:
        """Return the unit price."""
        return money_v2(self.quote.lines[LINE].unit_before_discounts)

    @strawberry.field(graphql_type=MoneyV2, description="All discounts of the goods together.")
    def discount(self: Any) -> MoneyRecord:
        """Return what promotions take off."""
        return money_v2(self.quote.before_discounts - self.quote.subtotal)

    @strawberry.field(
        graphql_type=MoneyV2 | None, description="Delivery; null where it costs none of its own."
    )
    def delivery(self: Any) -> MoneyRecord | None:
        """Return what its delivery costs, with tax where that comes on top."""
        charge = next(iter(self.quote.charges), None)
        return None if charge is None else money_v2(charge.total)

    @strawberry.field(graphql_type=MoneyV2 | None, description="The tax in the total.")
    def tax(self: Any) -> MoneyRecord | None:
        """Return the tax."""
        return None if self.quote.total_tax is None else money_v2(self.quote.total_tax)

    @strawberry.field(graphql_type=MoneyV2, description="What the order costs more, with all tax.")
    def total(self: Any) -> MoneyRecord:
        """Return the total."""
        return money_v2(self.quote.total)


@requires(_SELL)
@strawberry.type(description="What a line that is added may be sent by.")
class OrderLineDeliveryOption:
    """What a line may be sent by. Resolves on `Option`."""

    handle: str
    title: str = strawberry.field(description="In the order's language.")

    @strawberry.field(graphql_type=MoneyV2, description="As the market shows prices, before promotions.")
    def cost(self: Any) -> MoneyRecord:
        """Return what it costs."""
        return money_v2(self.cost)


@requires(_SELL)
@strawberry.type(description="What a line would cost, or why it cannot be added.")
class OrderLineQuotePayload(StaffPayload):
    """What a line would cost, or why it cannot be added."""

    quote: OrderLineQuote | None
    delivery_options: list[OrderLineDeliveryOption] = strawberry.field(
        description="SHIPPING: what it may be sent by."
    )


@requires(_SELL)
@strawberry.type(description="The order with the line, or why it was not added.")
class OrderLineAddPayload(StaffPayload):
    """What came of adding a line."""

    order: StaffOrder | None
    quote: OrderLineQuote | None = strawberry.field(
        description="What it costs now, where that is not what was agreed to (QUOTE_CHANGED)."
    )


@dataclass(frozen=True, slots=True)
class Option:
    """What a line may be sent by."""

    handle: str
    title: str
    cost: Any


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a line would cost."""

    quote: AdditionQuote | None
    delivery_options: list[Option]
    user_errors: list[UserErrorRecord]


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding a line."""

    order: OrderRecord | None
    quote: AdditionQuote | None
    user_errors: list[UserErrorRecord]


@requires(_SELL)
@strawberry.type
class OrderLineStaffQueries:
    """What can be added to orders."""

    @strawberry.field(
        graphql_type=OrderLineQuotePayload,
        description="What a line would cost that is added to an order now: quoted alone, with the promotions that "
        "apply by themselves.",
    )
    async def order_line_quote(self, info: Info, order_id: strawberry.ID, line: OrderLineInput) -> Quoted:
        """Return the quote of a line."""
        return await _quoted(info, numeric_id(order_id, "Order"), _wish(line))


@requires(_SELL)
@strawberry.type
class OrderLineStaffMutations:
    """Adding to orders."""

    @strawberry.mutation(
        graphql_type=OrderLineAddPayload,
        description="Add a line to an order before all of it has left. Lines that stand keep their prices; what the "
        "new one costs is due.",
    )
    async def order_line_add(self, info: Info, input: OrderLineAddInput) -> Added:
        """Add a line to an order."""
        request = LineRequest(
            order_id=numeric_id(input.order_id, "Order"),
            wish=_wish(input.line),
            quote_digest=input.quote_digest,
            key=input.idempotency_key,
            reason=given(input.reason),
        )
        try:
            return Added(await add_to_order(info.context, request), None, [])
        except DomainError as error:
            return await _refused(info, request, error)


async def _refused(info: Info, request: LineRequest, error: DomainError) -> Added:
    quote = None
    if error.code == "QUOTE_CHANGED":
        quote = (await _quoted(info, request.order_id, request.wish)).quote
    return Added(None, quote, [_within_input(user_error(error))])


def _within_input(refusal: UserErrorRecord) -> UserErrorRecord:
    """Return a refusal with the path that its field has in a mutation."""
    path = refusal.field or []
    return refusal if path[:1] == ["input"] else replace(refusal, field=["input", *path])


async def _quoted(info: Info, order_id: int, wish: LineWish) -> Quoted:
    options: list[Option] = []
    try:
        wanted = await look_at_wish(await info.context.renewed(), order_id=order_id, wish=wish)
        options = _options(wanted)
        return Quoted(await quote_wish(wanted), options, [])
    except DomainError as error:
        return Quoted(None, options, [user_error(error)])


def _options(wanted: Wanted) -> list[Option]:
    return [Option(each.handle, title_of(wanted, each), each.rate.amount) for each in wanted.offers]


def _wish(line: OrderLineInput) -> LineWish:
    delivery = line.delivery
    location = given(delivery.location_id)
    return LineWish(
        variant_id=numeric_id(line.variant_id, "ProductVariant"),
        quantity=line.quantity,
        delivery=DeliveryWish(
            method=DeliveryMethod(delivery.method),
            location_id=None if location is None else numeric_id(location, "Location"),
            address=read_address(given(delivery.address)),
            option=given(delivery.option_handle) or None,
        ),
    )
