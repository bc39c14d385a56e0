"""Lists of products by price: who is sold, the order, the filter and its facet."""

from dataclasses import dataclass, field

import pytest
from comptoir.catalog.snapshot import CATALOG
from comptoir.db.tx import Change
from comptoir.errors import BadUserInputError
from comptoir.money import Money
from comptoir.pricing import PriceEntry, set_prices
from comptoir.pricing.listing import (
    is_priced,
    listing_of,
    price_facet,
    price_range,
    priced_products,
    products_between,
)
from comptoir.pricing.price_listing import UNPRICED, PriceListing
from comptoir.pricing.snapshot import PRICES, refresh_prices
from comptoir.readmodel.snapshot import Snapshot
from hypothesis import given
from hypothesis import strategies as st

from tests.pricing.catalogue import make_context, make_product, read_snapshot


@dataclass
class View:
    """What price listings read of a view of the catalogue."""

    ordered: list
    collections: dict = field(default_factory=dict)

    @property
    def variants(self):
        return {variant.number: variant for product in self.ordered for variant in product.variants}


class Catalogue:
    """What price listings read of the catalogue."""

    primary = "en"

    def __init__(self, ordered):
        self._view = View(ordered)

    def view(self, language):
        assert language == "en"
        return self._view


@pytest.fixture
def snapshot(shop):
    """Three products: one from 10 to 20 euros, one of 15, one without prices."""
    prices = [(11, 1000), (12, 2000), (21, 1500)]
    entries = [PriceEntry(variant_id=variant, amount=Money(amount, "EUR")) for variant, amount in prices]
    shop.write_now(set_prices, price_list="eur", prices=entries)
    products = [
        make_product(1, ordinal=0, variants=[11, 12]),
        make_product(2, ordinal=1, variants=[21, 22]),
        make_product(3, ordinal=2, variants=[31]),
    ]
    return read_snapshot(shop, **{CATALOG.name: Catalogue(products)})


@pytest.fixture
def context(snapshot):
    return make_context(snapshot)


def test_products_without_a_price_are_not_seen(context, snapshot):
    assert priced_products(context) == 0b011
    first, second, _ = snapshot[CATALOG].view("en").ordered
    assert [is_priced(context, v) for v in (*first.variants, *second.variants)] == [True, True, True, False]


def test_products_rank_by_their_lowest_price(context):
    assert listing_of(context).ranks == [1000, 1500, UNPRICED]


@pytest.mark.parametrize(
    ("wanted", "bits"),
    [
        ({}, 0b011),
        ({"min": 0}, 0b011),
        ({"min": 10, "max": 10}, 0b001),
        ({"min": 10.01, "max": 14.99}, 0b000),
        ({"min": 11, "max": 15}, 0b010),
        ({"max": 15.0}, 0b011),
        ({"min": 15.001}, 0b001),
        ({"min": 20, "max": None}, 0b001),
        ({"min": 20.01}, 0b000),
        ({"min": 20, "max": 10}, 0b000),
        ({"min": -5}, 0b011),
    ],
)
def test_a_range_finds_products_with_a_price_within_it(context, wanted, bits):
    assert products_between(context, wanted) == bits


@pytest.mark.parametrize(
    "wanted",
    ["10", 10, [10], {"min": "ten"}, {"min": True}, {"max": 1e300}, {"min": float("nan")}, {"max": [1]}],
)
def test_what_is_no_range_is_refused(context, wanted):
    with pytest.raises(BadUserInputError):
        products_between(context, wanted)


def test_the_facet_goes_up_to_the_highest_price_in_whole_units(context):
    facet = price_facet(context, 0b111)
    assert (facet.id, facet.label, facet.kind) == ("filter.v.price", "Price", "PRICE_RANGE")
    assert [(value.input, value.bits) for value in facet.values] == [
        ({"price": {"min": 0, "max": 20}}, 0b111)
    ]
    assert price_facet(context, 0b010).values[0].input == {"price": {"min": 0, "max": 15}}
    assert price_facet(context, 0b100) is None


def test_ranks_stay_the_same_object_while_they_are_equal(context, snapshot):
    ranks = listing_of(context).ranks
    catalogue = snapshot[CATALOG]
    catalogue._view = View(list(catalogue._view.ordered))
    assert listing_of(make_context(snapshot)).ranks is ranks
    catalogue._view = View([*catalogue._view.ordered, make_product(4, ordinal=3, variants=[41])])
    assert listing_of(make_context(snapshot)).ranks == [1000, 1500, UNPRICED, UNPRICED]


def test_a_range_of_prices_is_one_object_for_equal_prices(context, snapshot):
    first, second, third = snapshot[CATALOG].view("en").ordered
    found = price_range(context, first)
    assert (found.min_variant_price.amount, found.max_variant_price.amount) == ("10.00", "20.00")
    assert price_range(context, first) is found
    assert price_range(context, second).min_variant_price.amount == "15.00"
    assert price_range(context, third) is None


def test_a_changed_price_takes_over_the_listing_before(shop, context, snapshot):
    listing_of(context)
    listing_of(context).between(0, None)
    entries = [PriceEntry(variant_id=22, amount=Money(500, "EUR"))]
    shop.write_now(set_prices, price_list="eur", prices=entries)
    prices = shop.read_now(refresh_prices, snapshot[PRICES], [Change("catalog", "price", 22)], None)
    assert prices.touched == {22}
    fresh = Snapshot({**snapshot._values, PRICES.name: prices}, {"catalog": 2})
    after = listing_of(make_context(fresh))
    assert after.amounts[0] is listing_of(context).amounts[0]
    assert after.ranks == [1000, 500, UNPRICED]
    assert products_between(make_context(fresh), {"max": 5}) == 0b010
    assert products_between(context, {"max": 5}) == 0


amounts = st.lists(st.integers(0, 40), max_size=3)


@given(st.lists(amounts, max_size=8), st.data())
def test_a_listing_taken_over_equals_one_made_anew(first, data):
    products = [make_product(number + 1, ordinal=number) for number in range(len(first))]
    prices = dict(zip(products, first, strict=True))
    before = PriceListing(products, prices.__getitem__)
    if data.draw(st.booleans()):
        before.between(0, None)
    touched = data.draw(st.sets(st.sampled_from(range(len(products))))) if products else set()
    for ordinal in touched:
        prices[products[ordinal]] = data.draw(amounts)
    later = list(products)
    for number in range(data.draw(st.integers(0, 2))):
        later.append(make_product(100 + number, ordinal=len(later)))
        prices[later[-1]] = data.draw(amounts)
    carried = PriceListing(later, prices.__getitem__, before=before, touched=touched)
    anew = PriceListing(later, prices.__getitem__)
    low, high = data.draw(st.integers(0, 40)), data.draw(st.none() | st.integers(0, 40))
    assert (carried.amounts, carried.ranks, carried.priced) == (anew.amounts, anew.ranks, anew.priced)
    assert carried.between(low, high) == anew.between(low, high)
    assert carried.codes == anew.codes
