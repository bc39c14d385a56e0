"""Locations: saved whole, refused when malformed; one always exists."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from comptoir.errors import DomainError
from comptoir.inventory import LocationDraft, default_location, save_location
from sqlalchemy import text

PARIS = LocationDraft(
    handle="paris-marais", name="Le Marais", address1="12 rue des Archives", zip="75004", city="Paris",
    country_code="FR", phone="+33 1 23 45 67 89", latitude=48.8571, longitude=2.3553,
    time_zone="Europe/Paris", pickup_enabled=True, pickup_minutes=60, position=2,
)  # fmt: skip


def rows(database):
    return database.read_now(lambda tx: tx.all(text("SELECT * FROM inventory_location ORDER BY id")))


def changes(database):
    found = database.read_now(lambda tx: tx.all(text("SELECT stream, kind, ident FROM kernel_change")))
    return [tuple(row) for row in found]


def test_a_location_is_stored_as_drafted(database):
    number = database.write_now(save_location, draft=PARIS)
    (row,) = rows(database)
    assert row.id == number
    assert (row.handle, row.name, row.kind, row.address1, row.address2) == (
        "paris-marais", "Le Marais", "store", "12 rue des Archives", None,
    )  # fmt: skip
    assert (row.latitude, row.longitude, row.time_zone) == (48.8571, 2.3553, "Europe/Paris")
    assert changes(database) == [("stock", "location", number)]


def test_an_equal_draft_changes_nothing_and_another_replaces_it(database):
    number = database.write_now(save_location, draft=PARIS)
    before = rows(database)
    assert database.write_now(save_location, draft=PARIS) == number
    assert (rows(database), changes(database)) == (before, [("stock", "location", number)])

    assert database.write_now(save_location, draft=replace(PARIS, name="Archives")) == number
    assert [row.name for row in rows(database)] == ["Archives"]
    assert changes(database) == [("stock", "location", number)] * 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"handle": "Not A Handle"}, "handle"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"kind": "ship"}, "kind"),
        ({"country_code": "XX"}, "countryCode"),
        ({"country_code": "ZZ"}, "countryCode"),
        ({"city": "x" * 256}, "city"),
        ({"latitude": None}, "latitude"),
        ({"latitude": 90.1}, "latitude"),
        ({"longitude": -180.5}, "latitude"),
        ({"longitude": float("nan")}, "latitude"),
        ({"time_zone": "Europe/Atlantis"}, "timeZone"),
        ({"time_zone": "../../etc/passwd"}, "timeZone"),
        ({"pickup_minutes": -1}, "pickupMinutes"),
        ({"position": -1}, "position"),
    ],
)
def test_a_malformed_location_is_refused(database, change, field):
    with pytest.raises(DomainError) as caught:
        database.write_now(save_location, draft=replace(PARIS, **change))
    assert (caught.value.code, caught.value.field) == ("INVALID", (field,))
    assert rows(database) == []


def test_a_shop_without_locations_gets_one_and_keeps_it(database):
    number = database.write_now(default_location)
    assert database.write_now(default_location) == number
    assert [(row.handle, row.name) for row in rows(database)] == [("main", "Main")]
    assert changes(database) == [("stock", "location", number)]


def test_the_default_is_the_first_active_location_by_position(database):
    database.write_now(save_location, draft=replace(PARIS, active=False, position=0))
    second = database.write_now(save_location, draft=replace(PARIS, handle="lyon", position=1))
    database.write_now(save_location, draft=replace(PARIS, handle="depot", position=3))
    assert database.write_now(default_location) == second


def test_two_who_ask_at_a_time_get_the_same_location(database):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: database.write_now(default_location), range(16)))
    assert len(set(found)) == 1
    assert len(rows(database)) == 1
