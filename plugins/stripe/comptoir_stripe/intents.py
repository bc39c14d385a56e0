"""Stripe's payment intents in the words of Comptoir's protocol. Intents are plain dictionaries here."""

from collections.abc import Mapping
from typing import Any, Literal

from comptoir.api import (
    ActionRequired,
    Authorized,
    Cancelled,
    Declined,
    Money,
    PaymentAction,
    PaymentMethod,
    PaymentResult,
    Processing,
)

from comptoir_stripe.currencies import from_stripe

Flow = Literal["element", "token", "reader"]
"""How a payer pays: with Stripe's script on a page, with what that script gave before, or at a reader."""
FLOWS: tuple[Flow, ...] = ("element", "token", "reader")
REFERENCE = "comptoir_reference"
OWNER = "comptoir_owner"
FLOW = "comptoir_flow"
READER = "comptoir_reader"
OPERATION = "comptoir_operation"
"""Names of metadata that Comptoir sets."""

_DECLINES: Mapping[str, str] = {
    "insufficient_funds": "INSUFFICIENT_FUNDS",
    "expired_card": "EXPIRED_CARD",
    "incorrect_cvc": "INCORRECT_CVC",
    "invalid_cvc": "INCORRECT_CVC",
    "incorrect_number": "INCORRECT_NUMBER",
    "invalid_number": "INCORRECT_NUMBER",
    "lost_card": "LOST_OR_STOLEN",
    "stolen_card": "LOST_OR_STOLEN",
    "pickup_card": "LOST_OR_STOLEN",
    "authentication_required": "AUTHENTICATION_FAILED",
    "payment_intent_authentication_failure": "AUTHENTICATION_FAILED",
    "card_not_supported": "NOT_SUPPORTED",
    "currency_not_supported": "NOT_SUPPORTED",
    "amount_too_small": "NOT_SUPPORTED",
    "amount_too_large": "LIMIT_EXCEEDED",
    "card_velocity_exceeded": "LIMIT_EXCEEDED",
    "withdrawal_count_limit_exceeded": "LIMIT_EXCEEDED",
    "processing_error": "TRY_AGAIN",
    "issuer_not_available": "TRY_AGAIN",
    "try_again_later": "TRY_AGAIN",
    "reenter_transaction": "TRY_AGAIN",
    "terminal_reader_busy": "TRY_AGAIN",
    "terminal_reader_offline": "TRY_AGAIN",
    "terminal_reader_timeout": "TRY_AGAIN",
}


def decline_code(*stripe_codes: str | None) -> str:
    """Return why a payment failed; the first of Stripe's codes that is known decides."""
    return next((_DECLINES[code] for code in stripe_codes if code and code in _DECLINES), "DECLINED")


def amount_of(intent: Mapping[str, Any]) -> Money:
    """Return the amount of an intent; raises `UnsupportedAmountError` for a currency that is not taken."""
    return from_stripe(intent["amount"], intent["currency"])


def as_result(intent: Mapping[str, Any], *, publishable_key: str) -> PaymentResult | None:
    """Return where an intent stands; none for one that was made and not confirmed yet."""
    ident, status = intent["id"], intent["status"]
    if status in {"succeeded", "requires_capture"}:
        return _authorized(intent)
    if status == "requires_action":
        return _action(intent, publishable_key)
    if status in _PLAIN:
        return _PLAIN[status](provider_id=ident)
    return _unconfirmed(intent, publishable_key)


_PLAIN: Mapping[str, type[Processing | Cancelled]] = {"processing": Processing, "canceled": Cancelled}


def _unconfirmed(intent: Mapping[str, Any], publishable_key: str) -> PaymentResult | None:
    ident, flow = intent["id"], (intent.get("metadata") or {}).get(FLOW)
    if flow == "element":
        return ActionRequired(provider_id=ident, action=_with_script(intent, publishable_key))
    if error := intent.get("last_payment_error"):
        return Declined(provider_id=ident, code=decline_code(error.get("decline_code"), error.get("code")))
    if flow == "reader":
        return ActionRequired(provider_id=ident, action=PaymentAction(kind="READER"))
    return None


def _authorized(intent: Mapping[str, Any]) -> Authorized:
    currency = intent["currency"]
    reserved = intent["status"] == "requires_capture"
    # What can be captured is what was really reserved, should that be less than was asked for.
    amount = intent["amount_capturable"] if reserved else intent["amount"]
    return Authorized(
        provider_id=intent["id"],
        amount=from_stripe(amount, currency),
        captured=from_stripe(intent["amount_received"], currency),
        method=_method(intent),
    )


def _action(intent: Mapping[str, Any], publishable_key: str) -> ActionRequired:
    following = intent.get("next_action") or {}
    if following.get("type") == "redirect_to_url":
        action = PaymentAction(kind="REDIRECT", url=following["redirect_to_url"]["url"])
    else:
        action = _with_script(intent, publishable_key)
    return ActionRequired(provider_id=intent["id"], action=action)


def _with_script(intent: Mapping[str, Any], publishable_key: str) -> PaymentAction:
    return PaymentAction(
        kind="CLIENT_SECRET", client_secret=intent["client_secret"], publishable_key=publishable_key
    )


def _method(intent: Mapping[str, Any]) -> PaymentMethod | None:
    charge = intent.get("latest_charge")
    details = charge.get("payment_method_details") if isinstance(charge, Mapping) else None
    if not details:
        return None
    kind = details["type"]
    card = details.get(kind) or {}
    return PaymentMethod(
        kind="card" if kind == "card_present" else kind,
        label=str(card.get("brand") or "").capitalize(),
        last_characters=str(card.get("last4") or ""),
    )
