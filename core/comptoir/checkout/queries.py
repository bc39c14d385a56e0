"""Reads of what checkout knows of a cart."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.addresses import Address
from comptoir.checkout.models import ADDRESSES
from comptoir.checkout.records import SelectableAddress
from comptoir.db.tx import ReadTx

_OF_CART = select(ADDRESSES).where(ADDRESSES.c.cart_id == bindparam("cart_id")).order_by(ADDRESSES.c.id)
_PARTS = tuple(field.name for field in fields(Address))


def find_addresses(tx: ReadTx, *, cart_id: int) -> tuple[SelectableAddress, ...]:
    """Return the addresses of a cart in the order they came."""
    return tuple(_record(row) for row in tx.all(_OF_CART, {"cart_id": cart_id}))


def parts_of(address: Address) -> dict[str, Any]:
    """Return an address as columns."""
    return {name: getattr(address, name) for name in _PARTS}


def _record(row: Row[Any]) -> SelectableAddress:
    return SelectableAddress(
        number=row.id,
        handle=row.handle,
        address=Address(**{name: getattr(row, name) for name in _PARTS}),
        selected=row.selected,
        one_time_use=row.one_time_use,
    )
