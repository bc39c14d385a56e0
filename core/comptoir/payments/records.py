"""Payments as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comptoir.hooks.payments import Attempt, PaymentAction, PaymentMethod
from comptoir.money import Money
from comptoir.principal import Owner


class PaymentStatus(StrEnum):
    """Where a payment stands."""

    PENDING = "PENDING"
    """Asked for; the provider's answer is not known."""
    ACTION_REQUIRED = "ACTION_REQUIRED"
    PROCESSING = "PROCESSING"
    AUTHORIZED = "AUTHORIZED"
    PAID = "PAID"
    """Captured, perhaps in part; what was not captured is no longer reserved unless `authorized` says so."""
    PARTIALLY_REFUNDED = "PARTIALLY_REFUNDED"
    REFUNDED = "REFUNDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


OPEN = frozenset({PaymentStatus.PENDING, PaymentStatus.ACTION_REQUIRED, PaymentStatus.PROCESSING})
"""Money may still come, or not."""
OVER = frozenset({PaymentStatus.FAILED, PaymentStatus.CANCELLED})


class OperationKind(StrEnum):
    """What is done to a payment after it was authorized."""

    CAPTURE = "CAPTURE"
    CANCEL = "CANCEL"
    REFUND = "REFUND"


class OperationStatus(StrEnum):
    """Where a capture, cancellation or refund stands."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    DONE = "DONE"
    FAILED = "FAILED"


class TransactionKind(StrEnum):
    """What happened to money: the kinds of the append-only ledger of payments."""

    AUTHORIZATION = "AUTHORIZATION"
    CAPTURE = "CAPTURE"
    VOID = "VOID"
    REFUND = "REFUND"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRecord:
    """A payment. Amounts but `amount` are counts of minor units of its currency."""

    id: int
    reference: str
    """Unguessable name of the payment at the provider and in webhooks."""
    owner: Owner
    origin: str
    """The first owner as text; webhooks carry it, whoever owns the payment now."""
    provider: str
    provider_id: str
    amount: Money
    capture: bool
    status: PaymentStatus
    authorized: int
    captured: int
    refunded: int
    voided: int
    capturing: int
    refunding: int
    conceded: int
    """Of what was given back: what nobody is asked to pay again."""
    conceding: int
    """Of refunds under way: what nobody will be asked to pay again."""
    code: str
    """Why it failed."""
    idempotency_key: str
    action: PaymentAction | None
    method: PaymentMethod | None
    created_at: datetime
    updated_at: datetime

    @property
    def counted(self) -> int:
        """What the payment takes of its owner's ceiling: what is or may become the shop's, less refunds."""
        if self.status in OVER:
            return 0
        return self.amount.minor - self.voided - self.refunded

    @property
    def refundable(self) -> Money:
        """What can still be given back."""
        return Money(self.captured - self.refunded - self.refunding, self.amount.currency)

    @property
    def capturable(self) -> Money:
        """What is reserved and can still be taken."""
        return Money(self.authorized - self.captured - self.voided - self.capturing, self.amount.currency)

    @property
    def attempt(self) -> Attempt:
        """The payment as it was asked for."""
        kind, _, ident = self.origin.partition("/")
        return Attempt(
            amount=self.amount,
            reference=self.reference,
            owner=Owner(kind=kind, ident=ident),
            idempotency_key=self.provider_key,
            capture=self.capture,
            started_at=self.created_at,
            provider_id=self.provider_id,
        )

    @property
    def provider_key(self) -> str:
        """The idempotency key of the first call; keys that shoppers send stay with the shop."""
        return f"{self.reference}-authorize"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRecord:
    """A capture, a cancellation or a refund of a payment."""

    id: int
    payment_id: int
    kind: OperationKind
    amount: Money
    status: OperationStatus
    final: bool
    concession: bool
    """Of a refund: whether what it gives back is not due any more."""
    code: str
    reason: str
    provider_id: str
    idempotency_key: str
    calls: int
    """How often the provider was asked."""


def operation_key(payment: PaymentRecord, operation: OperationRecord) -> str:
    """Return the idempotency key of an operation at the provider."""
    return f"{payment.reference}-{operation.kind.value.lower()}-{operation.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSummary:
    """All payments of one owner, as far as an order cares; all zero for an owner without payments."""

    paid: Money
    """Captured less refunded."""
    captured: Money
    refunded: Money
    conceded: Money
    """Of what was refunded: what nobody is asked to pay again."""
    authorized: Money
    """Reserved and not yet captured."""
    pending: Money
    """May still come: asked for, waiting for the payer or for the provider."""
