"""A preview shows every door as a member of a customer group sees it, and can do nothing else."""

import asyncio

import pytest
from comptoir.app import serve
from comptoir.graphql.client import ShopClient, ShopClientError, Visitor
from comptoir.hooks.contributions import Channel
from comptoir.parity.facts import offers_of_page
from comptoir.shop import InProcessTransport
from comptoir.startup import start_shop
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.rig.demo_shop import demo_folder, demo_settings
from tests.rig.previews import HEADER, bad_previews, good_preview

PIECE = """
query { products(first: 1, query: "product_type:Jeans") { nodes {
  handle variants(first: 50) { nodes { id sku price { amount } } }
} } }"""
CREATE = "mutation { cartCreate { cart { id } userErrors { message } } }"
ADD = """
mutation($cart: ID!, $variant: ID!) {
  cartLinesAdd(cartId: $cart, lines: [{merchandiseId: $variant}]) { cart { id } userErrors { message } }
}"""
CART = "query($cart: ID!) { cart(id: $cart) { totalQuantity cost { totalAmount { amount } } } }"
WRONG = "this preview was not made by this shop, or has expired"
DOORS = ["kiosk", "mobile", "qr", "social", "web"]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    started = start_shop(demo_settings(demo_folder(tmp_path_factory)))
    yield started
    started.db.close_now()


@pytest.fixture
def http(shop):
    """A browser without a past."""
    return TestClient(serve(shop), base_url="http://shop.example")


def ask(http, document, preview=None, **variables):
    headers = {} if preview is None else {HEADER: preview}
    body = {"query": document, "variables": variables}
    return http.post("/graphql", json=body, headers=headers).json()


def piece(http, preview=None):
    """Return the handle of a pair of jeans and its prices in France, by SKU."""
    node = ask(http, PIECE, preview)["data"]["products"]["nodes"][0]
    return node["handle"], {row["sku"]: row["price"]["amount"] for row in node["variants"]["nodes"]}


def page_of(shop, door, handle):
    (channel,) = [channel for channel in shop.channels if channel.name == door]
    view = next(view for view in channel.product_views if view.knows_groups)
    return view.path.format(handle=handle, country="FR", language="FR")


def shown(answer):
    return {sku: offer.price for sku, offer in offers_of_page(answer.text).items()}


def test_the_five_doors_are_here(shop):
    assert sorted(channel.name for channel in shop.channels) == DOORS


@pytest.mark.parametrize("door", DOORS)
def test_a_page_shows_a_group_its_prices_to_nobody_else_and_leaves_no_trace(shop, http, door):
    handle, public = piece(http)
    _, trade = piece(http, good_preview(shop))
    assert trade.keys() == public.keys()
    assert all(float(trade[sku]) < float(public[sku]) for sku in public)
    path = page_of(shop, door, handle)
    assert shown(http.get(path)) == public
    http.cookies.clear()
    seen = http.get(path, headers={HEADER: good_preview(shop)})
    assert shown(seen) == trade
    assert seen.headers["cache-control"] == "no-store"
    assert not http.cookies
    after = http.get(path)
    assert shown(after) == public
    assert HEADER in after.headers["vary"].lower().replace(" ", "").split(",")


@pytest.mark.parametrize("door", DOORS)
def test_a_bad_preview_is_refused_and_shows_nothing(shop, http, door):
    handle, _ = piece(http)
    for preview in bad_previews(shop).values():
        answer = http.get(page_of(shop, door, handle), headers={HEADER: preview})
        assert (answer.status_code, answer.text) == (400, WRONG)
        assert answer.headers["cache-control"] == "no-store"
    twice = [(HEADER, good_preview(shop)), (HEADER, good_preview(shop))]
    answer = http.get(page_of(shop, door, handle), headers=twice)
    assert (answer.status_code, answer.text) == (400, "Send one preview with a request")


@pytest.mark.parametrize("door", DOORS)
def test_a_preview_posts_nothing(shop, http, door):
    (channel,) = [channel for channel in shop.channels if channel.name == door]
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = http.request(method, f"{channel.path}/cart", headers={HEADER: good_preview(shop)})
        assert (answer.status_code, answer.text) == (403, "A preview is for looking: it changes nothing")


def test_graphql_takes_a_preview_and_refuses_a_bad_one(shop, http):
    _, public = piece(http)
    for preview in bad_previews(shop).values():
        assert ask(http, PIECE, preview) == {
            "errors": [{"message": WRONG, "extensions": {"code": "BAD_USER_INPUT"}}]
        }
    assert piece(http)[1] == public


def test_a_preview_of_a_group_without_a_price_list_shows_public_prices(shop, http):
    assert piece(http, good_preview(shop, "friends")) == piece(http)


def test_a_preview_sees_a_cart_with_the_group_s_prices_and_cannot_change_it(shop, http):
    cart = ask(http, CREATE)["data"]["cartCreate"]["cart"]["id"]
    variant = ask(http, PIECE)["data"]["products"]["nodes"][0]["variants"]["nodes"][0]
    ask(http, ADD, cart=cart, variant=variant["id"])
    before = ask(http, CART, cart=cart)
    assert before["data"]["cart"]["cost"]["totalAmount"]["amount"] == variant["price"]["amount"]
    seen = ask(http, CART, good_preview(shop), cart=cart)["data"]["cart"]
    assert seen["totalQuantity"] == 1
    assert seen["cost"]["totalAmount"]["amount"] == piece(http, good_preview(shop))[1][variant["sku"]]
    for document in (ADD, CREATE):
        refused = ask(http, document, good_preview(shop), cart=cart, variant=variant["id"])
        assert refused["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
        assert "data" not in refused
    assert ask(http, CART, cart=cart) == before


def test_a_client_within_the_process_is_told_in_the_same_way(shop):
    async def code(document, preview):
        visitor = Visitor(channel="web", preview=preview)
        client = ShopClient(InProcessTransport(shop), visitor, documents={})
        with pytest.raises(ShopClientError) as refused:
            await client.execute(document)
        return refused.value.code

    assert asyncio.run(code(CREATE, good_preview(shop))) == "FORBIDDEN"
    for preview in bad_previews(shop).values():
        assert asyncio.run(code(PIECE, preview)) == "BAD_USER_INPUT"


def test_a_browser_of_another_site_may_not_send_a_preview(http):
    allowed = http.options("/graphql").headers["access-control-allow-headers"]
    assert HEADER not in allowed


def test_no_channel_can_forget_the_gate(shop):
    async def careless(request):
        asked = request.headers.get(HEADER, "nothing")
        answer = PlainTextResponse(
            f"{request.method} {asked}", headers={"cache-control": "public, max-age=9"}
        )
        answer.set_cookie("seen", "1")
        return answer

    channel = Channel(name="careless", title="Careless", path="/careless", routes=[Route("/", careless)])
    shop.channels.append(channel)
    try:
        http = TestClient(serve(shop), base_url="http://shop.example")
        assert http.get("/careless/").headers["cache-control"] == "public, max-age=9"
        http.cookies.clear()
        preview = good_preview(shop)
        seen = http.get("/careless/", headers={HEADER: preview})
        assert (seen.text, seen.headers["cache-control"]) == (f"GET {preview}", "no-store")
        assert not http.cookies
        assert http.get("/careless/", headers={HEADER: "forged"}).status_code == 400
    finally:
        shop.channels.remove(channel)
