"""Codes as a phone reads them: decoded from a picture of the screen, they lead where the screen says."""

import io

import pytest
import zxingcpp
from comptoir.app import serve
from comptoir.startup import start_shop
from PIL import Image

from tests.browser.conftest import violations
from tests.rig.demo_shop import demo_folder, demo_settings
from tests.rig.serving import serving

pytestmark = pytest.mark.browser

UPRIGHT = {"viewport": {"width": 1080, "height": 1920}, "has_touch": True}
PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}


def codes_on(page, **options):
    """Return the texts of the codes in a picture of the page."""
    return [
        found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot(**options))))
    ]


def test_the_kiosks_code_takes_the_bag_to_a_phone_and_no_further(open_tab):
    with open_tab(**UPRIGHT) as kiosk, open_tab(**PHONE) as phone, open_tab(**PHONE) as third:
        kiosk.goto("/kiosk/products/averse-trench-coat")
        kiosk.get_by_role("button", name="Put it in the bag").tap()
        kiosk.get_by_role("button", name="Take it to your phone").tap()
        kiosk.locator(".handoff__qr svg").wait_for()
        (scanned,) = codes_on(kiosk)
        assert scanned == kiosk.locator("[data-address]").get_attribute("data-address")

        phone.goto(scanned)
        phone.get_by_role("button", name="Yes, take it over").tap()
        phone.wait_for_url("**/mobile/cart")
        assert phone.locator(".line__title").all_inner_texts() == ["Averse Trench Coat"]
        kiosk.goto("/kiosk/cart")
        assert kiosk.locator("[data-total]").inner_text() == phone.locator("[data-total]").inner_text()

        third.goto(scanned)
        third.get_by_role("button", name="Yes, take it over").tap()
        third.get_by_text("This code does not work").first.wait_for()
        third.complaints.clear()  # The browser itself logs the status of the page.
        third.goto("/mobile/cart")
        assert third.locator(".line__title").count() == 0


@pytest.fixture(scope="module")
def doors_address(tmp_path_factory):
    settings = demo_settings(demo_folder(tmp_path_factory)).model_copy(update={"doors": True})
    with serving(serve(start_shop(settings))) as address:
        yield address


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, {"width": 375, "height": 780}])
def test_every_door_is_opened_by_the_code_that_stands_at_it(open_tab, doors_address, viewport):
    with open_tab(viewport=viewport) as page:
        page.goto(f"{doors_address}/doors")
        page.locator(".door .code svg").last.wait_for()
        shown = page.locator(".door .address").all_inner_texts()
        read = codes_on(page, full_page=True)

        assert len(shown) == 5
        assert sorted(read) == sorted(shown)
        assert violations(page) == []
        for scanned in read:
            page.goto(scanned)
            page.locator("h1").first.wait_for()
