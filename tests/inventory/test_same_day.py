"""What a store promises to bring today, by its own clock and to the postal codes that it serves."""

import shutil
from datetime import UTC, date, datetime

import pytest
from comptoir.addresses import ZipArea
from comptoir.db.migrate import upgrade
from comptoir.hooks.contributions import Migrations
from comptoir.inventory import LocationDraft, save_location
from comptoir.inventory.editing.locations import find_locations
from comptoir.inventory.hours import Opening, draft_calendar
from comptoir.inventory.promising import brought_by, keeps_promise
from sqlalchemy import text

from tests.inventory.test_old_levels import PLACE, empty  # noqa: F401 - a fixture
from tests.inventory.test_texts_and_places import location
from tests.rig.databases import core_migrations
from tests.staff.test_places import SAVE

DAILY = [Opening(day=day, opens="10:00", closes="19:00") for day in range(6)]
CALENDAR = draft_calendar(DAILY, closed=[date(2026, 12, 25)], zone="Europe/Paris")
STORE = location(1, hours=CALENDAR, time_zone="Europe/Paris", pickup_minutes=60, same_day_minutes=60)
AREAS = """mutation ($input: LocationInput!) { locationSave(input: $input) {
  location { handle city sameDayZips { countryCode zips } } userErrors { code field } } }"""


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "by"),
    [
        ("2026-03-02 12:00", "2026-03-02 14:00"),  # Monday, 13:00 in Paris
        ("2026-03-02 06:00", "2026-03-02 11:00"),  # before it opens
        ("2026-03-02 16:45", "2026-03-02 18:45"),  # the last moment: ready at 18:45
        ("2026-03-02 16:46", None),  # ready as it closes, which is tomorrow
        ("2026-03-02 22:30", None),  # Monday evening; the next opening is on another day
        ("2026-03-01 10:00", None),  # Sunday
        ("2026-12-25 10:00", None),  # closed against its week
        ("2026-03-28 16:45", "2026-03-28 18:45"),  # the last day of winter: 17:45 in Paris
        ("2026-03-30 15:45", "2026-03-30 17:45"),  # the clock has been put forward: 17:45 as well
        ("2026-03-30 15:46", None),
    ],
)
def test_an_order_is_brought_today_up_to_the_cut_off(now, by):
    assert brought_by(STORE, now=at(now)) == (None if by is None else at(by))


def test_without_hours_nothing_is_promised():
    never = location(2, pickup_minutes=60)
    assert brought_by(never, now=at("2026-03-02 12:00")) is None


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        ("2026-03-02 12:00", True),
        ("2026-03-02 12:30", True),  # by 15:30, half an hour late
        ("2026-03-02 12:31", False),
        ("2026-03-02 16:46", False),
        ("2026-03-03 12:00", False),  # that was yesterday
    ],
)
def test_a_promise_stands_for_half_an_hour_of_filling_in(now, kept):
    assert keeps_promise(STORE, until=at("2026-03-02 14:00"), now=at(now)) is kept


def test_a_promise_falls_with_the_cut_off_however_young_it_is():
    until = brought_by(STORE, now=at("2026-03-02 16:45"))
    assert keeps_promise(STORE, until=until, now=at("2026-03-02 16:45"))
    assert not keeps_promise(STORE, until=until, now=at("2026-03-02 16:46"))


def test_staff_say_which_postal_codes_a_location_serves(office):
    served = [{"countryCode": "FR", "zips": ["75004", "7501*"]}, {"countryCode": "GB", "zips": ["e1 *"]}]
    given = {"handle": "paris", "sameDayZips": served}
    saved = office.ask(AREAS, {"input": given})["locationSave"]
    expected = [{"countryCode": "FR", "zips": ["75004", "7501*"]}, {"countryCode": "GB", "zips": ["E1 *"]}]
    assert saved == {
        "location": {"handle": "paris", "city": "Paris", "sameDayZips": expected},
        "userErrors": [],
    }
    last = office.audit()[-1]
    assert (last.action, last.before, last.after) == (
        "location.changed",
        {"same_day_zips": []},
        {
            "same_day_zips": [
                {"country": "FR", "zips": ["75004", "7501*"]},
                {"country": "GB", "zips": ["E1 *"]},
            ]
        },
    )
    kept = office.ask(AREAS, {"input": {"handle": "paris", "city": "Paris 4e"}})["locationSave"]["location"]
    assert kept["sameDayZips"] == expected
    nowhere = office.ask(AREAS, {"input": {"handle": "paris", "sameDayZips": None}})["locationSave"]
    assert nowhere["location"]["sameDayZips"] == []


@pytest.mark.parametrize("zips", [["7501"], ["*"], ["75011", "E2 7DP"]])
def test_what_is_no_postal_code_is_refused_and_nothing_changes(office, zips):
    before = office.shop.db.read_now(find_locations)
    given = {"handle": "paris", "city": "Lutetia", "sameDayZips": [{"countryCode": "FR", "zips": zips}]}
    saved = office.ask(AREAS, {"input": given})["locationSave"]
    assert saved == {"location": None, "userErrors": [{"code": "INVALID", "field": ["sameDayZips"]}]}
    assert office.shop.db.read_now(find_locations) == before


@pytest.mark.parametrize("role", ["associate", "support", "auditor"])
def test_only_who_manages_locations_says_so(office, role):
    given = {"handle": "paris", "sameDayZips": [{"countryCode": "FR", "zips": ["75004"]}]}
    assert office.code(SAVE, {"input": given}, role=role) == "FORBIDDEN"


def test_a_location_of_an_older_shop_serves_nowhere_and_can_be_told_to(empty, tmp_path):  # noqa: F811
    everyone = core_migrations()
    now = next(each for each in everyone if each.owner == "inventory")
    for step in now.folder.glob("000[1-4]_*.py"):
        shutil.copy(step, tmp_path)
    then = Migrations(owner="inventory", folder=tmp_path)
    upgrade(empty, [each if each.owner != "inventory" else then for each in everyone])
    empty.write_now(lambda tx: tx.execute(text(PLACE)))

    assert upgrade(empty, everyone) == ["inventory"]
    (old,) = empty.read_now(find_locations)
    assert (old.handle, old.same_day_zips) == ("paris", ())
    areas = (ZipArea(country="FR", zips=("75*",)),)
    empty.write_now(save_location, draft=LocationDraft(handle="paris", name="Paris", same_day_zips=areas))
    (told,) = empty.read_now(find_locations)
    assert told.same_day_zips == areas
