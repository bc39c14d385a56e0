"""The built-in table of delivery rates."""
