"""Stripe's messages: signed, recent, and about a payment of this shop, or nothing."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

import stripe
from comptoir.api import Declined, PaymentResult, ProviderEvent, RefundNews, UntrustedWebhookError

from comptoir_stripe.currencies import UnsupportedAmountError, from_stripe
from comptoir_stripe.intents import OPERATION, OWNER, REFERENCE, amount_of, as_result, decline_code
from comptoir_stripe.settings import StripeSettings

TOLERANCE_SECONDS = 300
"""A message that was signed longer ago is taken for one that somebody kept."""
_REFUNDS: Mapping[str, Literal["COMPLETED", "PROCESSING", "REFUSED"]] = {
    "succeeded": "COMPLETED",
    "pending": "PROCESSING",
    "requires_action": "PROCESSING",
    "failed": "REFUSED",
    "canceled": "REFUSED",
}
Retrieve = Callable[[str], Awaitable[Mapping[str, Any]]]


async def read_message(
    *, headers: Mapping[str, str], body: bytes, settings: StripeSettings, retrieve: Retrieve
) -> ProviderEvent | None:
    """Return what a message says of a payment, or none; raises `UntrustedWebhookError` unless Stripe signed it."""
    event = _verified(headers, body, settings)
    kind, thing = event["type"], event["data"]["object"]
    try:
        if kind.startswith("payment_intent."):
            told = as_result(thing, publishable_key=settings.publishable_key)
            return _news(event, thing, result=told)
        if kind.startswith("refund."):
            return await _refund_news(event, thing, retrieve)
        if kind in {"terminal.reader.action_succeeded", "terminal.reader.action_failed"}:
            return await _reader_news(event, thing, retrieve, settings)
    except UnsupportedAmountError:
        return None
    return None


def _verified(headers: Mapping[str, str], body: bytes, settings: StripeSettings) -> Mapping[str, Any]:
    try:
        stripe.WebhookSignature.verify_header(
            body,
            headers.get("stripe-signature"),
            settings.webhook_secret.get_secret_value(),
            TOLERANCE_SECONDS,
        )
        event = json.loads(body)
    except (stripe.SignatureVerificationError, ValueError):
        # The library's error holds the message, which is no business of a log.
        raise UntrustedWebhookError("the message is not signed by Stripe, or too old") from None
    if not isinstance(event, dict) or not {"id", "type", "data"} <= event.keys():
        raise UntrustedWebhookError("the message is not an event")
    return event


def _news(
    event: Mapping[str, Any],
    intent: Mapping[str, Any],
    *,
    result: PaymentResult | None = None,
    refund: RefundNews | None = None,
) -> ProviderEvent | None:
    metadata = intent.get("metadata") or {}
    reference = metadata.get(REFERENCE)
    if not reference or (result is None and refund is None):
        return None
    return ProviderEvent(
        ident=event["id"],
        type=event["type"],
        provider_id=intent["id"],
        reference=reference,
        owner=metadata.get(OWNER, ""),
        amount=amount_of(intent),
        result=result,
        refund=refund,
    )


async def _refund_news(
    event: Mapping[str, Any], refund: Mapping[str, Any], retrieve: Retrieve
) -> ProviderEvent | None:
    ident = refund.get("payment_intent")
    if not isinstance(ident, str) or refund.get("status") not in _REFUNDS:
        return None
    news = RefundNews(
        provider_id=refund["id"],
        amount=from_stripe(refund["amount"], refund["currency"]),
        result=_REFUNDS[refund["status"]],
        operation=(refund.get("metadata") or {}).get(OPERATION, ""),
    )
    return _news(event, await retrieve(ident), refund=news)


async def _reader_news(
    event: Mapping[str, Any], reader: Mapping[str, Any], retrieve: Retrieve, settings: StripeSettings
) -> ProviderEvent | None:
    action = reader.get("action") or {}
    ident = (action.get("process_payment_intent") or {}).get("payment_intent")
    if not isinstance(ident, str):
        return None
    intent = await retrieve(ident)
    told = as_result(intent, publishable_key=settings.publishable_key)
    if event["type"].endswith("failed") and intent["status"] == "requires_payment_method":
        told = Declined(provider_id=ident, code=decline_code(action.get("failure_code")))
    return _news(event, intent, result=told)
