"""Prices in the GraphQL schema."""

from comptoir.pricing.graphql.prices import ProductPriceRange, ProductPrices, VariantPrices

__all__ = ["ProductPriceRange", "ProductPrices", "VariantPrices"]
