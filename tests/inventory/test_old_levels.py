"""Shops that had levels before there was a ledger keep them, each with an opening movement."""

import shutil

import pytest
from comptoir.clock import SystemClock
from comptoir.db.database import open_database
from comptoir.db.migrate import downgrade, upgrade
from comptoir.hooks.contributions import Migrations
from comptoir.inventory import LocationDraft, levels_of, receive, save_location
from comptoir.inventory.consistency import check_consistency
from comptoir.inventory.movements import find_movements
from comptoir.settings import Settings
from sqlalchemy import text

from tests.inventory.conftest import add_variants
from tests.rig.databases import core_migrations

PLACE = """INSERT INTO inventory_location (handle, name, kind, time_zone, pickup_enabled, pickup_minutes,
  fulfils_online, position, active) VALUES ('paris', 'Paris', 'store', 'UTC', true, 120, true, 0, true)"""
LEVELS = "INSERT INTO inventory_level (variant_id, location_id, available) VALUES (11, 1, 7), (12, 1, 0)"


@pytest.fixture
def empty(empty_database_url):
    opened = open_database(Settings(database_url=empty_database_url), clock=SystemClock())
    yield opened
    opened.close_now()


def test_what_was_available_is_on_hand(empty, tmp_path):
    everyone = core_migrations()
    now = next(each for each in everyone if each.owner == "inventory")
    shutil.copy(now.folder / "0001_locations_and_levels.py", tmp_path)
    then = Migrations(owner="inventory", folder=tmp_path)
    upgrade(empty, [each if each.owner != "inventory" else then for each in everyone])
    empty.write_now(add_variants, numbers=(11, 12))
    for statement in (PLACE, LEVELS):
        empty.write_now(lambda tx, one=statement: tx.execute(text(one)))

    assert upgrade(empty, everyone) == ["inventory"]
    assert empty.read_now(levels_of, variant_ids=[11, 12]) == {11: {1: 7}, 12: {1: 0}}
    (opening,) = empty.read_now(find_movements, variant_id=11)
    assert (opening.quantity, opening.balance, opening.reason) == (7, 7, "opening")
    assert empty.read_now(find_movements, variant_id=12) == ()
    assert empty.read_now(check_consistency) == []

    empty.write_now(save_location, draft=LocationDraft(handle="paris", name="Paris"))
    assert empty.write_now(receive, location_id=1, quantities={11: 1, 12: 1}) == {11: 8, 12: 1}
    assert empty.read_now(check_consistency) == []


def test_the_tables_of_stock_are_taken_down_whole(empty):
    everyone = core_migrations()
    upgrade(empty, everyone)
    above = {"devices", "reservations", "service", "orders", "checkout"}
    for owner in [each.owner for each in reversed(everyone) if each.owner in above]:
        downgrade(empty, everyone, owner)
    downgrade(empty, everyone, "inventory")
    left = empty.read_now(lambda tx: tx.connection.dialect.get_table_names(tx.connection))
    assert [name for name in left if name.startswith("inventory_")] == []
