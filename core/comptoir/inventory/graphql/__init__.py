"""Stock and locations in the GraphQL schema."""

from comptoir.inventory.graphql.location import Location, LocationAddress
from comptoir.inventory.graphql.product import ProductAvailability
from comptoir.inventory.graphql.queries import InventoryQueries, load_location
from comptoir.inventory.graphql.variant import StoreAvailability, VariantAvailability

__all__ = [
    "InventoryQueries",
    "Location",
    "LocationAddress",
    "ProductAvailability",
    "StoreAvailability",
    "VariantAvailability",
    "load_location",
]
