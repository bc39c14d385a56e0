"""Checkout: where goods go, how, and what turns a cart into an order."""
