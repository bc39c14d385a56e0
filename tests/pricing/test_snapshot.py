"""The prices in memory: refreshed from the change log they equal those built anew, and share the rest."""

from datetime import timedelta
from decimal import Decimal

import pytest
from comptoir.catalog.models import VARIANT
from comptoir.db.tx import Change
from comptoir.money import Money
from comptoir.pricing import (
    DivergenceDraft,
    PriceEntry,
    PriceListDraft,
    TaxRateEntry,
    record_divergence,
    remove_prices,
    save_price_list,
    set_prices,
    set_tax_rates,
)
from comptoir.pricing.snapshot import build_prices, refresh_prices
from comptoir.pricing.tax import TaxRate
from comptoir.pricing.unit_price import PriceBreak
from sqlalchemy import delete, insert

from tests.pricing.conftest import VARIANT_ROW


def euros(variant, amount, minimum=1):
    return PriceEntry(variant_id=variant, amount=Money(amount, "EUR"), minimum_quantity=minimum)


@pytest.fixture
def prices(shop):
    shop.write_now(set_prices, price_list="eur", prices=[euros(11, 1000), euros(12, 1000), euros(21, 2000)])
    shop.write_now(save_price_list, draft=PriceListDraft(handle="gbp", name="Sterling", currency="GBP"))
    return shop.read_now(build_prices, None)


def contents(prices):
    lists = [(found.number, found.terms, dict(found.prices)) for found in prices.lists]
    divergences = [(found.channel, found.who, found.rule) for found in prices.divergences]
    return lists, dict(prices.tax_rates), divergences, prices.boundaries


@pytest.fixture
def refreshed(shop, prices, changes):
    """Run a command, refresh the prices, and check them against those built anew."""

    held = [prices]

    def run(command, **arguments):
        seen = changes(command, **arguments)
        held.append(shop.read_now(refresh_prices, held[-1], seen, None))
        assert contents(held[-1]) == contents(shop.read_now(build_prices, None))
        return held[-1]

    return run


def test_equal_prices_are_one_object(prices):
    eur, gbp = prices.lists
    assert eur.prices == {
        11: (PriceBreak(1, 1000, None),),
        12: (PriceBreak(1, 1000, None),),
        21: (PriceBreak(1, 2000, None),),
    }
    assert eur.prices[11] is eur.prices[12]
    assert gbp.prices == {}


def test_a_changed_price_makes_its_list_anew_and_shares_the_other(prices, refreshed):
    value = refreshed(set_prices, price_list="eur", prices=[euros(11, 900), euros(11, 800, 10)])
    assert value.lists[0].prices[11] == (PriceBreak(10, 800, None), PriceBreak(1, 900, None))
    assert value.lists[1] is prices.lists[1]
    assert prices.lists[0].prices[11] == (PriceBreak(1, 1000, None),)


def test_a_removed_price_is_gone(refreshed):
    assert 12 not in refreshed(remove_prices, price_list="eur", variant_ids=[12]).lists[0].prices


def test_a_changed_list_a_tax_rate_and_a_divergence_are_read_again(refreshed, clock):
    tomorrow = clock.now() + timedelta(days=1)
    draft = PriceListDraft(handle="eur", name="Euro", currency="EUR", starts_at=tomorrow)
    assert refreshed(save_price_list, draft=draft).boundaries == (tomorrow,)
    rate = TaxRateEntry(category="standard", percent=Decimal("8.1"), name="MWST")
    assert refreshed(set_tax_rates, country="CH", rates=[rate]).rates("CH") == {
        "standard": TaxRate(81_000, "MWST")
    }
    divergence = DivergenceDraft(channel="kiosk", reason="why", percent=Decimal(-10))
    assert len(refreshed(record_divergence, draft=divergence).divergences) == 1


def test_other_changes_leave_the_prices_as_they_are(shop, prices):
    for change in (
        Change("catalog", "product", 1),
        Change("catalog", "collection", 1),
        Change("catalog", "price", 11),
    ):
        assert shop.read_now(refresh_prices, prices, [change], None) is prices


def test_a_variant_that_takes_the_number_of_a_deleted_one_has_none_of_its_prices(shop, prices):
    def replace_variant(tx):
        tx.execute(delete(VARIANT).where(VARIANT.c.id == 21))
        moment = {"created_at": tx.clock.now(), "updated_at": tx.clock.now()}
        tx.execute(insert(VARIANT), VARIANT_ROW | moment | {"id": 21, "product_id": 2})
        tx.changed("catalog", "product", 2)

    shop.write_now(replace_variant)
    value = shop.read_now(refresh_prices, prices, [Change("catalog", "product", 2)], None)
    assert 21 not in value.lists[0].prices
    assert contents(value) == contents(shop.read_now(build_prices, None))


def test_many_changes_at_once_are_read_in_pieces(shop, prices):
    seen = [Change("catalog", "price", number) for number in range(1, 2_000)]
    assert shop.read_now(refresh_prices, prices, seen, None) is prices


def test_a_country_has_its_own_rates_before_the_built_in_ones_and_regions_before_those(shop):
    rates = [
        TaxRateEntry(category="standard", percent=Decimal(7), name="IGIC 7 %", region="CN"),
        TaxRateEntry(category="standard", percent=Decimal(22), name="IVA 22 %"),
    ]
    built_in = shop.read_now(build_prices, None)
    assert built_in.rates("ES")["books"] == TaxRate(40_000, "IVA 4 %")
    assert built_in.rates("US") is None
    shop.write_now(set_tax_rates, country="ES", rates=rates)
    value = shop.read_now(build_prices, None)
    assert value.rates("ES") == value.rates("ES", "MD") == {"standard": TaxRate(220_000, "IVA 22 %")}
    assert value.rates("ES", "CN") == {"standard": TaxRate(70_000, "IGIC 7 %")}
    assert value.rates("FR") == built_in.rates("FR")
