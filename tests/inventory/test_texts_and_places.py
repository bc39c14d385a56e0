"""Distances, addresses, and the texts about collecting an order."""

from math import inf, nan

import pytest
from comptoir.errors import BadUserInputError
from comptoir.inventory import LocationRecord
from comptoir.inventory.addresses import country_name, formatted_address
from comptoir.inventory.hours import Calendar
from comptoir.inventory.nearness import Point, distance_km, order_locations, point_at
from comptoir.inventory.words import facet_words, pick_up_time


def location(number, **fields):
    parts = dict.fromkeys(LocationRecord.__dataclass_fields__)
    parts |= {"hours": Calendar(exceptions={}), "same_day_minutes": 120, "time_zone": "UTC"}
    parts |= {"number": number, "id": str(number), "name": f"L{number}", "metafields": ()}
    return LocationRecord(**(parts | fields))


PARIS = location(1, name="Paris", city="Paris", latitude=48.8566, longitude=2.3522)
LONDON = location(2, name="london", city="London", latitude=51.5074, longitude=-0.1278)
NOWHERE = location(3, name="Web")


def test_distances_follow_the_globe():
    assert distance_km(PARIS, Point(latitude=51.5074, longitude=-0.1278)) == pytest.approx(343.6, abs=0.1)
    assert distance_km(PARIS, Point(latitude=48.8566, longitude=2.3522)) == 0
    antipode = Point(latitude=-48.8566, longitude=2.3522 - 180)
    assert distance_km(PARIS, antipode) == pytest.approx(20015.1, abs=0.1)
    assert distance_km(NOWHERE, antipode) == inf


@pytest.mark.parametrize(
    ("order", "near", "names"),
    [
        ("POSITION", None, ["Web", "Paris", "london"]),
        ("ID", None, ["Paris", "london", "Web"]),
        ("NAME", None, ["london", "Paris", "Web"]),
        ("CITY", None, ["Web", "london", "Paris"]),
        ("DISTANCE", Point(latitude=51, longitude=0), ["london", "Paris", "Web"]),
    ],
)
def test_locations_are_ordered(order, near, names):
    given = [NOWHERE, PARIS, LONDON]
    assert [found.name for found in order_locations(given, by=order, near=near)] == names
    assert [found.name for found in order_locations(given, by=order, near=near, reverse=True)] == names[::-1]
    assert given == [NOWHERE, PARIS, LONDON]


@pytest.mark.parametrize("place", [(90.5, 0), (-91, 0), (0, 180.1), (0, -181), (nan, 0), (0, nan), (inf, 0)])
def test_a_point_off_the_globe_is_refused(place):
    with pytest.raises(BadUserInputError):
        point_at(latitude=place[0], longitude=place[1])


def test_distance_without_a_point_is_refused():
    with pytest.raises(BadUserInputError):
        order_locations([PARIS], by="DISTANCE")


def test_addresses_are_written_as_in_their_country():
    street = {"address1": "1 High Street", "address2": "Unit 4"}
    there = location(1, **street, zip="SW1A 1AA", city="London", country_code="GB")
    assert formatted_address(there, language="fr") == [
        "1 High Street", "Unit 4", "London SW1A 1AA", "Royaume-Uni",
    ]  # fmt: skip
    york = location(
        1, city="New York", zip="10001", province="New York", province_code="NY", country_code="US"
    )
    assert formatted_address(york, language="en") == ["New York NY 10001", "United States"]
    paris = location(1, city="Paris", zip="75004", country_code="FR")
    assert formatted_address(paris, language="en") == ["75004 Paris", "France"]
    assert formatted_address(location(1), language="en") == []
    assert country_name(None, language="en") is None


@pytest.mark.parametrize(
    ("minutes", "english", "french"),
    [
        (0, "Usually ready at once", "Généralement prêt tout de suite"),
        (1, "Usually ready in 1 minute", "Généralement prêt en 1 minute"),
        (59, "Usually ready in 59 minutes", "Généralement prêt en 59 minutes"),
        (60, "Usually ready in 1 hour", "Généralement prêt en 1 heure"),
        (61, "Usually ready in 2 hours", "Généralement prêt en 2 heures"),
        (2880, "Usually ready in 48 hours", "Généralement prêt en 48 heures"),
        (2881, "Usually ready in 3 days", "Généralement prêt en 3 jours"),
    ],
)
def test_the_time_to_wait_is_said_in_whole_units_rounded_up(minutes, english, french):
    assert pick_up_time(minutes, language="en") == english
    assert pick_up_time(minutes, language="fr-ca").replace("\xa0", " ") == french
    assert pick_up_time(minutes, language="de") == english


def test_the_facet_speaks_the_shoppers_language():
    assert facet_words("fr-ca") == ("Disponibilité", "En stock", "Épuisé")
    assert facet_words("nl") == facet_words("en") == ("Availability", "In stock", "Out of stock")
