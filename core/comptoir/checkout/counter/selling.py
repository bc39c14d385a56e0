"""Selling a reservation: quote, take the money outside of any transaction, hand over and order in one.

Every step may be the last that a process does, as with carts: what stands in SQL by then is enough to go on.
"""

from dataclasses import dataclass

from comptoir.checkout import errors
from comptoir.checkout.attempts import AttemptState
from comptoir.checkout.completing import order_token
from comptoir.checkout.counter.commands import (
    CounterPurchase,
    FinishedSale,
    Tender,
    begin_sale,
    finish_sale,
)
from comptoir.checkout.counter.quoting import CounterQuote, draft_sale, quote_reservation
from comptoir.checkout.counter.sales import SALE, Sale, lookup_sale, lookup_standing_sale
from comptoir.checkout.counter.tenders import check_tender
from comptoir.checkout.errors import MovedOnError, QuoteChangedError
from comptoir.checkout.taxing import check_taxes
from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.graphql.context import RequestContext
from comptoir.payments.declines import decline_text
from comptoir.payments.queries import find_payments
from comptoir.payments.records import OPEN, PaymentStatus
from comptoir.payments.recovery import abandon_payment
from comptoir.payments.starting import check_key
from comptoir.payments.taking import refresh_payment, send_operation, send_payment
from comptoir.reservations import get_reservation
from comptoir.reservations.errors import closed
from comptoir.shop import Shop

_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterSale:
    """A request to sell a reservation."""

    number: int
    quote_digest: str
    key: str
    tender: Tender
    codes: tuple[str, ...] = ()
    """Discount codes that the shopper gave, as the quote was asked for."""
    reason: str | None = None


async def sell_reservation(context: RequestContext, request: CounterSale) -> FinishedSale:
    """Sell a reservation, or say where its sale stands; raises `DomainError` for what stands in the way.

    The same key tells of the same sale, also of one that was declined: then the reservation is as it was.
    """
    shop = context.shop
    check_key(request.key)
    check_tender(shop, name=request.tender.name, reference=request.tender.token)
    known = await shop.db.read(lookup_sale, reservation=request.number, key=request.key)
    if known is None:
        sale = await _begin(context, request)
        for payment in await shop.db.read(find_payments, owner=sale.owner):
            if payment.status is PaymentStatus.PENDING:
                await send_payment(shop, payment, token=request.tender.token, return_url=context.base_url)
    else:
        sale = known
        for payment in await shop.db.read(find_payments, owner=sale.owner):
            if payment.status in {PaymentStatus.ACTION_REQUIRED, PaymentStatus.PROCESSING}:
                await refresh_payment(shop, payment)
    return _answer(await _finished(context, sale))


async def abandon_sale(context: RequestContext, *, number: int) -> FinishedSale:
    """Give up the sale of a reservation whose buyer has not paid; it may turn out to be paid already.

    Raises `DomainError` with `NOT_POSSIBLE` where no sale is under way.
    """
    shop = context.shop
    sale = await shop.db.read(lookup_standing_sale, reservation=number)
    if sale is None or sale.state is not AttemptState.OPEN:
        raise DomainError("NOT_POSSIBLE", "No sale of it is under way.", field=("id",))
    for payment in await shop.db.read(find_payments, owner=sale.owner):
        if payment.status in OPEN:
            await abandon_payment(shop, payment)
    return await _finished(context, sale)


async def finish_counter(shop: Shop, ident: str) -> FinishedSale | None:
    """Go on with a sale as far as its payments allow, and tell its provider what that means."""
    token = order_token(shop, origin=f"{SALE}/{ident}")
    return await _told(shop, await shop.db.write(finish_sale, ident=ident, token=token))


async def _finished(context: RequestContext, sale: Sale) -> FinishedSale:
    shop = context.shop
    token = order_token(shop, origin=sale.origin)
    finished = await shop.db.write(finish_sale, actor=context.actor, ident=sale.ident, token=token)
    assert finished is not None, "sales are never deleted"
    await _told(shop, finished)
    return finished


async def _told(shop: Shop, finished: FinishedSale | None) -> FinishedSale | None:
    for operation in finished.operations if finished is not None else ():
        await send_operation(shop, operation)
    return finished


async def _begin(context: RequestContext, request: CounterSale) -> Sale:
    reservation = await context.shop.db.read(get_reservation, number=request.number)
    if reservation.status != "ACTIVE":
        raise closed(reservation.status)
    for _ in range(_TRIES):
        quoted = await quote_reservation(context, number=request.number, codes=request.codes)
        check_taxes(context.shop, quoted.taxes, field="id")
        _check_digest(quoted, request.quote_digest)
        purchase = CounterPurchase(
            reservation_id=request.number,
            prices=context.snapshot.revisions["catalog"],
            draft=draft_sale(quoted),
            promotions=quoted.quote.applied_promotions,
            shopper=quoted.shopper,
        )
        try:
            return await context.shop.db.write(
                _begin_and_finish,
                actor=context.actor,
                purchase=purchase,
                request=request,
                secret_of=context.shop,
            )
        except MovedOnError:
            context = await context.renewed()
    raise errors.in_progress()


def _begin_and_finish(tx: Tx, *, purchase: CounterPurchase, request: CounterSale, secret_of: Shop) -> Sale:
    """Begin a sale, and finish it at once where all of it is paid: then goods, money and order go together."""
    sale = begin_sale(tx, purchase=purchase, key=request.key, tender=request.tender, reason=request.reason)
    finish_sale(tx, ident=sale.ident, token=order_token(secret_of, origin=sale.origin))
    return sale


def _check_digest(quoted: CounterQuote, quote_digest: str) -> None:
    quote = quoted.quote
    if quote.digest != quote_digest:
        raise QuoteChangedError(
            "QUOTE_CHANGED",
            f"The price has changed since. It is now {quote.total.amount} {quote.total.currency}.",
            was=quote_digest,
            now=quote.digest,
            total=quote.total,
        )


def _answer(finished: FinishedSale) -> FinishedSale:
    sale = finished.sale
    if sale.state is AttemptState.RELEASED:
        if sale.code == "OUT_OF_STOCK":
            raise DomainError(
                "OUT_OF_STOCK", "The goods are gone. Nothing stays charged.", field=("input", "id")
            )
        if sale.code == "RESERVATION_CLOSED":
            raise closed("COLLECTED")
        text = decline_text(sale.code, language="en")
        raise DomainError("PAYMENT_DECLINED", text, field=("input", "payment"))
    waits = any(each.status is PaymentStatus.ACTION_REQUIRED for each in finished.payments)
    if sale.state is AttemptState.OPEN and not waits:
        raise errors.in_progress()
    return finished
