"""Opening hours, and what they let a location promise at a moment."""

from datetime import UTC, date, datetime, timedelta

import pytest
from comptoir.errors import DomainError
from comptoir.inventory.hours import (
    Calendar,
    Opening,
    draft_calendar,
    listed_hours,
    pack_calendar,
    unpack_calendar,
)
from comptoir.inventory.nearness import Point
from comptoir.inventory.promising import ready_at, same_day
from comptoir.inventory.words import delivered_text, ready_text
from hypothesis import given
from hypothesis import strategies as st

from tests.inventory.test_texts_and_places import location

WEEK = (
    *(Opening(day=day, opens="10:00", closes="19:30") for day in range(5)),
    Opening(day=5, opens="10:00", closes="13:00"),
    Opening(day=5, opens="14:00", closes="18:00"),
    Opening(day=date(2026, 3, 4), opens="12:00", closes="16:00"),
)
PARIS = draft_calendar(WEEK, closed=[date(2026, 3, 5)], zone="Europe/Paris")
STORE = location(
    1, hours=PARIS, time_zone="Europe/Paris", pickup_minutes=120, same_day_km=8.0, same_day_minutes=90,
    latitude=48.86, longitude=2.35,
)  # fmt: skip
YEAR = st.datetimes(
    datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-01-01"), timezones=st.just(UTC)
)
HERE = Point(latitude=48.87, longitude=2.36)


def at(text):
    """Return a moment; texts are UTC, Paris is an hour ahead in winter."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "ready"),
    [
        ("2026-03-02 14:47", "2026-03-02 17:00"),  # Monday 15:47: two hours on, at the next quarter
        ("2026-03-02 06:00", "2026-03-02 11:00"),  # before it opens, from 10:00 on
        ("2026-03-02 16:15", "2026-03-02 18:15"),
        ("2026-03-02 16:16", "2026-03-03 09:00"),  # a quarter rounded past the closing is the next opening
        ("2026-03-02 17:30", "2026-03-03 10:00"),  # an hour today and an hour tomorrow
        ("2026-03-03 19:00", "2026-03-04 13:00"),  # Wednesday opens at noon
        ("2026-03-04 14:00", "2026-03-06 10:00"),  # Thursday is closed
        ("2026-03-07 11:00", "2026-03-07 14:00"),  # an hour before lunch, an hour after it
        ("2026-03-07 16:30", "2026-03-09 10:30"),  # Sunday is closed
        ("2026-03-28 16:30", "2026-03-30 09:30"),  # the clocks go forward that night
    ],
)
def test_an_order_is_ready_after_so_much_time_of_opening(now, ready):
    assert ready_at(STORE, now=at(now)) == at(ready)


def test_a_lead_of_days_is_plain_time():
    slow = location(1, hours=PARIS, time_zone="Europe/Paris", pickup_minutes=2880)
    assert ready_at(slow, now=at("2026-03-02 10:00")) == at("2026-03-04 11:00")
    assert ready_at(slow, now=at("2026-03-03 10:00")) == at("2026-03-06 09:00")


def test_nothing_is_promised_without_hours_or_where_it_stays_closed():
    assert ready_at(location(1, pickup_minutes=120), now=at("2026-03-02 10:00")) is None
    once = draft_calendar(
        [Opening(day=date(2026, 1, 1), opens="10:00", closes="11:00")], closed=[], zone="UTC"
    )
    assert ready_at(location(1, hours=once, pickup_minutes=5), now=at("2026-03-02 10:00")) is None


def test_an_order_comes_today_if_it_is_ready_and_on_its_way_today():
    promise = same_day(STORE, near=HERE, now=at("2026-03-02 14:47"))
    assert promise.delivered_by == at("2026-03-02 18:30")
    assert round(promise.distance_km, 1) == 1.3
    assert same_day(STORE, near=HERE, now=at("2026-03-02 17:30")) is None
    assert same_day(STORE, near=Point(latitude=49.5, longitude=2.36), now=at("2026-03-02 10:00")) is None
    never = location(2, hours=PARIS, time_zone="Europe/Paris", pickup_minutes=0)
    assert same_day(never, near=HERE, now=at("2026-03-02 10:00")) is None


def test_a_delivery_after_midnight_is_not_today():
    late = draft_calendar([Opening(day=0, opens="20:00", closes="24:00")], closed=[], zone="Europe/Paris")
    store = location(
        1, hours=late, time_zone="Europe/Paris", pickup_minutes=60, same_day_km=8, same_day_minutes=120,
        latitude=48.86, longitude=2.35,
    )  # fmt: skip
    assert same_day(store, near=HERE, now=at("2026-03-02 19:30")).delivered_by == at("2026-03-02 22:30")
    assert same_day(store, near=HERE, now=at("2026-03-02 20:30")) is None


def test_it_is_open_up_to_the_minute_of_closing():
    assert PARIS.is_open(at("2026-03-02 09:00"))
    assert PARIS.is_open(at("2026-03-02 18:29"))
    assert not PARIS.is_open(at("2026-03-02 18:30"))
    assert not PARIS.is_open(at("2026-03-05 11:00"))
    assert not PARIS.is_open(at("2026-03-07 12:30"))


@pytest.mark.parametrize(
    ("openings", "closed"),
    [
        ([Opening(day=0, opens="10:00", closes="10:00")], []),
        ([Opening(day=0, opens="19:00", closes="10:00")], []),
        ([Opening(day=0, opens="9:00", closes="10:00")], []),
        ([Opening(day=0, opens="09:00", closes="24:01")], []),
        ([Opening(day=0, opens="09:60", closes="10:00")], []),
        ([Opening(day=7, opens="09:00", closes="10:00")], []),
        ([Opening(day=-1, opens="09:00", closes="10:00")], []),
        ([Opening(day=0, opens="09:00", closes="12:00"), Opening(day=0, opens="11:59", closes="13:00")], []),
        ([Opening(day=0, opens=f"{hour:02}:00", closes=f"{hour:02}:30") for hour in range(7)], []),
        ([Opening(day=date(2026, 3, 5), opens="09:00", closes="10:00")], [date(2026, 3, 5)]),
        ([], [date(2026, 1, 1) + timedelta(days=each) for each in range(401)]),
    ],
)
def test_hours_that_are_none_are_refused(openings, closed):
    with pytest.raises(DomainError) as caught:
        draft_calendar(openings, closed=closed, zone="UTC")
    assert (caught.value.code, caught.value.field) == ("INVALID", ("hours",))


def test_a_calendar_is_stored_whole():
    assert unpack_calendar(pack_calendar(PARIS), zone="Europe/Paris") == PARIS
    assert pack_calendar(Calendar(exceptions={})) == ""
    assert not unpack_calendar("", zone="UTC").known


def test_hours_are_listed_by_week_and_by_day_from_today_on():
    listed = listed_hours(PARIS, now=at("2026-03-04 23:30"))
    assert [(each.weekday, each.opens, each.closes) for each in listed[:1]] == [(1, "10:00", "19:30")]
    assert len(listed) == 8
    assert [(each.weekday, each.date, each.opens) for each in listed[7:]] == [(None, "2026-03-05", None)]


@pytest.mark.parametrize(
    ("ready", "country", "english", "french"),
    [
        ("2026-03-02 17:00", "FR", "Ready today at 18:00", "Prêt aujourd\u2019hui à 18:00"),
        ("2026-03-02 17:00", "US", "Ready today at 6:00 PM", "Prêt aujourd\u2019hui à 18:00"),
        ("2026-03-02 23:30", "FR", "Ready tomorrow at 00:30", "Prêt demain à 00:30"),
        ("2026-03-05 09:00", "FR", "Ready on Thursday at 10:00", "Prêt jeudi à 10:00"),
        ("2026-03-09 09:00", "FR", "Ready on 9 March at 10:00", "Prêt le 9 mars à 10:00"),
    ],
)
def test_a_promise_is_told_by_the_clock_of_the_location(ready, country, english, french):
    told = {"now": at("2026-03-02 12:00"), "zone": "Europe/Paris", "country": country}
    assert ready_text(at(ready), language="en", **told).replace("\u202f", " ") == english
    assert ready_text(at(ready), language="fr-ca", **told) == french
    assert delivered_text(at("2026-03-02 19:30"), **(told | {"country": "FR"}), language="en") == (
        "Delivered today by 20:30"
    )


@given(
    start=st.datetimes(
        datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-01-01"), timezones=st.just(UTC)
    ),
    minutes=st.integers(0, 1439),
)
def test_a_promise_is_in_an_hour_of_opening_and_never_before_the_lead(start, minutes):
    moment = PARIS.after_open(start, minutes=minutes)
    assert PARIS.is_open(moment)
    assert moment >= start + timedelta(minutes=minutes)
