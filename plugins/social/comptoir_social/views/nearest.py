"""What comes nearest to a variant that is sold out."""

from collections.abc import Mapping
from typing import Any


def nearest_variant(product: Mapping[str, Any], wanted: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return a variant of the product that can be bought: the wanted one, else the one most like it.

    Earlier options count more (a shirt in its colour before one in its size); of equals, the value that stands
    closest in the option's own order, so that M gives L before XXL. None when all are sold out.
    """
    open_variants: list[Mapping[str, Any]] = [
        variant for variant in product["variants"]["nodes"] if variant["availableForSale"]
    ]
    if not open_variants:
        return None
    if wanted is None:
        return open_variants[0]
    orders = {
        option["name"]: [value["name"] for value in option["optionValues"]] for option in product["options"]
    }
    asked = choices(wanted)

    def unlikeness(variant: Mapping[str, Any]) -> list[int]:
        chosen = choices(variant)
        return [abs(order.index(chosen[name]) - order.index(asked[name])) for name, order in orders.items()]

    return min(open_variants, key=unlikeness)


def choices(variant: Mapping[str, Any]) -> dict[str, str]:
    """Return the value that a variant has of each option."""
    return {row["name"]: row["value"] for row in variant["selectedOptions"]}
