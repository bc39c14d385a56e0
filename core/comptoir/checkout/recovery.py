"""Going on with checkouts that nobody waits for: their payer came back by the provider, or their process died.

What became of a payment is found out by the job of payments; here its outcome becomes an order, or the goods are
let go.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from comptoir.checkout.attempts import AttemptState, find_waiting, lookup_by_ident
from comptoir.checkout.completing import finish
from comptoir.checkout.counter.sales import SALE, find_waiting_sales
from comptoir.checkout.counter.selling import finish_counter
from comptoir.events.event import Event
from comptoir.payments.events import (
    PaymentAuthorized,
    PaymentCancelled,
    PaymentCaptured,
    PaymentEvent,
    PaymentFailed,
)
from comptoir.shop import Shop

PAYMENT_EVENTS = (PaymentAuthorized, PaymentCaptured, PaymentCancelled, PaymentFailed)
_PATIENCE = timedelta(seconds=15)
"""How long an attempt is left to the request that makes it."""

_log = structlog.get_logger(__name__)


def is_under_way(event: PaymentEvent) -> bool:
    """Tell whether a payment is for something that is being bought, and not for an order."""
    return event.owner_kind in {"checkout", SALE}


async def follow_payment(shop: Shop, event: Event) -> None:
    """Go on with the checkout that a payment is for; repeating it changes nothing."""
    assert isinstance(event, PaymentEvent)
    if event.owner_kind == "checkout":
        attempt = await shop.db.read(lookup_by_ident, ident=event.owner_ident)
        if attempt is not None and attempt.state is not AttemptState.PLACED:
            await finish(shop, event.owner_ident)
    elif event.owner_kind == SALE:
        await finish_counter(shop, event.owner_ident)


async def resume_attempts(shop: Shop) -> None:
    """Go on with every attempt that nobody looked at for a while."""
    until = shop.clock.now() - _PATIENCE
    for ident in await shop.db.read(find_waiting, until=until):
        await _resume(shop, ident, finish)
    for ident in await shop.db.read(find_waiting_sales, until=until):
        await _resume(shop, ident, finish_counter)


async def _resume(shop: Shop, ident: str, go_on: Callable[[Shop, str], Awaitable[object]]) -> None:
    try:
        await go_on(shop, ident)
    except Exception:  # noqa: BLE001 - one that cannot go on holds up no other
        _log.exception("checkout.stuck", attempt=ident)
