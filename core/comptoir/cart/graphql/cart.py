"""The cart."""

from typing import Any

import strawberry

from comptoir.cart.contents import Attribute as StoredAttribute
from comptoir.cart.contents import StoredCart
from comptoir.cart.discounts import Discount, GivenCode, order_discounts
from comptoir.cart.graphql.attribute import Attribute, find_attribute
from comptoir.cart.graphql.cost import CartCost, CartEstimatedCost
from comptoir.cart.graphql.discounts import CartDiscountAllocation
from comptoir.cart.graphql.line import BaseCartLineConnection
from comptoir.cart.view import CartView, LineView
from comptoir.codes import CountryCode
from comptoir.customers.graphql import Customer
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import Page, paginate
from comptoir.graphql.scalars import URL, DateTime
from comptoir.pricing.graphql.quote import Quote


@strawberry.type(description="Who buys.")
class CartBuyerIdentity:
    """Who buys."""

    email: str | None
    phone: str | None

    @strawberry.field(graphql_type=CountryCode | None, description="The country that decides the market.")
    def country_code(self: Any) -> str:
        """Return the country."""
        return str(self.country)

    @strawberry.field(graphql_type=Customer | None, description="The signed-in customer.")
    def customer(self: Any) -> None:
        """Return none: carts are anonymous as long as there are no accounts."""
        return


@strawberry.type(description="A discount code that the shopper gave.")
class CartDiscountCode:
    """A discount code that the shopper gave."""

    applicable: bool = strawberry.field(description="Whether the code reduces anything in this cart.")
    code: str = strawberry.field(description="The code as it was given.")
    reason: str | None = strawberry.field(
        description="Why it reduces nothing, for people, in the language of the request; null where it applies."
    )


@strawberry.type(description="What a shopper means to buy. It belongs to the shopper, whatever the channel.")
class Cart(Node):
    """What a shopper means to buy."""

    total_quantity: int

    @strawberry.field(description="When it was made.")
    def created_at(self: Any) -> DateTime:
        """Return when it was made."""
        moment: DateTime = self.stored.created_at
        return moment

    @strawberry.field(description="When it was last edited.")
    def updated_at(self: Any) -> DateTime:
        """Return when it was last edited."""
        moment: DateTime = self.stored.updated_at
        return moment

    @strawberry.field(description="Where the shopper goes on to check out.")
    def checkout_url(self: Any) -> URL:
        """Return the address of the cart on the shop's own site; it bears further query parameters."""
        return URL(f"{self.context.base_url}/cart/c/{self.key.token}?key={self.key.key}")

    @strawberry.field(description="What the shopper wrote to the shop.")
    def note(self: Any) -> str | None:
        """Return the note."""
        found: str | None = self.stored.note
        return found

    @strawberry.field(graphql_type=list[Attribute], description="Pairs that a storefront attached.")
    def attributes(self: Any) -> tuple[StoredAttribute, ...]:
        """Return the pairs."""
        found: tuple[StoredAttribute, ...] = self.stored.attributes
        return found

    @strawberry.field(graphql_type=Attribute | None, description="The pair with this key.")
    def attribute(self: Any, key: str) -> StoredAttribute | None:
        """Return one pair."""
        return find_attribute(self.stored.attributes, key)

    @strawberry.field(graphql_type=CartBuyerIdentity, description="Who buys.")
    def buyer_identity(self: Any) -> StoredCart:
        """Return the stored cart: who buys is read from it."""
        found: StoredCart = self.stored
        return found

    @strawberry.field(graphql_type=CartCost, description="What the cart costs.")
    def cost(self: Any) -> Any:
        """Return the cart: its cost is read from it."""
        return self

    @strawberry.field(
        graphql_type=CartEstimatedCost, description="What the cart costs.", deprecation_reason="Use cost."
    )
    def estimated_cost(self: Any) -> Any:
        """Return the cart: its cost is read from it."""
        return self

    @strawberry.field(graphql_type=Quote, description="Every rule that made the price.")
    def quote(self: Any) -> Any:
        """Return the quote."""
        return self.quote

    @strawberry.field(graphql_type=list[CartDiscountCode], description="Discount codes that were given.")
    def discount_codes(self: Any) -> list[GivenCode]:
        """Return the codes, each with what came of it."""
        found: list[GivenCode] = self.codes
        return found

    @strawberry.field(graphql_type=list[CartDiscountAllocation], description="Reductions of the whole cart.")
    def discount_allocations(self: Any) -> list[Discount]:
        """Return the reductions of the whole cart; those of single lines stand on the lines."""
        return order_discounts(self.quote)

    @strawberry.field(graphql_type=BaseCartLineConnection, description="The lines, in the order they came.")
    def lines(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
    ) -> Page[LineView]:
        """Return a window of the lines."""
        found = self.sold_lines[::-1] if reverse else self.sold_lines
        return paginate(found, first=first, after=after, last=last, before=before)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a cart."""
        return isinstance(obj, CartView)
