"""What inventory adds to products."""

from typing import Any

import strawberry

from comptoir.catalog.graphql.access import seen_variants
from comptoir.catalog.graphql.encoding import encode_choices
from comptoir.catalog.graphql.option import SelectedOptionInput
from comptoir.catalog.graphql.selection import adjacent_variants, choices_of
from comptoir.catalog.graphql.variant import ProductVariant
from comptoir.catalog.records import VariantRecord
from comptoir.graphql.context import Info
from comptoir.inventory.choosing import selected_or_first_available
from comptoir.inventory.stock import availability_of, total_inventory


@strawberry.type
class ProductAvailability:
    """Fields of `Product`."""

    @strawberry.field(description="Whether any of its variants can be bought.")
    def available_for_sale(self: Any, info: Info) -> bool:
        """Return whether it can be bought in any variant."""
        for_sale = availability_of(info.context).for_sale
        return any(for_sale(variant) for variant in seen_variants(info.context, self))

    @strawberry.field(description="How many of all variants can be bought; null where stock is not counted.")
    async def total_inventory(self: Any, info: Info) -> int | None:
        """Return the exact number over all variants that are counted."""
        return await total_inventory(info.context, seen_variants(info.context, self))

    @strawberry.field(
        graphql_type=ProductVariant | None,
        description="The variant with the picked values; else the first that can be bought; else the first.",
    )
    def selected_or_first_available_variant(
        self: Any,
        info: Info,
        selected_options: list[SelectedOptionInput] | None = None,
        ignore_unknown_options: bool | None = True,
        case_insensitive_match: bool | None = False,
    ) -> VariantRecord | None:
        """Return the variant to show first."""
        choices = choices_of(
            self,
            picks=selected_options or (),
            ignore_unknown_options=ignore_unknown_options is not False,
            case_insensitive_match=bool(case_insensitive_match),
        )
        return selected_or_first_available(
            seen_variants(info.context, self),
            choices=choices if selected_options else None,
            for_sale=availability_of(info.context).for_sale,
        )

    @strawberry.field(
        graphql_type=list[ProductVariant],
        description="The variants that differ in one value from the picks, else from the first to be bought.",
    )
    def adjacent_variants(
        self: Any,
        info: Info,
        selected_options: list[SelectedOptionInput] | None = None,
        ignore_unknown_options: bool | None = True,
        case_insensitive_match: bool | None = False,
    ) -> list[VariantRecord]:
        """Return the neighbours of the variant that `selectedOrFirstAvailableVariant` shows."""
        choices = choices_of(
            self,
            picks=selected_options or (),
            ignore_unknown_options=ignore_unknown_options is not False,
            case_insensitive_match=bool(case_insensitive_match),
        )
        seen = seen_variants(info.context, self)
        for_sale = availability_of(info.context).for_sale
        shown = selected_or_first_available(
            seen, choices=choices if selected_options else None, for_sale=for_sale
        )
        return adjacent_variants(seen, choices, anchor=shown)

    @strawberry.field(
        description="Which combinations of option values can be bought, encoded as `v1_` and a trie."
    )
    def encoded_variant_availability(self: Any, info: Info) -> str | None:
        """Return the combinations that can be bought."""
        for_sale = availability_of(info.context).for_sale
        seen = seen_variants(info.context, self)
        return encode_choices(variant.choices for variant in seen if for_sale(variant))
