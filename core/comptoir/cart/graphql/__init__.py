"""Carts over GraphQL."""
