"""Reservations in the GraphQL schemas."""
