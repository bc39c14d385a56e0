"""Selling reservations at the counter, in the staff schema."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import strawberry

from comptoir.cart.discounts import Discount, GivenCode, given_codes, line_discounts, order_discounts
from comptoir.cart.graphql.inputs import given
from comptoir.checkout.counter.commands import FinishedSale, Tender
from comptoir.checkout.counter.quoting import LINE, CounterQuote, quote_reservation
from comptoir.checkout.counter.selling import CounterSale, abandon_sale, sell_reservation
from comptoir.errors import DomainError
from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.graphql.user_errors import UserErrorRecord, user_error
from comptoir.hooks.payments import CASH, EXTERNAL_TERMINAL
from comptoir.ids import numeric_id
from comptoir.markets import locale_of
from comptoir.orders.graphql.staff.types import StaffOrder
from comptoir.orders.queries import get_order
from comptoir.orders.records import OrderRecord
from comptoir.payments.graphql.storefront import PaymentActionKind
from comptoir.payments.records import PaymentStatus
from comptoir.principal import Owner
from comptoir.reservations import Reservation, get_reservation
from comptoir.reservations.graphql.staff import StaffReservation
from comptoir.staff.graphql import Permission, StaffPayload, requires

_AGREE_ANEW = frozenset({"QUOTE_CHANGED", "DISCOUNT_LIMIT"})
_NOT_TO_SELL = frozenset({"RESERVATION_NOT_FOUND", "NOT_SOLD"})


@requires(Permission.RESERVATIONS_READ)
@strawberry.type(description="A discount code that the shopper gave at the counter.")
class ReservationDiscountCode:
    """A discount code that the shopper gave at the counter."""

    code: str = strawberry.field(description="The code as it was given.")
    applicable: bool = strawberry.field(description="Whether the code reduces anything.")
    reason: str | None = strawberry.field(
        description="Why it reduces nothing, for people, in the language of the request; null where it applies."
    )


@requires(Permission.RESERVATIONS_READ)
@strawberry.type(description="What one promotion takes off.")
class ReservationDiscount:
    """What one promotion takes off. Resolves on `Discount`."""

    code: str | None = strawberry.field(description="The code that asked for it; null where it needs none.")

    @strawberry.field(description="The promotion's title.")
    def title(self: Any) -> str:
        """Return the title."""
        return str(self.promotion.title)

    @strawberry.field(graphql_type=MoneyV2, description="What it takes off.")
    def amount(self: Any) -> MoneyRecord:
        """Return what it takes off."""
        return money_v2(self.amount)


@requires(Permission.RESERVATIONS_READ)
@strawberry.type(description="What a reservation costs at its store, by the one quote.")
class ReservationQuote:
    """What a reservation costs. Resolves on `CounterQuote`."""

    @strawberry.field(description="Pass it to `reservationSell`: what the buyer agreed to.")
    def digest(self: Any) -> str:
        """Return the digest of the quote."""
        return str(self.quote.digest)

    @strawberry.field
    def quantity(self: Any) -> int:
        """Return how many pieces."""
        return int(self.reservation.quantity)

    @strawberry.field(graphql_type=MoneyV2, description="The price of one, before discounts.")
    def unit(self: Any) -> MoneyRecord:
        """Return the unit price."""
        return money_v2(self.quote.lines[LINE].unit_before_discounts)

    @strawberry.field(graphql_type=MoneyV2, description="All discounts together.")
    def discount(self: Any) -> MoneyRecord:
        """Return what promotions take off."""
        return money_v2(self.quote.before_discounts - self.quote.subtotal)

    @strawberry.field(
        graphql_type=list[ReservationDiscount],
        description="Each promotion that reduces it, with what it takes.",
    )
    def discounts(self: Any) -> list[Discount]:
        """Return what each promotion takes off."""
        return [*line_discounts(self.quote, LINE), *order_discounts(self.quote)]

    @strawberry.field(
        graphql_type=list[ReservationDiscountCode],
        description="The codes that were given, with what came of each.",
    )
    def discount_codes(self: Any, info: Info) -> list[GivenCode]:
        """Return what came of each code."""
        return given_codes(self.quote, self.codes, language=locale_of(info.context).language)

    @strawberry.field(graphql_type=MoneyV2 | None, description="The tax in the total.")
    def tax(self: Any) -> MoneyRecord | None:
        """Return the tax."""
        tax = self.quote.total_tax
        return None if tax is None else money_v2(tax)

    @strawberry.field(graphql_type=MoneyV2, description="What is to be paid, with all tax.")
    def total(self: Any) -> MoneyRecord:
        """Return the total."""
        return money_v2(self.quote.total)


@strawberry.enum(description="Who takes the money at the counter.")
class CounterTender(StrEnum):
    """Who takes the money."""

    CASH = "CASH"
    EXTERNAL_TERMINAL = "EXTERNAL_TERMINAL"
    PROVIDER = "PROVIDER"


@strawberry.input(description="How a sale at the counter is paid, once gift cards have paid.")
class CounterPaymentInput:
    """How a sale is paid."""

    tender: CounterTender
    reference: str = strawberry.field(
        default="", description="EXTERNAL_TERMINAL: what its receipt is called. CASH: a note, if any."
    )
    provider: str | None = strawberry.field(
        default=strawberry.UNSET, description="PROVIDER: one of the shop's `paymentProviders`."
    )
    token: str = strawberry.field(
        default="", description="PROVIDER: a token, or the name of the reader that takes the card."
    )


def tender_name(payment: CounterPaymentInput) -> str:
    """Return what payments call a tender of the counter; nothing for a provider that was not named."""
    names = {CounterTender.CASH: CASH, CounterTender.EXTERNAL_TERMINAL: EXTERNAL_TERMINAL}
    return names.get(payment.tender) or given(payment.provider) or ""


def tender_token(payment: CounterPaymentInput) -> str:
    """Return a provider's token or reader, or the reference of a receipt."""
    return payment.token if payment.tender is CounterTender.PROVIDER else payment.reference


def credit_of(customer_id: str | None) -> Owner | None:
    """Return whose store credit staff spend, if any."""
    if customer_id is None:
        return None
    return Owner(kind="customer", ident=str(numeric_id(customer_id, "Customer")))


@strawberry.input(description="A reservation that is paid for at the counter.")
class ReservationSellInput:
    """A reservation to sell."""

    id: strawberry.ID
    quote_digest: str = strawberry.field(description="`reservationQuote.digest`: what the buyer agrees to.")
    idempotency_key: str = strawberry.field(
        description="The same key never sells twice, and tells where the first request stands."
    )
    payment: CounterPaymentInput
    gift_card_codes: list[str] | None = strawberry.UNSET
    store_credit_customer_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="The customer at the counter whose store credit pays: after gift cards, before the tender.",
    )
    discount_codes: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="The codes that `reservationQuote` was asked with."
    )
    reason: str | None = strawberry.UNSET


@requires(Permission.RESERVATIONS_WRITE)
@strawberry.type(name="CounterPaymentAction", description="What the payer has to do at the counter.")
class CounterPaymentAction:
    """What the payer has to do. Resolves on `comptoir.hooks.payments.PaymentAction`."""

    kind: PaymentActionKind
    url: str | None
    client_secret: str | None
    publishable_key: str | None


@requires(Permission.RESERVATIONS_WRITE)
@strawberry.type(description="What came of selling a reservation.")
class ReservationSalePayload(StaffPayload):
    """What came of selling a reservation."""

    reservation: StaffReservation | None
    order: StaffOrder | None = strawberry.field(description="The order, paid and handed over.")
    payment_action: CounterPaymentAction | None = strawberry.field(
        description="What the payer has to do; then ask again with the same key."
    )
    quote: ReservationQuote | None = strawberry.field(
        description="What it costs now, where that is not what was agreed to (QUOTE_CHANGED, DISCOUNT_LIMIT)."
    )


@dataclass(frozen=True, slots=True)
class SaleAnswer:
    """What came of a sale."""

    reservation: Reservation | None
    order: OrderRecord | None
    payment_action: Any
    quote: CounterQuote | None
    user_errors: list[UserErrorRecord]


@requires(Permission.RESERVATIONS_READ)
@strawberry.type
class CounterStaffQueries:
    """What reservations cost at the counter."""

    @strawberry.field(
        graphql_type=ReservationQuote | None,
        description="What a reservation costs at its store now; null where it is not there, or no longer sold.",
    )
    async def reservation_quote(
        self, info: Info, id: strawberry.ID, discount_codes: list[str] | None = None
    ) -> CounterQuote | None:
        """Return the quote of a reservation."""
        number = numeric_id(id, "Reservation")
        try:
            return await quote_reservation(info.context, number=number, codes=discount_codes or ())
        except DomainError as error:
            if error.code not in _NOT_TO_SELL:
                raise
            return None


@requires(Permission.RESERVATIONS_WRITE)
@strawberry.type
class CounterStaffMutations:
    """Selling reservations."""

    @strawberry.mutation(
        graphql_type=ReservationSalePayload,
        description="Take the money for a reservation and hand it over: one order, paid at the counter.",
    )
    async def reservation_sell(self, info: Info, input: ReservationSellInput) -> SaleAnswer:
        """Sell a reservation."""
        number = numeric_id(input.id, "Reservation")
        request = _request(number, input)
        try:
            return await _answer(info, number, await sell_reservation(info.context, request))
        except DomainError as error:
            return await _refused(info, number, error, codes=request.codes)

    @strawberry.mutation(
        graphql_type=ReservationSalePayload,
        description="Give up a sale whose buyer has not paid: the reservation stays as it was.",
    )
    async def reservation_sale_abandon(self, info: Info, id: strawberry.ID) -> SaleAnswer:
        """Give up a sale."""
        number = numeric_id(id, "Reservation")
        try:
            return await _answer(info, number, await abandon_sale(info.context, number=number))
        except DomainError as error:
            return await _refused(info, number, error)


def _request(number: int, value: ReservationSellInput) -> CounterSale:
    return CounterSale(
        number=number,
        quote_digest=value.quote_digest,
        key=value.idempotency_key,
        tender=Tender(
            name=tender_name(value.payment),
            token=tender_token(value.payment),
            gift_cards=tuple(given(value.gift_card_codes) or ()),
            store_credit=credit_of(given(value.store_credit_customer_id)),
        ),
        codes=tuple(given(value.discount_codes) or ()),
        reason=given(value.reason),
    )


async def _answer(info: Info, number: int, finished: FinishedSale) -> SaleAnswer:
    db, sale = info.context.shop.db, finished.sale
    reservation = await db.read(get_reservation, number=number)
    order = None if sale.order_id is None else await db.read(get_order, order_id=sale.order_id)
    waiting = next((each for each in finished.payments if each.status is PaymentStatus.ACTION_REQUIRED), None)
    action = waiting.action if waiting is not None and order is None else None
    return SaleAnswer(reservation, order, action, None, [])


async def _refused(info: Info, number: int, error: DomainError, *, codes: Sequence[str] = ()) -> SaleAnswer:
    quote = None
    if error.code in _AGREE_ANEW:
        quote = await quote_reservation(await info.context.renewed(), number=number, codes=codes)
    return SaleAnswer(None, None, None, quote, [user_error(error)])
