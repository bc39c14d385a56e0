"""A small shop for tests of what the catalogue answers: shirts, jeans, a gift card, pages, a blog, menus."""

import asyncio
from datetime import UTC, datetime

from comptoir.catalog.commands import (
    save_blog,
    save_collection,
    save_menu,
    save_page,
    save_products,
    save_redirect,
    save_size_chart,
)
from comptoir.catalog.drafts import (
    ArticleDraft,
    BlogDraft,
    CollectionDraft,
    MediaDraft,
    MenuDraft,
    MenuItemDraft,
    MetafieldDraft,
    OptionDraft,
    PageDraft,
    ProductDraft,
    RedirectDraft,
    SizeChartDraft,
    VariantDraft,
)
from comptoir.graphql.execute import GraphQLRequest
from comptoir.inventory import LocationDraft, save_location, set_levels
from comptoir.markets import MarketDraft, ShopDraft, save_market, save_shop
from comptoir.money import Money
from comptoir.pricing.commands.price_lists import save_price_list
from comptoir.pricing.commands.prices import set_prices
from comptoir.pricing.drafts import PriceEntry, PriceListDraft
from comptoir.principal import VISITOR
from comptoir.settings import PluginSettings, Settings
from comptoir.startup import start_shop

BASE = "https://shop.example"
PICTURES = "https://pictures.example"
COLORS, SIZES = ("Red", "Blue"), ("S", "M", "L")

SHIRT = ProductDraft(
    handle="oxford-shirt",
    title="Oxford Shirt",
    description_html="<p>A shirt of heavy cotton, woven in <b>Portugal</b>.</p>",
    vendor="Atelier",
    product_type="Shirts",
    tags=("cotton", "new"),
    category="Apparel & Accessories > Clothing > Shirts",
    seo_title="Oxford shirt in two colours",
    size_chart="shirts",
    options=(
        OptionDraft(name="Color", values=COLORS, swatches={"Red": "#cc0000"}),
        OptionDraft(name="Size", values=SIZES),
    ),
    # Blue is not made in L.
    variants=tuple(
        VariantDraft(
            choices=(color, size),
            sku=f"OX-{color[0]}-{size}",
            weight_grams=250,
            media_index=COLORS.index(color),
        )
        for color in COLORS
        for size in SIZES
        if (color, size) != ("Blue", "L")
    ),
    media=(
        MediaDraft(url=f"{PICTURES}/red.jpg", alt="Red shirt"),
        MediaDraft(url=f"{PICTURES}/blue.jpg", alt="Blue shirt"),
        MediaDraft(kind="EXTERNAL_VIDEO", url="https://www.youtube.com/watch?v=abcdefghijk"),
    ),
    metafields=(
        MetafieldDraft(
            namespace="custom", key="subtitle", type="single_line_text_field", value="Made to last"
        ),
    ),
    translations={"fr": {"title": "Chemise Oxford"}},
)
JEANS = ProductDraft(
    handle="jeans",
    title="Jeans",
    vendor="Denim Works",
    product_type="Trousers",
    tags=("denim",),
    options=(OptionDraft(name="Size", values=("28", "30", "32")),),
    variants=tuple(VariantDraft(choices=(size,), sku=f"JN-{size}") for size in ("28", "30", "32")),
)
SOAP = ProductDraft(
    handle="soap",
    title="Soap",
    vendor="Atelier",
    product_type="Care",
    variants=(VariantDraft(choices=(), sku="SOAP", unit_measurement=("WEIGHT", 250_000, "KG")),),
)
UNPRICED = ProductDraft(handle="sample", title="Sample", vendor="Atelier", product_type="Shirts")
PRODUCTS = (SHIRT, JEANS, SOAP, UNPRICED)
PRICES = {"OX-R-S": 7900, "JN-28": 9900, "SOAP": 1200}

CONTENT = (
    (save_size_chart, SizeChartDraft(
        handle="shirts", title="Shirts", unit="cm", columns=("Size", "Chest"), rows=(("S", "96"), ("M", "102")),
        note="Measured flat.",
    )),
    (save_page, PageDraft(handle="about", title="About us", body="<p>We make shirts.</p>")),
    (save_page, PageDraft(handle="contact", title="Contact", body="<p>Write to us.</p>")),
    (save_page, PageDraft(handle="privacy-policy", title="Privacy", body="<p>None sold.</p>", legal=True)),
    (save_page, PageDraft(handle="refund-policy", title="Returns", body="<p>30 days.</p>", legal=True)),
    (save_blog, BlogDraft(handle="journal", title="Journal", articles=(
        ArticleDraft(
            handle="cotton", title="On cotton", content_html="<p>It grows.</p>", author="Ada Lovelace",
            published_at=datetime(2026, 1, 5, tzinfo=UTC), tags=("cotton",),
        ),
        ArticleDraft(
            handle="shirts", title="How shirts are cut", content_html="<p>With care.</p>", author="Ada Lovelace",
            published_at=datetime(2026, 2, 5, tzinfo=UTC), excerpt_html="<p>Scissors.</p>",
        ),
    ))),
    (save_redirect, RedirectDraft(path="/old-shirt", target="/products/oxford-shirt")),
    (save_redirect, RedirectDraft(path="/older-shirt", target="/products/oxford-shirt")),
)  # fmt: skip
COLLECTIONS = (
    CollectionDraft(
        handle="tops", title="Tops", products=("oxford-shirt", "sample"), description_html="<p>Up.</p>"
    ),
    CollectionDraft(handle="everything", title="Everything", products=("soap", "jeans", "oxford-shirt")),
    CollectionDraft(handle="nothing", title="Nothing"),
)
MENU = MenuDraft(handle="main-menu", title="Main menu", items=(
    MenuItemDraft(title="Tops", target="collection:tops", items=(
        MenuItemDraft(title="Oxford", target="product:oxford-shirt"),
    )),
    MenuItemDraft(title="About", target="page:about"),
    MenuItemDraft(title="Journal", target="blog:journal"),
    MenuItemDraft(title="Returns", target="policy:refund-policy"),
    MenuItemDraft(title="Search", target="search"),
    MenuItemDraft(title="Elsewhere", target="https://elsewhere.example/x"),
))  # fmt: skip


def fill(database):
    """Fill an empty database; returns variant numbers by SKU."""
    database.write_now(
        save_market,
        draft=MarketDraft(
            handle="eu", name="Europe", currency="EUR", countries=("FR", "DE"), languages=("en", "fr")
        ),
    )
    database.write_now(
        save_shop, draft=ShopDraft(name="Atelier", default_market="eu", logo_path="/media/x/logo.svg")
    )
    database.write_now(save_location, draft=LocationDraft(handle="depot", name="Depot", kind="warehouse"))
    for command, draft in CONTENT:
        database.write_now(command, draft=draft)
    saved = database.write_now(save_products, drafts=PRODUCTS)
    numbers = {
        variant.sku or draft.handle: number
        for draft, result in zip(PRODUCTS, saved, strict=True)
        for variant, number in zip(draft.variants, result.variant_ids, strict=True)
    }
    for draft in COLLECTIONS:
        database.write_now(save_collection, draft=draft)
    database.write_now(save_menu, draft=MENU)
    price(database, numbers)
    stock = {number: 5 for sku, number in numbers.items() if sku not in {"OX-R-S", "JN-28", "JN-30", "JN-32"}}
    database.write_now(set_levels, location="depot", levels=stock)
    return numbers


def price(database, numbers):
    """Give all but the sample a price."""
    database.write_now(save_price_list, draft=PriceListDraft(handle="eur", name="Euro", currency="EUR"))
    entries = [
        PriceEntry(
            variant_id=number,
            amount=Money(PRICES.get(sku, 8900 if sku.startswith("OX") else 9900), "EUR"),
        )
        for sku, number in numbers.items()
        if sku != "sample"
    ]
    database.write_now(set_prices, price_list="eur", prices=entries)


class Opened:
    """A running shop and a visitor who asks it."""

    def __init__(self, url, folder, clock):
        settings = Settings(
            database_url=url,
            data_dir=folder,
            base_url=BASE,
            plugins=PluginSettings(strict=True, disabled=frozenset({"web", "atelier"})),
        )
        self.shop = start_shop(settings, clock=clock)
        self.numbers = {}

    def answer(self, query, variables=None):
        """Return the whole answer to a document."""

        async def ask():
            context = await self.shop.context(base_url=BASE, actor=VISITOR)
            return (await self.shop.execute(GraphQLRequest(query=query, variables=variables), context)).body()

        return asyncio.run(ask())

    def data(self, document, /, **variables):
        """Return the data of an answer that has no errors."""
        answer = self.answer(document, variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def refusal(self, document, /, **variables):
        """Return the code of the only error of an answer."""
        (error,) = self.answer(document, variables)["errors"]
        return error["extensions"]["code"]

    def variant(self, sku):
        """Return the global id of a variant."""
        return f"gid://shopify/ProductVariant/{self.numbers[sku]}"
