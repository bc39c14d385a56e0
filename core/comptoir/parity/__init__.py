"""Parity: proof that every door shows the price, availability and returns policy that the core knows.

Each channel declares the views in which it shows products. They are rendered as a visitor gets them, and what
machines read in them is held against the core's own answer. A difference is an error, unless a divergence that
is in force says who wanted it and why.
"""
