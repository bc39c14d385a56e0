"""A channel beside a shop at another address has the same pages."""

import asyncio
import re

import httpx2
import pytest
from comptoir.app import serve
from comptoir.customer_facts import PURPOSE as FACTS_PURPOSE
from comptoir.customer_facts import issue_preview
from comptoir.errors import ConfigurationError
from comptoir.parity.comparison import Comparison
from comptoir.parity.facts import offers_of_page
from comptoir.remote.app import remote_app
from comptoir.settings import PluginSettings, Settings
from comptoir.signing import Signer
from comptoir.startup import start_shop
from comptoir.storefront_tokens import PURPOSE, issue, read_channel

from tests.rig.demo_shop import demo_folder, demo_settings
from tests.rig.previews import HEADER, bad_previews, good_preview
from tests.rig.serving import serving

CHANNEL = "mobile"


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return start_shop(demo_settings(demo_folder(tmp_path_factory)))


@pytest.fixture(scope="module")
def shop_address(shop):
    with serving(serve(shop)) as address:
        yield address


def settings(folder):
    return Settings(data_dir=folder / "remote", plugins=PluginSettings(strict=True))


@pytest.fixture(scope="module")
def remote_settings(tmp_path_factory):
    return settings(tmp_path_factory.mktemp("remote"))


@pytest.fixture(scope="module")
def remote_address(shop, shop_address, remote_settings):
    token = issue(shop.signer(PURPOSE), channel=CHANNEL)
    with serving(
        remote_app(CHANNEL, shop_url=shop_address, settings=remote_settings, token=token)
    ) as address:
        yield address


def page(address, path):
    answer = httpx2.get(address + path, headers={"accept-language": "en"}, timeout=30)
    # What differs by right: the address of the process, and tokens made for each visitor.
    text = re.sub(r'name="csrf" value="[^"]*"', 'name="csrf"', answer.text)
    text = re.sub(r'content="[0-9a-f]{16}"', "", text)
    return answer.status_code, text.replace(address, "http://here")


@pytest.mark.parametrize("path", ["/products/cabine-ribbed-socks?country=GB&language=EN", "/search?q=jeans"])
def test_pages_are_those_of_the_shop(shop_address, remote_address, path):
    here = page(shop_address, f"/mobile{path}")
    there = page(remote_address, f"/mobile{path}")
    assert here[0] == there[0] == 200
    # Absolute links to the shop's own pictures, in data for machines, keep the shop's address.
    assert there[1].replace(shop_address, "http://here") == here[1]


def test_pictures_pass_through(shop_address, remote_address):
    _, text = page(remote_address, "/mobile/products/cabine-ribbed-socks")
    sources = re.findall(r'<img[^>]* src="([^"]+)"', text)
    assert sources
    assert all(source.startswith("/") for source in sources)
    path = sources[0].replace("&amp;", "&")
    there, here = (httpx2.get(address + path) for address in (remote_address, shop_address))
    assert there.status_code == 200
    assert there.content == here.content
    assert there.headers["content-type"] == here.headers["content-type"]


PIECE = "/mobile/products/{}?country=FR&language=FR"
JEANS = '{ products(first: 1, query: "product_type:Jeans") { nodes { handle } } }'


def jeans(shop_address):
    answer = httpx2.post(f"{shop_address}/graphql", json={"query": JEANS}).json()
    return PIECE.format(answer["data"]["products"]["nodes"][0]["handle"])


def prices(address, path, **headers):
    answer = httpx2.get(address + path, headers=headers, timeout=30)
    assert answer.status_code == 200
    return {sku: offer.price for sku, offer in offers_of_page(answer.text).items()}


def test_a_preview_is_seen_through_as_in_the_shop(shop, shop_address, remote_address):
    path, preview = jeans(shop_address), {HEADER: good_preview(shop)}
    trade = prices(remote_address, path, **preview)
    assert trade == prices(shop_address, path, **preview)
    public = prices(remote_address, path)
    assert public == prices(shop_address, path)
    assert all(float(trade[sku]) < float(public[sku]) for sku in public)


def test_parity_compares_a_channel_beside_the_shop_for_each_group(shop, remote_address):
    async def compare():
        async with httpx2.AsyncClient(base_url=remote_address, timeout=60) as http:
            comparison = Comparison(shop, http)
            ((channel, view),) = comparison.views(CHANNEL)
            place = next(found for found in await comparison.places() if found.market == "fr")
            found = []
            for group in await comparison.groups():
                handles = await comparison.products(place, sample=3, group=group)
                compared = comparison.compare(channel, view, place, handles, group=group)
                found += [each async for each in compared]
            return found

    assert {(each.group, each.kind) for each in asyncio.run(compare())} == {
        ("public", "same"),
        ("trade", "same"),
    }


def test_a_preview_is_kept_by_nobody_there_either(shop, shop_address, remote_address):
    answer = httpx2.get(
        remote_address + jeans(shop_address), headers={HEADER: good_preview(shop)}, timeout=30
    )
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    posted = httpx2.post(f"{remote_address}/mobile/cart", headers={HEADER: good_preview(shop)})
    assert (posted.status_code, posted.text) == (403, "A preview is for looking: it changes nothing")


def test_the_shop_says_which_previews_are_bad(shop, shop_address, remote_address, remote_settings):
    own = Signer(remote_settings.signing_key(), purpose=FACTS_PURPOSE)
    forged = {"signed by the channel": issue_preview(own, groups=["trade"])}
    for preview in (bad_previews(shop) | forged).values():
        answer = httpx2.get(remote_address + jeans(shop_address), headers={HEADER: preview}, timeout=30)
        assert (answer.status_code, answer.headers["cache-control"]) == (400, "no-store")
        assert answer.text == "this preview was not made by this shop, or has expired"


def test_nothing_but_pictures_and_brand_files_passes_through(remote_address):
    for path in (
        "/graphql",
        "/metrics",
        "/media/../graphql",
        "/media/%2e%2e/graphql",
        "/channels",
        "/payments/a",
    ):
        assert httpx2.get(remote_address + path).status_code == 404


def test_a_shop_that_is_away_gives_a_page_that_says_so(tmp_path):
    app = remote_app(CHANNEL, shop_url="http://127.0.0.1:9", settings=settings(tmp_path))
    with serving(app) as address:
        answer = httpx2.get(f"{address}/mobile/", timeout=30)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "10"
        for path in ("/media/a/b.jpg", "/payments/scripts/a.js"):
            assert httpx2.get(address + path).status_code == 503
        answer = httpx2.get(f"{address}/mobile/", headers={HEADER: "any"}, timeout=30)
        assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")
        assert answer.text == "The shop cannot check a preview right now"


def test_an_unknown_channel_is_named_with_those_there_are(tmp_path):
    with pytest.raises(ConfigurationError, match=r"no installed plugin has the channel 'fax' .*mobile"):
        remote_app("fax", shop_url="http://127.0.0.1:9", settings=settings(tmp_path))


def test_a_token_speaks_for_its_channel_and_a_forged_one_for_none(shop):
    token = issue(shop.signer(PURPOSE), channel="kiosk")
    assert read_channel(shop.signer(PURPOSE), token) == "kiosk"
    assert read_channel(shop.signer(PURPOSE), token[:-2] + "xx") is None
    assert read_channel(shop.signer("another purpose"), token) is None
    assert read_channel(shop.signer(PURPOSE), "shpat_0123456789abcdef") is None
