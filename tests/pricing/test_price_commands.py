"""Saving price lists, prices, tax rates and divergences."""

from datetime import timedelta
from decimal import Decimal

import pytest
from comptoir.customers.groups import CustomerGroupDraft, save_customer_group
from comptoir.db.tx import Change
from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.pricing import (
    DivergenceDraft,
    PriceEntry,
    PriceListDraft,
    TaxRateEntry,
    end_divergence,
    record_divergence,
    remove_prices,
    save_price_list,
    set_prices,
    set_tax_rates,
)
from comptoir.pricing.models import DIVERGENCE, PRICE, PRICE_LIST, TAX_RATE
from comptoir.principal import Actor
from sqlalchemy import select


def rows(shop, table):
    return shop.read_now(
        lambda tx: [tuple(row) for row in tx.all(select(table).order_by(*table.primary_key))]
    )


def entry(variant, amount, *, compare_at=None, minimum=1, currency="EUR"):
    return PriceEntry(
        variant_id=variant,
        amount=Money(amount, currency),
        compare_at=None if compare_at is None else Money(compare_at, currency),
        minimum_quantity=minimum,
    )


def refused(shop, command, **arguments):
    """Run a command that must be refused; return its code and what is wrong."""
    before = [rows(shop, table) for table in (PRICE_LIST, PRICE, TAX_RATE, DIVERGENCE)]
    with pytest.raises(DomainError) as caught:
        shop.write_now(command, **arguments)
    assert [rows(shop, table) for table in (PRICE_LIST, PRICE, TAX_RATE, DIVERGENCE)] == before
    return caught.value.code, caught.value.field


def test_prices_are_stored_with_their_breaks(shop):
    assert shop.write_now(
        set_prices, price_list="eur", prices=[entry(11, 1999, compare_at=2499), entry(11, 1799, minimum=10)]
    ) == 1  # fmt: skip
    assert rows(shop, PRICE) == [(1, 11, 1, 1999, 2499), (1, 11, 10, 1799, None)]


def test_entries_become_all_prices_of_a_variant_and_leave_others(shop):
    shop.write_now(set_prices, price_list="eur", prices=[entry(11, 1999), entry(11, 1799, minimum=10)])
    shop.write_now(set_prices, price_list="eur", prices=[entry(12, 2999)])
    shop.write_now(set_prices, price_list="eur", prices=[entry(11, 1899)])
    assert rows(shop, PRICE) == [(1, 11, 1, 1899, None), (1, 12, 1, 2999, None)]


def test_changes_name_only_the_variants_that_changed(changes):
    first = [entry(11, 1999), entry(12, 2999), entry(21, 100)]
    assert changes(set_prices, price_list="eur", prices=first) == [
        Change("catalog", "price", 11),
        Change("catalog", "price", 12),
        Change("catalog", "price", 21),
    ]
    assert changes(set_prices, price_list="eur", prices=first) == []
    second = [entry(11, 1999), entry(12, 2999, compare_at=3999), entry(21, 100)]
    assert changes(set_prices, price_list="eur", prices=second) == [Change("catalog", "price", 12)]


def test_removed_prices_are_gone(shop, changes):
    shop.write_now(set_prices, price_list="eur", prices=[entry(11, 1999), entry(12, 2999)])
    seen = changes(remove_prices, price_list="eur", variant_ids=[11, 21])
    assert seen == [Change("catalog", "price", 11)]
    assert rows(shop, PRICE) == [(1, 12, 1, 2999, None)]


@pytest.mark.parametrize(
    ("prices", "code"),
    [
        ([entry(11, 1999), entry(11, 1, currency="USD")], "CURRENCY_MISMATCH"),
        ([entry(11, -1)], "INVALID_PRICE"),
        ([entry(11, 1999, compare_at=-1)], "INVALID_PRICE"),
        ([entry(11, 10**15 + 1)], "INVALID_PRICE"),
        ([entry(11, 1999, minimum=0)], "INVALID_QUANTITY"),
        ([entry(11, 1999), entry(11, 1899)], "TAKEN"),
        ([entry(11, 1999), entry(99, 1999)], "NOT_FOUND"),
    ],
)
def test_wrong_prices_are_refused_and_nothing_changes(shop, prices, code):
    assert refused(shop, set_prices, price_list="eur", prices=prices) == (code, ("prices",))


def test_prices_in_an_unknown_list_are_refused(shop):
    assert refused(shop, set_prices, price_list="usd", prices=[])[0] == "NOT_FOUND"
    assert refused(shop, remove_prices, price_list="usd", variant_ids=[11])[0] == "NOT_FOUND"


def test_saving_an_equal_list_changes_nothing(shop, changes):
    shop.write_now(save_customer_group, draft=CustomerGroupDraft(handle="trade", title="Trade"))
    draft = PriceListDraft(handle="gbp", name="Sterling", currency="GBP", customer_group="trade")
    assert changes(save_price_list, draft=draft) == [Change("catalog", "price_list", 2)]
    assert changes(save_price_list, draft=draft) == []


def test_a_list_for_a_group_that_does_not_exist_is_refused_and_nothing_changes(shop):
    before = rows(shop, PRICE_LIST)
    draft = PriceListDraft(handle="gbp", name="Sterling", currency="GBP", customer_group="trade")
    assert refused(shop, save_price_list, draft=draft) == ("UNKNOWN_GROUP", ("customer_group",))
    assert rows(shop, PRICE_LIST) == before


def test_a_list_can_be_renamed_and_scheduled(shop, clock):
    draft = PriceListDraft(
        handle="eur", name="Euros", currency="EUR", starts_at=clock.now(), ends_at=clock.now() + timedelta(1)
    )
    assert shop.write_now(save_price_list, draft=draft) == 1
    assert rows(shop, PRICE_LIST) == [
        (1, "eur", "Euros", "EUR", None, None, True, clock.now(), clock.now() + timedelta(1), 0)
    ]


def test_the_currency_of_a_list_with_prices_is_fixed(shop):
    draft = PriceListDraft(handle="eur", name="Dollar", currency="USD")
    assert shop.write_now(save_price_list, draft=draft) == 1
    shop.write_now(set_prices, price_list="eur", prices=[entry(11, 1, currency="USD")])
    back = PriceListDraft(handle="eur", name="Euro", currency="EUR")
    assert refused(shop, save_price_list, draft=back) == ("CURRENCY_FIXED", ("currency",))


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({"handle": "Euro List"}, "INVALID_HANDLE"),
        ({"name": " "}, "BLANK"),
        ({"currency": "EURO"}, "INVALID_CURRENCY"),
        ({"currency": "XBT"}, "INVALID_CURRENCY"),
        ({"market": "mars"}, "UNKNOWN_MARKET"),
    ],
)
def test_a_wrong_list_is_refused(shop, draft, code):
    whole = PriceListDraft(**{"handle": "new", "name": "New", "currency": "EUR"} | draft)
    assert refused(shop, save_price_list, draft=whole)[0] == code


def test_a_list_that_ends_before_it_starts_is_refused(shop, clock):
    draft = PriceListDraft(
        handle="new", name="New", currency="EUR", starts_at=clock.now(), ends_at=clock.now()
    )
    assert refused(shop, save_price_list, draft=draft) == ("INVALID_PERIOD", ("ends_at",))


RATES = [
    TaxRateEntry(category="standard", percent=Decimal("8.1"), name="MWST 8.1 %"),
    TaxRateEntry(category="books", percent=Decimal("2.6"), name="MWST 2.6 %"),
]


def test_tax_rates_replace_those_of_a_country(shop, changes):
    assert len(changes(set_tax_rates, country="CH", rates=RATES)) == 1
    assert changes(set_tax_rates, country="CH", rates=list(reversed(RATES))) == []
    assert rows(shop, TAX_RATE) == [
        ("CH", "", "books", 26_000, "MWST 2.6 %"),
        ("CH", "", "standard", 81_000, "MWST 8.1 %"),
    ]
    assert len(changes(set_tax_rates, country="CH", rates=[])) == 1
    assert rows(shop, TAX_RATE) == []


@pytest.mark.parametrize(
    ("country", "percent", "code"),
    [
        ("ZZ", "20", "INVALID_COUNTRY"),
        ("Switzerland", "20", "INVALID_COUNTRY"),
        ("CH", "-1", "INVALID_RATE"),
        ("CH", "101", "INVALID_RATE"),
        ("CH", "8.12345", "INVALID_RATE"),
        ("CH", "NaN", "INVALID_RATE"),
    ],
)
def test_wrong_tax_rates_are_refused(shop, country, percent, code):
    rate = TaxRateEntry(category="standard", percent=Decimal(percent), name="Tax")
    assert refused(shop, set_tax_rates, country=country, rates=[rate])[0] == code


def test_two_rates_of_one_category_are_refused(shop):
    assert refused(shop, set_tax_rates, country="CH", rates=[RATES[0], RATES[0]])[0] == "TAKEN"


def test_a_divergence_is_recorded_with_who_made_it(shop, clock):
    draft = DivergenceDraft(channel="kiosk", reason=" opening week ", percent=Decimal(-10))
    number = shop.write_now(
        record_divergence, draft=draft, actor=Actor(kind="staff", ident="7", channel="admin")
    )
    now = clock.now()
    assert rows(shop, DIVERGENCE) == [
        (number, "kiosk", "opening week", "staff:7", now, now, None, "all", None, -100_000, None, None)
    ]


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({"reason": " "}, "BLANK"),
        ({"channel": ""}, "BLANK"),
        ({"target": "product"}, "INVALID_TARGET"),
        ({"target_id": 1}, "INVALID_TARGET"),
        ({"percent": None}, "INVALID_CHANGE"),
        ({"price": Money(1, "EUR")}, "INVALID_CHANGE"),
        ({"percent": None, "price": Money(-1, "EUR")}, "INVALID_CHANGE"),
        ({"percent": Decimal("-100.01")}, "INVALID_CHANGE"),
        ({"percent": Decimal("0.00001")}, "INVALID_CHANGE"),
        ({"percent": Decimal(0)}, "INVALID_CHANGE"),
    ],
)
def test_a_wrong_divergence_is_refused(shop, draft, code):
    whole = DivergenceDraft(**{"channel": "kiosk", "reason": "why", "percent": Decimal(-10)} | draft)
    assert refused(shop, record_divergence, draft=whole)[0] == code


def test_a_divergence_in_the_past_is_refused(shop, clock):
    early = DivergenceDraft(
        channel="kiosk", reason="why", percent=Decimal(-10), starts_at=clock.now() - timedelta(seconds=1)
    )
    assert refused(shop, record_divergence, draft=early)[0] == "INVALID_PERIOD"


def test_a_divergence_ends_now_once(shop, clock, changes):
    draft = DivergenceDraft(channel="kiosk", reason="why", percent=Decimal(-10))
    number = shop.write_now(record_divergence, draft=draft)
    clock.advance(timedelta(hours=1))
    ended = clock.now()
    assert changes(end_divergence, divergence_id=number) == [Change("catalog", "divergence", number)]
    clock.advance(timedelta(hours=1))
    assert changes(end_divergence, divergence_id=number) == []
    assert rows(shop, DIVERGENCE)[0][6] == ended


def test_a_divergence_cannot_end_in_the_past_and_must_exist(shop, clock):
    draft = DivergenceDraft(channel="kiosk", reason="why", percent=Decimal(-10))
    number = shop.write_now(record_divergence, draft=draft)
    past = clock.now() - timedelta(hours=1)
    assert refused(shop, end_divergence, divergence_id=number, at=past)[0] == "INVALID_PERIOD"
    assert refused(shop, end_divergence, divergence_id=number + 1)[0] == "NOT_FOUND"
