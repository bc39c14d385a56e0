"""Lists of the catalogue: visibility, filters, facets, orders, pages and recommendations."""

from comptoir.catalog.listing.paging import Matches, page
from comptoir.catalog.listing.products import ProductListing, ProductMatches, list_products
from comptoir.catalog.listing.visibility import visible_products, visible_variant

__all__ = [
    "Matches",
    "ProductListing",
    "ProductMatches",
    "list_products",
    "page",
    "visible_products",
    "visible_variant",
]
