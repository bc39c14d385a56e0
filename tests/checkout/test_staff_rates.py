"""Staff read and set the table of delivery rates; two editors do not overwrite each other."""

import pytest
from comptoir.checkout.rates.table import set_delivery_rates
from comptoir.checkout.rates.terms import DeliveryRate
from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.testing import fill_catalogue, make_shop

from tests.staff.office import staffed

READ = """{ deliveryRates { digest rates { handle titles { language title } amount { amount currencyCode } market
  countries subtotalFrom { amount } subtotalBelow { amount } gramsBelow daysFrom daysUntil taxCategory method } } }"""
SET = """mutation($d: String!, $r: [DeliveryRateInput!]!) { deliveryRatesSet(digest: $d, rates: $r, reason: "spring") {
  deliveryRates { digest rates { handle amount { amount } } } userErrors { code field } } }"""
PARCEL = {
    "handle": "parcel", "titles": [{"language": "EN", "title": "Parcel"}, {"language": "fr", "title": "Colis"}],
    "amount": "4.90", "currency": "EUR", "market": "eu", "countries": ["FR"], "subtotalBelow": "100.00",
    "daysFrom": 2, "daysUntil": 4,
}  # fmt: skip


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    from datetime import UTC, datetime

    from comptoir.clock import FixedClock

    clock = FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    shop = make_shop(tmp_path_factory.mktemp("rates") / "shop", clock=clock)
    fill_catalogue(shop.db)
    yield staffed(shop, clock=clock, password_digest="unused")
    shop.db.close_now()


def put(office, rates, *, digest=None, role="merchandiser"):
    digest = digest or office.ask(READ)["deliveryRates"]["digest"]
    return office.ask(SET, {"d": digest, "r": rates}, role=role)["deliveryRatesSet"]


def test_the_table_is_set_whole_and_told_to_the_audit_log(shared):
    answer = put(
        shared, [PARCEL, {**PARCEL, "amount": "0.00", "subtotalFrom": "100.00", "subtotalBelow": None}]
    )
    assert answer["userErrors"] == []
    read = shared.ask(READ)["deliveryRates"]
    assert read["digest"] == answer["deliveryRates"]["digest"]
    first, second = read["rates"]
    assert first == {
        "handle": "parcel", "titles": [{"language": "en", "title": "Parcel"}, {"language": "fr", "title": "Colis"}],
        "amount": {"amount": "4.90", "currencyCode": "EUR"}, "market": "eu", "countries": ["FR"],
        "subtotalFrom": {"amount": "0.00"}, "subtotalBelow": {"amount": "100.00"}, "gramsBelow": None,
        "daysFrom": 2, "daysUntil": 4, "taxCategory": "standard", "method": "SHIPPING",
    }  # fmt: skip
    assert (second["amount"]["amount"], second["subtotalFrom"]["amount"]) == ("0.00", "100.00")
    entry = shared.audit()[-1]
    assert (entry.action, entry.subject, entry.reason) == (
        "delivery_rates.changed",
        "delivery-rates",
        "spring",
    )


def test_a_rate_is_for_parcels_or_for_what_a_store_brings(shared):
    brought = {
        "handle": "today",
        "titles": PARCEL["titles"],
        "amount": "9.90",
        "currency": "EUR",
        "method": "LOCAL",
    }
    assert put(shared, [PARCEL, brought])["userErrors"] == []
    assert [rate["method"] for rate in shared.ask(READ)["deliveryRates"]["rates"]] == ["SHIPPING", "LOCAL"]
    drone = DeliveryRate(handle="drone", titles={"en": "Drone"}, amount=Money(990, "EUR"), method="DRONE")
    with pytest.raises(DomainError) as refused:
        shared.shop.db.write_now(set_delivery_rates, rates=[drone])
    assert (refused.value.code, refused.value.field) == ("INVALID", ("rates", "0", "method"))
    assert len(shared.ask(READ)["deliveryRates"]["rates"]) == 2


def test_who_looked_at_another_table_overwrites_nothing(shared):
    seen = shared.ask(READ)["deliveryRates"]["digest"]
    assert put(shared, [{**PARCEL, "amount": "5.10"}], digest=seen)["userErrors"] == []
    late = put(shared, [{**PARCEL, "amount": "6.00"}], digest=seen)
    assert late == {"deliveryRates": None, "userErrors": [{"code": "CHANGED", "field": ["digest"]}]}
    assert shared.ask(READ)["deliveryRates"]["rates"][0]["amount"]["amount"] == "5.10"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"handle": "Par cel"}, "handle"),
        ({"titles": [{"language": "fr", "title": "Colis"}]}, "titles"),
        ({"titles": [{"language": "en", "title": "x" * 256}]}, "titles"),
        ({"amount": "-1.00"}, "amount"),
        ({"market": "moon"}, "market"),
        ({"subtotalFrom": "200.00"}, "subtotalBelow"),
        ({"gramsFrom": 5, "gramsBelow": 5}, "gramsBelow"),
        ({"daysFrom": 5}, "daysUntil"),
        ({"taxCategory": ""}, "taxCategory"),
    ],
)
def test_a_rate_that_cannot_be_is_refused_by_its_place(shared, change, field):
    before = shared.ask(READ)
    refused = put(shared, [PARCEL, {**PARCEL, **change}])
    assert refused["userErrors"] == [{"code": "INVALID", "field": ["rates", "1", field]}]
    assert shared.ask(READ) == before


def test_only_who_sets_prices_sets_rates(shared):
    for role in ("associate", "support", "auditor"):
        assert shared.code(SET, {"d": "x", "r": []}, role=role) == "FORBIDDEN"
    assert shared.ask(READ, role="auditor")["deliveryRates"]["digest"]
