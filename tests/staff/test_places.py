"""Markets, locations, stock and devices through the staff schema."""

import pytest

SAVE = """mutation ($input: LocationInput!) { locationSave(input: $input) {
  location { id handle name kind city timeZone pickupEnabled active hours { weekday date opens closes } closedOn }
  userErrors { code field } } }"""
LEVELS = """{ product(handle: "shirt") { variants { id levels { location onHand available } } } }"""
ADJUST = """mutation ($variant: ID!, $by: Int!, $location: String!, $reason: String, $key: String) {
  stockAdjust(variantId: $variant, location: $location, by: $by, reason: $reason, idempotencyKey: $key) {
    levels { location variantId onHand held allocated available shortage } userErrors { code field } } }"""
COUNT = """mutation ($location: String!, $counts: [StockCountInput!]!) {
  stockCount(location: $location, counts: $counts, reason: "night count") {
    levels { location variantId onHand } userErrors { code field } } }"""
ENROL = """mutation ($channel: String!, $location: String!) {
  deviceEnrol(name: "Till 1", channel: $channel, location: $location) {
    token device { id name channel locationName revokedAt } userErrors { code field } } }"""


def first_variant(office):
    return office.ask(LEVELS)["product"]["variants"][0]


def test_markets_are_read_by_everybody(small_office):
    markets = small_office.ask(
        "{ markets { handle currency countries languages includesTax } }", role="associate"
    )
    assert markets["markets"] == [
        {
            "handle": "eu",
            "currency": "EUR",
            "countries": ["FR", "DE"],
            "languages": ["en", "fr"],
            "includesTax": True,
        },
        {"handle": "us", "currency": "USD", "countries": ["US"], "languages": ["en"], "includesTax": True},
    ]


def test_a_location_is_saved_by_its_handle_with_its_hours(office):
    given = {
        "handle": "lyon",
        "name": "Lyon",
        "city": "Lyon",
        "timeZone": "Europe/Paris",
        "pickupEnabled": True,
        "hours": [
            {"weekday": 0, "opens": "09:00", "closes": "18:30"},
            {"date": "2026-12-24", "opens": "09:00", "closes": "12:00"},
        ],
        "closedOn": ["2026-12-25"],
    }
    saved = office.ask(SAVE, {"input": given})["locationSave"]
    assert saved["userErrors"] == []
    location = saved["location"]
    assert location["hours"] == [
        {"weekday": 0, "date": None, "opens": "09:00", "closes": "18:30"},
        {"weekday": None, "date": "2026-12-24", "opens": "09:00", "closes": "12:00"},
    ]
    assert (location["kind"], location["active"], location["closedOn"]) == ("store", True, ["2026-12-25"])
    moved = office.ask(SAVE, {"input": {"handle": "lyon", "city": "Villeurbanne"}})["locationSave"][
        "location"
    ]
    assert moved == location | {"city": "Villeurbanne"}
    last = office.audit()[-1]
    assert (last.action, last.before, last.after) == (
        "location.changed",
        {"city": "Lyon"},
        {"city": "Villeurbanne"},
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "INVALID"),
        ({"name": None}, "BLANK"),
        ({"timeZone": "Mars/Base"}, "INVALID"),
        ({"hours": [{"weekday": 0, "opens": "18:00", "closes": "09:00"}]}, "INVALID"),
        ({"latitude": 91.0, "longitude": 0.0}, "INVALID"),
    ],
)
def test_a_location_with_a_fault_is_refused(small_office, changes, code):
    payload = small_office.ask(SAVE, {"input": {"handle": "lyon", "name": "Lyon"} | changes})["locationSave"]
    assert (payload["location"], [error["code"] for error in payload["userErrors"]]) == (None, [code])
    both = {"hours": [{"weekday": 0, "date": "2026-12-24", "opens": "09:00", "closes": "10:00"}]}
    assert small_office.code(SAVE, {"input": {"handle": "lyon", "name": "Lyon"} | both}) == "BAD_USER_INPUT"
    assert small_office.code(SAVE, {"input": {"handle": "lyon", "closedOn": ["soon"]}}) == "BAD_USER_INPUT"


def test_stock_is_adjusted_by_an_associate_and_the_log_says_why(office):
    variant = first_variant(office)
    before = next(level for level in variant["levels"] if level["location"] == "depot")
    given = {"variant": variant["id"], "location": "depot", "by": -1, "reason": "broken in the window"}
    levels = office.ask(ADJUST, given, role="associate")["stockAdjust"]["levels"]
    after = next(level for level in levels if level["location"] == "depot")
    assert after["onHand"] == before["onHand"] - 1
    last = office.audit()[-1]
    assert (last.action, last.subject, last.reason) == ("stock.adjusted", "depot", "broken in the window")
    assert (last.before, last.after) == ({variant["id"]: before["onHand"]}, {variant["id"]: after["onHand"]})
    assert last.actor_name == "Associate"


def test_more_than_there_is_cannot_be_taken(office):
    variant = first_variant(office)
    before = office.audit()
    given = {"variant": variant["id"], "location": "depot", "by": -10_000}
    refused = office.ask(ADJUST, given)["stockAdjust"]
    assert refused == {"levels": None, "userErrors": [{"code": "INSUFFICIENT_STOCK", "field": ["by"]}]}
    assert first_variant(office) == variant
    assert office.audit() == before


def test_what_is_sent_twice_under_one_key_counts_once(office):
    variant = first_variant(office)
    before = next(level["onHand"] for level in variant["levels"] if level["location"] == "depot")
    given = {"variant": variant["id"], "location": "depot", "by": 2, "key": "click-1"}
    too_many = given | {"by": -10_000}
    assert office.ask(ADJUST, too_many)["stockAdjust"]["userErrors"][0]["code"] == "INSUFFICIENT_STOCK"
    assert office.ask(ADJUST, given)["stockAdjust"]["userErrors"] == [], "what was refused used no key up"
    rows = office.audit()
    again = office.ask(ADJUST, given)["stockAdjust"]
    assert again == {"levels": None, "userErrors": [{"code": "REPEATED", "field": ["idempotencyKey"]}]}
    assert office.audit() == rows
    office.ask(ADJUST, given, role="associate")
    office.ask(ADJUST, given | {"key": "click-2"})
    levels = first_variant(office)["levels"]
    assert next(level["onHand"] for level in levels if level["location"] == "depot") == before + 6
    assert office.ask(ADJUST, given | {"key": ""})["stockAdjust"]["userErrors"][0]["code"] == "INVALID"


def test_a_count_makes_stock_what_was_counted(office):
    variant = first_variant(office)["id"]
    counts = [{"variantId": variant, "onHand": 7}]
    counted = office.ask(COUNT, {"location": "depot", "counts": counts}, role="associate")["stockCount"]
    assert {"location": "depot", "variantId": variant, "onHand": 7} in counted["levels"]
    shown = """query ($id: ID!) { node(id: $id) { ... on ProductVariant { quantityAvailable availableForSale } } }"""
    assert office.ask(shown, {"id": variant}, role=None, path="/graphql")["node"]["availableForSale"] is True
    nowhere = [{"variantId": "gid://shopify/ProductVariant/999999", "onHand": 1}]
    refused = office.ask(COUNT, {"location": "depot", "counts": nowhere})["stockCount"]["userErrors"]
    assert [error["code"] for error in refused] == ["NOT_FOUND"]
    refused = office.ask(COUNT, {"location": "nowhere", "counts": counts})["stockCount"]["userErrors"]
    assert [error["code"] for error in refused] == ["LOCATION_NOT_FOUND"]
    below = [{"variantId": variant, "onHand": -1}]
    refused = office.ask(COUNT, {"location": "depot", "counts": below})["stockCount"]["userErrors"]
    assert [error["code"] for error in refused] == ["INVALID"]


def test_a_device_is_enrolled_once_and_its_token_dies_when_it_is_revoked(furnish):
    office = furnish(installed=("kiosk",))
    enrolled = office.ask(ENROL, {"channel": "kiosk", "location": "depot"})["deviceEnrol"]
    assert enrolled["userErrors"] == []
    device = enrolled["device"]
    shown = "query ($token: String!) { device(token: $token) { id channel } }"
    as_device = {"token": enrolled["token"]}
    assert office.ask(shown, as_device, role=None, path="/graphql")["device"]["id"] == device["id"]
    assert enrolled["token"] not in str(office.audit())
    assert office.code("{ me { id } }", token=enrolled["token"]) == "UNAUTHENTICATED"
    revoke = "mutation ($id: ID!) { deviceRevoke(id: $id) { device { revokedAt } userErrors { code } } }"
    assert office.ask(revoke, device)["deviceRevoke"]["device"] == {"revokedAt": "2026-03-02T12:00:00Z"}
    assert office.ask(shown, as_device, role=None, path="/graphql")["device"] is None
    assert office.ask("{ devices { id revokedAt } }")["devices"] == [
        {"id": device["id"], "revokedAt": "2026-03-02T12:00:00Z"}
    ]
    assert office.ask(revoke, device)["deviceRevoke"]["userErrors"] == [{"code": "NOT_FOUND"}]


def test_a_device_is_for_a_channel_and_a_location_that_exist(small_office):
    refused = small_office.ask(ENROL, {"channel": "kiosk", "location": "depot"})["deviceEnrol"]["userErrors"]
    assert refused == [{"code": "INVALID", "field": ["channel"]}]
    assert small_office.ask("{ devices { id } }") == {"devices": []}


PLACE_READER = """mutation ($id: ID!, $reader: CardReaderInput) {
  deviceReaderSet(id: $id, reader: $reader, reason: "moved") {
  device { reader { provider token } } userErrors { code field } } }"""


def test_staff_say_which_reader_stands_beside_a_device_and_its_screen_learns_it(furnish):
    office = furnish(installed=("kiosk",))
    enrolled = office.ask(ENROL, {"channel": "kiosk", "location": "depot"})["deviceEnrol"]
    device, token = enrolled["device"]["id"], enrolled["token"]
    shown = """query ($token: String!, $session: String) {
      device(token: $token, session: $session) { reader { provider token } } }"""

    def seen(**session):
        return office.ask(shown, {"token": token, **session}, role=None, path="/graphql")["device"]["reader"]

    assert seen() is None
    reader = {"provider": "sandbox", "token": "sandbox-reader"}
    placed = office.ask(PLACE_READER, {"id": device, "reader": reader})["deviceReaderSet"]
    assert placed == {"device": {"reader": reader}, "userErrors": []}
    sign_in = (
        "mutation ($token: String!) { deviceSignIn(token: $token) { session device { reader { token } } } }"
    )
    signed_in = office.ask(sign_in, {"token": token}, role=None, path="/graphql")["deviceSignIn"]
    assert signed_in["device"]["reader"] == {"token": "sandbox-reader"}
    assert seen(session=signed_in["session"]) == reader
    assert seen() is None, "another screen with the same token must not make the reader ask for cards"
    (row,) = [row for row in office.audit() if row.action == "device.reader_placed"]
    assert (row.subject, row.reason, row.before.get("reader")) == (device, "moved", None)
    assert row.after["reader"] == "sandbox: sandbox-reader"
    assert office.ask(PLACE_READER, {"id": device})["deviceReaderSet"]["device"] == {"reader": None}
    assert seen(session=signed_in["session"]) is None


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"reader": {"provider": "barter", "token": "r"}}, "INVALID", ["provider"]),
        ({"reader": {"provider": "sandbox", "token": "two words"}}, "INVALID", ["reader"]),
        ({"reader": {"provider": "sandbox", "token": ""}}, "INVALID", ["reader"]),
        ({"id": "gid://shopify/Device/9"}, "NOT_FOUND", ["id"]),
    ],
)
def test_a_reader_that_cannot_be_is_not_placed(furnish, given, code, field):
    office = furnish(installed=("kiosk",))
    device = office.ask(ENROL, {"channel": "kiosk", "location": "depot"})["deviceEnrol"]["device"]["id"]
    rows = office.audit()
    refused = office.ask(PLACE_READER, {"id": device} | given)["deviceReaderSet"]
    assert refused == {"device": None, "userErrors": [{"code": code, "field": field}]}
    assert office.audit() == rows
