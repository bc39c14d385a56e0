"""A whole shop for tests of what its schema answers: three markets, one product, prices, two stores, a depot."""

from comptoir.catalog.commands import save_collection, save_product
from comptoir.catalog.drafts import CollectionDraft, OptionDraft, ProductDraft, VariantDraft
from comptoir.graphql.execute import GraphQLRequest
from comptoir.inventory import LocationDraft, save_location, set_levels
from comptoir.markets import MarketDraft, ShopDraft, save_market, save_shop
from comptoir.money import Money
from comptoir.pricing.commands.price_lists import save_price_list
from comptoir.pricing.commands.prices import set_prices
from comptoir.pricing.drafts import PriceEntry, PriceListDraft
from comptoir.principal import VISITOR
from comptoir.settings import PluginSettings
from comptoir.startup import start_shop

MARKETS = (
    MarketDraft(handle="eu", name="Europe", currency="EUR", countries=("FR", "DE"), languages=("en", "fr")),
    MarketDraft(handle="us", name="America", currency="USD", countries=("US",), languages=("en",)),
)
PARIS = LocationDraft(
    handle="paris", name="Paris Marais", address1="12 rue des Archives", zip="75004", city="Paris",
    country_code="FR", latitude=48.8571, longitude=2.3553, time_zone="Europe/Paris", pickup_enabled=True,
    pickup_minutes=120, position=1,
)  # fmt: skip
LYON = LocationDraft(
    handle="lyon", name="Lyon", city="Lyon", zip="69002", country_code="FR", latitude=45.7640,
    longitude=4.8357, time_zone="Europe/Paris", pickup_enabled=True, pickup_minutes=2880, position=2,
    fulfils_online=False,
)  # fmt: skip
DEPOT = LocationDraft(handle="depot", name="Depot", kind="warehouse", city="Lille", position=3)
DISPLAY = LocationDraft(handle="display", name="Show", fulfils_online=False, position=4)
SHIRT = ProductDraft(
    handle="shirt",
    title="Shirt",
    product_type="Shirts",
    options=(
        OptionDraft(name="Color", values=("Red", "Blue")),
        OptionDraft(name="Size", values=("S", "M", "L")),
    ),
    variants=tuple(
        VariantDraft(choices=(color, size), sku=f"{color}-{size}")
        for color in ("Red", "Blue")
        for size in ("S", "M", "L")
    ),
    translations={"fr": {"title": "Chemise", "product_type": "Chemises"}},
)
CARD = ProductDraft(
    handle="card", title="Card", variants=(VariantDraft(choices=(), inventory_tracked=False),)
)
COAT = ProductDraft(handle="coat", title="Coat", variants=(VariantDraft(choices=(), backorder=True),))
HAT = ProductDraft(handle="hat", title="Hat", product_type="Hats")

SALE = CollectionDraft(
    handle="sale", title="Sale", products=("shirt", "hat"), translations={"fr": {"title": "Soldes"}}
)
ALL = CollectionDraft(handle="all", title="All", products=("shirt", "card", "coat", "hat"))


def fill(database):
    """Fill an empty database; returns variant numbers by SKU, or by the product's handle."""
    for draft in MARKETS:
        database.write_now(save_market, draft=draft)
    database.write_now(save_shop, draft=ShopDraft(name="Atelier", default_market="eu"))
    for draft in (PARIS, LYON, DEPOT, DISPLAY):
        database.write_now(save_location, draft=draft)
    for draft in (SHIRT, CARD, COAT, HAT):
        database.write_now(save_product, draft=draft)
    for draft in (SALE, ALL):
        database.write_now(save_collection, draft=draft)
    numbers = database.read_now(variant_numbers)
    for market, currency in (("eu", "EUR"), ("us", "USD")):
        database.write_now(
            save_price_list,
            draft=PriceListDraft(handle=market, name=market, currency=currency, market=market),
        )
        prices = [PriceEntry(variant_id=number, amount=Money(5000, currency)) for number in numbers.values()]
        database.write_now(set_prices, price_list=market, prices=prices)
    levels = {"paris": {"Red-S": 2, "Blue-M": 1}, "lyon": {"Red-S": 3}, "depot": {"Blue-L": 7}}
    levels["display"] = {"Red-L": 9}
    for location, pieces in levels.items():
        counts = {numbers[sku]: count for sku, count in pieces.items()}
        database.write_now(set_levels, location=location, levels=counts)
    return numbers


def variant_numbers(tx):
    from sqlalchemy import text

    rows = tx.all(
        text(
            "SELECT v.id, v.sku, p.handle FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id"
        )
    )
    return {row.sku or row.handle: row.id for row in rows}


def start(settings, clock):
    """Start the shop on the core alone."""
    alone = PluginSettings(strict=True, disabled=frozenset({"web", "atelier"}))
    return start_shop(settings.model_copy(update={"plugins": alone}), clock=clock)


async def ask(shop, query, *, country="FR", language="EN", **variables):
    """Return the data of a query; fails on errors."""
    body = await answer(shop, query, country=country, language=language, **variables)
    assert "errors" not in body, body["errors"]
    return body["data"]


async def answer(shop, query, *, country="FR", language="EN", **variables):
    """Return the whole answer to a query."""
    context = await shop.context(
        base_url="https://shop.example", actor=VISITOR, country=country, language=language
    )
    return (await shop.execute(GraphQLRequest(query=query, variables=variables), context)).body()
