"""A store of the demonstration shop that brings orders today, at whatever hour the tests run."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from comptoir.api import Opening, save_location
from comptoir_atelier.commerce import location_drafts

_NOON = 12


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
