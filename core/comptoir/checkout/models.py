"""Tables of checkout."""

from datetime import datetime
from typing import Any, ClassVar, cast

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, UtcDateTime, table


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
    method: str = Field(max_length=16, sa_column_kwargs={"server_default": "SHIPPING"})


class AttemptRow(SQLModel, table=True):
    """An attempt to complete a cart: what is to be ordered, frozen, and what became of it."""

    __tablename__: ClassVar[Any] = "checkout_attempt"
    __table_args__ = (
        UniqueConstraint("cart_token", "idempotency_key", name="uq_checkout_attempt_key"),
        Index(
            "uq_checkout_attempt_cart",
            "cart_id",
            unique=True,
            sqlite_where=text("state <> 'RELEASED'"),
            postgresql_where=text("state <> 'RELEASED'"),
        ),
        Index("ix_checkout_attempt_state", "state", "looked_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigId))
    ident: str = Field(unique=True, max_length=64)
    """What holds and payments stand for: the owner `checkout`/ident."""
    cart_id: int = Field(sa_type=cast("Any", BigInteger))
    """Not a foreign key: the attempt outlives the cart."""
    cart_token: str = Field(max_length=64)
    key_digest: str = Field(max_length=64)
    guest_digest: str | None = Field(default=None, max_length=64)
    idempotency_key: str = Field(max_length=255)
    state: str = Field(max_length=16)
    code: str = Field(max_length=64)
    """Why it was released."""
    shopper: str = Field(max_length=64, index=True)
    """Digest of who buys."""
    draft: str = Field(sa_type=cast("Any", Text))
    """JSON: the order to place, without its secret."""
    order_id: int | None = Field(default=None, sa_type=cast("Any", BigInteger))
    created_at: datetime = Field(sa_type=cast("Any", UtcDateTime), nullable=False)
    looked_at: datetime = Field(sa_type=cast("Any", UtcDateTime), nullable=False)


class SaleRow(SQLModel, table=True):
    """The sale of a reservation at the counter: what is to be ordered, frozen, and what became of it."""

    __tablename__: ClassVar[Any] = "checkout_sale"
    __table_args__ = (
        UniqueConstraint("reservation_id", "idempotency_key", name="uq_checkout_sale_key"),
        Index(
            "uq_checkout_sale_reservation",
            "reservation_id",
            unique=True,
            sqlite_where=text("state <> 'RELEASED'"),
            postgresql_where=text("state <> 'RELEASED'"),
        ),
        Index("ix_checkout_sale_state", "state", "looked_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigId))
    ident: str = Field(unique=True, max_length=64)
    """What its payments stand for: the owner `sale`/ident."""
    reservation_id: int = Field(sa_type=cast("Any", BigInteger))
    location_id: int = Field(sa_type=cast("Any", BigInteger))
    idempotency_key: str = Field(max_length=255)
    state: str = Field(max_length=16)
    code: str = Field(max_length=64)
    """Why it was released."""
    shopper: str = Field(max_length=64, index=True)
    """Digest of who buys."""
    draft: str = Field(sa_type=cast("Any", Text))
    """JSON: the order to place, without its secret."""
    order_id: int | None = Field(default=None, sa_type=cast("Any", BigInteger))
    created_at: datetime = Field(sa_type=cast("Any", UtcDateTime), nullable=False)
    looked_at: datetime = Field(sa_type=cast("Any", UtcDateTime), nullable=False)


ADDRESSES = table(AddressRow)
ATTEMPTS = table(AttemptRow)
RATES = table(RateRow)
SALES = table(SaleRow)
