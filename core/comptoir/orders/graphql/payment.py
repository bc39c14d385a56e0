"""What was paid for an order, and what is still to be paid."""

from typing import Any

import strawberry

from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.graphql.scalars import URL, DateTime
from comptoir.orders.drafts import Terms
from comptoir.orders.states import FinancialStatus


@strawberry.type(description="When the money is due.")
class OrderPaymentTerms:
    """When the money is due; resolvers get frozen `Terms`."""

    @strawberry.field(description="What was agreed, such as Deposit.")
    def payment_terms_name(self: Any) -> str:
        """Return the name."""
        return str(self.name)

    @strawberry.field(graphql_type=MoneyV2 | None, description="What had to be paid to place the order.")
    def deposit(self: Any) -> MoneyRecord | None:
        """Return the deposit."""
        return None if self.deposit is None else money_v2(self.deposit)

    @strawberry.field(description="When the balance is due.")
    def next_due_at(self: Any) -> DateTime | None:
        """Return when the balance is due."""
        moment: DateTime | None = self.balance_due_at
        return moment

    @strawberry.field(description="Whether goods leave only once the balance is paid.")
    def held_until_paid(self: Any) -> bool:
        """Return whether goods wait for the balance."""
        return bool(self.hold_until_paid)


@strawberry.type(description="What was paid, and what is still to be paid.")
class OrderPaymentInformation:
    """What was paid, and what is still to be paid; resolvers get an `OrderView`."""

    @strawberry.field(graphql_type=FinancialStatus | None, description="What has become of the money.")
    def payment_status(self: Any) -> FinancialStatus:
        """Return the state of the money."""
        return FinancialStatus(self.record.financial_status)

    @strawberry.field(graphql_type=MoneyV2, description="What the shop has.")
    def total_paid_amount(self: Any) -> MoneyRecord:
        """Return what was paid, less refunds."""
        return money_v2(self.record.paid)

    @strawberry.field(graphql_type=MoneyV2, description="What is still to be paid.")
    def total_outstanding_amount(self: Any) -> MoneyRecord:
        """Return the balance."""
        return money_v2(self.record.outstanding)

    @strawberry.field(description="Where the balance can be paid; none where nothing is due.")
    def payment_collection_url(self: Any) -> URL | None:
        """Return the address of the order's page, where a balance is due."""
        due = self.record.outstanding.minor > 0 and self.record.cancelled_at is None
        return URL(self.status_address) if due else None

    @strawberry.field(graphql_type=OrderPaymentTerms | None, description="When the money is due.")
    def payment_terms(self: Any) -> Terms | None:
        """Return the terms; none where all is due at once."""
        found: Terms | None = self.record.terms
        return found
