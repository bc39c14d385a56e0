"""Search over the catalogue in memory: words with one typing error, attributes, codes, and a query language."""
