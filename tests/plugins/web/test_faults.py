"""What goes wrong: never a bare error, never a 500 from what someone sent."""

import httpx2
import pytest
from comptoir.api import Visit
from comptoir.app import serve
from comptoir.graphql.client import ShopClientError

from tests.plugins.web.conftest import Visitor, parse, text

NOWHERE = [
    "/nope",
    "/products/nope",
    "/products/NOPE%00",
    "/collections/nope",
    "/collections/" + "x" * 3000,
    "/pages/nope",
    "/policies/nope",
    "/blogs/nope",
    "/blogs/journal/nope",
    "/sitemap/products-999999.xml",
    "/sitemap/nope-1.xml",
    "/products/averse-trench-coat/reviews",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/products/%F0%9F%91%96",
    "/a:b(c)*",
    '/path:"x" OR tag:y',
]
ODD = [
    "/collections/women?after=nonsense",
    "/collections/women?before=%00",
    "/collections/women?after=" + "A" * 5000,
    "/collections/women?sort=nope",
    "/collections/women?option.=&type=&price.min=-1&price.max=1e9&available=maybe",
    "/collections/women?" + "&".join(f"tag=t{n}" for n in range(200)),
    "/collections/women?option.Size=%FF",
    "/collections/all?after=nonsense",
    "/blogs/journal?after=nonsense",
    "/search?q=" + "x" * 3000,
    '/search?q="',
    "/search?q=tag:(((",
    "/search?q=%00",
    "/search?q=a&after=zzz",
    "/search/suggest?q=%22%27%3Cscript%3E",
    "/products/averse-trench-coat?variant=abc",
    "/products/averse-trench-coat?variant=999999999999999999999",
    "/products/averse-trench-coat?variant=1",
    "/products/averse-trench-coat?" + "&".join(f"o{n}=v" for n in range(50)),
    "/products/averse-trench-coat?Color=Nope&Size=%00",
]


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_not_here_is_a_page_that_helps_people_on(visitor, path):
    page = visitor.page(path, status=404)

    assert text(page.find(".//h1")) == "This page has left the rail"
    assert page.find(".//form[@action='/search']") is not None
    assert page.findall(".//article")


@pytest.mark.parametrize("path", ODD)
def test_odd_questions_get_an_orderly_answer(visitor, path):
    response = visitor.get(path)

    assert response.status_code in {200, 404}, response.status_code
    assert "content-security-policy" in response.headers


def test_words_that_were_searched_for_stay_words(visitor):
    page = visitor.page("/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27")

    assert page.find(".//input[@id='page-search']").get("value") == "<script>alert(1)</script>\"'"
    assert all(script.get("src") or script.get("type") for script in page.findall(".//script"))


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/collections/denim", "/collections/jeans"),
        ("/products/trench", "/products/averse-trench-coat"),
        ("/size-guide", "/pages/sizing"),
    ],
)
def test_what_has_moved_is_sent_on(visitor, path, target):
    response = visitor.get(path)

    assert (response.status_code, response.headers["location"]) == (301, target)


def test_a_product_within_a_collection_has_one_address(visitor):
    response = visitor.get("/collections/women/products/averse-trench-coat?variant=5")

    assert response.headers["location"] == "/products/averse-trench-coat?variant=5"


def test_a_post_to_a_page_that_takes_none_is_not_found(visitor):
    assert visitor.post("/products/averse-trench-coat").status_code == 404


@pytest.fixture
def failing(demo_shop, monkeypatch):
    """Make the shop answer every question of pages with an error; gives a visitor."""

    def fail(error):
        async def refuse(self, document, **variables):
            raise error

        monkeypatch.setattr(Visit, "ask", refuse)
        transport = httpx2.ASGITransport(app=serve(demo_shop))
        return httpx2.AsyncClient(transport=transport, base_url="http://shop.example")

    return fail


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (ShopClientError("gone", reachable=False), 503, "We will be right back"),
        (TimeoutError(), 503, "We will be right back"),
        (ShopClientError("x", errors=[{"extensions": {"code": "INTERNAL_SERVER_ERROR"}}]), 503, "We will be"),
        (ZeroDivisionError(), 500, "Something broke on our side"),
    ],
)
async def test_a_shop_that_fails_is_a_page_that_says_so(failing, error, status, title):
    async with failing(error) as client:
        response = await client.get("/products/averse-trench-coat", headers={"accept-language": "en"})

    assert response.status_code == status
    assert text(parse(response.text).find(".//h1")).startswith(title)
    assert "Traceback" not in response.text
    assert response.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in response.headers["content-security-policy"]


@pytest.mark.anyio
async def test_an_apology_speaks_the_visitors_language(failing):
    async with failing(TimeoutError()) as client:
        response = await client.get("/", headers={"accept-language": "fr"})

    assert parse(response.text).get("lang") == "fr"
    assert "Nous revenons tout de suite" in response.text


def test_visitors_do_not_share_bags(address):
    with Visitor(base_url=address) as one, Visitor(base_url=address) as other:
        one.submit("/cart/add", handle="digue-ribbed-beanie", quantity="1", **{"option:Couleur": "Marine"})

        assert one.page("/cart").findall(".//li[@class='line']")
        assert not other.page("/cart").findall(".//li[@class='line']")
