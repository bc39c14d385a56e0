"""Completing a cart over GraphQL."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import strawberry

from comptoir.addresses import Address, check_address
from comptoir.cart.contents import CartKey, parse_cart_id
from comptoir.cart.graphql.inputs import given
from comptoir.checkout import errors
from comptoir.checkout.cancelling import cancel_checkout
from comptoir.checkout.commands.finish import Finished
from comptoir.checkout.commands.paying import PaymentWish
from comptoir.checkout.completing import Completion, action_of, complete_cart, order_token
from comptoir.checkout.errors import QuoteChangedError
from comptoir.checkout.graphql.inputs import CartDeliveryAddressInput, postal_address
from comptoir.errors import DomainError
from comptoir.graphql.context import Info, RequestContext
from comptoir.graphql.money import MoneyInput, MoneyRecord, MoneyV2, money_v2
from comptoir.graphql.user_errors import DisplayableError, UserErrorRecord, user_error
from comptoir.money import parse_money
from comptoir.orders.graphql.operations import read_order
from comptoir.orders.graphql.order import Order
from comptoir.orders.view import OrderView
from comptoir.payments.graphql.storefront import PaymentAction
from comptoir.principal import Owner


@strawberry.enum(description="Why a cart was not completed.")
class CheckoutErrorCode(StrEnum):
    """Why a cart was not completed."""

    ADDRESS_REQUIRED = "ADDRESS_REQUIRED"
    ALREADY_COMPLETED = "ALREADY_COMPLETED"
    CONTACT_REQUIRED = "CONTACT_REQUIRED"
    CURRENCY_MISMATCH = "CURRENCY_MISMATCH"
    DELIVERY_REQUIRED = "DELIVERY_REQUIRED"
    DISCOUNT_LIMIT = "DISCOUNT_LIMIT"
    EMPTY_CART = "EMPTY_CART"
    GIFT_CARD_DISABLED = "GIFT_CARD_DISABLED"
    GIFT_CARD_EXPIRED = "GIFT_CARD_EXPIRED"
    GIFT_CARD_UNKNOWN = "GIFT_CARD_UNKNOWN"
    INSUFFICIENT_BALANCE = "INSUFFICIENT_BALANCE"
    INVALID = "INVALID"
    IN_PROGRESS = "IN_PROGRESS"
    OUT_OF_STOCK = "OUT_OF_STOCK"
    PAYMENT_AMOUNT = "PAYMENT_AMOUNT"
    PAYMENT_DECLINED = "PAYMENT_DECLINED"
    PAYMENT_REQUIRED = "PAYMENT_REQUIRED"
    PROVIDER_UNKNOWN = "PROVIDER_UNKNOWN"
    PROMISE_LAPSED = "PROMISE_LAPSED"
    QUOTE_CHANGED = "QUOTE_CHANGED"
    RATE_LIMITED = "RATE_LIMITED"
    SIGN_IN_REQUIRED = "SIGN_IN_REQUIRED"
    TAX_UNAVAILABLE = "TAX_UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class CheckoutErrorRecord(UserErrorRecord):
    """A refusal; where the total changed, with what it was and is."""

    was: str | None = None
    now: str | None = None
    total: MoneyRecord | None = None


@strawberry.type(description="A reason why a cart was not completed.")
class CheckoutUserError(DisplayableError):
    """A reason why a cart was not completed."""

    code: CheckoutErrorCode | None
    was: str | None = strawberry.field(description="Where the quote changed: the digest that was given.")
    now: str | None = strawberry.field(description="Where the quote changed: the digest to agree to instead.")
    total: MoneyV2 | None = strawberry.field(description="Where the quote changed: what it costs now.")

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a refusal."""
        return isinstance(obj, CheckoutErrorRecord)


@strawberry.input(description="How the rest is paid once gift cards have paid.")
class CheckoutPaymentInput:
    """How the rest is paid."""

    provider: str = strawberry.field(description="One of `paymentProviders`.")
    token: str = strawberry.field(
        default="", description="What the provider's script or reader gave; empty asks the payer on a page."
    )
    amount: MoneyInput | None = strawberry.field(
        default=strawberry.UNSET,
        description="By default all that is due; less is a deposit, where the shop allows one.",
    )


@strawberry.input(description="A cart to complete.")
class CheckoutCompleteInput:
    """A cart to complete."""

    cart_id: strawberry.ID
    quote_digest: str = strawberry.field(description="`Cart.quote.digest`: what the buyer agrees to.")
    idempotency_key: str = strawberry.field(
        description="Of the buyer's making: the same key never pays twice, and tells where the first request stands."
    )
    payment: CheckoutPaymentInput | None = strawberry.UNSET
    gift_card_codes: list[str] | None = strawberry.UNSET
    store_credit: bool = strawberry.field(
        default=False,
        description="Spend the signed-in customer's store credit: after gift cards, before the provider.",
    )
    billing_address: CartDeliveryAddressInput | None = strawberry.UNSET
    return_url: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Where a payer who was sent to a page comes back to; an address of the shop.",
    )


@dataclass(frozen=True, slots=True)
class CheckoutAnswer:
    """What completing a cart came to."""

    order: OrderView | None
    payment_action: Any
    user_errors: list[CheckoutErrorRecord]


@strawberry.type(description="The order, or what the payer has to do first, or why there is none.")
class CheckoutCompletePayload:
    """What `checkoutComplete` answers."""

    order: Order | None
    payment_action: PaymentAction | None = strawberry.field(
        description="What the payer has to do; then ask again with the same key."
    )
    user_errors: list[CheckoutUserError]


@strawberry.type
class CheckoutMutations:
    """Completing carts."""

    @strawberry.field(
        graphql_type=CheckoutCompletePayload | None,
        description="Complete a cart: hold the goods, take the payment, place the order. One cart makes one order.",
    )
    async def checkout_complete(self, info: Info, input: CheckoutCompleteInput) -> CheckoutAnswer:
        """Complete a cart."""
        try:
            request = read_completion(info, input)
            finished = await complete_cart(info.context, request)
        except DomainError as error:
            return CheckoutAnswer(None, None, [_refused(each) for each in error.refusals])
        return await _answer(info, request.right, finished)

    @strawberry.field(
        graphql_type=CheckoutCompletePayload | None,
        description="Give up a checkout that waits for its payer: the cart is as it was. What was charged is an order.",
    )
    async def checkout_cancel(
        self, info: Info, cart_id: strawberry.ID, idempotency_key: str
    ) -> CheckoutAnswer:
        """Give a checkout up."""
        right = parse_cart_id(cart_id)
        try:
            finished = await cancel_checkout(info.context.shop, right=right, key=idempotency_key)
        except DomainError as error:
            return CheckoutAnswer(None, None, [_refused(each) for each in error.refusals])
        return await _answer(info, right, finished)


async def _answer(info: Info, right: CartKey | None, finished: Finished) -> CheckoutAnswer:
    attempt = finished.attempt
    if attempt.order_id is None:
        waiting = action_of(finished)
        return CheckoutAnswer(None, waiting.action if waiting is not None else None, [])
    order = await _order(info.context, finished, order_id=attempt.order_id)
    if order is not None and right is not None and attempt.is_guest(right):
        order = OrderView(_impersonal(order.record), info.context)
    return CheckoutAnswer(order, None, [])


async def _order(context: RequestContext, finished: Finished, *, order_id: int) -> OrderView | None:
    if finished.order is not None:
        return OrderView(finished.order, context)
    token = order_token(context.shop, origin=finished.attempt.origin)
    return await read_order(context, order_id=order_id, token=token)


def _impersonal(record: Any) -> Any:
    """Return an order as a device that took the cart over by a code sees it: nothing personal, and no secret."""
    return replace(
        record,
        email=None,
        phone=None,
        note=None,
        shipping_address=None,
        billing_address=None,
        attributes=tuple(pair for pair in record.attributes if not pair[0].startswith("_")),
        groups=tuple(replace(group, address=None) for group in record.groups),
        token=None,
    )


def _refused(error: DomainError) -> CheckoutErrorRecord:
    plain = user_error(error)
    if not isinstance(error, QuoteChangedError):
        return CheckoutErrorRecord(plain.code, plain.message, plain.field)
    return CheckoutErrorRecord(
        plain.code, plain.message, plain.field, error.was, error.now, money_v2(error.total)
    )


def read_completion(info: Info, value: CheckoutCompleteInput) -> Completion:
    """Return a request as `complete_cart` takes it; raises `DomainError` for an address that is wrong."""
    base, right = info.context.base_url, parse_cart_id(value.cart_id)
    back = f"{base}/cart/c/{right.token}?key={right.key}" if right is not None else base
    return Completion(
        right=right,
        quote_digest=value.quote_digest,
        key=value.idempotency_key,
        wish=payment_wish(
            given(value.payment),
            given(value.gift_card_codes),
            store_credit=credit_holder(info, wanted=value.store_credit),
        ),
        billing=_billing(given(value.billing_address)),
        return_url=shop_address(info, given(value.return_url), default=back),
    )


def credit_holder(info: Info, *, wanted: bool) -> Owner | None:
    """Return whose store credit is spent, if any is; raises `DomainError` for whoever is not signed in."""
    actor = info.context.actor
    if not wanted:
        return None
    if actor.kind != "customer":
        raise errors.sign_in_required()
    return Owner(kind="customer", ident=actor.ident)


def payment_wish(
    payment: CheckoutPaymentInput | None,
    gift_cards: list[str] | None,
    *,
    store_credit: Owner | None,
) -> PaymentWish:
    """Return how somebody pays."""
    amount = given(payment.amount) if payment is not None else None
    return PaymentWish(
        provider=payment.provider if payment is not None else None,
        token=payment.token if payment is not None else "",
        amount=None if amount is None else parse_money(str(amount.amount), str(amount.currency_code.value)),
        gift_cards=tuple(gift_cards or ()),
        store_credit=store_credit,
    )


def _billing(value: CartDeliveryAddressInput | None) -> Address | None:
    if value is None:
        return None
    tidy, faults = check_address(postal_address(value), whole=False)
    if faults:
        fault = faults[0]
        raise DomainError("INVALID", fault.message, field=("input", "billing_address", fault.field))
    return tidy


def shop_address(info: Info, address: str | None, *, default: str) -> str:
    """Return where a payer comes back to; raises `DomainError` for an address of another site."""
    base = info.context.base_url
    # No other site is sent a payer by the shop's own provider pages.
    if address is not None and address != base and not address.startswith(f"{base}/"):
        raise DomainError(
            "INVALID", "The payer comes back to an address of the shop.", field=("input", "return_url")
        )
    return address if address is not None else default
