"""Which price a visitor gets: market, tax, groups, quantities, schedules, divergences."""

from datetime import timedelta
from decimal import Decimal

import pytest
from comptoir.customers.groups import CustomerGroupDraft, save_customer_group
from comptoir.markets import MarketDraft, ShopDraft, save_market, save_shop
from comptoir.money import Money
from comptoir.pricing import (
    DivergenceDraft,
    PriceEntry,
    PriceListDraft,
    RequestedLine,
    UnpricedError,
    book_of,
    divergences_in_force,
    next_price_change,
    price_of,
    quote_for,
    record_divergence,
    save_price_list,
    set_prices,
)

from tests.pricing.catalogue import NOON, make_context, make_product, read_snapshot

SHIRT = make_product(1, variants=[11, (12, {"tax_category": "books"})], collections=[5])
CARD = make_product(2, variants=[21, (22, {"taxable": False})], is_gift_card=True)
V11, V12, V21, V22 = *SHIRT.variants, *CARD.variants


@pytest.fixture
def markets(shop):
    """France with tax, the United Kingdom with tax, Ireland without, the United States without."""
    for handle, currency, country, with_tax in (
        ("fr", "EUR", "FR", True),
        ("gb", "GBP", "GB", True),
        ("ie", "EUR", "IE", False),
        ("us", "USD", "US", False),
        ("jp", "JPY", "JP", True),
    ):
        draft = MarketDraft(
            handle=handle, name=handle, currency=currency, countries=[country], prices_include_tax=with_tax
        )
        shop.write_now(save_market, draft=draft)
    shop.write_now(save_shop, draft=ShopDraft(name="Test", default_market="fr"))
    return shop


def give_prices(shop, handle, prices, *, currency="EUR", **terms):
    shop.write_now(
        save_price_list, draft=PriceListDraft(handle=handle, name=handle, currency=currency, **terms)
    )
    entries = [
        PriceEntry(
            variant_id=variant, amount=Money(amount, currency), minimum_quantity=more[0] if more else 1
        )
        for variant, amount, *more in prices
    ]
    shop.write_now(set_prices, price_list=handle, prices=entries)


def price(shop, variant, **request):
    """Return the catalogue price as text, or none; checked against a quote of one."""
    context = make_context(read_snapshot(shop), **request)
    view = price_of(context, variant)
    line = RequestedLine(key="a", variant=variant, quantity=1)
    if view is None:
        with pytest.raises(UnpricedError):
            quote_for(context, [line])
        return None
    assert quote_for(context, [line]).lines["a"].unit == view.money
    assert (view.price.amount, view.price.currency_code) == (view.money.amount, view.money.currency)
    return f"{view.price.amount} {view.price.currency_code}"


def test_each_market_has_its_currency(markets):
    give_prices(markets, "eur", [(11, 1999)])
    give_prices(markets, "gbp", [(11, 1799)], currency="GBP")
    give_prices(markets, "jpy", [(11, 3200)], currency="JPY")
    assert price(markets, V11, country="FR") == "19.99 EUR"
    assert price(markets, V11, country="GB") == "17.99 GBP"
    assert price(markets, V11, country="JP") == "3200 JPY"
    assert price(markets, V11, country="US") is None
    assert price(markets, V11, country="ZZ") == "19.99 EUR"
    assert price(markets, V12, country="FR") is None


def test_a_price_with_tax_is_shown_without_where_the_market_says_so(markets):
    give_prices(markets, "eur", [(11, 1999), (12, 1999), (21, 5000), (22, 1000)])
    assert price(markets, V11, country="FR") == "19.99 EUR"
    assert price(markets, V11, country="IE") == "16.25 EUR"
    assert price(markets, V12, country="IE") == "19.99 EUR"
    assert price(markets, V21, country="IE") == "50.00 EUR"
    assert price(markets, V22, country="IE") == "10.00 EUR"


def test_a_price_without_tax_is_shown_with_it_where_the_market_says_so(markets):
    give_prices(markets, "eur", [(11, 1667), (12, 1667)], includes_tax=False)
    assert price(markets, V11, country="FR") == "20.00 EUR"
    assert price(markets, V12, country="FR") == "17.59 EUR"
    assert price(markets, V11, country="IE") == "16.67 EUR"


def test_tax_is_within_or_on_top_or_not_known_yet(markets):
    give_prices(markets, "eur", [(11, 1200)])
    give_prices(markets, "usd", [(11, 1000)], currency="USD", includes_tax=False)
    line = [RequestedLine(key="a", variant=V11, quantity=3)]
    snapshot = read_snapshot(markets)
    france = quote_for(make_context(snapshot, country="FR"), line)
    assert (france.subtotal, france.total, france.total_tax) == (
        Money(3600, "EUR"), Money(3600, "EUR"), Money(600, "EUR")
    )  # fmt: skip
    ireland = quote_for(make_context(snapshot, country="IE"), line)
    assert (ireland.subtotal, ireland.total, ireland.total_tax) == (
        Money(2928, "EUR"), Money(3601, "EUR"), Money(673, "EUR")
    )  # fmt: skip
    america = quote_for(make_context(snapshot, country="US"), line)
    assert (america.subtotal, america.total, america.total_tax) == (
        Money(3000, "USD"), Money(3000, "USD"), None
    )  # fmt: skip


def test_a_list_for_a_group_beats_one_for_a_market_beats_a_general_one(markets):
    give_prices(markets, "eur", [(11, 1000)], priority=9)
    give_prices(markets, "eur-fr", [(11, 1100)], market="fr", priority=5)
    markets.write_now(save_customer_group, draft=CustomerGroupDraft(handle="trade", title="Trade"))
    give_prices(markets, "trade", [(11, 1200)], customer_group="trade")
    assert price(markets, V11, country="FR") == "11.00 EUR"
    assert price(markets, V11, country="FR", groups=["trade", "others"]) == "12.00 EUR"
    assert price(markets, V11, country="FR", groups=["others"]) == "11.00 EUR"


def test_the_higher_priority_wins_then_the_lower_price(markets):
    give_prices(markets, "eur", [(11, 1000)])
    give_prices(markets, "other", [(11, 900)])
    assert price(markets, V11, country="FR") == "9.00 EUR"
    give_prices(markets, "eur", [(11, 1000)], priority=1)
    assert price(markets, V11, country="FR") == "10.00 EUR"


def test_a_quantity_break_counts_from_its_quantity_on(markets):
    give_prices(markets, "eur", [(11, 1000), (11, 900, 10), (11, 800, 50)])
    context = make_context(read_snapshot(markets), country="FR")

    def unit(quantity):
        line = RequestedLine(key="a", variant=V11, quantity=quantity)
        return quote_for(context, [line]).lines["a"].unit.minor

    assert [unit(quantity) for quantity in (1, 9, 10, 49, 50, 51)] == [1000, 1000, 900, 900, 800, 800]


def test_a_scheduled_price_holds_from_its_start_until_its_end(markets):
    give_prices(markets, "eur", [(11, 1000)])
    start, end = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    give_prices(markets, "sale", [(11, 700)], starts_at=start, ends_at=end, priority=1)
    snapshot = read_snapshot(markets)

    def shown(at):
        return price_of(make_context(snapshot, country="FR", at=at), V11).price.amount

    tick = timedelta(microseconds=1)
    moments = (NOON, start - tick, start, end - tick, end)
    assert [shown(at) for at in moments] == ["10.00", "10.00", "7.00", "7.00", "10.00"]
    assert next_price_change(snapshot, at=NOON) == start
    assert next_price_change(snapshot, at=start) == end
    assert next_price_change(snapshot, at=end) is None


def test_a_channel_alone_never_changes_a_price(markets):
    give_prices(markets, "eur", [(11, 1000), (12, 2000)])
    snapshot = read_snapshot(markets)
    lines = [RequestedLine(key=v.id, variant=v, quantity=2) for v in (V11, V12)]
    channels = (None, "web", "kiosk", "pos", "no such channel")
    quotes = [quote_for(make_context(snapshot, country="FR", channel=channel), lines) for channel in channels]
    assert all(each == quotes[0] for each in quotes)


def record(shop, **draft):
    whole = {"channel": "kiosk", "reason": "opening week"} | draft
    return shop.write_now(record_divergence, draft=DivergenceDraft(**whole))


def test_a_divergence_changes_its_channel_only_and_stands_in_the_steps(markets):
    give_prices(markets, "eur", [(11, 1000), (12, 2000)])
    number = record(markets, percent=Decimal(-10), target="variant", target_id=11)
    assert price(markets, V11, country="FR", channel="web") == "10.00 EUR"
    assert price(markets, V11, country="FR", channel="kiosk") == "9.00 EUR"
    assert price(markets, V12, country="FR", channel="kiosk") == "20.00 EUR"
    snapshot = read_snapshot(markets)
    quoted = quote_for(
        make_context(snapshot, country="FR", channel="kiosk"),
        [RequestedLine(key="a", variant=V11, quantity=2)],
    )
    step = next(step for step in quoted.steps if step.kind == "divergence")
    assert (step.label, step.source, step.before, step.after) == (
        "opening week", str(number), Money(1000, "EUR"), Money(900, "EUR")
    )  # fmt: skip
    assert quoted.total == Money(1800, "EUR")
    assert divergences_in_force(snapshot, channel="web", at=NOON) == ()
    assert [d.number for d in divergences_in_force(snapshot, channel="kiosk", at=NOON)] == [number]


def test_the_most_specific_divergence_wins(markets):
    give_prices(markets, "eur", [(11, 1000), (12, 1000), (21, 1000)])
    record(markets, percent=Decimal(-50))
    record(markets, percent=Decimal(-40), target="collection", target_id=5)
    assert price(markets, V11, country="FR", channel="kiosk") == "6.00 EUR"
    assert price(markets, V21, country="FR", channel="kiosk") == "5.00 EUR"
    record(markets, percent=Decimal(-30), target="product", target_id=1)
    assert price(markets, V12, country="FR", channel="kiosk") == "7.00 EUR"
    record(markets, price=Money(123, "EUR"), target="variant", target_id=12)
    assert price(markets, V12, country="FR", channel="kiosk") == "1.23 EUR"
    assert price(markets, V11, country="FR", channel="kiosk") == "7.00 EUR"


def test_a_fixed_divergence_counts_in_its_own_currency_only(markets):
    give_prices(markets, "eur", [(11, 1000)])
    give_prices(markets, "gbp", [(11, 900)], currency="GBP")
    record(markets, price=Money(123, "GBP"))
    assert price(markets, V11, country="FR", channel="kiosk") == "10.00 EUR"
    assert price(markets, V11, country="GB", channel="kiosk") == "1.23 GBP"


def test_a_divergence_holds_for_its_time(markets):
    give_prices(markets, "eur", [(11, 1000)])
    end = NOON + timedelta(days=1)
    record(markets, percent=Decimal(-10), ends_at=end)
    assert price(markets, V11, country="FR", channel="kiosk", at=end - timedelta(seconds=1)) == "9.00 EUR"
    assert price(markets, V11, country="FR", channel="kiosk", at=end) == "10.00 EUR"


def test_a_compare_at_price_is_shown_only_above_the_price(markets):
    entries = [
        PriceEntry(variant_id=11, amount=Money(1000, "EUR"), compare_at=Money(1500, "EUR")),
        PriceEntry(variant_id=12, amount=Money(1000, "EUR"), compare_at=Money(1000, "EUR")),
    ]
    markets.write_now(set_prices, price_list="eur", prices=entries)
    context = make_context(read_snapshot(markets), country="FR")
    assert price_of(context, V11).compare_at.amount == "15.00"
    assert price_of(context, V12).compare_at is None


def test_digests_differ_by_what_matters_and_by_nothing_else(markets):
    give_prices(markets, "eur", [(11, 1000), (12, 1000)])
    snapshot = read_snapshot(markets)
    line = [RequestedLine(key="a", variant=V11, quantity=1)]

    def digest(lines=line, **request):
        return quote_for(make_context(snapshot, **{"country": "FR"} | request), lines).digest

    assert digest() == digest(at=NOON + timedelta(days=40)) == digest(groups=["newsletter"])
    others = {
        digest(country="IE"),
        digest([RequestedLine(key="b", variant=V11, quantity=1)]),
        digest([RequestedLine(key="a", variant=V12, quantity=1)]),
        digest([RequestedLine(key="a", variant=V11, quantity=2)]),
        digest([]),
    }
    assert len(others - {digest()}) == 5


def test_a_quote_is_made_once_for_a_state_of_the_shop_and_anew_for_all_that_matters(markets):
    start, end = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    give_prices(markets, "eur", [(11, 1000)])
    give_prices(markets, "sale", [(11, 700)], starts_at=start, ends_at=end, priority=1)
    snapshot = read_snapshot(markets)

    def ask(at=NOON, lines=1, **request):
        wanted = [RequestedLine(key=f"{n}", variant=V11, quantity=1) for n in range(lines)]
        return quote_for(make_context(snapshot, at=at, **{"country": "FR"} | request), wanted)

    assert ask() is ask(at=start - timedelta(seconds=1))
    assert ask(at=start) is ask(at=end - timedelta(seconds=1)) is not ask()
    assert [ask(at=at).total.minor for at in (NOON, start, end)] == [1000, 700, 1000]
    assert ask(country="IE").total_tax != ask().total_tax
    give_prices(markets, "eur", [(11, 1100)])
    snapshot = read_snapshot(markets)
    assert ask().total.minor == 1100
    assert ask(lines=51) is not ask(lines=51)
    assert ask(lines=51) == ask(lines=51)


def test_an_unpriced_line_names_itself(markets):
    context = make_context(read_snapshot(markets), country="FR")
    with pytest.raises(UnpricedError) as caught:
        quote_for(context, [RequestedLine(key="line 7", variant=V11, quantity=1)])
    assert (caught.value.code, caught.value.field, caught.value.key) == ("NOT_PRICED", ("line 7",), "line 7")


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_below_one_is_refused(markets, quantity):
    give_prices(markets, "eur", [(11, 1000)])
    context = make_context(read_snapshot(markets), country="FR")
    with pytest.raises(ValueError, match="quantity"):
        quote_for(context, [RequestedLine(key="a", variant=V11, quantity=quantity)])


def test_two_lines_with_one_key_are_refused(markets):
    give_prices(markets, "eur", [(11, 1000)])
    context = make_context(read_snapshot(markets), country="FR")
    with pytest.raises(ValueError, match="same key"):
        quote_for(context, [RequestedLine(key="a", variant=V11, quantity=1)] * 2)


def test_one_book_serves_all_countries_of_a_market_unless_tax_is_converted(shop):
    draft = MarketDraft(handle="eu", name="Euro", currency="EUR", countries=["FR", "DE"])
    shop.write_now(save_market, draft=draft)
    give_prices(shop, "eur", [(11, 1000)])
    snapshot = read_snapshot(shop)
    assert book_of(make_context(snapshot, country="FR")) is book_of(make_context(snapshot, country="DE"))
    give_prices(shop, "eur", [(11, 1000)], includes_tax=False)
    assert price(shop, V11, country="FR") == "12.00 EUR"
    assert price(shop, V11, country="DE") == "11.90 EUR"
    snapshot = read_snapshot(shop)
    assert price_of(make_context(snapshot, country="FR"), V11).price.amount == "12.00"
    assert price_of(make_context(snapshot, country="DE"), V11).price.amount == "11.90"
