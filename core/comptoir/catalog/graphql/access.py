"""What a request may see of the catalogue, in its language."""

from collections.abc import Sequence

from comptoir.catalog import view_of
from comptoir.catalog.listing import visible_products, visible_variant
from comptoir.catalog.records import ProductRecord, VariantRecord
from comptoir.catalog.search.bits import ordinals_of
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import RequestContext
from comptoir.ids import numeric_id


def seen_product(context: RequestContext, product: ProductRecord | None) -> ProductRecord | None:
    """Return a product if the request may see it."""
    if product is None or not visible_products(context) >> product.ordinal & 1:
        return None
    return product


def product_by_id(context: RequestContext, ident: str) -> ProductRecord | None:
    """Return a product by global id; raises `BadUserInputError` for an id that is not a product's."""
    return seen_product(context, view_of(context).products.get(numeric_id(ident, "Product")))


def product_by_handle(context: RequestContext, handle: str) -> ProductRecord | None:
    """Return a product by handle."""
    return seen_product(context, view_of(context).by_handle.get(handle))


def variant_by_id(context: RequestContext, ident: str) -> VariantRecord | None:
    """Return a variant by global id; raises `BadUserInputError` for an id that is not a variant's."""
    variant = view_of(context).variants.get(numeric_id(ident, "ProductVariant"))
    if variant is None or seen_product(context, variant.product) is None:
        return None
    return variant if visible_variant(context, variant) else None


def seen_variants(context: RequestContext, product: ProductRecord) -> Sequence[VariantRecord]:
    """Return the variants of a product that the request may see, by position; decided once an operation."""
    return context.once(
        ("catalog.variants", product.number),
        lambda: [variant for variant in product.variants if visible_variant(context, variant)],
    )


def one_of(handle: str | None, ident: str | None) -> None:
    """Check that something is named at all; raises `BadUserInputError`."""
    if handle is None and ident is None:
        raise BadUserInputError("give 'handle' or 'id'")


def all_seen_products(context: RequestContext) -> list[ProductRecord]:
    """Return every product that the request may see, the oldest first."""
    listed = view_of(context).ordered
    return [listed[ordinal] for ordinal in ordinals_of(visible_products(context))]
