"""What a cart's groups may go by, found out when somebody looks at it: carriers are not asked for an id."""

import asyncio

from comptoir.addresses import Address
from comptoir.cart.view import CartView
from comptoir.checkout.queries import find_addresses
from comptoir.checkout.same_day import fetch_local_stock
from comptoir.checkout.shipping import fetch_offers


async def selected_address(cart: CartView) -> Address | None:
    """Return where a cart goes, whoever asks; read once within an operation."""
    key = "checkout.address", cart.stored.id, cart.stored.version
    if key not in cart.context.memo:
        addresses = await cart.context.shop.db.read(find_addresses, cart_id=cart.stored.id)
        cart.context.memo[key] = next((found.address for found in addresses if found.selected), None)
    found: Address | None = cart.context.memo[key]
    return found


async def shown_address(cart: CartView) -> Address | None:
    """Return where a cart goes, as its holder may see it: a device that took it over by a code is told none."""
    return None if cart.stored.guest else await selected_address(cart)


async def ask_for_delivery(cart: CartView) -> None:
    """Ask for what the groups of a cart may go by to its selected address; `options_for` has it then.

    Asked once within an operation, also where several groups are looked at side by side. A device that took the cart
    over by a code is offered the same.
    """
    key = "checkout.asked", cart.stored.id, cart.stored.version
    asking: asyncio.Task[None] | None = cart.context.memo.get(key)
    if asking is None:
        asking = cart.context.memo[key] = asyncio.ensure_future(_ask(cart))
    await asking


async def _ask(cart: CartView) -> None:
    address = await selected_address(cart)
    await fetch_offers(cart, address=address)
    await fetch_local_stock(cart, address=address)
