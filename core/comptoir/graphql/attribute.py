"""Attributes: pairs that a storefront attaches."""

import strawberry


@strawberry.type(description="A pair that a storefront attached.")
class Attribute:
    """A pair that a storefront attached."""

    key: str
    value: str | None
