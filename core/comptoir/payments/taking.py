"""The middle phase: providers are asked, outside of any transaction.

Each function may be called again with the same record at any time: the provider acts once for each key, and what
it says is recorded whatever was recorded before.
"""

import structlog

from comptoir.errors import DomainError
from comptoir.hooks.payments import (
    Cancelled,
    LookupResult,
    OperationResult,
    PaymentProvider,
    ProviderUnavailableError,
    Refused,
)
from comptoir.payments.ledger import get_payment
from comptoir.payments.operations import record_cancel, record_operation
from comptoir.payments.queries import get_operation
from comptoir.payments.recording import record_result
from comptoir.payments.records import (
    OPEN,
    OVER,
    OperationKind,
    OperationRecord,
    OperationStatus,
    PaymentRecord,
    PaymentStatus,
    operation_key,
)
from comptoir.shop import Shop

_log = structlog.get_logger(__name__)


def get_provider(shop: Shop, name: str) -> PaymentProvider:
    """Return a provider by its name; raises `DomainError` for one that the shop does not offer."""
    found = shop.payment_providers.get(name)
    if found is None:
        raise DomainError("PROVIDER_UNKNOWN", f"this shop takes no '{name[:40]}'", field=("provider",))
    return found


async def send_payment(shop: Shop, payment: PaymentRecord, *, token: str, return_url: str) -> PaymentRecord:
    """Ask the provider for a payment that was started, and return where it then stands.

    Where the provider does not answer the payment stays `PENDING`, and the recovery job asks later what became
    of it. A payment that the provider has answered for is returned as it is.
    """
    if payment.status is not PaymentStatus.PENDING:
        return payment
    provider = get_provider(shop, payment.provider)
    try:
        told = await provider.authorize(
            amount=payment.amount,
            token=token,
            idempotency_key=payment.provider_key,
            reference=payment.reference,
            owner=payment.attempt.owner,
            return_url=return_url,
            capture=payment.capture,
        )
    except ProviderUnavailableError as error:
        _log.warning("payment.unanswered", payment=payment.id, provider=payment.provider, error=error.message)
        return await shop.db.read(get_payment, payment.id)
    return await _record(shop, payment, told)


async def refresh_payment(shop: Shop, payment: PaymentRecord) -> PaymentRecord:
    """Ask the provider where an open payment stands: when its payer comes back, or after a time-out."""
    if payment.status not in OPEN:
        return payment
    provider = get_provider(shop, payment.provider)
    try:
        told = await provider.lookup(payment.attempt)
    except ProviderUnavailableError as error:
        _log.warning("payment.unanswered", payment=payment.id, provider=payment.provider, error=error.message)
        return await shop.db.read(get_payment, payment.id)
    return await _record(shop, payment, told)


async def _record(shop: Shop, payment: PaymentRecord, told: LookupResult) -> PaymentRecord:
    try:
        return await shop.db.write(record_result, payment_id=payment.id, told=told)
    except DomainError as error:
        _log.error("payment.mismatch", payment=payment.id, provider=payment.provider, error=error.message)
        return await shop.db.read(get_payment, payment.id)


async def send_operation(shop: Shop, operation: OperationRecord) -> OperationRecord:
    """Ask the provider for a capture, cancellation or refund that was begun, and return where it then stands.

    Where the provider does not answer the operation stays `PENDING`, and the recovery job sends it again.
    """
    if operation.status not in {OperationStatus.PENDING, OperationStatus.PROCESSING}:
        return operation
    payment = await shop.db.read(get_payment, operation.payment_id)
    try:
        provider = get_provider(shop, payment.provider)
        if operation.kind is OperationKind.CANCEL:
            return await _cancel(shop, provider, payment, operation)
        told = await _ask(provider, payment, operation)
        return await shop.db.write(record_operation, operation_id=operation.id, told=told)
    except (ProviderUnavailableError, DomainError) as error:
        _log.warning(
            "operation.unanswered", operation=operation.id, provider=payment.provider, error=error.message
        )
        return await shop.db.read(get_operation, operation_id=operation.id)


async def _ask(
    provider: PaymentProvider, payment: PaymentRecord, operation: OperationRecord
) -> OperationResult:
    # Keys of operations are the shop's own, so the payment's reference makes them unlike any other's.
    key = operation_key(payment, operation)
    if operation.kind is OperationKind.CAPTURE:
        if not operation.final and not provider.capabilities.multiple_captures:
            return Refused(code="NOT_SUPPORTED")
        return await provider.capture(
            provider_id=payment.provider_id,
            amount=operation.amount,
            idempotency_key=key,
            final=operation.final,
        )
    return await provider.refund(
        provider_id=payment.provider_id,
        amount=operation.amount,
        idempotency_key=key,
        repeated=operation.calls > 0,
    )


async def _cancel(
    shop: Shop, provider: PaymentProvider, payment: PaymentRecord, operation: OperationRecord
) -> OperationRecord:
    told: LookupResult = Cancelled(provider_id=payment.provider_id)
    if not payment.provider_id:
        # What the provider made of it was never heard; to ask also stops what is still to begin.
        told = await provider.lookup(payment.attempt)
        payment = await shop.db.write(record_result, payment_id=payment.id, told=told)
    if payment.provider_id and payment.status not in OVER:
        told = await provider.cancel(
            provider_id=payment.provider_id, idempotency_key=operation_key(payment, operation)
        )
    return await shop.db.write(record_cancel, operation_id=operation.id, told=told)
