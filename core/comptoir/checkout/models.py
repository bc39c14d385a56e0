"""Tables of checkout."""

from typing import Any, ClassVar, cast

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Text, text
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, table


def _text() -> Any:
    return Field(default=None, sa_type=cast("Any", Text), nullable=True)


class AddressRow(SQLModel, table=True):
    """An address that a cart may be sent to."""

    __tablename__: ClassVar[Any] = "checkout_address"
    __table_args__ = (
        Index(
            "uq_checkout_address_selected",
            "cart_id",
            unique=True,
            sqlite_where=text("selected"),
            postgresql_where=text("selected"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigId))
    cart_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("cart_cart.id", ondelete="CASCADE"), nullable=False, index=True
        )
    )
    handle: str = Field(unique=True, max_length=64)
    """Unguessable: what the address is called in its global id."""
    selected: bool
    one_time_use: bool
    first_name: str | None = _text()
    last_name: str | None = _text()
    company: str | None = _text()
    address1: str | None = _text()
    address2: str | None = _text()
    city: str | None = _text()
    province: str | None = _text()
    province_code: str | None = _text()
    zip: str | None = _text()
    country_code: str = Field(max_length=2)
    phone: str | None = _text()
    latitude: float | None = Field(default=None, sa_type=cast("Any", Float(53)))
    longitude: float | None = Field(default=None, sa_type=cast("Any", Float(53)))


class RateRow(SQLModel, table=True):
    """A row of the table of delivery rates; see `comptoir.checkout.rates.terms.DeliveryRate`."""

    __tablename__: ClassVar[Any] = "checkout_rate"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigId))
    position: int
    handle: str = Field(max_length=80)
    titles: str = Field(sa_type=cast("Any", Text))
    """JSON: by language."""
    amount: int = Field(sa_type=cast("Any", BigInteger))
    currency: str = Field(max_length=3)
    market: str | None = None
    countries: str = Field(sa_type=cast("Any", Text))
    """JSON: a list."""
    subtotal_from: int = Field(sa_type=cast("Any", BigInteger))
    subtotal_below: int | None = Field(default=None, sa_type=cast("Any", BigInteger))
    grams_from: int = Field(sa_type=cast("Any", BigInteger))
    grams_below: int | None = Field(default=None, sa_type=cast("Any", BigInteger))
    days_from: int | None = None
    days_until: int | None = None
    tax_category: str


ADDRESSES = table(AddressRow)
RATES = table(RateRow)
