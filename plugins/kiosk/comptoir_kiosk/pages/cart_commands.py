"""Commands to the cart through GraphQL, with what came of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.api import Visit

from comptoir_kiosk.views.cart_messages import message, warning_messages


@dataclass(frozen=True, slots=True, kw_only=True)
class CartResult:
    """The cart after a command, and the errors or warnings that came with it."""

    cart: Mapping[str, Any] | None
    errors: Sequence[Mapping[str, Any]]
    warnings: Sequence[Mapping[str, Any]]

    def problem(self, visit: Visit) -> str | None:
        """Return the first error as a sentence, or none when the command was carried out."""
        return message(self.errors[0], _=visit.texts.gettext) if self.errors else None

    def cautions(self, visit: Visit) -> dict[str, str]:
        """Return the warnings as sentences, by line id."""
        return warning_messages(self.warnings, _=visit.texts.gettext)


async def change_cart(visit: Visit, document: str, **variables: Any) -> CartResult:
    """Run a document that changes a cart."""
    change = (await visit.ask(document, **variables))["change"]
    return CartResult(cart=change["cart"], errors=change["userErrors"], warnings=change["warnings"] or ())


async def add_line(visit: Visit, line: Mapping[str, Any]) -> CartResult:
    """Add a line to the visitor's cart; the cart is made with the first line, and again when it is gone."""
    if visit.cart_id is not None:
        known = await visit.ask("cart", id=visit.cart_id)
        if known["cart"] is not None:
            return await change_cart(visit, "cart_lines_add", cartId=visit.cart_id, lines=[line])
    buyer = {"countryCode": visit.country or visit.places.default_country}
    result = await change_cart(visit, "cart_create", input={"lines": [line], "buyerIdentity": buyer})
    if result.cart is not None:
        visit.keep_cart(result.cart["id"])
    return result
