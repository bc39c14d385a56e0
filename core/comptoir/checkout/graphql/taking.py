"""Taking what orders owe at the counter, in the staff schema."""

from dataclasses import dataclass
from typing import Any

import strawberry

from comptoir.cart.graphql.inputs import given
from comptoir.checkout.balance import BalancePayment, abandon_balance, take_balance
from comptoir.checkout.commands.paying import PaymentWish
from comptoir.checkout.graphql.counter import (
    CounterPaymentAction,
    CounterPaymentInput,
    credit_of,
    tender_name,
    tender_token,
)
from comptoir.errors import DomainError
from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyInput
from comptoir.graphql.user_errors import UserErrorRecord, user_error
from comptoir.ids import numeric_id
from comptoir.money import parse_money
from comptoir.orders.graphql.staff.types import StaffOrder
from comptoir.orders.queries import get_order
from comptoir.orders.records import OrderRecord
from comptoir.staff.graphql import Permission, StaffPayload, requires

_SELL = Permission.ORDERS_SELL


@strawberry.input(description="What an order owes, taken at the counter.")
class OrderPaymentTakeInput:
    """What an order owes, taken at the counter."""

    order_id: strawberry.ID
    idempotency_key: str = strawberry.field(
        description="The same key never takes twice, and tells where the first request stands."
    )
    payment: CounterPaymentInput | None = strawberry.field(
        default=strawberry.UNSET, description="None where gift cards or store credit pay."
    )
    amount: MoneyInput | None = strawberry.field(
        default=strawberry.UNSET, description="What `payment` takes; by default all that is left to pay."
    )
    gift_card_codes: list[str] | None = strawberry.UNSET
    store_credit_customer_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="The customer at the counter whose store credit pays: after gift cards, before `payment`.",
    )
    reason: str | None = strawberry.UNSET


@requires(_SELL)
@strawberry.type(description="What came of taking what an order owes.")
class OrderPaymentTakePayload(StaffPayload):
    """What came of taking what an order owes."""

    order: StaffOrder | None
    payment_action: CounterPaymentAction | None = strawberry.field(
        description="What the payer has to do; then ask again with the same key."
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking what an order owes."""

    order: OrderRecord | None
    payment_action: Any
    user_errors: list[UserErrorRecord]


@requires(_SELL)
@strawberry.type
class OrderPaymentStaffMutations:
    """Taking what orders owe."""

    @strawberry.mutation(
        graphql_type=OrderPaymentTakePayload,
        description="Take what an order still owes, such as the balance after a deposit; never more than that.",
    )
    async def order_payment_take(self, info: Info, input: OrderPaymentTakeInput) -> Taken:
        """Take what an order owes."""
        request = _request(info, input)
        try:
            waiting = await take_balance(info.context, request)
        except DomainError as error:
            return Taken(None, None, [user_error(each) for each in error.refusals])
        order = await info.context.shop.db.read(get_order, order_id=request.order_id)
        return Taken(order, waiting.action if waiting is not None else None, [])

    @strawberry.mutation(
        graphql_type=OrderPaymentTakePayload,
        description="Give up a payment that waits for its payer, such as at a reader: the order owes what it did.",
    )
    async def order_payment_abandon(self, info: Info, order_id: strawberry.ID, idempotency_key: str) -> Taken:
        """Give a payment up."""
        number = numeric_id(order_id, "Order")
        try:
            await abandon_balance(info.context, order_id=number, key=idempotency_key)
        except DomainError as error:
            return Taken(None, None, [user_error(error)])
        return Taken(await info.context.shop.db.read(get_order, order_id=number), None, [])


def _request(info: Info, value: OrderPaymentTakeInput) -> BalancePayment:
    payment, amount = given(value.payment), given(value.amount)
    return BalancePayment(
        order_id=numeric_id(value.order_id, "Order"),
        key=value.idempotency_key,
        wish=PaymentWish(
            provider=None if payment is None else tender_name(payment),
            token="" if payment is None else tender_token(payment),
            amount=None if amount is None else parse_money(amount.amount, amount.currency_code.value),
            gift_cards=tuple(given(value.gift_card_codes) or ()),
            store_credit=credit_of(given(value.store_credit_customer_id)),
        ),
        return_url=info.context.base_url,
        reason=given(value.reason),
    )
