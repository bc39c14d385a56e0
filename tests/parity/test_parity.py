"""Every door of the demonstration shop shows what the core knows, and what does not is found."""

import asyncio
import json
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from itertools import product

import httpx2
import pytest
from comptoir.app import serve
from comptoir.cli.parity import print_table
from comptoir.customers.groups import CustomerGroupDraft, save_customer_group
from comptoir.errors import ConfigurationError
from comptoir.frontkit.jsonld import variant_offer
from comptoir.frontkit.returns import merchant_return_policy
from comptoir.hooks.contributions import Channel, ProductView
from comptoir.parity.comparison import Comparison, Place
from comptoir.parity.facts import FACTS, Offer, offers_of_page
from comptoir.pricing import DivergenceDraft, end_divergence, record_divergence
from comptoir.startup import start_shop
from starlette.requests import Request
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


def compare(shop, *, only=None, sample=None, places=None, groups=()):
    async def run():
        transport = httpx2.ASGITransport(app=serve(shop))
        async with httpx2.AsyncClient(transport=transport, base_url="http://shop.invalid") as http:
            comparison = Comparison(shop, http)
            found = []
            for place, group in product(places or await comparison.places(), await comparison.groups(groups)):
                handles = await comparison.products(place, sample=sample, group=group)
                for channel, view in comparison.views(only):
                    compared = comparison.compare(channel, view, place, handles, group=group)
                    found += [each async for each in compared]
            return found

    return asyncio.run(run())


def jeans(shop):
    """Return the handle of a product that the trade pays less for."""

    async def run():
        client = shop.client(None, channel="web")
        return (
            await client.execute('{ products(first: 1, query: "product_type:Jeans") { nodes { handle } } }')
        )["products"]["nodes"][0]["handle"]

    return asyncio.run(run())


@contextmanager
def diverging(shop, channel):
    """Record that a channel takes a tenth off everything, and end it."""
    draft = DivergenceDraft(channel=channel, reason="opening week", percent=Decimal(-10))
    number = shop.db.write_now(record_divergence, draft=draft)
    try:
        yield
    finally:
        shop.db.write_now(end_divergence, divergence_id=number)


@pytest.mark.parametrize("group", ["public", "trade"])
def test_every_offer_of_the_whole_shop_is_the_same_at_every_door_for_every_group(shop, group):
    found = compare(shop, groups=[group])
    assert [each for each in found if each.kind != "same"] == []
    seen = {(each.channel, each.market, each.group) for each in found}
    names, markets = {channel.name for channel in shop.channels}, ("fr", "gb", "us")
    assert seen == set(product(names, markets, [group]))
    assert len(found) >= 250 * len(seen)


def test_a_feed_is_published_to_all_and_knows_no_groups(shop):
    found = compare(shop, only="social", sample=1, places=[FRANCE])
    assert {(each.view, each.group) for each in found} == {
        ("product", "public"),
        ("product", "trade"),
        ("feeds", "public"),
    }


def test_groups_can_be_chosen_and_are_those_that_a_price_list_is_for(shop):
    shop.db.write_now(save_customer_group, draft=CustomerGroupDraft(handle="friends", title="Friends"))
    for group in ("public", "trade"):
        found = compare(shop, only="web", sample=1, places=[FRANCE], groups=[group])
        assert {each.group for each in found} == {group}
    with pytest.raises(ConfigurationError, match=r"customer group 'friends' \(there are: public, trade\)"):
        compare(shop, groups=["trade", "friends"])


def test_a_divergence_changes_its_own_channel_alone_and_is_named(shop):
    with diverging(shop, "web"):
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


def markup(shop, request, *, factor):
    """Return a page that shows what the shop says, with other prices."""

    async def answer():
        where = {"country": "FR", "language": "FR"}
        client = shop.client(request, channel="own", **where)
        data = await client.execute(FACTS, {"handle": request.path_params["handle"], **where})
        policy = merchant_return_policy(data["product"]["returnPolicy"])
        variants = [
            {"sku": row["sku"], "name": row["title"], "offers": variant_offer(row, url="", policy=policy)}
            for row in data["product"]["variants"]["nodes"]
        ]
        for variant in variants:
            variant["offers"]["price"] = str(Decimal(variant["offers"]["price"]) * factor)
        block = {"@type": "ProductGroup", "hasVariant": variants}
        return HTMLResponse(f'<script type="application/ld+json">{json.dumps(block)}</script>')

    return answer()


def open_own_door(shop, page):
    shop.channels.append(
        Channel(
            name="own",
            title="Own",
            path="/own",
            routes=[Route("/{handle}", page)],
            product_views=(ProductView(name="product", path="/own/{handle}"),),
        )
    )


def kinds(found):
    return {(each.group, each.kind) for each in found}


def test_a_door_that_is_dearer_for_one_group_alone_is_found(shop):
    async def dearer_for_members(request):
        return await markup(shop, request, factor=2 if "comptoir-preview" in request.headers else 1)

    open_own_door(shop, dearer_for_members)
    found = compare(shop, only="own", sample=2, places=[FRANCE])
    assert kinds(found) == {("public", "same"), ("trade", "differs")}
    assert all(each.detail.startswith("price: ") for each in found if each.group == "trade")
    assert {each.kind for each in compare(shop, only="web", sample=2, places=[FRANCE])} == {"same"}


def test_a_door_that_shows_members_the_public_price_is_found(shop):
    async def forgetful(request):
        return await markup(shop, Request(request.scope | {"headers": []}), factor=1)

    open_own_door(shop, forgetful)
    found = [each for each in compare(shop, only="own", places=[FRANCE]) if each.product == jeans(shop)]
    assert kinds(found) == {("public", "same"), ("trade", "differs")}


def test_a_divergence_is_named_for_each_group(shop):
    with diverging(shop, "qr"):
        found = compare(shop, sample=2, places=[FRANCE])
    assert kinds(each for each in found if each.channel == "qr") == {
        ("public", "diverges"),
        ("trade", "diverges"),
    }
    assert {each.kind for each in found if each.channel != "qr"} == {"same"}


def test_the_table_has_a_line_for_each_group(shop, capsys):
    found = compare(shop, only="web", sample=1, places=[FRANCE])
    print_table([*found, replace(found[-1], kind="differs", detail="price: 1, core 2")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Channel", "View", "Market", "Group", "Same", "Diverging", "Differing"]
    count = str(len([each for each in found if each.group == "trade"]))
    assert [line.split() for line in lines[1:3]] == [
        ["web", "product", "fr", "public", count, "0", "0"],
        ["web", "product", "fr", "trade", count, "0", "1"],
    ]
    last = found[-1]
    assert lines[3] == f"differs: web product, fr, trade: {last.product} {last.variant}: price: 1, core 2"


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


def test_a_door_without_product_views_is_named_and_the_others_are_compared(shop):
    shop.channels.append(Channel(name="corner", title="Corner", path="/corner", routes=[]))
    comparison = Comparison(shop, httpx2.AsyncClient())

    assert comparison.unseen() == ["corner"]
    assert {channel.name for channel, _ in comparison.views()} == {
        "kiosk",
        "mobile",
        "qr",
        "social",
        "web",
    }
    with pytest.raises(ConfigurationError, match="'corner' declares no product view"):
        comparison.views("corner")
