"""The catalogue in memory."""

from comptoir.catalog.snapshot.catalog import Catalog
from comptoir.catalog.snapshot.part import CATALOG

__all__ = ["CATALOG", "Catalog"]
