"""One bag through five doors: seen in a post, scanned from a billboard, filled at a kiosk, continued on the web."""

import httpx2
import pytest
from comptoir.parity.facts import offers_of_page
from comptoir_qr.codes import Placement, PlacementCodes, PlacementKind

from tests.browser.conftest import NARROW

pytestmark = pytest.mark.browser

JEANS, BEANIE = "rive-straight-jeans", "digue-ribbed-beanie"
KIOSK = {"viewport": {"width": 1080, "height": 1920}, "has_touch": True}
HERE = "country=FR&language=EN"


@pytest.fixture
def billboard(address, demo_shop):
    """Path behind the code on a billboard that shows the jeans."""
    query = f'{{ product(handle: "{JEANS}") {{ id }} }}'
    found = httpx2.post(f"{address}/graphql", json={"query": query}).json()["data"]["product"]["id"]
    placement = Placement(kind=PlacementKind.BILLBOARD, product=int(found.rpartition("/")[2]))
    return f"/q/{PlacementCodes(demo_shop.settings.signing_key()).write(placement)}"


def offers(page):
    """Return what a page tells machines of price, availability and returns policy of each variant."""
    found = offers_of_page(page.content())
    assert found
    return found


def open_from_a_post(page):
    page.goto(f"/social/?{HERE}")
    posts = page.locator("a.cover__link, a.tile__link").evaluate_all(
        "links => links.map(a => a.getAttribute('href'))"
    )
    for post in dict.fromkeys(posts):
        page.goto(post)
        tagged = page.locator(f"a[href*='/social/products/{JEANS}']")
        if tagged.count():
            page.goto(tagged.first.get_attribute("href"))
            return
    raise AssertionError("no post shows the jeans")


def code_on_the_phone(phone):
    phone.goto("/mobile/cart")
    phone.get_by_role("button", name="Continue on another screen").click()
    return phone.locator("[data-code]").inner_text()


def test_a_bag_walks_through_five_doors_and_every_screen_says_the_same(open_tab, billboard):
    with (
        open_tab(viewport=NARROW) as social,
        open_tab(viewport=NARROW) as phone,
        open_tab(**KIOSK) as kiosk,
        open_tab() as web,
        open_tab(viewport=NARROW) as mobile,
    ):
        open_from_a_post(social)
        seen = {"social": offers(social)}

        phone.goto(f"{billboard}?{HERE}")
        seen["qr"] = offers(phone)
        phone.get_by_role("button", name="Add to bag").click()
        mobile.goto(f"/mobile/products/{JEANS}?{HERE}")
        seen["mobile"] = offers(mobile)

        kiosk.goto(f"/kiosk/products/{JEANS}?{HERE}")
        seen["kiosk"] = offers(kiosk)
        code = code_on_the_phone(phone)
        kiosk.goto("/kiosk/handoff")
        for key in code.replace("-", ""):
            kiosk.locator(f"[data-key='{key}']").tap()
        kiosk.get_by_role("button", name="Take it over").tap()
        kiosk.wait_for_url("**/kiosk/cart")

        phone.goto("/mobile/cart")
        phone.wait_for_timeout(300)
        kiosk.goto(f"/kiosk/products/{BEANIE}")
        kiosk.get_by_role("button", name="Put it in the bag").tap()
        kiosk.wait_for_url("**/kiosk/cart")
        phone.get_by_text("Digue Ribbed Beanie").first.wait_for()

        web.goto(f"/products/{JEANS}?{HERE}")
        seen["web"] = offers(web)
        code = code_on_the_phone(phone)
        web.goto("/cart")
        web.get_by_label("Code from the other screen").fill(code)
        web.get_by_role("button", name="Go on").click()
        web.get_by_role("button", name="Yes, take it over").click()
        web.get_by_text("You hold the same bag as the other screen now.").wait_for()
        assert web.get_by_text("Rive Straight Jeans").first.is_visible()
        assert web.get_by_text("Digue Ribbed Beanie").first.is_visible()
        assert web.locator("[data-bag-count]").first.inner_text() == "2"

        assert seen == dict.fromkeys(seen, seen["social"])
        assert len(seen) == 5
