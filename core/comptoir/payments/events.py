"""What happened to payments. Amounts are minor units of the currency."""

from dataclasses import dataclass
from typing import ClassVar

from comptoir.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEvent(Event):
    """Something happened to a payment; the owner is whoever owned it at that moment."""

    payment_id: int
    owner_kind: str
    owner_ident: str
    provider: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentAuthorized(PaymentEvent):
    """An amount was reserved."""

    name: ClassVar[str] = "payment.authorized"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentCaptured(PaymentEvent):
    """An amount was taken."""

    name: ClassVar[str] = "payment.captured"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFailed(PaymentEvent):
    """A payment came to nothing; `code` says why."""

    name: ClassVar[str] = "payment.failed"

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentCancelled(PaymentEvent):
    """A payment was given up; nothing stays reserved."""

    name: ClassVar[str] = "payment.cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRefunded(PaymentEvent):
    """An amount was given back."""

    name: ClassVar[str] = "payment.refunded"
