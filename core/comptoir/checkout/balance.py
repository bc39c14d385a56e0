"""Paying what an order still owes, by its link or at the counter: written down, asked for, recorded.

Providers are asked outside of any transaction.

Every step may be the last that a process does: payments' own job finds out what became of a payment, and
`follow_balance` goes on with the rest.
"""

from dataclasses import dataclass

from comptoir.checkout import errors
from comptoir.checkout.commands.balance import (
    Settled,
    balance_prefix,
    begin_abandoning,
    begin_balance,
    find_balance_payments,
    finish_balance,
    prefix_of,
)
from comptoir.checkout.commands.paying import PaymentWish
from comptoir.checkout.counter.tenders import check_tender
from comptoir.errors import DomainError
from comptoir.events.event import Event
from comptoir.graphql.context import RequestContext
from comptoir.markets import locale_of
from comptoir.orders.queries import get_order, lookup_order, lookup_order_paid_by
from comptoir.orders.records import OrderRecord
from comptoir.payments.declines import decline_text
from comptoir.payments.events import PaymentEvent
from comptoir.payments.queries import get_payment
from comptoir.payments.records import OPEN, OVER, PaymentRecord, PaymentStatus
from comptoir.payments.recovery import abandon_payment
from comptoir.payments.starting import check_key
from comptoir.payments.taking import get_provider, refresh_payment, send_operation, send_payment
from comptoir.principal import Owner
from comptoir.shop import Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancePayment:
    """A request to pay what an order still owes; the secret gives the right to, staff need none.

    `reason` is theirs, for the audit log.
    """

    order_id: int
    key: str
    wish: PaymentWish
    token: str = ""
    return_url: str = ""
    reason: str | None = None


async def pay_balance(context: RequestContext, request: BalancePayment) -> PaymentRecord | None:
    """Pay what an order owes; return the payment that waits for its payer, none where it is paid.

    Raises `DomainError` for what stands in the way. The same key tells of the same attempt, also of a declined one.
    """
    check_key(request.key)
    order = await context.shop.db.read(lookup_order, order_id=request.order_id, token=request.token)
    if order is None:
        raise errors.unknown_order()
    if request.wish.provider is not None:
        get_provider(context.shop, request.wish.provider)
    return await _pay(context, order, request)


async def take_balance(context: RequestContext, request: BalancePayment) -> PaymentRecord | None:
    """Take what an order owes at the counter, as `pay_balance` does, also by tenders that only staff take.

    Raises `DomainError` with `NOT_FOUND`, and as `pay_balance` does.
    """
    check_key(request.key)
    check_tender(context.shop, name=request.wish.provider, reference=request.wish.token)
    order = await context.shop.db.read(get_order, order_id=request.order_id)
    return await _pay(context, order, request)


async def abandon_balance(context: RequestContext, *, order_id: int, key: str) -> None:
    """Give up a payment of an order whose payer does not pay; it may turn out to be paid already.

    Raises `DomainError` with `NOT_FOUND`, and `NOT_POSSIBLE` where none waits for its payer.
    """
    shop = context.shop
    waiting = await shop.db.write(begin_abandoning, actor=context.actor, order_id=order_id, key=key)
    for payment in waiting:
        await abandon_payment(shop, payment)
    await _finish(shop, order_id=order_id, prefix=balance_prefix(key))


async def _pay(context: RequestContext, order: OrderRecord, request: BalancePayment) -> PaymentRecord | None:
    shop = context.shop
    prefix = balance_prefix(request.key)
    known = await shop.db.read(find_balance_payments, owner=order.payment_owner, prefix=prefix)
    if known:
        await _refresh(shop, known)
    else:
        await _send(context, request)
    settled = await _finish(shop, order_id=request.order_id, prefix=prefix)
    return _outcome(settled, language=locale_of(context).language)


async def follow_balance(shop: Shop, event: Event) -> None:
    """Go on with the attempt that a payment of an order belongs to; repeating it changes nothing."""
    assert isinstance(event, PaymentEvent)
    payment = await shop.db.read(get_payment, event.payment_id)
    prefix = prefix_of(payment)
    if prefix is None:
        return
    owner = Owner(kind=event.owner_kind, ident=event.owner_ident)
    order_id = await shop.db.read(lookup_order_paid_by, owner=owner)
    if order_id is not None:
        await _finish(shop, order_id=order_id, prefix=prefix)


async def _send(context: RequestContext, request: BalancePayment) -> None:
    shop, wish = context.shop, request.wish
    begun = await shop.db.write(
        begin_balance,
        actor=context.actor,
        order_id=request.order_id,
        key=request.key,
        wish=wish,
        reason=request.reason,
    )
    for payment in begun:
        if payment.status is PaymentStatus.PENDING:
            await send_payment(shop, payment, token=wish.token, return_url=request.return_url)


async def _refresh(shop: Shop, payments: tuple[PaymentRecord, ...]) -> None:
    for payment in payments:
        # One that is pending may be on its way at this moment: to look it up would stop it.
        if payment.status in {PaymentStatus.ACTION_REQUIRED, PaymentStatus.PROCESSING}:
            await refresh_payment(shop, payment)


async def _finish(shop: Shop, *, order_id: int, prefix: str) -> Settled:
    settled = await shop.db.write(finish_balance, order_id=order_id, prefix=prefix)
    for operation in settled.operations:
        await send_operation(shop, operation)
    return settled


def _outcome(settled: Settled, *, language: str) -> PaymentRecord | None:
    failed = next((each for each in settled.payments if each.status in OVER and each.code), None)
    failed = failed or next((each for each in settled.payments if each.status in OVER), None)
    if failed is not None:
        text = decline_text(failed.code or "ABANDONED", language=language)
        raise DomainError("PAYMENT_DECLINED", text, field=("input", "payment"))
    waiting = [each for each in settled.payments if each.status in OPEN]
    action = next((each for each in waiting if each.status is PaymentStatus.ACTION_REQUIRED), None)
    if waiting and action is None:
        raise errors.balance_under_way()
    return action
