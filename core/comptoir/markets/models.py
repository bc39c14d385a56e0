"""Tables of the shop and its markets."""

from typing import Any, ClassVar, cast

from sqlalchemy import Table
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId


class ShopRow(SQLModel, table=True):
    """The shop: one row."""

    __tablename__: ClassVar[Any] = "markets_shop"

    id: int = Field(primary_key=True, sa_type=cast("Any", BigId))
    name: str
    description: str | None = None
    email: str | None = None
    host: str = ""
    country: str
    default_market: str | None = None
    default_language: str
    slogan: str | None = None
    short_description: str | None = None
    logo_path: str | None = None
    square_logo_path: str | None = None
    cover_image_path: str | None = None
    primary_colors: str = "[]"
    """JSON: pairs of background and foreground."""
    secondary_colors: str = "[]"
    translations: str = "{}"
    """JSON: by language, then by field."""


class MarketRow(SQLModel, table=True):
    """A market."""

    __tablename__: ClassVar[Any] = "markets_market"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigId))
    handle: str = Field(unique=True)
    name: str
    currency: str
    prices_include_tax: bool
    default_language: str
    enabled: bool


class MarketCountryRow(SQLModel, table=True):
    """A country of a market; no country belongs to two."""

    __tablename__: ClassVar[Any] = "markets_market_country"

    country: str = Field(primary_key=True)
    market_id: int = Field(
        foreign_key="markets_market.id", ondelete="CASCADE", index=True, sa_type=cast("Any", BigId)
    )
    position: int


class MarketLanguageRow(SQLModel, table=True):
    """A language that a market offers."""

    __tablename__: ClassVar[Any] = "markets_market_language"

    market_id: int = Field(
        primary_key=True, foreign_key="markets_market.id", ondelete="CASCADE", sa_type=cast("Any", BigId)
    )
    language: str = Field(primary_key=True)
    position: int


def _table(model: type[SQLModel]) -> Table:
    return cast("Table", cast("Any", model).__table__)


SHOP = _table(ShopRow)
MARKET = _table(MarketRow)
MARKET_COUNTRY = _table(MarketCountryRow)
MARKET_LANGUAGE = _table(MarketLanguageRow)
