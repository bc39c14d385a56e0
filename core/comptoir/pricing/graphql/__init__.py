"""Prices in the GraphQL schema."""

from comptoir.pricing.graphql.prices import ProductPriceRange, ProductPrices, VariantPrices
from comptoir.pricing.graphql.promotions import ProductPromotion, ProductPromotions

__all__ = ["ProductPriceRange", "ProductPrices", "ProductPromotion", "ProductPromotions", "VariantPrices"]
