"""Lists of the catalogue: visibility, filters, facets, orders, pages, predictions and recommendations."""

from comptoir.catalog.listing.paging import Matches, page
from comptoir.catalog.listing.predict import Prediction, SuggestionRecord, predict
from comptoir.catalog.listing.products import ProductListing, ProductMatches, list_products
from comptoir.catalog.listing.recommend import recommend
from comptoir.catalog.listing.visibility import visible_products, visible_variant

__all__ = [
    "Matches",
    "Prediction",
    "ProductListing",
    "ProductMatches",
    "SuggestionRecord",
    "list_products",
    "page",
    "predict",
    "recommend",
    "visible_products",
    "visible_variant",
]
