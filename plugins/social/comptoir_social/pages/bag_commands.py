"""Commands to the cart through GraphQL, with what came of them and with where its shopper came from."""

from typing import Any

from comptoir.api import CartResult, Visit, change_cart, create_cart, find_cart

from comptoir_social.views.attribution import asked, kept, merged


def caution_texts(visit: Visit, result: CartResult) -> list[str]:
    """Return a result's warnings as sentences, each once."""
    return list(dict.fromkeys(result.cautions(visit).values()))


async def add_seen_lines(visit: Visit, lines: list[dict[str, Any]], *, post: str = "") -> CartResult:
    """Add lines to the visitor's cart, made anew when there is none; `post` is the post they were seen in."""
    origin = kept(visit) | asked(visit.request.query_params) | asked({"post": post})
    country = visit.country or visit.places.default_country
    cart = await find_cart(visit)
    if cart is None:
        entries = [{"key": key, "value": value} for key, value in origin.items()]
        return await create_cart(visit, lines, attributes=entries)
    # Prices on the page were those of the visitor's market: the cart is brought there first.
    if cart["buyerIdentity"]["countryCode"] != country:
        await change_cart(visit, "cart_buyer", cartId=cart["id"], buyer={"countryCode": country})
    result = await change_cart(visit, "cart_lines_add", cartId=cart["id"], lines=lines)
    if result.errors or result.cart is None:
        return result
    attributes = merged(cart["attributes"], origin)
    if attributes is not None:
        await change_cart(visit, "cart_attributes", cartId=cart["id"], attributes=attributes)
    return result
