"""Inventory: the locations of the shop, how many of each variant they have, and what of it is promised."""

from comptoir.inventory.allocations import (
    allocate,
    allocate_held,
    allocate_holds,
    find_allocations,
    move_allocation,
    release_allocations,
    ship_allocated,
)
from comptoir.inventory.drafts import LocationDraft
from comptoir.inventory.errors import OutOfStockError
from comptoir.inventory.holds import (
    HeldStock,
    expire_holds,
    extend_holds,
    find_holds,
    lock_holds,
    place_holds,
    release_holds,
)
from comptoir.inventory.levels import adjust_level, levels_of, set_levels, set_levels_at
from comptoir.inventory.locations import default_location, save_location
from comptoir.inventory.movements import (
    Movement,
    Shortage,
    count_stock,
    find_movements,
    receive,
    shortages,
    transfer,
)
from comptoir.inventory.promises import Allocation, Demand, Hold, Owner
from comptoir.inventory.records import LocationRecord

__all__ = [
    "Allocation",
    "Demand",
    "HeldStock",
    "Hold",
    "LocationDraft",
    "LocationRecord",
    "Movement",
    "OutOfStockError",
    "Owner",
    "Shortage",
    "adjust_level",
    "allocate",
    "allocate_held",
    "allocate_holds",
    "count_stock",
    "default_location",
    "expire_holds",
    "extend_holds",
    "find_allocations",
    "find_holds",
    "find_movements",
    "levels_of",
    "lock_holds",
    "move_allocation",
    "place_holds",
    "receive",
    "release_allocations",
    "release_holds",
    "save_location",
    "set_levels",
    "set_levels_at",
    "ship_allocated",
    "shortages",
    "transfer",
]
