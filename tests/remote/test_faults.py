"""A remote channel whose shop is away, slow or broken: a page one can act on, and nothing of the fault leaks."""

import asyncio
import socket
from contextlib import ExitStack

import html5lib
import httpx2
import pytest
from comptoir.app import serve
from comptoir.frontkit.site import site, visit
from comptoir.remote.app import remote_app
from comptoir.settings import PluginSettings, Settings
from comptoir.startup import start_shop
from comptoir.storefront_tokens import PURPOSE, issue

from tests.rig.demo_shop import demo_folder, demo_settings
from tests.rig.serving import serving

JEANS = "rive-straight-jeans"
SECRET = "Traceback: password=hunter2"
DOORS = {
    "web": ("/", f"/products/{JEANS}", "/search?q=jeans", "/cart"),
    "mobile": ("/mobile/", f"/mobile/products/{JEANS}", "/mobile/scan?code=4006381333931", "/mobile/cart"),
    "kiosk": ("/kiosk/", f"/kiosk/products/{JEANS}", "/kiosk/search?q=jeans", "/kiosk/cart"),
    "social": (
        "/social/",
        f"/social/products/{JEANS}",
        "/social/p/monday-on-the-quay",
        f"/social/go/{JEANS}?country=GB",
        "/social/cart/1:1",
        "/social/card/monday-on-the-quay.png",
        "/social/feeds/google-FR.xml",
        "/social/bag",
    ),
    "qr": ("/q/", f"/q/p/{JEANS}", "/q/forged.code", "/q/sheet"),
}
HTML = b"text/html; charset=utf-8"
JSON = b"application/json"
ANSWERS = {
    "a page for an error": (500, HTML, f"<h1>{SECRET}</h1>"),
    "a proxy without a shop": (502, HTML, f"<h1>{SECRET}</h1>"),
    "JSON of its own": (500, JSON, f'{{"message": "{SECRET}"}}'),
    "an error of the API": (
        200,
        JSON,
        f'{{"errors": [{{"message": "{SECRET}", "extensions": {{"code": "INTERNAL_SERVER_ERROR"}}}}]}}',
    ),
    "a refusal": (
        401,
        JSON,
        f'{{"errors": [{{"message": "{SECRET}", "extensions": {{"code": "UNAUTHENTICATED"}}}}]}}',
    ),
    "errors as a text": (429, JSON, f'{{"errors": "{SECRET}"}}'),
    "nothing": (200, JSON, '{"data": null}'),
    "another answer": (200, JSON, f'{{"data": "{SECRET}"}}'),
    "half an answer": (200, JSON, '{"data": {"localization": {'),
    "an address elsewhere": (302, HTML, SECRET),
}


class Breakable:
    """A shop over HTTP that can be made to answer with a fault."""

    def __init__(self, app):
        self.app = app
        self.fault = None

    async def __call__(self, scope, receive, send):
        if self.fault is None or scope["type"] != "http":
            await self.app(scope, receive, send)
        elif self.fault == "silence":
            await asyncio.wait_for(_gone(receive), 60)
        else:
            status, kind, body = ANSWERS[self.fault]
            headers = [(b"content-type", kind), (b"location", b"http://127.0.0.1:9/elsewhere")]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body.encode()})


async def _gone(receive):
    while (await receive())["type"] != "http.disconnect":
        pass


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return start_shop(demo_settings(demo_folder(tmp_path_factory)))


@pytest.fixture(scope="module")
def breakable(shop):
    return Breakable(serve(shop))


@pytest.fixture(scope="module")
def addresses(shop, breakable, tmp_path_factory):
    """The address of each channel, run beside the shop."""
    folder = tmp_path_factory.mktemp("remote")
    settings = Settings(data_dir=folder, plugins=PluginSettings(strict=True))
    with ExitStack() as stack:
        shop_url = stack.enter_context(serving(breakable))
        yield {
            name: stack.enter_context(
                serving(
                    remote_app(
                        name,
                        shop_url=shop_url,
                        settings=settings,
                        token=issue(shop.signer(PURPOSE), channel=name),
                    )
                )
            )
            for name in DOORS
        }


@pytest.fixture(autouse=True)
def _whole_again(breakable):
    yield
    breakable.fault = None


@pytest.fixture
def forgetful(monkeypatch):
    """Channels ask for the shop's markets on each request, as on their very first."""
    monkeypatch.setattr(site, "_MARKETS_SECONDS", -1)


def browser(address):
    return httpx2.Client(base_url=address, headers={"accept-language": "en"}, timeout=60)


def assert_apology(answer, *, unlike):
    assert answer.status_code == 503, answer.request.url
    assert answer.headers["retry-after"] == "10"
    assert answer.headers["cache-control"] == "no-store"
    assert "content-security-policy" in answer.headers
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.text)
    assert "".join(page.find(".//h1").itertext()).strip() == "We will be right back"
    assert page.find(".//main//a") is not None
    for leak in ("Traceback", "hunter2", "127.0.0.1", "graphql", "ShopClient", *unlike):
        assert leak not in answer.text, leak
    assert "cart" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize("fault", ANSWERS)
@pytest.mark.parametrize("channel", DOORS)
def test_a_shop_that_answers_errors_is_a_page_that_says_so(addresses, breakable, channel, fault):
    with browser(addresses[channel]) as visitor:
        assert visitor.get(DOORS[channel][0]).status_code == 200
        breakable.fault = fault
        for path in DOORS[channel]:
            assert_apology(visitor.get(path), unlike=[JEANS] if JEANS not in path else [])


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize("channel", DOORS)
def test_a_shop_that_fails_from_the_first_visit_on_is_a_page_that_says_so(addresses, breakable, channel):
    with browser(addresses[channel]) as visitor:
        for breakable.fault in ANSWERS:
            assert_apology(visitor.get(DOORS[channel][1]), unlike=[])


@pytest.mark.parametrize("channel", DOORS)
def test_a_shop_that_never_answers_is_a_page_that_says_so(addresses, breakable, channel, monkeypatch):
    with browser(addresses[channel]) as visitor:
        assert visitor.get(DOORS[channel][0]).status_code == 200
        breakable.fault = "silence"
        for module in (site, visit):
            monkeypatch.setattr(module, "WAIT_SECONDS", 0.2)
        for path in DOORS[channel]:
            assert_apology(visitor.get(path), unlike=[])


@pytest.mark.parametrize("channel", DOORS)
def test_a_shop_that_is_away_is_a_page_that_says_so(tmp_path, channel):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        # Bound, and not listening: every connection is refused.
        away = f"http://127.0.0.1:{taken.getsockname()[1]}"
        settings = Settings(data_dir=tmp_path, plugins=PluginSettings(strict=True))
        app = remote_app(channel, shop_url=away, settings=settings)
        with serving(app) as address, browser(address) as visitor:
            assert visitor.get("/healthz").status_code == 200
            for path in DOORS[channel]:
                assert_apology(visitor.get(path), unlike=[away])


@pytest.mark.parametrize("channel", DOORS)
def test_what_a_failing_shop_was_asked_to_add_is_added_when_it_is_back(addresses, breakable, channel):
    with browser(addresses[channel]) as visitor:
        form = add_form(visitor.get(DOORS[channel][1]).text)
        breakable.fault = "an error of the API"
        assert_apology(visitor.post(form.get("action"), data=fields(form)), unlike=[])
        breakable.fault = None
        answer = visitor.post(form.get("action"), data=fields(form))

        assert answer.status_code in {200, 303}
        assert any("cart" in name for name in visitor.cookies)


def add_form(html):
    page = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    return next(form for form in page.iter("form") if form.get("action", "").endswith("/add"))


def fields(form):
    """Return what a browser would send when the form's button is pressed."""
    sent = {
        field.get("name"): field.get("value", "")
        for field in form.iter("input")
        if field.get("name") and (field.get("type") != "radio" or "checked" in field.attrib)
    }
    pressed = [
        button for button in form.iter("button") if button.get("name") and button.get("value") == "add"
    ]
    return sent | {button.get("name"): "add" for button in pressed}


@pytest.mark.parametrize("fault", ["a page for an error", "a refusal", "an address elsewhere"])
def test_a_picture_that_fails_shows_nothing_of_the_shops_fault(addresses, breakable, fault):
    breakable.fault = fault
    with browser(addresses["social"]) as visitor:
        answer = visitor.get("/media/a/b.jpg")

        assert answer.status_code == 503
        assert answer.text == "The shop does not answer"
        assert answer.headers["content-type"].startswith("text/plain")
        assert "location" not in answer.headers


def test_a_picture_that_never_comes_is_given_up(addresses, breakable, monkeypatch):
    from comptoir.remote import passing

    monkeypatch.setattr(passing, "WAIT_SECONDS", 0.2)
    breakable.fault = "silence"
    with browser(addresses["social"]) as visitor:
        assert visitor.get("/media/a/b.jpg").status_code == 503
