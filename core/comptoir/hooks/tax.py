"""What a tax provider is: whoever knows what tax is due at a place; and what it is asked and answers.

A provider says how much tax is due and never what goods cost. Where a market shows prices with tax, its answer is how
much of an amount is tax; elsewhere it comes on top. Amounts are in minor units of the request's currency.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Protocol, runtime_checkable

from comptoir.errors import ComptoirError
from comptoir.money import Money

TABLE = "table"
"""What the shop's own table of rates is called in the settings; no provider may be named so."""


class TaxUnknownError(ComptoirError):
    """A provider cannot say what tax is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxAddress:
    """A place, as far as it is known; `country` and `region` are of ISO 3166 (`US`, `CA`)."""

    country: str
    region: str = ""
    zip: str | None = None
    city: str | None = None
    address1: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxLine:
    """Goods that bear tax. `amount` is what all pieces cost after discounts, as the market shows prices."""

    key: str
    """Names it in the answer; unlike any other line's or charge's."""
    variant_id: int
    sku: str | None
    category: str
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxCharge:
    """Delivery that bears tax; `amount` as in `TaxLine`."""

    key: str
    category: str
    amount: Money


@dataclass(frozen=True, kw_only=True)
class TaxRequest:
    """What is sold together, and where to.

    `includes_tax` tells whether the tax is within the amounts or on top. `origin` is where goods leave from, where
    that is known: the store for what is collected or carried out there, none for what is sent.
    """

    market: str
    currency: str
    includes_tax: bool
    destination: TaxAddress
    origin: TaxAddress | None
    lines: tuple[TaxLine, ...]
    charges: tuple[TaxCharge, ...] = ()

    @property
    def amounts(self) -> Mapping[str, Money]:
        """What tax is asked for, by key."""
        goods = {line.key: line.amount for line in self.lines}
        return goods | {charge.key: charge.amount for charge in self.charges}

    @cached_property
    def digest(self) -> str:
        """What tells one request from another."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTax:
    """The tax on a line or a charge: an amount, or a rate in millionths; where both are given the amount counts.

    `name` stands on receipts, such as `Sales tax 8.875 %`; `jurisdiction` names whose tax it is.
    """

    name: str
    jurisdiction: str = ""
    rate: int | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxAnswer:
    """The taxes of a request, for each of its lines and charges by key."""

    taxes: Mapping[str, LineTax]


@runtime_checkable
class TaxProvider(Protocol):
    """Says what tax is due."""

    name: str
    keep_seconds: int
    """How long an answer holds for the same request; 0 asks each time."""

    async def taxes(self, request: TaxRequest) -> TaxAnswer:
        """Return the tax on every line and charge; raises `TaxUnknownError` where it cannot say."""
        ...
