"""A shop without a brand, products or pages still has a site, and says honestly that there is nothing."""

import pytest
from comptoir.app import serve
from comptoir.settings import PluginSettings, Settings
from comptoir.startup import start_shop

from tests.plugins.web.conftest import Visitor, text
from tests.rig.serving import serving


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("bare") / "shop",
        plugins=PluginSettings(strict=True, disabled=frozenset({"atelier"})),
    )
    with (
        serving(serve(start_shop(settings))) as address,
        Visitor(base_url=address, headers={"accept-language": "en"}) as visitor,
    ):
        yield visitor


@pytest.mark.parametrize(
    "path", ["/", "/collections", "/collections/all", "/search?q=jeans", "/cart", "/theme.css"]
)
def test_a_page_is_there(bare, path):
    assert bare.get(path).status_code == 200


def test_an_empty_list_says_so(bare):
    page = bare.page("/collections/all")

    assert text(page.find(".//p[@class='empty__title']")) == "There is nothing here yet."


@pytest.mark.parametrize(
    "path", ["/products/x", "/collections/x", "/blogs/journal", "/sitemap/products-1.xml"]
)
def test_what_is_not_there_is_not_found(bare, path):
    assert bare.get(path).status_code == 404


def test_the_sitemap_of_nothing_is_well_formed(bare):
    assert bare.get("/sitemap.xml").text.endswith("</sitemapindex>")


def test_a_shop_of_another_name_does_not_wear_the_wordmark_of_the_brand(tmp_path):
    settings = Settings(data_dir=tmp_path / "shop", plugins=PluginSettings(strict=True))
    with (
        serving(serve(start_shop(settings))) as address,
        Visitor(base_url=address, headers={"accept-language": "en"}) as visitor,
    ):
        mark = visitor.page("/").find(".//a[@class='wordmark']")

    assert mark.find("img") is None
    assert text(mark) == "Comptoir"
