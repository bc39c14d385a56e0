"""Checkout over GraphQL."""
