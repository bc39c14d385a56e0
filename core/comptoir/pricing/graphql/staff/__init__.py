"""Prices, tax rates and divergences in the staff schema."""
