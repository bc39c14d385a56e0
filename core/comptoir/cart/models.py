"""Tables of carts."""

from datetime import datetime
from typing import Any, ClassVar, cast

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, UtcDateTime, table


def _instant() -> Any:
    return Field(sa_type=cast("Any", UtcDateTime), nullable=False)


class CartRow(SQLModel, table=True):
    """A cart: it belongs to a shopper, not to a channel. Whoever has `token` and `key` may use it."""

    __tablename__: ClassVar[Any] = "cart_cart"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigId))
    token: str = Field(unique=True, max_length=64)
    key: str = Field(max_length=64)
    guest_key: str | None = Field(default=None, max_length=64)
    """The key of devices that took the cart over by a code; made when the first does. It shows nothing personal."""
    version: int = 1
    """Counts the edits: two devices that edit at once both get through, one after the other."""
    created_at: datetime = _instant()
    updated_at: datetime = _instant()
    expires_at: datetime = Field(sa_type=cast("Any", UtcDateTime), nullable=False, index=True)
    country: str = Field(max_length=2)
    email: str | None = None
    phone: str | None = None
    note: str | None = Field(default=None, sa_type=cast("Any", Text))
    attributes: str = Field(default="[]", sa_type=cast("Any", Text))
    """JSON: pairs of key and value, in order."""
    discount_codes: str = Field(default="[]", sa_type=cast("Any", Text))
    """JSON: codes as the shopper wrote them."""
    delivery: str = Field(default="{}", sa_column=Column(Text, nullable=False, server_default="{}"))
    """JSON: how lines reach the buyer, and what was chosen for each group; see `comptoir.cart.delivery`."""
    region: str = Field(default="", sa_column=Column(String(16), nullable=False, server_default=""))
    """Country and subdivision of the destination, such as `US-CA`; empty where they are not known."""
    gift_cards: str = Field(default="[]", sa_column=Column(Text, nullable=False, server_default="[]"))
    """JSON: numbers of the gift cards that are to pay for a part, in order; what they are is for checkout to know."""


class CartLineRow(SQLModel, table=True):
    """A line: one variant with one set of attributes."""

    __tablename__: ClassVar[Any] = "cart_line"
    __table_args__ = (
        UniqueConstraint("cart_id", "variant_id", "attributes_digest", name="cart_line_merges"),
        CheckConstraint("quantity > 0", name="cart_line_quantity"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigId))
    cart_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("cart_cart.id", ondelete="CASCADE"), nullable=False)
    )
    variant_id: int = Field(sa_type=cast("Any", BigInteger))
    """Not a foreign key: a product may leave the catalogue while it lies in carts."""
    quantity: int
    attributes: str = Field(default="[]", sa_type=cast("Any", Text))
    attributes_digest: str = Field(max_length=32)


class HandoffRow(SQLModel, table=True):
    """A code that hands a cart to another device, once and for a short while; only its digest is kept."""

    __tablename__: ClassVar[Any] = "cart_handoff"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigId))
    digest: str = Field(unique=True, max_length=64)
    cart_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("cart_cart.id", ondelete="CASCADE"), nullable=False, index=True
        )
    )
    expires_at: datetime = Field(sa_type=cast("Any", UtcDateTime), nullable=False, index=True)
    claimed_at: datetime | None = Field(default=None, sa_type=cast("Any", UtcDateTime))


CARTS = table(CartRow)
LINES = table(CartLineRow)
HANDOFFS = table(HandoffRow)
