"""The catalogue in the staff schema: everything that is there, published or not, and changes to it."""
