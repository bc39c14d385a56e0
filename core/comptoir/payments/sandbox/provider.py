"""The sandbox: a payment provider that behaves like a card company and moves no money."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from comptoir.db.tx import dumps
from comptoir.errors import BadUserInputError
from comptoir.hooks.payments import (
    ActionRequired,
    Attempt,
    Authorized,
    Cancelled,
    Completed,
    Declined,
    LookupResult,
    NotStarted,
    OperationResult,
    PaymentAction,
    PaymentCapabilities,
    PaymentResult,
    Processing,
    ProviderEvent,
    ProviderUnavailableError,
    Refused,
    UntrustedWebhookError,
)
from comptoir.money import Money
from comptoir.payments.sandbox import books
from comptoir.payments.sandbox.books import SandboxPayment
from comptoir.payments.sandbox.cards import CARDS, HOSTED, TOKENS
from comptoir.principal import Owner
from comptoir.shop import Shop

SIGNATURE = "sandbox-signature"
_SIGNED_FOR = "sandbox-webhook"
_TOLERANCE_SECONDS = 300


class SandboxProvider:
    """Cards of plastic air. Its books are kept apart from the shop's, in transactions of their own."""

    name = "sandbox"
    title: Mapping[str, str] = {"en": "Test card", "fr": "Carte fictive"}
    capabilities = PaymentCapabilities(readers=True, tokens=TOKENS)

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    async def authorize(
        self,
        *,
        amount: Money,
        token: str,
        idempotency_key: str,
        reference: str,
        owner: Owner,
        return_url: str,
        capture: bool,
    ) -> PaymentResult:
        """Do what the token says: see `cards`. An unknown token is declined."""
        card = CARDS.get(token) if token else HOSTED
        if card is None:
            return Declined(code="INCORRECT_NUMBER")
        if card.course == "SILENT":
            raise ProviderUnavailableError("the sandbox was not reached")
        payment = await self._shop.db.write(
            books.open_payment,
            key=idempotency_key,
            reference=reference,
            owner=str(owner),
            card=card,
            amount=amount,
            capture=capture,
            return_url=return_url,
        )
        if card.course == "SILENT_CHARGE":
            raise ProviderUnavailableError("the sandbox did not answer in time")
        return self._result(payment)

    async def lookup(self, attempt: Attempt) -> LookupResult:
        """Return what the books say."""
        found = await self._shop.db.read(books.lookup_by_key, key=attempt.idempotency_key)
        if found is None:
            # Should the call still be on its way, it meets a payment that was stopped.
            found = await self._shop.db.write(books.stop_payment, attempt=attempt)
        return NotStarted() if found.status == "STOPPED" else self._result(found)

    async def capture(
        self,
        *,
        provider_id: str,
        amount: Money,
        idempotency_key: str,
        final: bool,  # noqa: ARG002
    ) -> OperationResult:
        """Take an amount; the rest is always released."""
        taken = await self._shop.db.write(
            books.capture, ident=provider_id, amount=amount, key=idempotency_key
        )
        if taken is None:
            return Refused(code="NOT_AUTHORIZED")
        return Completed(provider_id=provider_id, amount=taken)

    async def cancel(self, *, provider_id: str, idempotency_key: str) -> PaymentResult:  # noqa: ARG002
        """Release what is reserved."""
        payment = await self._shop.db.write(books.cancel, ident=provider_id)
        return self._result(payment) if payment is not None else Cancelled(provider_id=provider_id)

    async def refund(
        self,
        *,
        provider_id: str,
        amount: Money,
        idempotency_key: str,
        repeated: bool,  # noqa: ARG002
    ) -> OperationResult:
        """Give an amount back."""
        name = await self._shop.db.write(books.refund, ident=provider_id, amount=amount, key=idempotency_key)
        if name is None:
            return Refused(code="REFUND_TOO_HIGH")
        return Completed(provider_id=name, amount=amount)

    async def parse_webhook(self, *, headers: Mapping[str, str], body: bytes) -> ProviderEvent | None:
        """Read a message that `webhook_of` wrote."""
        try:
            signed = self._shop.signer(_SIGNED_FOR).loads(
                headers.get(SIGNATURE, ""), max_age=_TOLERANCE_SECONDS
            )
        except BadUserInputError as error:
            raise UntrustedWebhookError("the message is not signed by the sandbox") from error
        if signed != hashlib.sha256(body).hexdigest():
            raise UntrustedWebhookError("the message is not the one that was signed")
        facts: dict[str, Any] = orjson.loads(body)
        payment = await self._shop.db.read(books.lookup_by_ident, ident=facts["payment"])
        if payment is None:
            return None
        return ProviderEvent(
            ident=facts["id"],
            type=facts["type"],
            provider_id=facts["payment"],
            reference=facts["reference"],
            owner=facts["owner"],
            amount=Money(facts["amount"], facts["currency"]),
            result=self._result(payment),
        )

    def _result(self, payment: SandboxPayment) -> PaymentResult:
        return as_result(payment, base_url=self._shop.settings.base_url.rstrip("/"))

    def webhook_of(self, payment: SandboxPayment) -> tuple[dict[str, str], bytes]:
        """Return the headers and the body of a message about a payment."""
        body = dumps(
            {
                "id": f"{payment.ident}-{payment.status}-{payment.captured}-{payment.refunded}",
                "type": f"payment.{payment.status.lower()}",
                "payment": payment.ident,
                "reference": payment.reference,
                "owner": payment.owner,
                "amount": payment.amount.minor,
                "currency": payment.amount.currency,
            }
        ).encode()
        return {SIGNATURE: self._shop.signer(_SIGNED_FOR).dumps(hashlib.sha256(body).hexdigest())}, body


def as_result(payment: SandboxPayment, *, base_url: str) -> PaymentResult:
    """Return what the books say of a payment, in the words of the protocol."""
    if payment.status == "WAITING":
        reader = payment.card.course == "READER"
        action = PaymentAction(
            kind="READER" if reader else "REDIRECT", url=f"{base_url}/payments/sandbox/{payment.ident}"
        )
        return ActionRequired(provider_id=payment.ident, action=action)
    if payment.status == "PROCESSING":
        return Processing(provider_id=payment.ident)
    if payment.status == "DECLINED":
        return Declined(provider_id=payment.ident, code=payment.code)
    if payment.status in {"CANCELLED", "STOPPED"}:
        return Cancelled(provider_id=payment.ident)
    return Authorized(
        provider_id=payment.ident,
        amount=payment.amount,
        captured=Money(payment.captured, payment.amount.currency),
        method=payment.card.method,
    )
