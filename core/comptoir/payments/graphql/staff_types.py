"""What staff see of payments, gift cards, store credit and terms."""

from enum import StrEnum
from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyV2, money_v2
from comptoir.graphql.pagination import PageInfo
from comptoir.graphql.scalars import DateTime
from comptoir.ids import gid
from comptoir.money import Money
from comptoir.payments.queries import find_operations
from comptoir.payments.records import OperationKind, OperationStatus, PaymentStatus
from comptoir.staff.graphql import Permission, StaffPayload, requires

_READ = Permission.PAYMENTS_READ
_WRITE = Permission.PAYMENTS_WRITE

strawberry.enum(PaymentStatus, description="Where a payment stands.")
strawberry.enum(OperationKind, name="PaymentOperationKind", description="What is done to a payment.")
strawberry.enum(OperationStatus, name="PaymentOperationStatus", description="Where that stands.")


@strawberry.enum(description="What lets goods leave.")
class ShipsAfter(StrEnum):
    """What lets goods leave."""

    DEPOSIT = "DEPOSIT"
    BALANCE = "BALANCE"


@requires(_READ)
@strawberry.type(description="A capture, a cancellation or a refund.")
class PaymentOperation:
    """A capture, a cancellation or a refund."""

    kind: OperationKind
    status: OperationStatus
    code: str = strawberry.field(description="Why it failed; empty where it did not.")
    reason: str
    concession: bool = strawberry.field(
        description="A refund that nobody is asked to pay again: what is due shrinks by it."
    )

    @strawberry.field(graphql_type=MoneyV2)
    def amount(self: Any) -> Any:
        """Return how much."""
        return money_v2(self.amount)


@requires(_READ)
@strawberry.type(description="A payment.", name="Payment")
class StaffPayment:
    """A payment. Resolves on `PaymentRecord`."""

    provider: str
    status: PaymentStatus
    code: str = strawberry.field(description="Why it failed; empty where it did not.")
    created_at: DateTime
    updated_at: DateTime

    @strawberry.field
    def id(self: Any) -> strawberry.ID:
        """Return the global id."""
        return strawberry.ID(gid("Payment", self.id))

    @strawberry.field(description="What it is for, such as order/1001.")
    def owner(self: Any) -> str:
        """Return the owner."""
        return str(self.owner)

    @strawberry.field(description="Its name at the provider.")
    def provider_reference(self: Any) -> str:
        """Return its name at the provider."""
        return str(self.provider_id)

    @strawberry.field(description="What was paid with, such as Visa 4242.")
    def method(self: Any) -> str:
        """Return what was paid with."""
        if self.method is None:
            return ""
        return " ".join(filter(None, (self.method.label or self.method.kind, self.method.last_characters)))

    @strawberry.field(graphql_type=MoneyV2)
    def amount(self: Any) -> Any:
        """Return what was asked for."""
        return money_v2(self.amount)

    @strawberry.field(graphql_type=MoneyV2, description="Reserved, whether taken by now or not.")
    def authorized(self: Any) -> Any:
        """Return what was reserved."""
        return money_v2(Money(self.authorized, self.amount.currency))

    @strawberry.field(graphql_type=MoneyV2, description="Taken.")
    def captured(self: Any) -> Any:
        """Return what was taken."""
        return money_v2(Money(self.captured, self.amount.currency))

    @strawberry.field(graphql_type=MoneyV2, description="Given back.")
    def refunded(self: Any) -> Any:
        """Return what was given back."""
        return money_v2(Money(self.refunded, self.amount.currency))

    @strawberry.field(graphql_type=MoneyV2, description="What can still be given back.")
    def refundable(self: Any) -> Any:
        """Return what can still be given back."""
        return money_v2(self.refundable)

    @strawberry.field(graphql_type=list[PaymentOperation], description="Oldest first.")
    async def operations(self: Any, info: Info) -> Any:
        """Return what was done to it."""
        return await info.context.shop.db.read(find_operations, payment_id=self.id)


@requires(_READ)
@strawberry.type(description="Payments, newest first.", name="PaymentConnection")
class StaffPaymentConnection:
    """Payments, newest first."""

    nodes: list[StaffPayment]
    page_info: PageInfo


@requires(_READ)
@strawberry.type(description="A gift card; its code is known to whoever holds it alone.")
class GiftCard:
    """A gift card. Resolves on `GiftCardRecord`."""

    id: strawberry.ID
    last_characters: str
    enabled: bool
    expires_at: DateTime | None
    note: str

    @strawberry.field(graphql_type=MoneyV2)
    def balance(self: Any) -> Any:
        """Return what is on it."""
        return money_v2(self.balance)

    @strawberry.field(graphql_type=MoneyV2)
    def initial_value(self: Any) -> Any:
        """Return what it was issued with."""
        return money_v2(self.initial)


@requires(_READ)
@strawberry.type(description="Gift cards, newest first.")
class GiftCardConnection:
    """Gift cards, newest first."""

    nodes: list[GiftCard]
    page_info: PageInfo


@requires(_READ)
@strawberry.type(description="A version of payment terms.", name="PaymentTermsVersion")
class StaffPaymentTerms:
    """A version of payment terms. Resolves on `PaymentTerms`."""

    handle: str
    version: int
    basis_points: int | None = strawberry.field(
        description="The deposit's share; none where all is due at once."
    )
    ships_after: ShipsAfter
    balance_days: int | None

    @strawberry.field(graphql_type=MoneyV2 | None, description="The deposit, where it is an amount.")
    def fixed(self: Any) -> Any:
        """Return the deposit as an amount."""
        return None if self.fixed is None else money_v2(self.fixed)

    @strawberry.field(graphql_type=MoneyV2 | None, description="The least deposit.")
    def least(self: Any) -> Any:
        """Return the least deposit."""
        return None if self.least is None else money_v2(self.least)


@requires(_WRITE)
@strawberry.type(description="What came of an operation; PENDING where the provider has not answered yet.")
class PaymentPayload(StaffPayload):
    """What came of an operation."""

    payment: StaffPayment | None
    operation: PaymentOperation | None


@requires(_WRITE)
@strawberry.type(description="What came of a change to a gift card.")
class GiftCardPayload(StaffPayload):
    """What came of a change to a gift card."""

    gift_card: GiftCard | None
    code: str | None = strawberry.field(description="Of a card that was just issued; it is told this once.")


@requires(_WRITE)
@strawberry.type(description="What came of granting store credit.")
class StoreCreditPayload(StaffPayload):
    """What came of granting store credit."""

    balance: MoneyV2 | None


@requires(_WRITE)
@strawberry.type(description="The version that was published.")
class PaymentTermsPayload(StaffPayload):
    """The version that was published."""

    terms: StaffPaymentTerms | None
