"""What a product's page says of promotions."""

from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.scalars import DateTime
from comptoir.pricing.promotions.offers import Offer, offers_for


@strawberry.type(description="A promotion that needs no code and that this product takes part in.")
class ProductPromotion:
    """A promotion that a product takes part in."""

    title: str
    ends_at: DateTime | None = strawberry.field(description="The moment from which it no longer counts.")
    in_price: bool = strawberry.field(
        description="Whether `price` has it already; the others show in the cart."
    )


@strawberry.type
class ProductPromotions:
    """Promotions of a product."""

    @strawberry.field(
        graphql_type=list[ProductPromotion],
        description="Promotions without a code that are for this product.",
    )
    def promotions(self: Any, info: Info) -> list[Offer]:
        """Return the promotions in force for the visitor."""
        return offers_for(info.context, self)
