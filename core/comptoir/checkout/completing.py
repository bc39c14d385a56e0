"""Completing a cart: quote, hold, ask for the money outside of any transaction, then place the order.

Every step may be the last that a process does: what stands in SQL by then is enough for `finish` to go on.
"""

from dataclasses import dataclass, replace

from comptoir.addresses import Address
from comptoir.cart.contents import CartKey, StoredCart
from comptoir.cart.taxing import fetch_taxes, taxes_of
from comptoir.cart.view import CartView
from comptoir.cart.watching import watch_of
from comptoir.checkout import errors
from comptoir.checkout.attempts import Attempt, AttemptState, lookup_attempt, lookup_standing
from comptoir.checkout.buyers import ask_buyer_limits
from comptoir.checkout.commands.begin import Begun, Purchase, begin_attempt
from comptoir.checkout.commands.finish import Finished, finish_attempt
from comptoir.checkout.commands.paying import PaymentWish
from comptoir.checkout.drafting import Buyer, check_cart, draft_order, needs_of
from comptoir.checkout.errors import MovedOnError, QuoteChangedError
from comptoir.checkout.queries import OwnCart, destination_of, lookup_own_cart
from comptoir.checkout.same_day import aim_at
from comptoir.checkout.shipping import fetch_offers
from comptoir.checkout.taxing import check_taxes
from comptoir.db.tx import ReadTx
from comptoir.errors import DomainError
from comptoir.graphql.context import RequestContext
from comptoir.markets import locale_of
from comptoir.orders.tokens import derive_token
from comptoir.payments.declines import decline_text
from comptoir.payments.queries import find_payments
from comptoir.payments.records import PaymentRecord, PaymentStatus
from comptoir.payments.starting import check_key
from comptoir.payments.taking import get_provider, refresh_payment, send_operation, send_payment
from comptoir.pricing import PromotionLimits, Quote
from comptoir.pricing.taxing import NO_TAXES
from comptoir.shop import Shop

_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A request to complete a cart."""

    right: CartKey | None
    quote_digest: str
    key: str
    wish: PaymentWish
    billing: Address | None = None
    return_url: str = ""


async def complete_cart(context: RequestContext, request: Completion) -> Finished:
    """Complete a cart, or say where its completion stands; raises `DomainError` for what stands in the way.

    An attempt that was released under this key is refused again in the same words.
    """
    shop, right = context.shop, request.right
    if right is None:
        raise errors.unknown_cart()
    check_key(request.key)
    known = await shop.db.read(lookup_attempt, token=right.token, key=request.key)
    if known is None:
        begun = await _begin(context, request, right)
        finished = await _send(shop, begun, request)
    elif known.opened_by(right):
        finished = await _go_on(shop, known)
    else:
        raise errors.unknown_cart()
    return _answer(finished, language=locale_of(context).language)


async def finish(shop: Shop, ident: str, *, begun: Attempt | None = None) -> Finished | None:
    """Go on with an attempt as far as its payments allow, and tell its provider what that means.

    `begun` is the attempt as whoever asks knows it, which spares reading its draft.
    """
    token = order_token(shop, origin=f"checkout/{ident}")
    finished = await shop.db.write(finish_attempt, ident=ident, token=token, begun=begun)
    if finished is not None:
        for operation in finished.operations:
            await send_operation(shop, operation)
        watch_of(shop).wake(finished.attempt.cart_id)
    return finished


def order_token(shop: Shop, *, origin: str) -> str:
    """Return the secret of the order that an attempt becomes: the same each time."""
    return derive_token(shop.settings.signing_key().encode(), origin=origin)


async def _begin(context: RequestContext, request: Completion, right: CartKey) -> Begun:
    if request.wish.provider is not None:
        get_provider(context.shop, request.wish.provider)
    for _ in range(_TRIES):
        purchase = await _purchase(context, request, right)
        try:
            return await context.shop.db.write(
                begin_attempt,
                actor=context.actor,
                right=right,
                key=request.key,
                purchase=purchase,
                wish=request.wish,
            )
        except MovedOnError:
            context = await context.renewed()
    raise errors.in_progress()


async def _purchase(context: RequestContext, request: Completion, right: CartKey) -> Purchase:
    """Return what the cart asks for now; raises `DomainError` where it is not what the shopper agreed to."""
    db = context.shop.db
    own = await db.read(lookup_own_cart, right=right)
    if own is None:
        raise await _gone(context, right)
    cart = await fetch_taxes(CartView(_bound(own, context.shop), context))
    buyer = Buyer(
        email=own.stored.email, phone=own.stored.phone, address=own.address, billing=request.billing
    )
    await fetch_offers(cart, address=own.address)
    aim_at(cart, address=own.address)
    check_cart(cart, buyer)
    shopper = buyer.contact or own.stored.token
    limits = await ask_buyer_limits(context, shopper=shopper, currency=locale_of(cart.context).currency)
    quote = await _quote(cart, limits)
    _check_digest(cart, quote, quote_digest=request.quote_digest)
    return Purchase(
        cart_id=own.stored.id,
        cart_version=own.stored.version,
        prices=context.snapshot.revisions["catalog"],
        draft=draft_order(cart, quote, buyer),
        needs=needs_of(cart),
        promotions=quote.applied_promotions,
        shopper=shopper,
    )


def _bound(own: OwnCart, shop: Shop) -> StoredCart:
    """Return the cart bound for the address that its order freezes: a provider is asked for no other."""
    if shop.tax_provider is None or own.address is None:
        return own.stored
    return replace(own.stored, delivery=own.stored.delivery.to(destination_of(own.address)))


async def _quote(cart: CartView, limits: PromotionLimits) -> Quote:
    """Return what the cart costs this buyer, with the tax on that; raises `DomainError` where nobody knows it."""
    if cart.context.shop.tax_provider is None:
        return cart.quoted(limits=limits)
    taxes = await taxes_of(cart, cart.quoted(limits=limits, taxes=NO_TAXES))
    check_taxes(cart.context.shop, taxes, field="cart_id")
    return cart.quoted(limits=limits, taxes=taxes)


def _check_digest(cart: CartView, quote: Quote, *, quote_digest: str) -> None:
    if quote.digest == quote_digest:
        return
    if cart.quote.digest == quote_digest and quote.total.minor > cart.quote.total.minor:
        code, message = "DISCOUNT_LIMIT", "A discount cannot be used any more: the total has changed."
    else:
        code, message = "QUOTE_CHANGED", "Prices, delivery or discounts have changed since."
    total = quote.total
    raise QuoteChangedError(
        code,
        f"{message} It is now {total.amount} {total.currency}.",
        was=quote_digest,
        now=quote.digest,
        total=total,
    )


async def _gone(context: RequestContext, right: CartKey) -> DomainError:
    standing = await context.shop.db.read(lookup_standing, token=right.token)
    known = standing is not None and standing.opened_by(right) and standing.state is AttemptState.PLACED
    return errors.already_completed() if known else errors.unknown_cart()


async def _send(shop: Shop, begun: Begun, request: Completion) -> Finished:
    """Ask the provider for what was written down, then go on."""
    attempt, payments = begun.attempt, begun.payments
    if payments is None:
        payments = await shop.db.read(_payments, attempt=attempt)
    for payment in payments:
        if payment.status is PaymentStatus.PENDING:
            await send_payment(shop, payment, token=request.wish.token, return_url=request.return_url)
    return await _finished(shop, attempt)


async def _go_on(shop: Shop, attempt: Attempt) -> Finished:
    """Ask the provider where payments stand that its payer or itself had to go on with, then go on."""
    if attempt.state is AttemptState.OPEN:
        for payment in await shop.db.read(_payments, attempt=attempt):
            # One that is pending may be on its way at this moment: to look it up would stop it.
            if payment.status in {PaymentStatus.ACTION_REQUIRED, PaymentStatus.PROCESSING}:
                await refresh_payment(shop, payment)
    return await _finished(shop, attempt)


async def _finished(shop: Shop, attempt: Attempt) -> Finished:
    finished = await finish(shop, attempt.ident, begun=attempt)
    assert finished is not None, "attempts are never deleted"
    return finished


def _payments(tx: ReadTx, *, attempt: Attempt) -> tuple[PaymentRecord, ...]:
    return tuple(find_payments(tx, owner=attempt.owner))


def _answer(finished: Finished, *, language: str) -> Finished:
    attempt = finished.attempt
    if attempt.state is AttemptState.RELEASED:
        if attempt.code == "OUT_OF_STOCK":
            raise DomainError(
                "OUT_OF_STOCK",
                "The goods were sold while the payment was under way. Nothing stays charged.",
                field=("input", "cart_id"),
            )
        raise DomainError(
            "PAYMENT_DECLINED", decline_text(attempt.code, language=language), field=("input", "payment")
        )
    if attempt.state is AttemptState.OPEN and action_of(finished) is None:
        raise errors.in_progress()
    return finished


def action_of(finished: Finished) -> PaymentRecord | None:
    """Return the payment that waits for its payer, if one does."""
    return next((each for each in finished.payments if each.status is PaymentStatus.ACTION_REQUIRED), None)
