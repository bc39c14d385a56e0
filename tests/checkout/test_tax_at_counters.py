"""Reservations sold at a counter, taxed where the store stands by whoever the settings name."""

from datetime import timedelta

import pytest
from comptoir.hooks.tax import TaxUnknownError
from comptoir.inventory import LocationDraft, save_location
from comptoir.money import Money
from comptoir.testing import OpenedShop, fill_catalogue, make_shop

from tests.checkout.assessing import TENTH, Assessor, by_rate
from tests.checkout.test_counter import Till, codes
from tests.hooks.plugins_of_tests import plugin

STORE = LocationDraft(
    handle="store", name="Rue Oberkampf", kind="store", pickup_enabled=True, country_code="FR", zip="75011",
    city="Paris",
)  # fmt: skip


@pytest.fixture
def assessor():
    return Assessor()


@pytest.fixture
def till(tmp_path, clock, assessor):
    mine = plugin("town", register_tax_providers=[assessor])
    shop = make_shop(tmp_path / "town", plugins=[mine], clock=clock, tax={"provider": "assessor"})
    try:
        made = Till(OpenedShop(shop, fill_catalogue(shop.db)), clock)
        shop.db.write_now(save_location, draft=STORE)
        yield made
    finally:
        shop.db.close_now()


def test_the_store_is_where_tax_is_asked_for(till, assessor):
    quote = till.quote()
    assert (quote["tax"]["amount"], quote["total"]["amount"]) == ("10.73", "118.00")
    (asked,) = assessor.asked
    assert (asked.destination.country, asked.destination.zip, asked.destination.city) == (
        "FR",
        "75011",
        "Paris",
    )
    assert asked.origin == asked.destination
    assert [(line.sku, line.quantity, line.amount) for line in asked.lines] == [
        ("Red-S", 2, Money(11_800, "EUR"))
    ]
    sold = till.sell(digest=quote["digest"])
    assert (codes(sold), sold["order"]["financialStatus"]) == ([], "PAID")
    assert len(assessor.asked) == 1
    till.check()


def test_without_an_answer_nothing_is_sold(till, assessor):
    def nobody(request):
        raise TaxUnknownError(request.market)

    assessor.says = nobody
    before = till.state()
    assert till.quote()["tax"]["amount"] == "19.67"
    assert codes(till.sell()) == ["TAX_UNAVAILABLE"]
    assert till.state() == before
    assessor.says = by_rate(TENTH)
    till.clock.advance(timedelta(seconds=15))
    assert till.sell()["order"]["financialStatus"] == "PAID"


def test_another_tax_than_was_agreed_to_is_told_first(till, assessor):
    digest = till.quote()["digest"]
    assessor.says = by_rate(2 * TENTH)
    till.clock.advance(timedelta(seconds=600))
    before = till.state()
    refused = till.sell(digest=digest)
    assert (codes(refused), refused["quote"]["digest"]) == (["QUOTE_CHANGED"], till.quote()["digest"])
    assert till.state() == before
