"""Locations and stock in the staff schema."""
