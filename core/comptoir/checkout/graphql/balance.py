"""Paying what an order still owes over GraphQL."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import strawberry

from comptoir.cart.graphql.inputs import given
from comptoir.checkout.balance import BalancePayment, pay_balance
from comptoir.checkout.graphql.completion import (
    CheckoutPaymentInput,
    credit_holder,
    payment_wish,
    shop_address,
)
from comptoir.errors import DomainError
from comptoir.graphql.context import Info
from comptoir.graphql.user_errors import DisplayableError, UserErrorRecord, user_error
from comptoir.ids import numeric_id
from comptoir.orders.graphql.operations import key_in, read_order
from comptoir.orders.graphql.order import Order
from comptoir.orders.view import OrderView
from comptoir.payments.graphql.storefront import PaymentAction


@strawberry.enum(description="Why a payment for an order was not made.")
class OrderPaymentErrorCode(StrEnum):
    """Why a payment for an order was not made."""

    ALREADY_PAID = "ALREADY_PAID"
    CANCELLED = "CANCELLED"
    CURRENCY_MISMATCH = "CURRENCY_MISMATCH"
    GIFT_CARD_DISABLED = "GIFT_CARD_DISABLED"
    GIFT_CARD_EXPIRED = "GIFT_CARD_EXPIRED"
    GIFT_CARD_UNKNOWN = "GIFT_CARD_UNKNOWN"
    INSUFFICIENT_BALANCE = "INSUFFICIENT_BALANCE"
    INVALID = "INVALID"
    IN_PROGRESS = "IN_PROGRESS"
    PAYMENT_AMOUNT = "PAYMENT_AMOUNT"
    PAYMENT_DECLINED = "PAYMENT_DECLINED"
    PAYMENT_REQUIRED = "PAYMENT_REQUIRED"
    PROVIDER_UNKNOWN = "PROVIDER_UNKNOWN"
    RATE_LIMITED = "RATE_LIMITED"
    SIGN_IN_REQUIRED = "SIGN_IN_REQUIRED"


@strawberry.type(description="A reason why a payment for an order was not made.")
class OrderPaymentUserError(DisplayableError):
    """A reason why a payment for an order was not made."""

    code: OrderPaymentErrorCode | None

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a refusal."""
        return isinstance(obj, UserErrorRecord)


@strawberry.input(description="A payment of what an order still owes.")
class OrderPaymentAddInput:
    """A payment of what an order still owes."""

    order_id: strawberry.ID
    order_token: str | None = strawberry.field(
        default=strawberry.UNSET, description="The order's secret; it may be in the id too."
    )
    idempotency_key: str = strawberry.field(
        description="Of the payer's making: the same key never pays twice, and tells where the first request stands."
    )
    payment: CheckoutPaymentInput | None = strawberry.UNSET
    gift_card_codes: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="Gift cards pay first, the provider the rest."
    )
    store_credit: bool = strawberry.field(
        default=False,
        description="Spend the signed-in customer's store credit: after gift cards, before the provider.",
    )
    return_url: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Where a payer who was sent to a page comes back to; an address of the shop.",
    )


@dataclass(frozen=True, slots=True)
class OrderPaymentAnswer:
    """What paying for an order came to."""

    order: OrderView | None
    payment_action: Any
    user_errors: list[UserErrorRecord]


@strawberry.type(description="The order, and what the payer has to do first, or why nothing was paid.")
class OrderPaymentAddPayload:
    """What `orderPaymentAdd` answers."""

    order: Order | None
    payment_action: PaymentAction | None = strawberry.field(
        description="What the payer has to do; then ask again with the same key."
    )
    user_errors: list[OrderPaymentUserError]


@strawberry.type
class OrderPaymentMutations:
    """Paying for orders."""

    @strawberry.field(
        graphql_type=OrderPaymentAddPayload | None,
        description="Pay what an order still owes, such as the balance after a deposit; never more than that.",
    )
    async def order_payment_add(self, info: Info, input: OrderPaymentAddInput) -> OrderPaymentAnswer:
        """Pay what an order owes."""
        try:
            request = read_payment(info, input)
            waiting = await pay_balance(info.context, request)
        except DomainError as error:
            return OrderPaymentAnswer(None, None, [user_error(each) for each in error.refusals])
        order = await read_order(info.context, order_id=request.order_id, token=request.token)
        return OrderPaymentAnswer(order, waiting.action if waiting is not None else None, [])


def read_payment(info: Info, value: OrderPaymentAddInput) -> BalancePayment:
    """Return a request as `pay_balance` takes it; raises `DomainError` for a return address of another site."""
    order_id = numeric_id(value.order_id, "Order")
    token = given(value.order_token) or key_in(value.order_id) or ""
    return BalancePayment(
        order_id=order_id,
        token=token,
        key=value.idempotency_key,
        wish=payment_wish(
            given(value.payment),
            given(value.gift_card_codes),
            store_credit=credit_holder(info, wanted=value.store_credit),
        ),
        return_url=shop_address(
            info,
            given(value.return_url),
            default=f"{info.context.base_url}/orders/{order_id}?key={token}",
        ),
    )
