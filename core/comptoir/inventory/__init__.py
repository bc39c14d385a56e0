"""Inventory: the locations of the shop, and how many of each variant they have to offer."""

from comptoir.inventory.drafts import LocationDraft
from comptoir.inventory.levels import adjust_level, levels_of, set_levels, set_levels_at
from comptoir.inventory.locations import default_location, save_location
from comptoir.inventory.records import LocationRecord

__all__ = [
    "LocationDraft",
    "LocationRecord",
    "adjust_level",
    "default_location",
    "levels_of",
    "save_location",
    "set_levels",
    "set_levels_at",
]
