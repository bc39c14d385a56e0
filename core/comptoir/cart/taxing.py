"""What the tax provider says of a cart: asked before it is priced, outside of any transaction.

What is sent or brought is taxed where it goes, what is collected or carried out at its store. As long as nobody knows
where something goes the shop's own table taxes it, and nobody is asked.
"""

from collections.abc import Iterator

from comptoir.cart.delivery import LOCAL, NONE, SHIPPING
from comptoir.cart.view import CartView, GroupView
from comptoir.hooks.tax import TaxAddress
from comptoir.ids import gid
from comptoir.inventory.stock import availability_of
from comptoir.markets import locale_of
from comptoir.pricing.quote import Quote
from comptoir.pricing.taxing import NO_TAXES, TaxedSale, Taxes, TaxPlace, ask_taxes, store_place


async def fetch_taxes(cart: CartView) -> CartView:
    """Return the cart with what the tax provider says of it; before anybody looks at its prices."""
    if cart.context.shop.tax_provider is not None:
        cart.taxes = await taxes_of(cart, cart.quoted(taxes=NO_TAXES))
    return cart


async def taxes_of(cart: CartView, quoted: Quote) -> Taxes:
    """Return what the tax provider says of a quote of the cart, made without taxes of its."""
    sale = TaxedSale(
        locale=locale_of(cart.context), lines=cart.wanted, charges=cart.charges, places=dict(_places(cart))
    )
    return await ask_taxes(cart.context, sale, quoted=quoted)


def _places(cart: CartView) -> Iterator[tuple[str, TaxPlace]]:
    for group in cart.groups:
        place = _place(group)
        if place is None:
            continue
        for line in group.lines:
            yield line.id, place
        yield group.charge_key, place


def _place(group: GroupView) -> TaxPlace | None:
    if group.way.method in {SHIPPING, LOCAL, NONE}:
        return _destination(group.cart)
    found = availability_of(group.cart.context).by_id.get(gid("Location", group.way.location_id or 0))
    return None if found is None else store_place(found, country=group.cart.stored.country)


def _destination(cart: CartView) -> TaxPlace | None:
    to = cart.stored.delivery.destination
    if to is None or to.country != cart.stored.country:
        return None
    address = TaxAddress(
        country=to.country, region=cart.region, zip=to.zip, city=to.city, address1=to.address1
    )
    return TaxPlace(destination=address)
