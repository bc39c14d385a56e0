"""A visitor's cart through GraphQL: found, made, changed, and what the shop said to it in plain words.

The channel brings the documents `cart`, `cart_create` and `cart_lines_add`. One that changes a cart names its field
`change` and asks for `cart`, `userErrors` and `warnings`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.frontkit.messages import Texts
from comptoir.frontkit.site.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class CartResult:
    """The cart after a command, and the errors or warnings that came with it."""

    cart: Mapping[str, Any] | None
    errors: Sequence[Mapping[str, Any]]
    warnings: Sequence[Mapping[str, Any]]

    def problem(self, visit: Visit) -> str | None:
        """Return the first error as a sentence, or none when the command was carried out."""
        return cart_message(self.errors[0], visit.texts) if self.errors else None

    def cautions(self, visit: Visit) -> dict[str, str]:
        """Return the warnings as sentences, by the id of the line that each is about."""
        return {warning["target"]: cart_message(warning, visit.texts) for warning in self.warnings}


def cart_message(said: Mapping[str, Any], texts: Texts) -> str:
    """Return the sentence for a `CartUserError` or `CartWarning`: ours for a known code, else the shop's own."""
    _ = texts.gettext
    known = {
        "MERCHANDISE_NOT_ENOUGH_STOCK": _("There are not that many left."),
        "MERCHANDISE_OUT_OF_STOCK": _("This is sold out at the moment."),
        "MAXIMUM_EXCEEDED": _("That is more than one order may have."),
        "MINIMUM_NOT_MET": _("That is fewer than one order may have."),
        "INVALID_INCREMENT": _("This is sold in other quantities."),
        "INVALID_MERCHANDISE_LINE": _("That line is no longer in your bag."),
        "NOTE_CHARACTERS_EXCEEDED": _("This note is too long."),
        "LESS_THAN": _("That is more than one order may have."),
        "CART_TOO_LARGE": _("The bag is full."),
    }
    return known.get(said.get("code") or "") or str(said["message"])


async def find_cart(visit: Visit) -> Mapping[str, Any] | None:
    """Return the visitor's cart; one that is gone is forgotten."""
    if visit.cart_id is None:
        return None
    cart: Mapping[str, Any] | None = (await visit.ask("cart", id=visit.cart_id))["cart"]
    if cart is None:
        visit.keep_cart(None)
    return cart


async def change_cart(visit: Visit, document: str, **variables: Any) -> CartResult:
    """Run a document that changes a cart."""
    change = (await visit.ask(document, **variables))["change"]
    return CartResult(cart=change["cart"], errors=change["userErrors"], warnings=change["warnings"] or ())


async def add_lines(visit: Visit, lines: Sequence[Mapping[str, Any]]) -> CartResult:
    """Add lines to the visitor's cart; the cart is made with the first line, and again when it is gone."""
    if await find_cart(visit) is None:
        return await create_cart(visit, lines)
    return await change_cart(visit, "cart_lines_add", cartId=visit.cart_id, lines=list(lines))


async def create_cart(visit: Visit, lines: Sequence[Mapping[str, Any]], **entries: Any) -> CartResult:
    """Make a new cart in the visitor's market and remember it; `entries` are further ones of a `CartInput`."""
    buyer = {"countryCode": visit.country or visit.places.default_country}
    given = {"lines": list(lines), "buyerIdentity": buyer, **entries}
    result = await change_cart(visit, "cart_create", input=given)
    if result.cart is not None:
        visit.keep_cart(result.cart["id"])
    return result
