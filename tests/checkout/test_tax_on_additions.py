"""Lines that staff add to an order, taxed where they go by whoever the settings name."""

from datetime import timedelta

import pytest
from comptoir.hooks.tax import TaxUnknownError
from comptoir.money import Money
from comptoir.testing import OpenedShop, fill_catalogue, make_shop

from tests.checkout.adding import Desk, codes
from tests.checkout.assessing import TENTH, Assessor, by_rate
from tests.checkout.shopping import PARIS
from tests.hooks.plugins_of_tests import plugin


@pytest.fixture
def assessor():
    return Assessor()


@pytest.fixture
def desk(tmp_path, clock, assessor):
    mine = plugin("town", register_tax_providers=[assessor])
    shop = make_shop(tmp_path / "town", plugins=[mine], clock=clock, tax={"provider": "assessor"})
    try:
        made = Desk(OpenedShop(shop, fill_catalogue(shop.db)), clock)
        made.sell()
        assessor.asked.clear()
        yield made
    finally:
        shop.db.close_now()


def test_what_is_sent_is_taxed_where_it_goes_with_its_delivery(desk, assessor):
    line = desk.line(optionHandle="standard")
    quote = desk.quote(line)["quote"]
    assert (quote["total"]["amount"], quote["delivery"]["amount"], quote["tax"]["amount"]) == (
        "63.90", "4.90", "5.81",
    )  # fmt: skip
    (asked,) = assessor.asked
    there = asked.destination
    assert (there.country, there.zip, there.city, there.address1) == (
        "FR", PARIS["zip"], PARIS["city"], PARIS["address1"],
    )  # fmt: skip
    assert [(each.sku, each.quantity, each.amount) for each in asked.lines] == [
        ("Red-M", 1, Money(5900, "EUR"))
    ]
    assert [each.amount for each in asked.charges] == [Money(490, "EUR")]
    before = desk.order()["currentTax"]["amount"]
    added = desk.add(line)
    assert codes(added) == []
    assert (before, added["order"]["currentTax"]["amount"]) == ("5.81", "11.62")
    desk.check()


def test_what_is_handed_over_is_taxed_at_the_store(desk, assessor):
    quote = desk.quote(desk.line(method="RETAIL", locationId=desk.store))["quote"]
    assert (quote["total"]["amount"], quote["tax"]["amount"]) == ("59.00", "5.36")
    (asked,) = assessor.asked
    assert asked.origin == asked.destination


def test_without_an_answer_nothing_is_added(desk, assessor):
    def nobody(request):
        raise TaxUnknownError(request.market)

    assessor.says = nobody
    before = desk.rows()
    assert codes(desk.add(digest="any")) == ["TAX_UNAVAILABLE"]
    assert desk.rows() == before
    assessor.says = by_rate(TENTH)
    desk.clock.advance(timedelta(seconds=15))
    assert codes(desk.add()) == []


def test_another_tax_than_was_agreed_to_is_told_first(desk, assessor):
    line = desk.line(method="RETAIL", locationId=desk.store)
    digest = desk.quote(line)["quote"]["digest"]
    assessor.says = by_rate(2 * TENTH)
    desk.clock.advance(timedelta(seconds=600))
    before = desk.rows()
    assert codes(desk.add(line, digest=digest)) == ["QUOTE_CHANGED"]
    assert desk.rows() == before
