"""What a request may see of the catalogue: all contributed rules must agree."""

from comptoir.catalog.records import VariantRecord
from comptoir.catalog.search.bits import full
from comptoir.graphql.context import RequestContext


def visible_products(context: RequestContext) -> int:
    """Return the products that a request may see, as a bitset over ordinals."""
    return context.once("catalog.visible", lambda: _agree(context))


def _agree(context: RequestContext) -> int:
    from comptoir.catalog import view_of

    view = view_of(context)
    bits = view.present & full(len(view.ordered))
    for rule in context.shop.visibilities:
        bits &= rule.products(context)
    return bits


def visible_variant(context: RequestContext, record: VariantRecord) -> bool:
    """Whether a request may see a variant of a product that it may see."""
    return all(rule.variant(context, record) for rule in context.shop.visibilities)
