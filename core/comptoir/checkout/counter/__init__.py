"""Reservations that are paid for at the counter of the store: handed over, and an order."""
