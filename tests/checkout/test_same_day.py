"""Brought by a store on the day of the order: to whom it is offered, when, and at what price."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from comptoir.checkout.rates.table import set_delivery_rates
from comptoir.inventory import receive, save_location
from comptoir.inventory.levels import find_location
from comptoir.markets import MarketDraft, save_market

from tests.checkout.nearby import (
    CANAL,
    LOCAL_RATES,
    LONDON,
    SAME_DAY,
    back_order,
    groups_of,
    handles,
    offered,
    tell,
)
from tests.checkout.shopping import PARIS, RATES, SELECT

pytestmark = pytest.mark.database


def test_a_store_that_serves_the_address_offers_to_bring_it_today(canal):
    canal.fill({"Red-S": 1})
    assert offered(canal) is None
    cart = canal.go_to()
    assert handles(cart) == ["standard", "express", SAME_DAY, "pick-up:store"]
    assert offered(canal) == {
        "handle": SAME_DAY, "title": "Same-day delivery from Canal", "description": "Delivered today by 15:00",
        "deliveryMethodType": "LOCAL", "promisedUntil": "2026-03-02T14:00:00Z", "estimatedCost": {"amount": "9.90"},
    }  # fmt: skip
    french = offered(canal, "FR")
    assert (french["title"], french["description"]) == (
        "Livraison le jour même depuis Canal",
        "Livré aujourd\u2019hui avant 15:00",
    )


@pytest.mark.parametrize(
    ("zip_code", "there"), [("75011", True), ("75020", True), ("75010", False), ("69002", False)]
)
def test_the_postal_code_decides(canal, zip_code, there):
    canal.fill({"Red-S": 1})
    canal.go_to({**PARIS, "zip": zip_code})
    assert (offered(canal) is not None) is there


@pytest.mark.parametrize("zip_code", ["E2 7DP", "e27dp", "E2  7dp"])
def test_a_british_code_counts_however_it_is_spaced(canal, opened, zip_code):
    euros = MarketDraft(
        handle="eu", name="Europe", currency="EUR", countries=("FR", "DE", "GB"), languages=("en",)
    )
    tell(opened, save_market, draft=euros)
    canal.fill({"Red-S": 1}, country="GB")
    canal.go_to({**LONDON, "zip": zip_code})
    assert offered(canal)["handle"] == SAME_DAY
    canal.go_to({**LONDON, "zip": "E2 7DQ"})
    assert offered(canal) is None


def test_a_code_of_another_country_does_not(canal):
    canal.fill({"Red-S": 1}, country="DE")
    canal.go_to({**PARIS, "zip": "75020", "countryCode": "DE"})
    assert offered(canal) is None


def test_all_pieces_have_to_be_there(canal):
    canal.fill({"Red-S": 3, "Blue-S": 1})
    canal.go_to()
    assert offered(canal)["handle"] == SAME_DAY
    canal.add("Blue-S")
    assert offered(canal) is None
    canal.fill({"Red-S": 4})
    canal.go_to()
    assert offered(canal) is None


def test_what_is_not_counted_is_everywhere_and_back_orders_are_not(canal, opened):
    canal.fill({"CARD": 5})
    canal.go_to()
    assert offered(canal)["handle"] == SAME_DAY
    back_order(opened, "Red-M")
    canal.fill({"Red-M": 1})
    canal.go_to()
    assert offered(canal) is None


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-03-03 06:00", "Delivered today by 12:00"),
        ("2026-03-02 16:45", "Delivered today by 19:45"),
        ("2026-03-02 16:46", None),
        ("2026-03-08 12:00", None),  # Sunday
        ("2026-03-30 15:45", "Delivered today by 19:45"),  # in summer time
        ("2026-03-30 15:46", None),
    ],
)
def test_the_clock_of_the_store_decides(canal, clock, now, said):
    clock.advance(datetime.fromisoformat(now).replace(tzinfo=UTC) - clock.now())
    canal.fill({"Red-S": 1})
    canal.go_to()
    found = offered(canal)
    assert (found and found["description"]) == said


def test_a_store_that_is_closed_for_good_or_a_table_without_a_rate_offers_nothing(canal, opened):
    canal.fill({"Red-S": 1})
    canal.go_to()
    tell(opened, set_delivery_rates, rates=RATES)
    assert offered(canal) is None
    tell(opened, set_delivery_rates, rates=(*RATES, *LOCAL_RATES))
    assert offered(canal) is not None
    tell(opened, save_location, draft=replace(CANAL, active=False))
    assert offered(canal) is None


def test_rates_for_parcels_and_for_stores_are_apart_and_bands_hold_for_both(canal):
    canal.fill({"Red-S": 3, "Blue-S": 1})
    canal.go_to()
    assert offered(canal)["estimatedCost"]["amount"] == "0.00"
    (group,) = groups_of(canal.cart())
    assert [each["handle"] for each in group["deliveryOptions"] if each["deliveryMethodType"] == "SHIPPING"] == [
        "standard", "express"
    ]  # fmt: skip


def test_another_cart_does_not_choose_what_it_is_not_offered(canal):
    canal.fill({"Red-S": 1})
    canal.go_to({**PARIS, "zip": "69002"})
    cart = canal.cart()
    wish = {"deliveryGroupId": groups_of(cart)[0]["id"], "deliveryOptionHandle": SAME_DAY}
    payload = canal.send(SELECT, c=canal.id, s=[wish])
    assert [error["code"] for error in payload["userErrors"]] == ["INVALID_DELIVERY_OPTION"]
    assert canal.cart() == cart


def test_goods_that_come_back_are_offered_again(canal, opened):
    canal.fill({"Red-S": 3, "Blue-S": 2})
    canal.go_to()
    assert offered(canal) is None
    place = opened.shop.db.read_now(find_location, handle="canal")
    opened.shop.db.write_now(receive, location_id=place, quantities={opened.numbers["Blue-S"]: 1})
    assert offered(canal)["handle"] == SAME_DAY
