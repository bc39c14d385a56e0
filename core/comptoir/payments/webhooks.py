"""Messages of providers: compared with what the shop knows, taken in once each, in whatever order they come."""

from collections.abc import Mapping
from datetime import timedelta

import structlog
from sqlalchemy import bindparam, delete, update
from sqlalchemy.dialects.postgresql import insert

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.hooks.payments import ProviderEvent, ProviderUnavailableError, UntrustedWebhookError
from comptoir.payments.models import WEBHOOK
from comptoir.payments.operations import record_refund_news
from comptoir.payments.queries import lookup_payment_by_reference
from comptoir.payments.recording import record_result
from comptoir.payments.records import PaymentRecord
from comptoir.shop import Shop

_ADD = insert(WEBHOOK).on_conflict_do_nothing().returning(WEBHOOK.c.id)
_END = (
    update(WEBHOOK)
    .where(WEBHOOK.c.id == bindparam("message"))
    .values(outcome=bindparam("came_of_it"), note=bindparam("why"))
)
_FORGET = delete(WEBHOOK).where(WEBHOOK.c.received_at < bindparam("before"))

_log = structlog.get_logger(__name__)


async def receive_webhook(shop: Shop, name: str, *, headers: Mapping[str, str], body: bytes) -> int:
    """Take in a message and return the status to answer with.

    404: no such provider. 400: not signed by it, or too old. 503: send it again later. 200: all else, also what
    does not fit, since sending it again would not mend that; it stands in the inbox with the reason.
    """
    provider = shop.payment_providers.get(name)
    if provider is None:
        return 404
    try:
        event = await provider.parse_webhook(headers=headers, body=body)
        if event is None:
            return 200
        outcome = await shop.db.write(take_webhook, provider=name, event=event)
    except UntrustedWebhookError as error:
        _log.warning("webhook.untrusted", provider=name, error=error.message)
        return 400
    except (ProviderUnavailableError, DomainError) as error:
        _log.warning("webhook.put_off", provider=name, error=error.message)
        return 503
    _log.info("webhook.taken", provider=name, event_id=event.ident, type=event.type, outcome=outcome)
    return 200


def take_webhook(tx: Tx, *, provider: str, event: ProviderEvent) -> str:
    """Apply a message in the transaction that notes it, and return what came of it.

    `APPLIED`, `NO_NEWS` (it was known or is out of date), `REPEATED` (this very message was taken in before),
    `UNKNOWN` (no such payment) or `MISMATCH` (owner, amount, currency or name at the provider differ: nothing
    was changed). Raises `DomainError` where it must come again later.
    """
    row = {
        "provider": provider,
        "event_id": event.ident,
        "type": event.type,
        "reference": event.reference,
        "provider_id": event.provider_id,
        "outcome": "",
        "note": "",
        "received_at": tx.clock.now(),
    }
    message = tx.execute(_ADD, row).scalar()
    if message is None:
        return "REPEATED"
    outcome, note = _apply(tx, provider, event)
    tx.execute(_END, {"message": message, "came_of_it": outcome, "why": note})
    return outcome


def _apply(tx: Tx, provider: str, event: ProviderEvent) -> tuple[str, str]:
    payment = lookup_payment_by_reference(tx, provider=provider, reference=event.reference)
    if payment is None:
        return "UNKNOWN", ""
    if fault := find_mismatch(payment, event):
        _log.error("webhook.mismatch", payment=payment.id, event_id=event.ident, fault=fault)
        return "MISMATCH", fault
    news = False
    try:
        if event.result is not None:
            after = record_result(tx, payment_id=payment.id, told=event.result)
            news = after != payment
        if event.refund is not None:
            news = record_refund_news(tx, payment_id=payment.id, news=event.refund) or news
    except DomainError as error:
        if error.code != "PROVIDER_MISMATCH":
            raise
        _log.error("webhook.mismatch", payment=payment.id, event_id=event.ident, fault=error.message)
        return "MISMATCH", error.message
    return ("APPLIED" if news else "NO_NEWS"), ""


def find_mismatch(payment: PaymentRecord, event: ProviderEvent) -> str:
    """Return what in a message does not fit the payment that it names; empty where all does."""
    if event.owner != payment.origin:
        return "it names another owner"
    if event.amount.currency != payment.amount.currency:
        return f"it is in {event.amount.currency}, the payment in {payment.amount.currency}"
    if event.amount != payment.amount:
        return f"it is of {event.amount.amount}, the payment of {payment.amount.amount}"
    if payment.provider_id and event.provider_id != payment.provider_id:
        return "the provider names another payment of its own"
    if event.refund is not None and event.refund.amount.currency != payment.amount.currency:
        return f"the refund is in {event.refund.amount.currency}"
    return ""


def forget_webhooks(tx: Tx, *, older_than: timedelta) -> None:
    """Remove messages of long ago; providers repeat a message for days, not months."""
    tx.execute(_FORGET, {"before": tx.clock.now() - older_than})
