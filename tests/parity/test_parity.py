"""Every door of the demonstration shop shows what the core knows, and what does not is found."""

import asyncio
import json
from decimal import Decimal

import httpx2
import pytest
from comptoir.app import serve
from comptoir.hooks.contributions import Channel, ProductView
from comptoir.parity.comparison import Comparison, Place
from comptoir.parity.facts import Offer, offers_of_page
from comptoir.pricing import DivergenceDraft, record_divergence
from comptoir.startup import start_shop
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route

from tests.rig.demo_shop import demo_folder, demo_settings

FRANCE = Place(market="fr", country="FR", language="FR")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return demo_folder(tmp_path_factory)


@pytest.fixture
def shop(folder):
    started = start_shop(demo_settings(folder))
    yield started
    started.db.close_now()


def compare(shop, *, only=None, sample=None, places=None):
    async def run():
        transport = httpx2.ASGITransport(app=serve(shop))
        async with httpx2.AsyncClient(transport=transport, base_url="http://shop.invalid") as http:
            comparison = Comparison(shop, http)
            found = []
            for place in places or await comparison.places():
                handles = await comparison.products(place, sample=sample)
                for channel, view in comparison.views(only):
                    found += [each async for each in comparison.compare(channel, view, place, handles)]
            return found

    return asyncio.run(run())


def test_every_offer_of_the_whole_shop_is_the_same_at_every_door(shop):
    found = compare(shop)
    assert [each for each in found if each.kind != "same"] == []
    seen = {(each.channel, each.market) for each in found}
    names = {channel.name for channel in shop.channels}
    assert seen == {(name, market) for name in names for market in ("fr", "gb", "us")}
    assert len(found) >= 250 * len(seen)


def test_a_divergence_changes_its_own_channel_alone_and_is_named(shop):
    draft = DivergenceDraft(
        channel="web",
        reason="opening week",
        percent=Decimal(-10),
    )
    shop.db.write_now(record_divergence, draft=draft)
    found = compare(shop, sample=3, places=[FRANCE])
    assert {each.channel for each in found if each.kind == "diverges"} == {"web"}
    assert {each.kind for each in found if each.channel == "web"} == {"diverges"}
    assert {each.kind for each in found if each.channel != "web"} == {"same"}
    assert all(each.detail.startswith("price: ") for each in found if each.kind == "diverges")


def test_a_door_that_shows_its_own_price_is_found(shop):
    async def own_price(request):
        offer = {
            "@type": "Offer",
            "price": "1.00",
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
            "hasMerchantReturnPolicy": {"@type": "MerchantReturnPolicy"},
        }
        product = {"@type": "Product", "name": "x", "sku": "#0", "offers": offer}
        return HTMLResponse(f'<script type="application/ld+json">{json.dumps(product)}</script>')

    path = "/own/{handle}"
    channel = Channel(
        name="own",
        title="Own",
        path="/own",
        routes=[Route("/{handle}", own_price)],
        product_views=(ProductView(name="product", path=path),),
    )
    shop.channels.append(channel)
    found = compare(shop, only="own", sample=2, places=[FRANCE])
    assert found
    assert {each.kind for each in found} == {"differs"}


def test_a_probe_is_read_like_a_page(shop):
    async def probe(request):
        return JSONResponse({"items": [], "leftOut": []})

    shop.channels.append(
        Channel(
            name="feed",
            title="Feed",
            path="/feed",
            routes=[Route("/{country}", probe)],
            product_views=(ProductView(name="feed", path="/feed/{country}", reads="probe"),),
        )
    )
    found = compare(shop, only="feed", sample=1, places=[FRANCE])
    assert {(each.kind, each.detail) for each in found} == {("differs", "not shown")}


def test_a_page_without_a_product_has_no_offers():
    assert offers_of_page("<p>Nothing here</p>") == {}
    assert offers_of_page('<script type="application/ld+json">{"@type":"WebSite"}</script>') == {}


def test_what_differs_between_two_offers_is_named():
    one = Offer("A", "10.00", "EUR", "InStock", "{}")
    assert one.differences(one) == []
    assert one.differences(Offer("A", "11.00", "EUR", "OutOfStock", "{}")) == ["price", "availability"]
