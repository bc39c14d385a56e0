"""Behind codes, in a browser at the size of a phone: accessible, quiet, fits, and what hangs there is readable."""

import io

import pytest
import zxingcpp
from comptoir_qr.codes import PlacementCodes
from comptoir_qr.views.sheets import labels_of, sheet_svg
from PIL import Image

from tests.browser.conftest import violations

pytestmark = pytest.mark.browser

PHONE = {"width": 375, "height": 812}
PAGES = {
    "start": "/q/",
    "item": "/q/p/quai-straight-jeans?at=1",
    "sold out": "/q/p/sillage-slip-dress?at=1",
    "no place": "/q/p/averse-trench-coat",
    "found": "/q/search?q=jeans",
    "nothing found": "/q/search?q=zzzzqqqq",
    "collection": "/q/c/jeans?at=1",
    "store": "/q/store/1",
    "bag": "/q/cart",
    "sheet choice": "/q/sheet",
    "forged": "/q/0G5AC3K.7ZK3M9XWRT0AB",
    "bar code": "/q/search?q=4006381333931",
}


@pytest.fixture
def store(address):
    """Number of the first store."""
    import httpx2

    answer = httpx2.post(f"{address}/graphql", json={"query": "{ locations(first: 1) { nodes { id } } }"})
    return answer.json()["data"]["locations"]["nodes"][0]["id"].rpartition("/")[2]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits_a_phone(open_tab, store, name):
    path = PAGES[name].replace("at=1", f"at={store}").replace("/store/1", f"/store/{store}")
    with open_tab(viewport=PHONE) as page:
        page.goto(path)
        page.wait_for_load_state("networkidle")

        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        if name in {"forged", "bar code"}:
            # The browser itself logs the status of the page, and nothing else.
            assert all("404" in complaint for complaint in page.complaints)
            page.complaints.clear()


def test_the_answer_and_the_sizes_are_on_the_first_screen(open_tab, store):
    with open_tab(viewport=PHONE) as page:
        page.goto(f"/q/p/quai-straight-jeans?at={store}")
        answer = page.locator(".answer__word").bounding_box()
        sizes = page.locator(".option__values").first.bounding_box()
        bar = page.locator(".bar").bounding_box()

        assert answer["height"] >= 40
        assert sizes["y"] + sizes["height"] <= bar["y"]
        assert bar["y"] + bar["height"] <= PHONE["height"]


def test_targets_are_large_enough_for_one_hand(open_tab, store):
    small = """[...document.querySelectorAll('a, button, select, summary, input:not([type=hidden])')]
        .filter(e => e.checkVisibility() && !e.matches('.skip'))
        .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([_, r]) => r.width < 40 || r.height < 40).map(([e, r]) => [e, r.width, r.height])"""
    with open_tab(viewport=PHONE) as page:
        for path in (f"/q/p/quai-straight-jeans?at={store}", "/q/", f"/q/store/{store}"):
            page.goto(path)
            assert page.evaluate(small) == [], path


def test_a_size_is_chosen_added_and_shown_in_the_bag(open_tab, store):
    with open_tab(viewport=PHONE) as page:
        page.goto(f"/q/p/quai-straight-jeans?at={store}")
        page.locator("a.value", has_text="28").click()
        assert page.locator(".answer__word").inner_text().startswith("28 is")
        page.get_by_role("button", name="Add to bag").click()
        page.get_by_role("link", name="Open the bag").click()
        assert "28" in page.locator(".line").inner_text()
        assert violations(page) == []
        page.get_by_role("button", name="Show it as a code").click()
        letters = page.locator("[data-code]").inner_text()
        read = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))

        assert [found.text.rpartition("/")[2] for found in read] == [letters]
        assert violations(page) == []


def test_every_label_of_a_printed_sheet_can_be_scanned(open_tab, address):
    with open_tab(viewport={"width": 900, "height": 1300}, device_scale_factor=2) as page:
        page.goto("/q/sheet?location=paris-canal&collection=jeans")
        page.emulate_media(media="print")
        codes = page.locator(".label__code").all_inner_texts()
        read = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot(full_page=True))))

        assert {found.text for found in read} == {f"{address}/q/{code}" for code in codes}
        assert page.evaluate("document.querySelector('.guide').checkVisibility()") is False
        box = page.locator(".label").first.bounding_box()
        assert (round(box["width"]), round(box["height"])) == (240, 144)
        page.emulate_media(media="screen")
        assert violations(page) == []


def test_every_label_of_a_drawn_sheet_can_be_scanned(open_tab):
    variants = {"nodes": [{"id": "gid://shopify/ProductVariant/1", "sku": "A-1", "selectedOptions": []}]}
    products = [
        {
            "id": f"gid://shopify/Product/{n}",
            "title": f"<Piece> & {n}",
            "productType": "",
            "variants": variants,
        }
        for n in range(23)
    ]
    labels = labels_of(
        products,
        codes=PlacementCodes("x"),
        base="https://shop.example",
        location=1,
        each_variant=False,
        name=lambda title: title,
    )
    with open_tab(viewport={"width": 900, "height": 1300}, device_scale_factor=2) as page:
        page.set_content(sheet_svg(labels))
        read = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot(full_page=True))))

        assert {found.text for found in read} == {label.url for label in labels}
        assert page.locator("text", has_text="<Piece> & 22").count() == 1
