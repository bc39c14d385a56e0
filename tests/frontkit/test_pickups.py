"""When something can be collected, as forms offer it: by the clock of the store, in the words of the visitor."""

from datetime import UTC, datetime, timedelta

from comptoir.frontkit.distances import format_distance
from comptoir.frontkit.pickups import format_pickup, pickup_days

WEEK = [{"weekday": day, "date": None, "opens": "10:00", "closes": "19:30"} for day in range(1, 7)]
MONDAY = datetime(2026, 3, 2, 14, 10, tzinfo=UTC)


def store(*rows, zone="Europe/Paris", country="FR"):
    return {"timeZone": zone, "address": {"countryCode": country}, "openingHours": [*WEEK, *rows]}


def days(location, *, ready="2026-03-02T14:30:00Z", language="en", longest=timedelta(days=1)):
    found = pickup_days(location, ready_at=ready, longest=longest, now=MONDAY, language=language)
    return [(day.label, [time.label for time in day.times]) for day in found]


def test_each_full_hour_after_it_is_ready_and_the_moment_of_closing():
    assert days(store()) == [
        ("Monday 2 March", ["16:00", "17:00", "18:00", "19:00", "19:30"]),
        ("Tuesday 3 March", ["10:00", "11:00", "12:00", "13:00", "14:00", "15:00"][1:]),
    ]
    found = pickup_days(
        store(), ready_at="2026-03-02T14:30:00Z", longest=timedelta(days=1), now=MONDAY, language="en"
    )
    assert found[0].times[-1].value == "2026-03-02T18:30:00Z"


def test_a_day_that_differs_and_one_that_is_closed():
    short = {"weekday": None, "date": "2026-03-02", "opens": "12:00", "closes": "17:00"}
    shut = {"weekday": None, "date": "2026-03-03", "opens": None, "closes": None}

    assert days(store(short, shut)) == [("Monday 2 March", ["16:00", "17:00"])]


def test_a_night_ends_at_midnight_and_clocks_follow_summer_time():
    late = {"weekday": None, "date": "2026-03-29", "opens": "00:00", "closes": "24:00"}
    found = pickup_days(
        store(late),
        ready_at="2026-03-28T23:00:00Z",
        longest=timedelta(days=1),
        now=datetime(2026, 3, 28, 22, tzinfo=UTC),
        language="en",
    )
    moments = [time.value for day in found for time in day.times if day.label == "Sunday 29 March"]

    assert "2026-03-29T01:00:00Z" in moments
    assert moments[-1] == "2026-03-29T22:00:00Z"
    assert len(set(moments)) == len(moments)


def test_words_and_clocks_are_those_of_the_visitor_and_of_the_country():
    york = store(zone="America/New_York", country="US")

    assert days(store(), language="fr")[0] == ("lundi 2 mars", ["16:00", "17:00", "18:00", "19:00", "19:30"])
    assert format_pickup("2026-03-02T22:00:00Z", york, language="en") == "Monday, March 2, 5:00\u202fPM"
    assert format_pickup("2026-03-02T22:00:00Z", store(), language="fr") == "lundi 2 mars, 23:00"


def test_without_known_hours_there_is_nothing_to_choose():
    assert days({**store(), "openingHours": []}, ready=None) == []


def test_distances_have_a_decimal_only_where_it_tells_something():
    assert format_distance(1.2, language="fr", country="FR") == "1,2\u202fkm"
    assert format_distance(393.4, language="en") == "393 km"
