"""Tables of price lists, prices, tax rates, divergences and promotions. Amounts are minor units, rates millionths."""

from datetime import datetime
from typing import Any, ClassVar, cast

from sqlalchemy import BigInteger, Table, Text
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, UtcDateTime


class PriceListRow(SQLModel, table=True):
    """A price list and when it applies."""

    __tablename__: ClassVar[Any] = "pricing_price_list"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigId))
    handle: str = Field(unique=True)
    name: str
    currency: str
    market: str | None = None
    customer_group: str | None = None
    includes_tax: bool
    starts_at: datetime | None = Field(default=None, sa_type=cast("Any", UtcDateTime))
    ends_at: datetime | None = Field(default=None, sa_type=cast("Any", UtcDateTime))
    priority: int


class PriceRow(SQLModel, table=True):
    """A variant's price in a list from a quantity on."""

    __tablename__: ClassVar[Any] = "pricing_price"

    price_list_id: int = Field(
        primary_key=True,
        foreign_key="pricing_price_list.id",
        ondelete="CASCADE",
        sa_type=cast("Any", BigId),
        sa_column_kwargs={"autoincrement": False},
    )
    variant_id: int = Field(
        primary_key=True,
        foreign_key="catalog_variant.id",
        ondelete="CASCADE",
        index=True,
        sa_type=cast("Any", BigId),
        sa_column_kwargs={"autoincrement": False},
    )
    minimum_quantity: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    amount: int = Field(sa_type=BigInteger)
    compare_at: int | None = Field(default=None, sa_type=BigInteger)


class TaxRateRow(SQLModel, table=True):
    """A tax rate of a country (or of a region in it) for a category of goods."""

    __tablename__: ClassVar[Any] = "pricing_tax_rate"

    country: str = Field(primary_key=True)
    region: str = Field(primary_key=True)
    category: str = Field(primary_key=True)
    rate: int
    name: str


class DivergenceRow(SQLModel, table=True):
    """A deliberate price difference of one channel, with who made it and why."""

    __tablename__: ClassVar[Any] = "pricing_divergence"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigId))
    channel: str
    reason: str
    who: str
    recorded_at: datetime = Field(sa_type=cast("Any", UtcDateTime))
    starts_at: datetime = Field(sa_type=cast("Any", UtcDateTime))
    ends_at: datetime | None = Field(default=None, sa_type=cast("Any", UtcDateTime))
    target: str
    target_id: int | None = Field(default=None, sa_type=BigInteger)
    change: int | None = None
    price_amount: int | None = Field(default=None, sa_type=BigInteger)
    price_currency: str | None = None


class PromotionRow(SQLModel, table=True):
    """A promotion: which version of its terms holds, and how often it was used."""

    __tablename__: ClassVar[Any] = "pricing_promotion"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigId))
    handle: str = Field(unique=True)
    version: int
    withdrawn: bool
    used: int
    usage_limit: int | None = None
    shopper_limit: int | None = None


class PromotionVersionRow(SQLModel, table=True):
    """The terms of a promotion from a moment on, as JSON; never changed, so that each price can be explained."""

    __tablename__: ClassVar[Any] = "pricing_promotion_version"

    promotion_id: int = Field(
        primary_key=True,
        foreign_key="pricing_promotion.id",
        sa_type=cast("Any", BigId),
        sa_column_kwargs={"autoincrement": False},
    )
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    terms: str = Field(sa_type=cast("Any", Text))
    withdrawn: bool
    who: str
    recorded_at: datetime = Field(sa_type=cast("Any", UtcDateTime))


class PromotionCodeRow(SQLModel, table=True):
    """A code that asks for a promotion, in the form in which codes are compared."""

    __tablename__: ClassVar[Any] = "pricing_promotion_code"

    folded: str = Field(primary_key=True)
    promotion_id: int = Field(foreign_key="pricing_promotion.id", index=True, sa_type=cast("Any", BigId))


class PromotionBudgetRow(SQLModel, table=True):
    """What a promotion may give away in a currency, and what it has."""

    __tablename__: ClassVar[Any] = "pricing_promotion_budget"

    promotion_id: int = Field(
        primary_key=True,
        foreign_key="pricing_promotion.id",
        sa_type=cast("Any", BigId),
        sa_column_kwargs={"autoincrement": False},
    )
    currency: str = Field(primary_key=True)
    amount: int = Field(sa_type=BigInteger)
    spent: int = Field(sa_type=BigInteger)


class PromotionShopperRow(SQLModel, table=True):
    """How often a person used a promotion; the person is a digest."""

    __tablename__: ClassVar[Any] = "pricing_promotion_shopper"

    promotion_id: int = Field(
        primary_key=True,
        foreign_key="pricing_promotion.id",
        sa_type=cast("Any", BigId),
        sa_column_kwargs={"autoincrement": False},
    )
    shopper: str = Field(primary_key=True)
    used: int


class PromotionUseRow(SQLModel, table=True):
    """A promotion that an order uses; `released` where the order came to nothing."""

    __tablename__: ClassVar[Any] = "pricing_promotion_use"

    order_key: str = Field(primary_key=True)
    promotion_id: int = Field(
        primary_key=True,
        foreign_key="pricing_promotion.id",
        sa_type=cast("Any", BigId),
        sa_column_kwargs={"autoincrement": False},
    )
    version: int
    shopper: str
    code: str | None = None
    amount: int = Field(sa_type=BigInteger)
    currency: str
    used_at: datetime = Field(sa_type=cast("Any", UtcDateTime))
    released: bool


def _table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(cast("Any", model).__tablename__)]


PRICE_LIST = _table(PriceListRow)
PRICE = _table(PriceRow)
TAX_RATE = _table(TaxRateRow)
DIVERGENCE = _table(DivergenceRow)
PROMOTION = _table(PromotionRow)
PROMOTION_VERSION = _table(PromotionVersionRow)
PROMOTION_CODE = _table(PromotionCodeRow)
PROMOTION_BUDGET = _table(PromotionBudgetRow)
PROMOTION_SHOPPER = _table(PromotionShopperRow)
PROMOTION_USE = _table(PromotionUseRow)
