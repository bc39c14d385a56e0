"""What a cart asks for at least, where not all of it is to be paid at once."""

from dataclasses import dataclass
from typing import Any

import strawberry

from comptoir.db.tx import ReadTx
from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.markets import locale_of
from comptoir.payments.publishing import get_terms_in_force
from comptoir.payments.terms import PaymentTerms, instalments


@dataclass(frozen=True, slots=True)
class DepositRecord:
    """The two parts of a cart's total."""

    amount: MoneyRecord
    balance: MoneyRecord
    balance_due_in_days: int | None


@strawberry.type(description="The least that is paid at first, and what then remains.")
class CartDeposit:
    """The two parts of a cart's total."""

    amount: MoneyV2 = strawberry.field(description="What is paid at least when the order is placed.")
    balance: MoneyV2 = strawberry.field(description="What then remains.")
    balance_due_in_days: int | None = strawberry.field(
        description="In how many days that is due; null for no date."
    )


@strawberry.type
class CartDepositFields:
    """What the terms of payment add to the cart."""

    @strawberry.field(
        graphql_type=CartDeposit | None,
        description="The deposit that the shop's terms allow; null where all is paid at once.",
    )
    async def deposit(self: Any, info: Info) -> DepositRecord | None:
        """Return both parts of the total, or none."""
        market = locale_of(self.context).market.handle
        terms = await info.context.shop.db.read(_terms, market=market)
        if not terms.allows_deposit or not self.quote.total.minor:
            return None
        parts = instalments(terms, self.quote.total)
        if not parts.balance.minor:
            return None
        return DepositRecord(money_v2(parts.deposit), money_v2(parts.balance), terms.balance_days)


def _terms(tx: ReadTx, *, market: str) -> PaymentTerms:
    return get_terms_in_force(tx, market=market)
