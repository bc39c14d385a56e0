"""Tables of price lists, prices, tax rates and divergences. Amounts are minor units, rates millionths."""

from datetime import datetime
from typing import Any, ClassVar, cast

from sqlalchemy import BigInteger, Table
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


def _table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(cast("Any", model).__tablename__)]


PRICE_LIST = _table(PriceListRow)
PRICE = _table(PriceRow)
TAX_RATE = _table(TaxRateRow)
DIVERGENCE = _table(DivergenceRow)
