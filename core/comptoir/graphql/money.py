"""Amounts as GraphQL shows them: a decimal text and a currency."""

from dataclasses import dataclass
from functools import lru_cache

import strawberry

from comptoir.codes import CurrencyCode
from comptoir.graphql.scalars import Decimal
from comptoir.money import Money


@dataclass(frozen=True, slots=True)
class MoneyRecord:
    """An amount ready to be answered."""

    amount: str
    currency_code: str


@lru_cache(maxsize=65_536)
def _interned(minor: int, currency: str) -> MoneyRecord:
    return MoneyRecord(Money(minor, currency).amount, currency)


def money_v2(money: Money) -> MoneyRecord:
    """Return an amount as `MoneyV2` shows it; equal amounts share one object."""
    return _interned(money.minor, money.currency)


@strawberry.type(description="An amount of money.")
class MoneyV2:
    """An amount of money."""

    amount: Decimal
    currency_code: CurrencyCode


@strawberry.input(description="An amount of money.")
class MoneyInput:
    """An amount of money that a client names."""

    amount: Decimal
    currency_code: CurrencyCode
