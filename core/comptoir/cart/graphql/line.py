"""Lines of a cart."""

from typing import Annotated, Any

import strawberry

from comptoir.cart.contents import Attribute as StoredAttribute
from comptoir.cart.discounts import Discount, line_discounts
from comptoir.cart.graphql.attribute import Attribute, find_attribute
from comptoir.cart.graphql.cost import CartLineCost, CartLineEstimatedCost
from comptoir.cart.graphql.discounts import CartDiscountAllocation
from comptoir.cart.view import LineView
from comptoir.catalog.graphql.variant import ProductVariant
from comptoir.catalog.records import VariantRecord
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import PageInfo
from comptoir.policies.graphql import ReturnPolicy
from comptoir.policies.promise import policy_for

Merchandise = Annotated[
    ProductVariant, strawberry.union(name="Merchandise", description="What a line holds.")
]


@strawberry.interface(description="A line of a cart.")
class BaseCartLine(Node):
    """A line of a cart."""

    quantity: int

    @strawberry.field(graphql_type=list[Attribute], description="Pairs that a storefront attached.")
    def attributes(self: Any) -> tuple[StoredAttribute, ...]:
        """Return the pairs."""
        found: tuple[StoredAttribute, ...] = self.stored_attributes
        return found

    @strawberry.field(graphql_type=Attribute | None, description="The pair with this key.")
    def attribute(self: Any, key: str) -> StoredAttribute | None:
        """Return one pair."""
        return find_attribute(self.stored_attributes, key)

    @strawberry.field(graphql_type=CartLineCost, description="What the line costs.")
    def cost(self: Any) -> Any:
        """Return the line: its cost is read from it."""
        return self

    @strawberry.field(
        graphql_type=CartLineEstimatedCost, description="What the line costs.", deprecation_reason="Use cost."
    )
    def estimated_cost(self: Any) -> Any:
        """Return the line: its cost is read from it."""
        return self

    @strawberry.field(graphql_type=list[CartDiscountAllocation], description="Reductions of the line.")
    def discount_allocations(self: Any) -> list[Discount]:
        """Return the reductions that are meant for this line."""
        return line_discounts(self.cart.quote, self.id)

    @strawberry.field(graphql_type=Merchandise, description="What the line holds.")
    def merchandise(self: Any) -> VariantRecord:
        """Return the variant."""
        found: VariantRecord = self.merchandise
        return found


@strawberry.type(description="A line: a variant and how many of it.")
class CartLine(BaseCartLine):
    """A line: a variant and how many of it."""

    @strawberry.field(graphql_type=ReturnPolicy, description="How this can be returned if it is bought now.")
    def return_policy(self: Any) -> Any:
        """Return the policy of the line's product in the cart's market."""
        return policy_for(self.cart.context, self.merchandise.product)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a line."""
        return isinstance(obj, LineView)


@strawberry.type(description="A line made of others, such as a bundle; none are sold yet.")
class ComponentizableCartLine(BaseCartLine):
    """A line made of others; carts have none yet, and storefronts name the type in their fragments."""

    line_components: list[CartLine]

    @classmethod
    def is_type_of(cls, _obj: object, _info: object) -> bool:
        """Tell that nothing is one."""
        return False


@strawberry.type(description="A line with its cursor.")
class BaseCartLineEdge:
    """A line with its cursor."""

    cursor: str
    node: BaseCartLine


@strawberry.type(description="Lines of a cart.")
class BaseCartLineConnection:
    """Lines of a cart."""

    edges: list[BaseCartLineEdge]
    nodes: list[BaseCartLine]
    page_info: PageInfo
