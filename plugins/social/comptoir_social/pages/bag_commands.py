"""Commands to the cart through GraphQL, with what came of them and with where its shopper came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.api import Visit

from comptoir_social.views.attribution import asked, kept, merged
from comptoir_social.views.cart_messages import message


@dataclass(frozen=True, slots=True, kw_only=True)
class CartResult:
    """The cart after a command, and the errors or warnings that came with it."""

    cart: Mapping[str, Any] | None
    errors: Sequence[Mapping[str, Any]]
    warnings: Sequence[Mapping[str, Any]]

    def problem(self, visit: Visit) -> str | None:
        """Return the first error as a sentence, or none when the command was carried out."""
        return message(self.errors[0], _=visit.texts.gettext) if self.errors else None

    def cautions(self, visit: Visit) -> list[str]:
        """Return the warnings as sentences."""
        return list(dict.fromkeys(message(row, _=visit.texts.gettext) for row in self.warnings))


async def change_cart(visit: Visit, document: str, **variables: Any) -> CartResult:
    """Run a document that changes a cart."""
    change = (await visit.ask(document, **variables))["change"]
    return CartResult(cart=change["cart"], errors=change["userErrors"], warnings=change["warnings"] or ())


async def find_cart(visit: Visit) -> Mapping[str, Any] | None:
    """Return the visitor's cart, if there is one."""
    if visit.cart_id is None:
        return None
    found: Mapping[str, Any] | None = (await visit.ask("cart", id=visit.cart_id))["cart"]
    return found


async def add_lines(visit: Visit, lines: list[dict[str, Any]], *, post: str = "") -> CartResult:
    """Add lines to the visitor's cart, made anew when there is none; `post` is the post they were seen in."""
    origin = kept(visit) | asked(visit.request.query_params) | asked({"post": post})
    country = visit.country or visit.places.default_country
    cart = await find_cart(visit)
    if cart is None:
        return await _create(visit, lines, origin=origin, country=country)
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


async def _create(
    visit: Visit, lines: list[dict[str, Any]], *, origin: Mapping[str, str], country: str
) -> CartResult:
    entries = {
        "lines": lines,
        "buyerIdentity": {"countryCode": country},
        "attributes": [{"key": key, "value": value} for key, value in origin.items()],
    }
    result = await change_cart(visit, "cart_create", input=entries)
    if result.cart is not None:
        visit.keep_cart(result.cart["id"])
    return result
