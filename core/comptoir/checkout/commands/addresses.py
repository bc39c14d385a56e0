"""Commands on the addresses of a cart.

The selected address is where the goods go: its country becomes the cart's, since price and tax follow the
destination. Addresses are personal, so a device that took the cart over by a code neither sees nor changes them.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, update

from comptoir.addresses import Address, check_address
from comptoir.cart.commands.create import CartDraft, create_cart
from comptoir.cart.commands.edit import Edited, begin_edit, finish_edit
from comptoir.cart.contents import CartKey, TermsOf
from comptoir.cart.delivery import pack_delivery, unpack_delivery
from comptoir.cart.models import CARTS
from comptoir.cart.queries import is_guest
from comptoir.checkout.models import ADDRESSES
from comptoir.checkout.queries import destination_of, find_addresses, parts_of
from comptoir.checkout.records import AddressChange, AddressDraft, SelectableAddress
from comptoir.db.tx import Tx
from comptoir.errors import DomainError, SeveralRefusalsError
from comptoir.ids import new_token

MOST_ADDRESSES = 250

_ADD = insert(ADDRESSES)
_OF_ONE = ADDRESSES.c.id == bindparam("of_address")
_UNSELECT = (
    update(ADDRESSES)
    .where(ADDRESSES.c.cart_id == bindparam("of_cart"), ADDRESSES.c.selected)
    .values(selected=False)
)
_REMOVE = delete(ADDRESSES).where(_OF_ONE)
_SEND_TO = (
    update(CARTS)
    .where(CARTS.c.id == bindparam("of_cart"))
    .values(country=bindparam("to_country"), region=bindparam("to_region"), delivery=bindparam("to_delivery"))
    .returning(CARTS)
)


def create_cart_to(
    tx: Tx, *, draft: CartDraft, addresses: Sequence[AddressDraft], terms_of: TermsOf, lifetime: timedelta
) -> Edited:
    """Make a cart with addresses that it may go to; errors as `create_cart` and `add_addresses`."""
    made = create_cart(tx, draft=draft, terms_of=terms_of, lifetime=lifetime)
    if not addresses:
        return made
    right = CartKey(made.cart.token, made.cart.key)
    try:
        sent = add_addresses(tx, right=right, addresses=addresses, lifetime=lifetime)
    except DomainError as error:
        raise SeveralRefusalsError(
            [
                DomainError(each.code, each.message, field=("input", "delivery", *(each.field or ())))
                for each in error.refusals
            ]
        ) from error
    return Edited(sent.cart, made.warnings)


def add_addresses(
    tx: Tx, *, right: CartKey | None, addresses: Sequence[AddressDraft], lifetime: timedelta
) -> Edited:
    """Add addresses; one that is selected takes the place of the one that was.

    Raises `DomainError` for an address that is wrong (all faults at once), two selected ones, or too many.
    """
    row = _begin(tx, right, lifetime)
    _add(tx, row, addresses, known=find_addresses(tx, cart_id=row.id))
    return _finish(tx, row, right)


def replace_addresses(
    tx: Tx, *, right: CartKey | None, addresses: Sequence[AddressDraft], lifetime: timedelta
) -> Edited:
    """Put addresses in the place of all that were there; errors as `add_addresses`."""
    row = _begin(tx, right, lifetime)
    _remove(tx, find_addresses(tx, cart_id=row.id))
    _add(tx, row, addresses, known=())
    return _finish(tx, row, right)


def update_addresses(
    tx: Tx, *, right: CartKey | None, changes: Sequence[AddressChange], lifetime: timedelta
) -> Edited:
    """Change addresses; errors as `add_addresses`, and one for an id that is no address of the cart."""
    row = _begin(tx, right, lifetime)
    known = {found.handle: found for found in find_addresses(tx, cart_id=row.id)}
    _check_selected(change.draft for change in changes)
    for index, change in enumerate(changes):
        _change(tx, row, known, change, index=index)
    return _finish(tx, row, right)


def remove_addresses(
    tx: Tx, *, right: CartKey | None, handles: Sequence[str | None], lifetime: timedelta
) -> Edited:
    """Remove addresses; raises `DomainError` for an id that is no address of the cart."""
    row = _begin(tx, right, lifetime)
    known = {found.handle: found for found in find_addresses(tx, cart_id=row.id)}
    _remove(tx, {_known(known, handle, ("address_ids", str(n))) for n, handle in enumerate(handles)})
    return _finish(tx, row, right)


def _begin(tx: Tx, right: CartKey | None, lifetime: timedelta) -> Row[Any]:
    row = begin_edit(tx, right=right, lifetime=lifetime)
    if right is not None and is_guest(row, right):
        raise DomainError(
            "INVALID",
            "This screen took the cart over by a code: give the delivery address on the one it came from.",
            field=("addresses",),
        )
    return row


def _finish(tx: Tx, row: Row[Any], right: CartKey | None) -> Edited:
    chosen = next((found for found in find_addresses(tx, cart_id=row.id) if found.selected), None)
    country = chosen.address.country_code if chosen is not None else row.country
    province = chosen.address.province_code if chosen is not None else None
    region = f"{country}-{province}" if province else ""
    destination = destination_of(chosen.address) if chosen is not None else None
    # A store that brings goods itself does so to the postal code that it was chosen for.
    zip_code = chosen.address.zip if chosen is not None else None
    delivery = pack_delivery(unpack_delivery(row.delivery).to(destination).to_zip(zip_code))
    if (country, region, delivery) != (row.country, row.region, row.delivery):
        places = {"to_country": country, "to_region": region, "to_delivery": delivery}
        row = tx.execute(_SEND_TO, {"of_cart": row.id, **places}).one()
    return finish_edit(tx, row, right=right)


def _add(
    tx: Tx, row: Row[Any], drafts: Sequence[AddressDraft], *, known: Sequence[SelectableAddress]
) -> None:
    if len(known) + len(drafts) > MOST_ADDRESSES:
        raise DomainError(
            "TOO_MANY_DELIVERY_ADDRESSES",
            f"A cart holds at most {MOST_ADDRESSES} addresses.",
            field=("addresses",),
        )
    _check_selected(drafts)
    for index, draft in enumerate(drafts):
        address = _checked(draft.address or Address(), whole=draft.whole, index=index)
        if draft.selected and any(found.selected for found in known):
            tx.execute(_UNSELECT, {"of_cart": row.id})
        tx.execute(
            _ADD,
            {
                "cart_id": row.id,
                "handle": new_token(),
                "selected": bool(draft.selected),
                "one_time_use": bool(draft.one_time_use),
                **parts_of(address),
            },
        )


def _change(
    tx: Tx, row: Row[Any], known: dict[str, SelectableAddress], change: AddressChange, *, index: int
) -> None:
    found = _known(known, change.handle, ("addresses", str(index), "id"))
    draft = change.draft
    address = draft.address or found.address
    values: dict[str, Any] = parts_of(_checked(address, whole=draft.whole, index=index))
    values["selected"] = found.selected if draft.selected is None else draft.selected
    values["one_time_use"] = found.one_time_use if draft.one_time_use is None else draft.one_time_use
    if values["selected"]:
        tx.execute(_UNSELECT, {"of_cart": row.id})
    tx.execute(update(ADDRESSES).where(_OF_ONE).values(**values), {"of_address": found.number})


def _remove(tx: Tx, addresses: Iterable[SelectableAddress]) -> None:
    for number in sorted(found.number for found in addresses):
        tx.execute(_REMOVE, {"of_address": number})


def _known(
    known: dict[str, SelectableAddress], handle: str | None, field: tuple[str, ...]
) -> SelectableAddress:
    found = known.get(handle or "")
    if found is None:
        raise DomainError("INVALID_DELIVERY_ADDRESS_ID", "The cart has no such address.", field=field)
    return found


def _check_selected(drafts: Iterable[AddressDraft]) -> None:
    if sum(bool(draft.selected) for draft in drafts) > 1:
        raise DomainError(
            "ONLY_ONE_DELIVERY_ADDRESS_CAN_BE_SELECTED", "Select one address.", field=("addresses",)
        )


def _checked(address: Address, *, whole: bool, index: int) -> Address:
    tidy, faults = check_address(address, whole=whole)
    if faults:
        place = ("addresses", str(index), "address", "delivery_address")
        raise SeveralRefusalsError(
            [DomainError(fault.code, fault.message, field=(*place, fault.field)) for fault in faults]
        )
    return tidy
