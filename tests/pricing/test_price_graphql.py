"""Prices over GraphQL, through a whole shop with three markets."""

from datetime import timedelta
from decimal import Decimal

import pytest
from comptoir.catalog.commands import save_product
from comptoir.catalog.drafts import OptionDraft, ProductDraft, VariantDraft
from comptoir.graphql.execute import GraphQLRequest
from comptoir.markets import MarketDraft, ShopDraft, save_market, save_shop
from comptoir.money import Money
from comptoir.pricing import (
    DivergenceDraft,
    PriceEntry,
    PriceListDraft,
    record_divergence,
    remove_prices,
    save_price_list,
    set_prices,
)
from comptoir.principal import Actor
from comptoir.settings import PluginSettings, Settings
from comptoir.startup import start_shop

pytestmark = pytest.mark.anyio

SIZES = OptionDraft(name="Size", values=("S", "M"))
VARIANTS = (
    VariantDraft(choices=("S",), unit_measurement=("WEIGHT", 250_000, "KG")),
    VariantDraft(choices=("M",)),
)
PRODUCT = """
  title
  priceRange { minVariantPrice { amount currencyCode } maxVariantPrice { amount } }
  compareAtPriceRange { minVariantPrice { amount } maxVariantPrice { amount currencyCode } }
  variants(first: 9) { nodes {
    title price { amount currencyCode } priceV2 { amount } compareAtPrice { amount } compareAtPriceV2 { amount }
    unitPrice { amount }
    quantityPriceBreaks(first: 5) { nodes { minimumQuantity price { amount } } pageInfo { hasNextPage } }
  } }
"""


class Counter:
    """A running shop that tests ask, with the numbers of its variants."""

    def __init__(self, shop, clock):
        self.shop = shop
        self.clock = clock
        self.variants = {}

    def save(self, handle, **changes):
        draft = ProductDraft(handle=handle, title=handle.title(), options=(SIZES,), variants=VARIANTS)
        saved = self.shop.db.write_now(save_product, draft=draft)
        self.variants[handle] = saved.variant_ids

    def price(self, handle, *amounts, price_list="eur", currency="EUR"):
        entries = []
        for variant, given in zip(self.variants[handle], amounts, strict=False):
            amount, compare_at = given if isinstance(given, tuple) else (given, None)
            entries.append(
                PriceEntry(
                    variant_id=variant,
                    amount=Money(amount, currency),
                    compare_at=compare_at and Money(compare_at, currency),
                )
            )
        self.shop.db.write_now(set_prices, price_list=price_list, prices=entries)

    async def ask(self, query, *, country=None, channel="web", variables=None):
        context = await self.shop.context(
            base_url="http://shop.test", actor=Actor(kind="visitor", channel=channel), country=country
        )
        answer = await self.shop.execute(GraphQLRequest(query=query, variables=variables), context)
        assert not answer.errors, answer.errors
        return answer.data

    async def product(self, handle, **request):
        data = await self.ask('{ product(handle: "%s") { %s } }' % (handle, PRODUCT), **request)  # noqa: UP031
        return data["product"]


@pytest.fixture
def counter(sqlite_url, tmp_path, clock):
    settings = Settings(
        database_url=sqlite_url,
        data_dir=tmp_path / "shop",
        plugins=PluginSettings(strict=True, disabled=frozenset({"web", "atelier"})),
    )
    shop = start_shop(settings, clock=clock)
    write = shop.db.write_now
    for handle, currency, country in (("fr", "EUR", "FR"), ("gb", "GBP", "GB"), ("us", "USD", "US")):
        market = MarketDraft(
            handle=handle, name=handle, currency=currency, countries=[country],
            prices_include_tax=country != "US",
        )  # fmt: skip
        write(save_market, draft=market)
        write(
            save_price_list, draft=PriceListDraft(handle=currency.lower(), name=currency, currency=currency)
        )
    write(save_shop, draft=ShopDraft(name="Test", default_market="fr"))
    made = Counter(shop, clock)
    made.save("jeans")
    made.save("shirt")
    made.price("jeans", (8900, 9900), 9500)
    made.price("shirt", 4500, 4500)
    made.price("jeans", 7900, price_list="gbp", currency="GBP")
    yield made
    shop.db.close_now()


async def test_a_product_shows_its_prices(counter):
    jeans = await counter.product("jeans")
    assert jeans["priceRange"] == {
        "minVariantPrice": {"amount": "89.00", "currencyCode": "EUR"},
        "maxVariantPrice": {"amount": "95.00"},
    }
    assert jeans["compareAtPriceRange"] == {
        "minVariantPrice": {"amount": "99.00"},
        "maxVariantPrice": {"amount": "99.00", "currencyCode": "EUR"},
    }
    small, medium = jeans["variants"]["nodes"]
    assert small == {
        "title": "S",
        "price": {"amount": "89.00", "currencyCode": "EUR"},
        "priceV2": {"amount": "89.00"},
        "compareAtPrice": {"amount": "99.00"},
        "compareAtPriceV2": {"amount": "99.00"},
        "unitPrice": {"amount": "356.00"},
        "quantityPriceBreaks": {"nodes": [], "pageInfo": {"hasNextPage": False}},
    }
    assert (medium["compareAtPrice"], medium["unitPrice"]) == (None, None)


async def test_a_product_without_a_higher_price_to_compare_says_zero(counter):
    shirt = await counter.product("shirt")
    assert shirt["compareAtPriceRange"]["maxVariantPrice"] == {"amount": "0.00", "currencyCode": "EUR"}


async def test_what_has_no_price_in_a_market_is_not_published_there(counter):
    jeans = await counter.product("jeans", country="GB")
    assert [node["title"] for node in jeans["variants"]["nodes"]] == ["S"]
    assert jeans["priceRange"]["maxVariantPrice"] == {"amount": "79.00"}
    assert await counter.product("shirt", country="GB") is None
    assert await counter.product("jeans", country="US") is None
    listed = await counter.ask("{ products(first: 9) { nodes { handle } } }", country="GB")
    assert listed["products"]["nodes"] == [{"handle": "jeans"}]


async def test_the_country_of_the_document_decides(counter):
    query = """query @inContext(country: GB) {
      product(handle: "jeans") { priceRange { minVariantPrice { currencyCode } } }
    }"""
    data = await counter.ask(query, country="FR")
    assert data["product"]["priceRange"]["minVariantPrice"] == {"currencyCode": "GBP"}


async def test_products_sort_and_filter_by_price(counter):
    query = "{ products(first: 9, sortKey: PRICE%s) { nodes { handle } } }"
    upward, downward = await counter.ask(query % ""), await counter.ask(query % ", reverse: true")
    assert [node["handle"] for node in upward["products"]["nodes"]] == ["shirt", "jeans"]
    assert [node["handle"] for node in downward["products"]["nodes"]] == ["jeans", "shirt"]
    filtered = await counter.ask(
        'query($f: [ProductFilter!]) { search(query: "", first: 9, types: [PRODUCT], productFilters: $f) {'
        " nodes { ... on Product { handle } } productFilters { id type values { label input } } } }",
        variables={"f": [{"price": {"min": 80.5, "max": 90}}]},
    )
    assert filtered["search"]["nodes"] == [{"handle": "jeans"}]
    facet = next(each for each in filtered["search"]["productFilters"] if each["id"] == "filter.v.price")
    assert facet["type"] == "PRICE_RANGE"
    assert facet["values"] == [{"label": "Price", "input": '{"price":{"min":0,"max":95}}'}]


async def test_a_changed_price_shows_at_once(counter):
    counter.price("shirt", 100, 200)
    shirt = await counter.product("shirt")
    assert [node["price"]["amount"] for node in shirt["variants"]["nodes"]] == ["1.00", "2.00"]
    counter.shop.db.write_now(remove_prices, price_list="eur", variant_ids=counter.variants["shirt"])
    assert await counter.product("shirt") is None


async def test_a_scheduled_price_shows_at_its_moment(counter, clock):
    draft = PriceListDraft(
        handle="sale", name="Sale", currency="EUR", priority=1, starts_at=clock.now() + timedelta(hours=1)
    )
    counter.shop.db.write_now(save_price_list, draft=draft)
    counter.price("shirt", 3000, 3000, price_list="sale")
    before = await counter.product("shirt")
    clock.advance(timedelta(hours=1))
    after = await counter.product("shirt")
    assert before["priceRange"]["minVariantPrice"]["amount"] == "45.00"
    assert after["priceRange"]["minVariantPrice"]["amount"] == "30.00"


async def test_quantity_breaks_are_listed(counter):
    variant = counter.variants["shirt"][0]
    entries = [
        PriceEntry(variant_id=variant, amount=Money(amount, "EUR"), minimum_quantity=minimum)
        for minimum, amount in ((1, 4500), (5, 4500), (10, 4000), (50, 3000))
    ]
    counter.shop.db.write_now(set_prices, price_list="eur", prices=entries)
    shirt = await counter.product("shirt")
    assert shirt["variants"]["nodes"][0]["quantityPriceBreaks"]["nodes"] == [
        {"minimumQuantity": 10, "price": {"amount": "40.00"}},
        {"minimumQuantity": 50, "price": {"amount": "30.00"}},
    ]


async def test_every_channel_shows_the_same_prices_but_for_a_divergence(counter):
    web = await counter.product("jeans", channel="web")
    assert await counter.product("jeans", channel="kiosk") == web
    draft = DivergenceDraft(channel="kiosk", reason="opening week", percent=Decimal(-10))
    counter.shop.db.write_now(record_divergence, draft=draft)
    kiosk = await counter.product("jeans", channel="kiosk")
    assert [node["price"]["amount"] for node in kiosk["variants"]["nodes"]] == ["80.10", "85.50"]
    assert await counter.product("jeans", channel="web") == web
