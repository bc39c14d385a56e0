"""Atelier, the demonstration brand."""
