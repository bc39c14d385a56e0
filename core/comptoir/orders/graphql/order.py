"""The order as the dialect shows it, with those names of the Customer Account API that do not collide."""

from typing import Any

import strawberry

from comptoir.catalog.graphql.metafield import HasMetafields
from comptoir.codes import CurrencyCode
from comptoir.customers.addresses import AddressRecord
from comptoir.customers.graphql import MailingAddress
from comptoir.graphql.attribute import Attribute
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import Page, paginate
from comptoir.graphql.scalars import URL, DateTime
from comptoir.orders.drafts import FrozenQuote
from comptoir.orders.graphql.discounts import DiscountAllocation, DiscountApplicationConnection
from comptoir.orders.graphql.fulfillment import Fulfillment, FulfillmentConnection, OrderDeliveryGroup
from comptoir.orders.graphql.line import OrderLineItemConnection
from comptoir.orders.graphql.payment import OrderPaymentInformation
from comptoir.orders.graphql.totals import OrderTotals
from comptoir.orders.states import CancelReason, FinancialStatus, FulfillmentStatus
from comptoir.orders.view import DiscountView, FulfillmentView, GroupView, LineView, OrderView, Pair
from comptoir.pricing.graphql.quote import Quote

# The states are pure; only here do their enums become types of the schema.
strawberry.enum(FinancialStatus, name="OrderFinancialStatus", description="What has become of the money.")
strawberry.enum(FulfillmentStatus, name="OrderFulfillmentStatus", description="What has become of the goods.")
strawberry.enum(CancelReason, name="OrderCancelReason", description="Why an order was cancelled.")


@strawberry.type(description="What somebody bought, frozen as it was agreed to.")
class Order(OrderTotals, HasMetafields, Node):
    """An order; resolvers get an `OrderView`."""

    @strawberry.field(description="The number that people count orders by.")
    def order_number(self: Any) -> int:
        """Return the number."""
        return int(self.record.order_number)

    @strawberry.field(description="The number that people count orders by.")
    def number(self: Any) -> int:
        """Return the number."""
        return int(self.record.order_number)

    @strawberry.field(description="The number as it is written, such as #1001.")
    def name(self: Any) -> str:
        """Return the name."""
        return str(self.record.name)

    @strawberry.field(
        description="Letters and digits to read out; they do not tell how many orders there are."
    )
    def confirmation_number(self: Any) -> str | None:
        """Return the confirmation number."""
        return str(self.record.confirmation_number)

    @strawberry.field(description="The secret that the order was read with, if it was read with one.")
    def token(self: Any) -> str | None:
        """Return the secret."""
        found: str | None = self.record.token
        return found

    @strawberry.field(description="Where its state can be seen.")
    def status_url(self: Any) -> URL:
        """Return the address of the order's page, with the secret where it is known."""
        return URL(self.status_address)

    @strawberry.field(description="Where its state can be seen.")
    def status_page_url(self: Any) -> URL:
        """Return the address of the order's page, with the secret where it is known."""
        return URL(self.status_address)

    @strawberry.field(description="Where its state can be seen, by those who have the right.")
    def customer_url(self: Any) -> URL | None:
        """Return the address of the order's page."""
        return URL(self.status_address)

    @strawberry.field(description="When it was placed.")
    def processed_at(self: Any) -> DateTime:
        """Return when it was placed."""
        moment: DateTime = self.record.placed_at
        return moment

    @strawberry.field(description="When it was placed.")
    def created_at(self: Any) -> DateTime:
        """Return when it was placed."""
        moment: DateTime = self.record.placed_at
        return moment

    @strawberry.field(description="When it last changed.")
    def updated_at(self: Any) -> DateTime:
        """Return when it last changed."""
        moment: DateTime = self.record.updated_at
        return moment

    @strawberry.field(description="When it was cancelled.")
    def canceled_at(self: Any) -> DateTime | None:
        """Return when it was cancelled."""
        moment: DateTime | None = self.record.cancelled_at
        return moment

    @strawberry.field(description="When it was cancelled.")
    def cancelled_at(self: Any) -> DateTime | None:
        """Return when it was cancelled."""
        moment: DateTime | None = self.record.cancelled_at
        return moment

    @strawberry.field(graphql_type=CancelReason | None, description="Why it was cancelled.")
    def cancel_reason(self: Any) -> CancelReason | None:
        """Return the reason."""
        found: CancelReason | None = self.record.cancel_reason
        return found

    @strawberry.field(graphql_type=FinancialStatus | None, description="What has become of the money.")
    def financial_status(self: Any) -> FinancialStatus:
        """Return the state of the money."""
        return FinancialStatus(self.record.financial_status)

    @strawberry.field(graphql_type=FulfillmentStatus, description="What has become of the goods.")
    def fulfillment_status(self: Any) -> FulfillmentStatus:
        """Return the state of the goods."""
        return FulfillmentStatus(self.record.fulfillment_status)

    @strawberry.field(description="Whether it was changed after it was placed.")
    def edited(self: Any) -> bool:
        """Return whether it was edited."""
        return bool(self.record.edited)

    @strawberry.field(graphql_type=CurrencyCode, description="The currency of all amounts.")
    def currency_code(self: Any) -> str:
        """Return the currency."""
        return str(self.record.currency)

    @strawberry.field(description="The language that it was placed in, such as en or fr.")
    def customer_locale(self: Any) -> str | None:
        """Return the language."""
        return str(self.record.language)

    @strawberry.field(description="Where news of it are sent.")
    def email(self: Any) -> str | None:
        """Return the address."""
        found: str | None = self.record.email
        return found

    @strawberry.field(description="The buyer's phone number.")
    def phone(self: Any) -> str | None:
        """Return the phone number."""
        found: str | None = self.record.phone
        return found

    @strawberry.field(description="What the buyer wrote to the shop.")
    def note(self: Any) -> str | None:
        """Return the note."""
        found: str | None = self.record.note
        return found

    @strawberry.field(graphql_type=list[Attribute], description="Pairs that a storefront attached.")
    def custom_attributes(self: Any) -> list[Pair]:
        """Return the pairs."""
        return [Pair(*pair) for pair in self.record.attributes]

    @strawberry.field(graphql_type=MailingAddress | None, description="Where it is sent.")
    def shipping_address(self: Any) -> AddressRecord | None:
        """Return the address; none where nothing travels."""
        found: AddressRecord | None = self.address(self.record.shipping_address, kind="shipping")
        return found

    @strawberry.field(graphql_type=MailingAddress | None, description="Who pays.")
    def billing_address(self: Any) -> AddressRecord | None:
        """Return the address."""
        found: AddressRecord | None = self.address(self.record.billing_address, kind="billing")
        return found

    @strawberry.field(graphql_type=OrderLineItemConnection, description="What was bought.")
    def line_items(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
    ) -> Page[LineView]:
        """Return a window of the lines."""
        found = self.lines[::-1] if reverse else self.lines
        return paginate(found, first=first, after=after, last=last, before=before)

    @strawberry.field(
        graphql_type=DiscountApplicationConnection, description="The promotions that reduced it, each once."
    )
    def discount_applications(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
    ) -> Page[DiscountView]:
        """Return a window of the promotions."""
        found = list(self.discounts)[::-1] if reverse else list(self.discounts)
        return paginate(
            found, first=first, after=after, last=last, before=before, key=lambda view: f"{view.key}"
        )

    @strawberry.field(graphql_type=list[DiscountAllocation], description="What promotions take off delivery.")
    def shipping_discount_allocations(self: Any) -> list[DiscountView]:
        """Return what promotions take off the charges."""
        return list(self.charge_discounts)

    @strawberry.field(
        graphql_type=list[OrderDeliveryGroup], description="The lines by how they reach the buyer."
    )
    def delivery_groups(self: Any) -> list[GroupView]:
        """Return the delivery groups."""
        return list(self.groups)

    @strawberry.field(graphql_type=FulfillmentConnection, description="What locations give, or gave.")
    def fulfillments(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
    ) -> Page[FulfillmentView]:
        """Return a window of the fulfillments."""
        found = self.fulfillments[::-1] if reverse else self.fulfillments
        return paginate(found, first=first, after=after, last=last, before=before)

    @strawberry.field(graphql_type=list[Fulfillment] | None, description="Those whose goods have left.")
    def successful_fulfillments(self: Any, first: int | None = None) -> list[FulfillmentView]:
        """Return what has left."""
        found = [view for view in self.fulfillments if view.record.state.gone]
        return found if first is None else found[: max(0, first)]

    @strawberry.field(graphql_type=Quote, description="Every rule that made the price, as it was agreed to.")
    def quote(self: Any) -> FrozenQuote:
        """Return the frozen quote."""
        found: FrozenQuote = self.record.quote
        return found

    @strawberry.field(
        graphql_type=OrderPaymentInformation | None,
        description="What was paid, and what is still to be paid.",
    )
    def payment_information(self: Any) -> OrderView:
        """Return the order: what was paid is read from it."""
        found: OrderView = self
        return found

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is an order."""
        return isinstance(obj, OrderView)
