"""What the schema answers about stock and locations."""

from dataclasses import replace
from datetime import date

import pytest
from comptoir.inventory import adjust_level, save_location, set_levels
from comptoir.inventory.hours import Opening

from tests.inventory.shops import PARIS, answer, ask, fill, start

pytestmark = pytest.mark.anyio


@pytest.fixture
def numbers(database):
    return fill(database)


@pytest.fixture
def shop(settings, numbers, clock):
    started = start(settings, clock)
    yield started
    started.db.close_now()


VARIANTS = """query ($handle: String!) { product(handle: $handle) {
  availableForSale totalInventory encodedVariantExistence encodedVariantAvailability
  variants(first: 10) { nodes { title availableForSale quantityAvailable currentlyNotInStock } } } }"""


async def test_stock_that_can_be_shipped_or_collected_is_for_sale(shop):
    product = (await ask(shop, VARIANTS, handle="shirt"))["product"]

    assert product["availableForSale"] is True
    assert product["totalInventory"] == 13
    assert product["encodedVariantExistence"] == "v1_0:0-2,1:0-2,"
    assert product["encodedVariantAvailability"] == "v1_0:0,1:1-2,"
    # Red / L is only at a location that neither ships nor hands out.
    assert [
        (node["title"], node["availableForSale"], node["quantityAvailable"], node["currentlyNotInStock"])
        for node in product["variants"]["nodes"]
    ] == [
        ("Red / S", True, 5, False),
        ("Red / M", False, 0, False),
        ("Red / L", False, 0, False),
        ("Blue / S", False, 0, False),
        ("Blue / M", True, 1, False),
        ("Blue / L", True, 7, False),
    ]


async def test_what_is_not_counted_has_no_number_and_is_for_sale(shop):
    product = (await ask(shop, VARIANTS, handle="card"))["product"]
    assert (product["availableForSale"], product["totalInventory"]) == (True, None)
    (variant,) = product["variants"]["nodes"]
    assert variant == {
        "title": "Default Title", "availableForSale": True, "quantityAvailable": None,
        "currentlyNotInStock": False,
    }  # fmt: skip


async def test_back_order_is_for_sale_although_none_is_left(shop):
    (variant,) = (await ask(shop, VARIANTS, handle="coat"))["product"]["variants"]["nodes"]
    assert variant == {
        "title": "Default Title", "availableForSale": True, "quantityAvailable": 0,
        "currentlyNotInStock": True,
    }  # fmt: skip


async def test_a_product_without_stock_is_not_for_sale(shop):
    product = (await ask(shop, VARIANTS, handle="hat"))["product"]
    assert (product["availableForSale"], product["totalInventory"]) == (False, 0)
    assert product["encodedVariantAvailability"] is None


async def test_a_sale_shows_at_once(shop, numbers):
    await shop.db.write(adjust_level, location="paris", variant_id=numbers["Blue-M"], by=-1)
    await shop.db.write(set_levels, location="paris", levels={numbers["hat"]: 4})

    shirt = (await ask(shop, VARIANTS, handle="shirt"))["product"]
    assert (shirt["totalInventory"], shirt["encodedVariantAvailability"]) == (12, "v1_0:0,1:2,")
    hat = (await ask(shop, VARIANTS, handle="hat"))["product"]
    assert (hat["availableForSale"], hat["totalInventory"]) == (True, 4)


STORES = """query ($near: GeoCoordinateInput, $first: Int, $after: String, $reverse: Boolean) {
  product(handle: "shirt") { variants(first: 1) { nodes {
    storeAvailability(first: $first, after: $after, near: $near, reverse: $reverse) {
      pageInfo { hasNextPage endCursor }
      nodes { available quantityAvailable pickUpTime location { name } }
      edges { cursor node { location { id } } } } } } } }"""


async def stores(shop, *, language="EN", **variables):
    data = await ask(shop, STORES, language=language, **{"first": 5, **variables})
    return data["product"]["variants"]["nodes"][0]["storeAvailability"]


async def test_stores_say_what_they_have(shop, numbers):
    await shop.db.write(set_levels, location="lyon", levels={numbers["Red-S"]: 0})
    assert (await stores(shop))["nodes"] == [
        {
            "available": True, "quantityAvailable": 2, "pickUpTime": "Usually ready in 2 hours",
            "location": {"name": "Paris Marais"},
        },
        {
            "available": False, "quantityAvailable": 0, "pickUpTime": "Usually ready in 48 hours",
            "location": {"name": "Lyon"},
        },
    ]  # fmt: skip
    french = (await stores(shop, language="FR"))["nodes"]
    assert french[0]["pickUpTime"].replace("\xa0", " ") == "Généralement prêt en 2 heures"


PROMISES = """query ($near: GeoCoordinateInput) { product(handle: "shirt") { variants(first: 1) { nodes {
  storeAvailability(first: 2, near: $near) { nodes { available pickUpTime readyAt distanceKm
    sameDay { deliveredBy text }
    location { name timeZone openNow openingHours { weekday date opens closes } } } } } } } }"""


async def test_a_store_with_hours_promises_by_its_clock(shop, numbers):
    hours = tuple(Opening(day=day, opens="10:00", closes="19:00") for day in range(6))
    kept = {"hours": hours, "closed_on": (date(2026, 3, 5),), "same_day_km": 8, "same_day_minutes": 90}
    await shop.db.write(save_location, draft=replace(PARIS, **kept))
    await shop.db.write(set_levels, location="lyon", levels={numbers["Red-S"]: 0})

    here = {"latitude": 48.8745, "longitude": 2.3627}
    data = await ask(shop, PROMISES, near=here)
    paris, lyon = data["product"]["variants"]["nodes"][0]["storeAvailability"]["nodes"]
    week = [{"weekday": day, "date": None, "opens": "10:00", "closes": "19:00"} for day in range(1, 7)]
    assert paris == {
        "available": True,
        "pickUpTime": "Ready today at 15:00",
        "readyAt": "2026-03-02T14:00:00Z",
        "distanceKm": 2.0,
        "sameDay": {"deliveredBy": "2026-03-02T15:30:00Z", "text": "Delivered today by 16:30"},
        "location": {
            "name": "Paris Marais",
            "timeZone": "Europe/Paris",
            "openNow": True,
            "openingHours": [*week, {"weekday": None, "date": "2026-03-05", "opens": None, "closes": None}],
        },
    }
    assert (lyon["pickUpTime"], lyon["readyAt"], lyon["sameDay"]) == ("Usually ready in 48 hours", None, None)
    assert (lyon["location"]["openNow"], lyon["location"]["openingHours"]) == (None, [])
    assert lyon["distanceKm"] == 392.9

    far = await ask(shop, PROMISES)
    paris = far["product"]["variants"]["nodes"][0]["storeAvailability"]["nodes"][0]
    assert (paris["distanceKm"], paris["sameDay"]) == (None, None)


@pytest.mark.parametrize(("handle", "available"), [("card", True), ("coat", False)])
async def test_a_store_hands_out_what_is_not_counted_and_not_what_is_on_back_order(shop, handle, available):
    query = """query ($handle: String!) { product(handle: $handle) { variants(first: 1) { nodes {
      storeAvailability(first: 1) { nodes { available quantityAvailable } } } } } }"""
    (variant,) = (await ask(shop, query, handle=handle))["product"]["variants"]["nodes"]
    assert variant["storeAvailability"]["nodes"] == [{"available": available, "quantityAvailable": 0}]


async def test_stores_come_nearest_first_and_page_by_page(shop):
    near_lyon = {"latitude": 45.75, "longitude": 4.85}
    names = [node["location"]["name"] for node in (await stores(shop, near=near_lyon))["nodes"]]
    assert names == ["Lyon", "Paris Marais"]
    names = [node["location"]["name"] for node in (await stores(shop, near=near_lyon, reverse=True))["nodes"]]
    assert names == ["Paris Marais", "Lyon"]

    first = await stores(shop, near=near_lyon, first=1)
    assert first["pageInfo"]["hasNextPage"] is True
    second = await stores(shop, near=near_lyon, first=1, after=first["pageInfo"]["endCursor"])
    assert [node["location"]["name"] for node in second["nodes"]] == ["Paris Marais"]
    assert second["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize(
    "bad",
    [
        {"near": {"latitude": 91, "longitude": 0}},
        {"near": {"latitude": 0, "longitude": 1e9}},
        {"first": -1},
        {"first": 251},
        {"after": "nonsense"},
    ],
)
async def test_bad_arguments_are_refused_with_a_code(shop, bad):
    body = await answer(shop, STORES, **{"first": 5, **bad})
    assert [error["extensions"]["code"] for error in body["errors"]] == ["BAD_USER_INPUT"]


LOCATIONS = """query ($near: GeoCoordinateInput, $sortKey: LocationSortKeys, $reverse: Boolean) {
  locations(first: 10, near: $near, sortKey: $sortKey, reverse: $reverse) { nodes { id name } } }"""


@pytest.mark.parametrize(
    ("variables", "names"),
    [
        ({}, ["Paris Marais", "Lyon"]),
        ({"reverse": True}, ["Lyon", "Paris Marais"]),
        ({"sortKey": "NAME"}, ["Lyon", "Paris Marais"]),
        ({"sortKey": "CITY", "reverse": True}, ["Paris Marais", "Lyon"]),
        ({"sortKey": None}, ["Paris Marais", "Lyon"]),
        ({"sortKey": "DISTANCE", "near": {"latitude": 45, "longitude": 5}}, ["Lyon", "Paris Marais"]),
    ],
)
async def test_locations_are_the_stores_in_the_order_asked_for(shop, variables, names):
    nodes = (await ask(shop, LOCATIONS, **variables))["locations"]["nodes"]
    assert [node["name"] for node in nodes] == names


async def test_distance_needs_a_point(shop):
    body = await answer(shop, LOCATIONS, sortKey="DISTANCE")
    assert [error["extensions"]["code"] for error in body["errors"]] == ["BAD_USER_INPUT"]


async def test_a_location_is_a_node_with_an_address_in_the_shoppers_language(shop):
    ident = (await ask(shop, LOCATIONS))["locations"]["nodes"][0]["id"]
    query = """query ($id: ID!) { node(id: $id) { __typename id ... on Location { name
      metafield(key: "x") { value } metafields(identifiers: [{key: "x"}]) { value }
      address { address1 address2 zip city country countryCode formatted latitude longitude phone
        province provinceCode } } } }"""
    node = (await ask(shop, query, id=ident, country="FR", language="FR"))["node"]
    assert node == {
        "__typename": "Location", "id": ident, "name": "Paris Marais", "metafield": None, "metafields": [None],
        "address": {
            "address1": "12 rue des Archives", "address2": None, "zip": "75004", "city": "Paris",
            "country": "France", "countryCode": "FR",
            "formatted": ["12 rue des Archives", "75004 Paris", "France"],
            "latitude": 48.8571, "longitude": 2.3553, "phone": None, "province": None, "provinceCode": None,
        },
    }  # fmt: skip
    assert await ask(shop, query, id="gid://shopify/Location/987654") == {"node": None}


CHOSEN = """query ($picks: [SelectedOptionInput!], $ignore: Boolean, $fold: Boolean) {
  product(handle: "shirt") { selectedOrFirstAvailableVariant(
    selectedOptions: $picks, ignoreUnknownOptions: $ignore, caseInsensitiveMatch: $fold) { title } } }"""


def picks(**values):
    return [{"name": name, "value": value} for name, value in values.items()]


@pytest.mark.parametrize(
    ("variables", "title"),
    [
        ({}, "Red / S"),
        ({"picks": []}, "Red / S"),
        ({"picks": picks(Color="Blue")}, "Blue / M"),
        ({"picks": picks(Color="Blue", Size="S")}, "Blue / S"),
        ({"picks": picks(Color="Blue", utm="x")}, "Blue / M"),
        ({"picks": picks(Color="Green")}, "Red / S"),
        ({"picks": picks(color="BLUE")}, "Red / S"),
        ({"picks": picks(color="BLUE"), "fold": True}, "Blue / M"),
        ({"picks": picks(Color="Blue", utm="x"), "ignore": False}, "Red / S"),
    ],
)
async def test_a_page_opens_with_the_picked_variant_or_one_that_can_be_bought(shop, variables, title):
    data = await ask(shop, CHOSEN, **variables)
    assert data["product"]["selectedOrFirstAvailableVariant"] == {"title": title}


LISTED = """query ($filters: [ProductFilter!]) { collection(handle: "all") {
  products(first: 10, filters: $filters) { nodes { handle }
    filters { id label type values { id label count input } } } } }"""


async def listed(shop, *, available=None, language="EN"):
    filters = [] if available is None else [{"available": available}]
    found = (await ask(shop, LISTED, language=language, filters=filters))["collection"]["products"]
    return sorted(node["handle"] for node in found["nodes"]), found["filters"]


async def test_lists_are_narrowed_by_availability(shop, numbers):
    assert (await listed(shop, available=True))[0] == ["card", "coat", "shirt"]
    assert (await listed(shop, available=False))[0] == ["hat"]

    await shop.db.write(set_levels, location="depot", levels={numbers["hat"]: 1})
    assert (await listed(shop, available=True))[0] == ["card", "coat", "hat", "shirt"]
    assert (await listed(shop, available=False))[0] == []


async def test_the_facet_counts_both_values_whatever_is_picked(shop):
    for available in (None, True, False):
        facet = (await listed(shop, available=available))[1][0]
        assert facet == {
            "id": "filter.v.availability", "label": "Availability", "type": "LIST",
            "values": [
                {"id": "filter.v.availability.1", "label": "In stock", "count": 3,
                 "input": '{"available":true}'},
                {"id": "filter.v.availability.0", "label": "Out of stock", "count": 1,
                 "input": '{"available":false}'},
            ],
        }  # fmt: skip
    french = (await listed(shop, language="FR"))[1][0]
    assert [french["label"], *(value["label"] for value in french["values"])] == [
        "Disponibilité", "En stock", "Épuisé",
    ]  # fmt: skip
