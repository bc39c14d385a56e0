"""A channel beside a shop at another address has the same pages."""

import re

import httpx2
import pytest
from comptoir.app import serve
from comptoir.errors import ConfigurationError
from comptoir.remote.app import remote_app
from comptoir.settings import PluginSettings, Settings
from comptoir.startup import start_shop
from comptoir.storefront_tokens import PURPOSE, issue, read_channel

from tests.rig.demo_shop import demo_folder, demo_settings
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
def remote_address(shop, shop_address, tmp_path_factory):
    token = issue(shop.signer(PURPOSE), channel=CHANNEL)
    folder = tmp_path_factory.mktemp("remote")
    with serving(
        remote_app(CHANNEL, shop_url=shop_address, settings=settings(folder), token=token)
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


def test_nothing_but_pictures_and_brand_files_passes_through(remote_address):
    for path in ("/graphql", "/metrics", "/media/../graphql", "/media/%2e%2e/graphql", "/channels"):
        assert httpx2.get(remote_address + path).status_code == 404


def test_a_shop_that_is_away_gives_a_page_that_says_so(tmp_path):
    app = remote_app(CHANNEL, shop_url="http://127.0.0.1:9", settings=settings(tmp_path))
    with serving(app) as address:
        answer = httpx2.get(f"{address}/mobile/", timeout=30)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "10"
        assert httpx2.get(f"{address}/media/a/b.jpg").status_code == 503


def test_an_unknown_channel_is_named_with_those_there_are(tmp_path):
    with pytest.raises(ConfigurationError, match=r"no installed plugin has the channel 'fax' .*mobile"):
        remote_app("fax", shop_url="http://127.0.0.1:9", settings=settings(tmp_path))


def test_a_token_speaks_for_its_channel_and_a_forged_one_for_none(shop):
    token = issue(shop.signer(PURPOSE), channel="kiosk")
    assert read_channel(shop.signer(PURPOSE), token) == "kiosk"
    assert read_channel(shop.signer(PURPOSE), token[:-2] + "xx") is None
    assert read_channel(shop.signer("another purpose"), token) is None
    assert read_channel(shop.signer(PURPOSE), "shpat_0123456789abcdef") is None
