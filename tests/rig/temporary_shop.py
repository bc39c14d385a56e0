"""A shop with the tiny catalogue that delivers and takes test cards, made ready for processes of its own to serve."""

import json
from contextlib import contextmanager
from importlib.metadata import entry_points

from comptoir.inventory import receive, set_levels
from comptoir.inventory.levels import find_location
from comptoir.markers import PROJECT
from comptoir.testing import OpenedShop, fill_catalogue, make_shop

from tests.checkout.shopping import furnish


@contextmanager
def opened_shop(folder, *, database_url, clock=None, fill=False):
    """Give the shop, opened in this process; `fill` it first where it is new."""
    shop = make_shop(folder, database_url=database_url, clock=clock)
    try:
        numbers = fill_catalogue(shop.db) if fill else {}
        opened = OpenedShop(shop, numbers)
        if fill:
            furnish(opened)
        yield opened
    finally:
        shop.db.close_now()


def stock(opened, units, *variants):
    """Put so many units more of each at the depot, and none at the store; variants by number."""
    write = opened.shop.db.write_now
    write(set_levels, location="store", levels=dict.fromkeys(variants, 0))
    depot = opened.shop.db.read_now(find_location, handle="depot")
    write(receive, location_id=depot, quantities=dict.fromkeys(variants, units))


def environment_of(folder, *, database_url):
    """Return the environment in which a process serves the shop, without any outside plugin."""
    outside = sorted({entry.name for entry in entry_points(group=PROJECT)})
    return {
        "COMPTOIR_DATA_DIR": str(folder),
        "COMPTOIR_DATABASE_URL": database_url,
        "COMPTOIR_SANDBOX_PAYMENTS": "true",
        "COMPTOIR_PLUGINS__DISABLED": json.dumps(outside),
    }
