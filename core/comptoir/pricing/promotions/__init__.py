"""Promotions: what reduces a price besides price lists, under which conditions, and which go together."""
