"""A shop that is away, slow or broken: a page that says what one can do, and never a bare error."""

import httpx2
import pytest
from comptoir.api import ShopClientError, Visit
from comptoir.app import serve

from tests.plugins.kiosk.conftest import text
from tests.plugins.web.conftest import parse


@pytest.fixture
def failing(demo_shop, monkeypatch):
    """Make the shop answer every question of pages with an error; gives a client."""

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
@pytest.mark.parametrize("path", ["/kiosk/products/averse-trench-coat", "/kiosk/cart"])
async def test_a_shop_that_fails_is_a_page_that_says_so(failing, path, error, status, title):
    async with failing(error) as client:
        response = await client.get(path, headers={"accept-language": "en"})

    assert response.status_code == status
    assert text(parse(response.text).find(".//h1")).startswith(title)
    assert "Traceback" not in response.text
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.anyio
async def test_an_apology_speaks_the_visitors_language(failing):
    async with failing(TimeoutError()) as client:
        response = await client.get("/kiosk/", headers={"accept-language": "fr"})

    assert parse(response.text).get("lang") == "fr"
    assert "Nous revenons tout de suite" in response.text
