"""Codes as pictures and sheets: they hold what they should, and machines read them."""

import io

import pytest
import zxingcpp
from comptoir_qr.drawing import draw_png
from PIL import Image

from tests.plugins.qr.test_pages import JEANS, STORE
from tests.plugins.web.conftest import text


def decoded(picture):
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))]


def test_a_picture_of_a_code_is_read_back(passer, write, address):
    code = write("PRODUCT", product=write.product(JEANS), store=STORE)
    answer = passer.get(f"/q/code/{code}.png")

    assert answer.headers["content-type"] == "image/png"
    assert decoded(answer.content) == [f"{address}/q/{code}"]


def test_a_drawing_of_a_code_is_svg_of_its_own(passer, write):
    code = write("PRODUCT", product=write.product(JEANS), store=STORE)
    answer = passer.get(f"/q/code/{code}.svg")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.lstrip().startswith("<?xml")
    assert "script" not in answer.text


@pytest.mark.parametrize(
    "name", ["nope.svg", "0G.0000000000000.png", "x", "x.gif", "%2e%2e%2fcodes.py", ".png"]
)
def test_no_other_text_is_drawn(passer, name):
    assert passer.get(f"/q/code/{name}").status_code == 404


def test_a_sheet_has_a_label_for_each_product_of_a_collection(passer, write):
    page = passer.page(f"/q/sheet?location={STORE}&collection=jeans")
    titles = [text(row) for row in page.findall(".//*[@class='label__title']")]
    rows = passer.ask('{ collection(handle: "jeans") { products(first: 99) { nodes { id title } } } }')
    codes = {write("PRODUCT", product=row, store=STORE) for row in rows["collection"]["products"]["nodes"]}

    assert len(titles) == len(codes) > 1
    assert {text(row) for row in page.findall(".//*[@class='label__code']")} == codes
    assert len([row for row in page.iter() if row.get("role") == "img"]) == len(codes)


def test_a_sheet_for_every_size_names_each_and_its_article_number(passer, write):
    page = passer.page(f"/q/sheet?location={STORE}&collection=jeans&each=variant")
    told = text(page.find(".//main"))

    for variant in write.product(JEANS)["variants"]["nodes"]:
        assert variant["sku"] in told
        assert write("VARIANT", variant=variant, store=STORE) in told


def test_no_price_is_printed(passer):
    answer = passer.get(f"/q/sheet?location={STORE}&collection=jeans&each=variant").text

    assert "No price is printed" in answer
    assert not any(sign in answer for sign in "€£$")


def test_every_product_is_on_one_of_the_sheets(passer):
    path, seen = f"/q/sheet?location={STORE}", []
    while path:
        page = passer.page(path)
        seen += [text(row) for row in page.findall(".//*[@class='label__code']")]
        path = next((a.get("href") for a in page.findall(".//header//a") if "after=" in a.get("href")), None)
    count = len(passer.ask("{ products(first: 250) { nodes { id } } }")["products"]["nodes"])

    assert len(seen) == len(set(seen)) == count


@pytest.mark.parametrize("query", ["location=nope", f"location={STORE}&collection=nope"])
def test_a_sheet_for_nothing_is_a_page_that_helps(passer, query):
    assert passer.page(f"/q/sheet?{query}", status=404).find(".//form[@role='search']") is not None


def test_a_sheet_without_a_place_lets_one_choose(passer):
    page = passer.page("/q/sheet")

    assert len([a for a in page.findall(".//main//a") if "/q/sheet?location=" in a.get("href")]) == 4


def test_a_long_address_still_makes_a_code(address):
    url = "https://shop.a-rather-long-name.example/q/" + "0" * 60

    assert decoded(draw_png(url)) == [url]
