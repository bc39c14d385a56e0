"""Reads of what checkout knows of a cart."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.addresses import Address, check_address
from comptoir.cart.contents import CartKey, StoredCart
from comptoir.cart.delivery import Destination
from comptoir.cart.models import CARTS
from comptoir.cart.queries import find_lines, opens, stored_cart
from comptoir.checkout.models import ADDRESSES
from comptoir.checkout.records import SelectableAddress
from comptoir.db.tx import ReadTx

_CART = select(CARTS).where(CARTS.c.token == bindparam("token"))
_OF_CART = select(ADDRESSES).where(ADDRESSES.c.cart_id == bindparam("cart_id")).order_by(ADDRESSES.c.id)
_PARTS = tuple(field.name for field in fields(Address))


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCart:
    """A cart as the shop itself sees it, whoever asks, and the address that it goes to."""

    stored: StoredCart
    address: Address | None


def lookup_own_cart(tx: ReadTx, *, right: CartKey) -> OwnCart | None:
    """Return a cart whole, also to the key of devices that took it over; none as `lookup_cart` has none.

    For completing it: what is personal goes into the order, and is not answered to such a device.
    """
    row = tx.first(_CART, {"token": right.token})
    if row is None or not opens(row, right) or row.expires_at <= tx.clock.now():
        return None
    stored = stored_cart(row, find_lines(tx, cart_id=row.id), right=CartKey(row.token, row.key))
    addresses = find_addresses(tx, cart_id=row.id)
    address = next((found.address for found in addresses if found.selected), None)
    return OwnCart(stored=stored, address=address)


def destination_of(address: Address) -> Destination | None:
    """Return what tax depends on of an address; none of one that a parcel could not be sent to."""
    found, faults = check_address(address, whole=True)
    if faults:
        return None
    return Destination(
        country=found.country_code or "", zip=found.zip, city=found.city, address1=found.address1
    )


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
