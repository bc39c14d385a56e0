"""Promotions as values: what is reduced, by how much, when, and what goes together. Pure.

Amounts are minor units by currency, as the market shows prices (with tax or without); a promotion that names no
amount for a currency does not count in it. Rates are millionths.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from comptoir.pricing.tax import WHOLE
from comptoir.pricing.unit_price import QuoteLine

Scope = Literal["product", "order", "shipping"]
"""What is reduced: single pieces, all goods together, or delivery. Promotions stack by it."""
SCOPES: tuple[Scope, ...] = ("product", "order", "shipping")

Amounts = Mapping[str, int]
"""Minor units by currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Goods, by their numbers; one that names none is all goods. Gift cards are never among them."""

    products: frozenset[int] = frozenset()
    variants: frozenset[int] = frozenset()
    collections: frozenset[int] = frozenset()

    @property
    def everything(self) -> bool:
        """Whether it is all goods."""
        return not (self.products or self.variants or self.collections)

    def touches(self, line: QuoteLine) -> bool:
        """Say whether a line's goods are among them."""
        return line.discountable and (
            self.everything
            or line.product_id in self.products
            or line.variant_id in self.variants
            or not self.collections.isdisjoint(line.collections)
        )


@dataclass(frozen=True, slots=True)
class PercentOff:
    """A share off: of each piece, rounded half up for one piece; or of the order, rounded half up once."""

    rate: int


@dataclass(frozen=True, slots=True)
class AmountOff:
    """An amount off: of each piece, or of the order once; never more than the goods cost."""

    amounts: Amounts


@dataclass(frozen=True, slots=True)
class FixedPrice:
    """A price for each piece, where that is lower than its own."""

    prices: Amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyGet:
    """Who buys so many pieces gets so many more for less.

    Without `get`, bought and reduced pieces are the same goods: the dearest are paid, the cheapest of each
    round are reduced. With `get`, its cheapest pieces are reduced, and goods that count as bought are not
    among them. `times` bounds the rounds.
    """

    buy_quantity: int
    get_quantity: int
    rate: int = WHOLE
    get: Selection | None = None
    times: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """So many pieces of the goods are free, the dearest first; conditions count all other goods."""

    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeShipping:
    """Delivery for less: charges up to `most`, where that is given, are reduced by the rate."""

    rate: int = WHOLE
    most: Amounts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A step of a tiered promotion: from a subtotal on, a rate or an amount off."""

    minimum: Amounts
    off: PercentOff | AmountOff


@dataclass(frozen=True, slots=True)
class Tiers:
    """Off the order by its subtotal: the highest step that is reached counts."""

    tiers: tuple[Tier, ...]


Effect = PercentOff | AmountOff | FixedPrice | BuyGet | Gift | FreeShipping | Tiers


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """When a promotion counts. `ends_at` is the first moment at which it no longer does.

    Quantity and subtotal are those of the promotion's goods, at the prices that the catalogue shows.
    """

    markets: frozenset[str] = frozenset()
    """Handles; none named means all."""
    customer_groups: frozenset[str] = frozenset()
    """None named means everybody."""
    first_order: bool = False
    minimum_quantity: int = 1
    minimum_subtotal: Amounts | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Promotion:
    """A promotion, as it stands at one version of its terms.

    `codes` are the codes, folded by `fold_code`, of which a shopper must give one; none means that it is
    automatic. `combines_with` names the scopes whose promotions may apply beside it; both must name the
    other's.
    """

    number: int
    version: int
    handle: str
    title: str
    scope: Scope
    effect: Effect
    goods: Selection = field(default_factory=Selection)
    conditions: Conditions = field(default_factory=Conditions)
    codes: frozenset[str] | None = None
    combines_with: frozenset[Scope] = frozenset()
    per_shopper: bool = False
    """Whether a person may use it only so many times."""
    used_up: bool = False
    """Whether its limit or its budget has been reached."""

    @property
    def by_piece(self) -> bool:
        """Whether it reduces each piece alike, whatever else is bought."""
        return self.scope == "product" and isinstance(self.effect, PercentOff | AmountOff | FixedPrice)

    @property
    def in_catalogue(self) -> bool:
        """Whether the catalogue shows it: nothing but place, moment and customer group decides on it."""
        terms = self.conditions
        return (
            self.by_piece
            and self.codes is None
            and not self.per_shopper
            and not terms.first_order
            and terms.minimum_quantity <= 1
            and terms.minimum_subtotal is None
        )


def fold_code(code: str) -> str:
    """Return a code in the form in which codes are compared: case and surrounding space do not matter."""
    return code.strip().casefold()
