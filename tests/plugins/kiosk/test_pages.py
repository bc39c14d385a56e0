"""The kiosk's screens over the demonstration shop: valid, in the visitor's language, kept by no browser."""

import pytest

from tests.plugins.kiosk.conftest import text

PAGES = {
    "/kiosk/": "Atelier Rive",
    "/kiosk/browse": "What are you looking for?",
    "/kiosk/collections/jeans": "Jeans",
    "/kiosk/products/averse-trench-coat": "Averse Trench Coat",
    "/kiosk/search": "Search",
    "/kiosk/search?q=jeans": "Search",
    "/kiosk/search?q=zzzzqqqq": "Search",
    "/kiosk/returns": "Returns and refunds",
    "/kiosk/cart": "Your bag",
    "/kiosk/handoff": "Take over from your phone",
    "/kiosk/stores": "At which store does this screen stand?",
    "/kiosk/enrol": "Enrol this device",
}
NOWHERE = [
    "/kiosk/nope",
    "/kiosk/products/nope",
    "/kiosk/products/NOPE%00",
    "/kiosk/collections/nope",
    "/kiosk/collections/" + "x" * 3000,
]
ODD = [
    "/kiosk/collections/jeans?after=nonsense",
    "/kiosk/search?q=" + "x" * 3000,
    "/kiosk/search?q=%00%22(((",
    "/kiosk/products/averse-trench-coat?variant=abc",
    "/kiosk/products/averse-trench-coat?variant=999999999999999999999",
    "/kiosk/handoff?code=%00",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_screen_is_valid_and_is_not_kept(kiosk, path):
    answer = kiosk.get(path)
    page = kiosk.page(path)

    assert len(page.findall(".//h1")) == 1
    assert text(page.find(".//h1")) == PAGES[path]
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", PAGES)
def test_a_screen_speaks_french(kiosk, path):
    kiosk.get("/kiosk/?language=FR")
    page = kiosk.page(path)

    assert page.get("lang") == "fr"


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_not_there_is_a_screen_that_leads_on(kiosk, path):
    page = kiosk.page(path, status=404)

    assert text(page.find(".//h1")) == "This page is not here"
    assert page.find(".//main//a").get("href") == "/kiosk/browse"
    assert kiosk.get(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ODD)
def test_odd_addresses_are_answered(kiosk, path):
    assert kiosk.get(path).status_code in {200, 404}


def test_links_stay_on_the_kiosk(kiosk):
    for path in PAGES:
        page = kiosk.page(path)
        targets = [a.get("href") for a in page.findall(".//a")] + [
            f.get("action") for f in page.findall(".//form")
        ]
        assert [t for t in targets if not t.startswith(("/kiosk/", "#main")) and t != "/doors"] == []


def test_the_first_touch_chooses_the_language(kiosk):
    token = kiosk.page("/kiosk/").find(".//input[@name='csrf']").get("value")
    answer = kiosk.post("/kiosk/start", data={"csrf": token, "language": "fr"})

    assert answer.headers["location"] == "/kiosk/browse"
    assert kiosk.page("/kiosk/browse").get("lang") == "fr"
