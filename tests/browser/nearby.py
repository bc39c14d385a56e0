"""A store of the demonstration shop that has what tests buy, and brings it today, at whatever hour they run."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from comptoir.api import Opening, adjust_level, save_location
from comptoir.catalog.models import VARIANT
from comptoir_atelier.commerce import location_drafts
from sqlalchemy import select

_NOON = 12


_TROUSERS = select(VARIANT.c.id).where(VARIANT.c.sku.in_(["AR-EWT-NVY-40", "AR-EWT-NVY-42"]))


def stock_up(shop, handle="paris-canal"):
    """Give a store more trousers in two sizes than the tests of a file buy."""
    for row in shop.db.read_now(lambda tx: tx.all(_TROUSERS)):
        shop.db.write_now(adjust_level, location=handle, variant_id=row.id, by=30)


@contextmanager
def open_today(shop, handle="paris-canal"):
    """Let a store be open all day, by a clock that shows about noon; afterwards it is as it was."""
    (draft,) = (each for each in location_drafts() if each.handle == handle)
    ahead = _NOON - datetime.now(UTC).hour
    # The names of these zones count the other way round.
    zone = f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
    hours = tuple(Opening(day=day, opens="00:00", closes="24:00") for day in range(7))
    open_draft = replace(draft, time_zone=zone, hours=hours, closed_on=(), pickup_minutes=60)
    shop.db.write_now(save_location, draft=open_draft)
    try:
        yield
    finally:
        shop.db.write_now(save_location, draft=draft)
