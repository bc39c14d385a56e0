"""The states of an order, derived from facts. Pure; what is stored is what these functions say.

The names are those of the dialect's `OrderFinancialStatus` and `OrderFulfillmentStatus`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from comptoir.orders.delivery import FulfillmentState


class FinancialStatus(StrEnum):
    """What has become of the money."""

    PENDING = "PENDING"
    AUTHORIZED = "AUTHORIZED"
    PARTIALLY_PAID = "PARTIALLY_PAID"
    PAID = "PAID"
    PARTIALLY_REFUNDED = "PARTIALLY_REFUNDED"
    REFUNDED = "REFUNDED"
    VOIDED = "VOIDED"


class FulfillmentStatus(StrEnum):
    """What has become of the goods."""

    UNFULFILLED = "UNFULFILLED"
    ON_HOLD = "ON_HOLD"
    IN_PROGRESS = "IN_PROGRESS"
    PARTIALLY_FULFILLED = "PARTIALLY_FULFILLED"
    FULFILLED = "FULFILLED"
    RESTOCKED = "RESTOCKED"


class CancelReason(StrEnum):
    """Why an order was cancelled."""

    CUSTOMER = "CUSTOMER"
    DECLINED = "DECLINED"
    FRAUD = "FRAUD"
    INVENTORY = "INVENTORY"
    STAFF = "STAFF"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFacts:
    """What payments say of an order, in minor units of its currency.

    `authorized` is set aside and not taken yet, `captured` was taken, `refunded` went back, and `conceded` of that
    is not due any more.
    """

    authorized: int = 0
    captured: int = 0
    refunded: int = 0
    conceded: int = 0

    @property
    def kept(self) -> int:
        """What the shop has."""
        return self.captured - self.refunded


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a line has come: pieces wanted, in fulfillments under way, and gone."""

    wanted: int
    under_way: int
    gone: int


def financial_status(*, total: int, facts: PaymentFacts, cancelled: bool) -> FinancialStatus:
    """Return what has become of the money of an order that costs `total` now.

    A refund that leaves the shop with what the order costs now (after an edit) leaves the order PAID. One that was
    a concession leaves it with less than the goods cost, though no more is due.
    """
    if cancelled and not facts.captured:
        return FinancialStatus.VOIDED
    if facts.refunded and facts.kept <= 0:
        return FinancialStatus.REFUNDED
    if facts.refunded and (cancelled or facts.kept < total):
        return FinancialStatus.PARTIALLY_REFUNDED
    if facts.kept >= total:
        return FinancialStatus.PAID
    if facts.kept + facts.authorized >= total:
        return FinancialStatus.AUTHORIZED
    return FinancialStatus.PARTIALLY_PAID if facts.kept + facts.authorized > 0 else FinancialStatus.PENDING


def fulfillment_status(
    lines: Iterable[Progress], *, cancelled: bool, on_hold: bool = False
) -> FulfillmentStatus:
    """Return what has become of the goods; `on_hold` says that they wait for the balance."""
    found = list(lines)
    wanted, gone = sum(line.wanted for line in found), sum(line.gone for line in found)
    if cancelled and not gone:
        return FulfillmentStatus.RESTOCKED
    if gone >= wanted:
        return FulfillmentStatus.FULFILLED
    if gone:
        return FulfillmentStatus.PARTIALLY_FULFILLED
    if any(line.under_way for line in found):
        return FulfillmentStatus.IN_PROGRESS
    return FulfillmentStatus.ON_HOLD if on_hold else FulfillmentStatus.UNFULFILLED


def counts_as(state: FulfillmentState, quantity: int) -> tuple[int, int]:
    """Return how many pieces of a fulfillment are under way, and how many are gone."""
    if state is FulfillmentState.CANCELLED:
        return 0, 0
    return (0, quantity) if state.gone else (quantity, 0)
