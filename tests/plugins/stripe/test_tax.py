"""Stripe Tax as the shop's tax provider, against a stand-in for Stripe over HTTP."""

import asyncio
from datetime import timedelta

import pytest
from comptoir.api import Money, TaxAddress, TaxCharge, TaxLine, TaxRequest, TaxUnknownError
from comptoir.app import serve
from comptoir.testing import OpenedShop, fill_catalogue, make_shop
from comptoir_stripe.settings import load_settings
from comptoir_stripe.tax import StripeTax
from starlette.testclient import TestClient

from tests.checkout.assessing import sell_in_america
from tests.checkout.shopping import PARIS, Shopper, furnish
from tests.checkout.test_tax_providers import FRISCO, codes, complete, costs, priced, traces

FRANCE = TaxAddress(country="FR", zip="75011", city="Paris", address1="12 rue des Lilas")


@pytest.fixture
def town(configured, tmp_path, clock):
    """A shop whose tax Stripe says, with an American market that shows prices without it."""
    shop = make_shop(tmp_path / "town", installed=["stripe"], clock=clock, tax={"provider": "stripe"})
    try:
        opened = OpenedShop(shop, fill_catalogue(shop.db))
        furnish(opened)
        sell_in_america(shop)
        yield opened
    finally:
        shop.db.close_now()


@pytest.fixture
def shopper(town):
    return Shopper(town)


@pytest.fixture
def stripe_tax(configured):
    return StripeTax(load_settings())


def line(key, amount, *, category="standard", currency="EUR", quantity=1):
    return TaxLine(
        key=key, variant_id=1, sku=None, category=category, quantity=quantity, amount=Money(amount, currency)
    )


def request_of(*lines, charges=(), destination=FRANCE, origin=None, currency="EUR", includes_tax=True):
    return TaxRequest(
        market="m", currency=currency, includes_tax=includes_tax, destination=destination, origin=origin,
        lines=lines, charges=charges,
    )  # fmt: skip


def delivery(amount, *, key="d", category="standard", currency="EUR"):
    return TaxCharge(key=key, category=category, amount=Money(amount, currency))


def ask(provider, request):
    return asyncio.run(provider.taxes(request)).taxes


def test_a_cart_is_taxed_charged_and_frozen_as_stripe_says(shopper, fake):
    shopper.fill({"Red-S": 2}, country="US")
    assert costs(shopper) == ("138.00", None, "138.00")
    shopper.go_to(FRISCO)
    shopper.choose("standard")
    # 8.625 % of 138.00 and of 7.00, rounded by Stripe for each jurisdiction.
    assert costs(shopper) == ("138.00", "12.52", "157.52")
    times = len(fake.tax_office.asked)
    order = complete(shopper)["order"]
    assert (order["totalPrice"]["amount"], order["totalTax"]["amount"]) == ("157.52", "12.52")
    assert len(fake.tax_office.asked) == times == 2
    taxes = [step for step in order["quote"]["steps"] if step["kind"] == "tax"]
    assert (taxes[0]["label"], taxes[0]["source"], taxes[0]["after"]["amount"]) == (
        "Sales Tax, Local Sales Tax 8.625 %",
        "stripe:California, San Francisco",
        "11.91",
    )


def test_the_calculation_says_what_goes_where(shopper, fake):
    shopper.fill({"Red-S": 2}, country="US")
    shopper.go_to(FRISCO)
    shopper.choose("standard")
    assert fake.tax_office.asked[-1] == {
        "currency": "usd",
        "customer_details": {
            "address": {
                "country": "US", "state": "CA", "postal_code": "94105", "city": "San Francisco",
                "line1": "1 Market St",
            },
            "address_source": "shipping",
        },
        "line_items": [
            {"amount": "13800", "tax_behavior": "exclusive", "reference": "1", "quantity": "2"},
        ],
        "shipping_cost": {"amount": "700", "tax_behavior": "exclusive", "tax_code": "txcd_92010001"},
        "expand": ["line_items.data.tax_breakdown"],
    }  # fmt: skip


def test_a_price_with_tax_stays_what_it_is(shopper):
    shopper.fill({"Red-S": 1})
    shopper.go_to(PARIS)
    assert costs(shopper) == ("59.00", "9.83", "59.00")
    steps = [step for step in priced(shopper)["quote"]["steps"] if step["kind"] == "tax"]
    assert [(step["label"], step["source"]) for step in steps] == [("Value Added Tax 20 %", "stripe:France")]


def test_another_calculation_than_was_agreed_to_is_not_charged(shopper, fake, clock):
    shopper.fill({"Red-S": 1}, country="US")
    shopper.go_to(FRISCO)
    shopper.choose("standard")
    digest = priced(shopper)["quote"]["digest"]
    fake.tax_office.rates["US", "CA"] = (("state", "California", "Sales Tax", "9"),)
    clock.advance(timedelta(seconds=600))
    before = traces(shopper)
    (error,) = complete(shopper, digest=digest)["userErrors"]
    assert (error["code"], error["total"]["amount"]) == ("QUOTE_CHANGED", "82.84")
    assert traces(shopper) == before


@pytest.mark.parametrize("fault", ["break_down", "lose"])
def test_while_stripe_does_not_answer_nothing_is_sold(shopper, fake, clock, fault):
    # The library tries each twice: without delivery, and with it.
    getattr(fake, fault)("/v1/tax/calculations", times=4)
    shopper.fill({"Red-S": 1})
    shopper.go_to(PARIS)
    shopper.choose("standard")
    before = traces(shopper)
    assert codes(complete(shopper)) == ["TAX_UNAVAILABLE"]
    assert traces(shopper) == before
    clock.advance(timedelta(seconds=15))
    assert complete(shopper)["order"]["totalTax"]["amount"] == "10.65"


def test_where_stripe_knows_no_tax_nothing_is_sold(shopper):
    shopper.fill({"Red-S": 1}, country="US")
    shopper.go_to({**FRISCO, "zip": "89501", "city": "Reno", "provinceCode": "NV"})
    shopper.choose("standard")
    assert costs(shopper) == ("69.00", None, "76.00")
    assert codes(complete(shopper)) == ["TAX_UNAVAILABLE"]


def test_goods_are_taxed_by_the_code_of_their_category(stripe_tax, fake):
    request = request_of(
        line("1", 1_055, category="books"),
        line("2", 1_200),
        line("3", 5_000, category="gift_card"),
        line("4", 1_200, category="food"),
    )
    found = ask(stripe_tax, request)
    assert {key: tax.amount.minor for key, tax in found.items()} == {"1": 55, "2": 200, "3": 0, "4": 200}
    assert [(tax.name, tax.rate) for tax in found.values()] == [
        ("Value Added Tax 5.5 %", 55_000),
        ("Value Added Tax 20 %", 200_000),
        ("", 0),
        ("Value Added Tax 20 %", 200_000),
    ]
    assert [each.get("tax_code") for each in fake.tax_office.asked[-1]["line_items"]] == [
        "txcd_35010000",
        None,
        "txcd_10502000",
        None,
    ]


def test_codes_of_the_settings_come_first(configured, monkeypatch, fake):
    monkeypatch.setenv("COMPTOIR_STRIPE__TAX_CODES", '{"food": "txcd_40060003", "standard": "txcd_99999999"}')
    ask(StripeTax(load_settings()), request_of(line("1", 100, category="food"), line("2", 100)))
    codes_sent = [each["tax_code"] for each in fake.tax_office.asked[-1]["line_items"]]
    assert codes_sent == ["txcd_40060003", "txcd_99999999"]


def test_what_costs_nothing_is_not_asked_about(stripe_tax, fake):
    free = ask(stripe_tax, request_of(line("1", 0), charges=(delivery(0),)))
    assert {key: tax.rate for key, tax in free.items()} == {"1": 0, "d": 0}
    assert fake.tax_office.asked == []
    found = ask(stripe_tax, request_of(line("1", 0), charges=(delivery(600),)))
    assert (found["1"].rate, found["d"].amount) == (0, Money(100, "EUR"))
    (item,) = fake.tax_office.asked[-1]["line_items"]
    assert (item["amount"], item["tax_code"], item["quantity"]) == ("600", "txcd_92010001", "1")


def test_several_charges_are_all_taxed(stripe_tax):
    found = ask(stripe_tax, request_of(line("1", 120), charges=(delivery(600), delivery(1_200, key="e"))))
    assert {key: tax.amount.minor for key, tax in found.items()} == {"1": 20, "d": 100, "e": 200}


def test_every_page_of_a_long_calculation_is_read(stripe_tax, fake):
    lines = [line(str(number), 120 * number) for number in range(1, 26)]
    found = ask(stripe_tax, request_of(*lines, charges=(delivery(600),)))
    assert {key: tax.amount.minor for key, tax in found.items()} == {
        **{str(number): 20 * number for number in range(1, 26)},
        "d": 100,
    }
    assert [path for _, path, _, _ in fake.calls] == [
        "/v1/tax/calculations",
        "/v1/tax/calculations/taxcalc_1/line_items",
    ]


def test_goods_that_leave_a_store_leave_from_there(stripe_tax, fake):
    ask(stripe_tax, request_of(line("1", 100), origin=FRANCE))
    assert fake.tax_office.asked[-1]["ship_from_details"]["address"] == {
        "country": "FR",
        "postal_code": "75011",
        "city": "Paris",
        "line1": "12 rue des Lilas",
    }


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (
            request_of(line("1", 100), destination=TaxAddress(country="US", region="CA")),
            "customer_tax_location_invalid",
        ),
        (request_of(line("1", 100, currency="UGX"), currency="UGX"), "UGX is not charged through Stripe"),
        (request_of(*(line(str(number), 100) for number in range(101))), "parameter_invalid"),
    ],
    ids=["no postal code", "currency", "too many lines"],
)
def test_what_stripe_cannot_tax_is_said_so(stripe_tax, request_, reason):
    with pytest.raises(TaxUnknownError, match=reason):
        ask(stripe_tax, request_)


def test_no_answer_is_an_unknown_tax_and_names_no_key(stripe_tax, fake):
    fake.break_down("/v1/tax/calculations")
    with pytest.raises(TaxUnknownError) as caught:
        ask(stripe_tax, request_of(line("1", 100)))
    assert "sk_" not in str(caught.value)


def test_it_is_asked_only_where_the_settings_name_it(configured, tmp_path, fake):
    shop = make_shop(tmp_path / "shop", installed=["stripe"])
    try:
        opened = OpenedShop(shop, fill_catalogue(shop.db))
        furnish(opened)
        Shopper(opened).ready({"Red-S": 1})
        assert list(shop.tax_providers) == ["stripe"]
        assert shop.tax_provider is None
        assert fake.calls == []
    finally:
        shop.db.close_now()


def test_a_running_shop_asks_over_one_connection(town, fake):
    provider = town.shop.tax_provider
    with TestClient(serve(town.shop)) as client:
        for amount in (100, 200, 300):
            client.portal.call(provider.taxes, request_of(line("1", amount)))
    assert (len(fake.connections), len(set(fake.connections))) == (3, 1)
