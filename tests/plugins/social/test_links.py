"""Deep links and links that fill a bag: what they lead to, what they keep, and what they refuse."""

import pytest
from comptoir.api import set_levels
from comptoir_atelier.sources import read

from tests.plugins.social.conftest import parse, text

VARIANTS = """query($handle: String!) @inContext(country: FR, language: EN) {
  product(handle: $handle) { variants(first: 250) { nodes { id title availableForSale } } } }"""


def variants(visitor, handle):
    rows = visitor.ask(VARIANTS, {"handle": handle})["product"]["variants"]["nodes"]
    return {row["title"]: (row["id"].rpartition("/")[2], row["availableForSale"]) for row in rows}


def test_a_deep_link_lands_on_its_variant_and_market(visitor):
    number, _ = variants(visitor, "rive-straight-jeans")["Indigo / 31"]
    answer = visitor.get(f"/social/go/rive-straight-jeans?variant={number}&country=GB&utm_source=ig")

    assert answer.status_code == 302
    assert answer.headers["location"] == f"/social/products/rive-straight-jeans?variant={number}"
    assert text(visitor.page(answer.headers["location"]).find(".//*[@data-price]")).startswith("£")


def test_where_a_shopper_came_from_is_kept_on_the_cart(visitor):
    visitor.get("/social/go/rive-straight-jeans?utm_source=ig&utm_campaign=autumn%00")
    fields = {"option:Color": "Indigo", "option:Size": "31", "quantity": "1", "handle": "rive-straight-jeans"}
    assert visitor.submit("/social/bag/add", **fields, post="monday-on-the-quay").status_code == 303
    assert visitor.cart_attributes() == {
        "_source": "ig",
        "_campaign": "autumn",
        "_post": "monday-on-the-quay",
    }

    visitor.get("/social/?utm_source=tt")
    visitor.submit("/social/bag/add", **fields)
    assert visitor.cart_attributes() == {"_source": "tt"}
    assert "tt" not in text(visitor.page("/social/bag").find(".//main"))


def test_a_sold_out_variant_leads_to_the_nearest_of_its_product(visitor, demo_shop):
    found = variants(visitor, "rive-chino")
    number, there = found["Navy / 31"]
    assert there
    for location in read("locations")["location"]:
        demo_shop.db.write_now(set_levels, location=location["handle"], levels={int(number): 0})

    answer = visitor.get(f"/social/go/rive-chino?variant={number}&language=EN")

    landed = answer.headers["location"].partition("variant=")[2].partition("&")[0]
    assert landed == found["Navy / 30"][0]
    page = visitor.page(answer.headers["location"])
    assert "Navy / 31" in text(page.find(".//*[@role='status']"))
    assert page.find(".//button[@value='add']") is not None


def test_a_sold_out_product_leads_to_one_in_its_spirit(visitor):
    answer = visitor.get("/social/go/sillage-slip-dress")

    assert "instead_of=sillage-slip-dress" in answer.headers["location"]
    page = visitor.page(answer.headers["location"])
    assert "Sillage Slip Dress" in text(page.find(".//*[@role='status']"))
    assert page.find(".//button[@value='add']") is not None


def test_a_market_that_is_not_served_is_said(visitor):
    answer = visitor.get("/social/go/rive-straight-jeans?country=ZZ")

    page = visitor.page(answer.headers["location"])
    assert "do not deliver" in text(page.find(".//*[@role='status']"))


@pytest.mark.parametrize(
    "query", ["variant=999999", "variant=x", "variant=-1", "variant=" + "9" * 400, "%F0%9F=1"]
)
def test_a_variant_that_cannot_be_read_leads_to_the_product(visitor, query):
    answer = visitor.get(f"/social/go/rive-straight-jeans?{query}")

    assert answer.headers["location"] == "/social/products/rive-straight-jeans"


def test_a_link_shows_a_bag_first_and_fills_it_by_a_form(visitor):
    number, _ = variants(visitor, "rive-straight-jeans")["Indigo / 31"]
    page = visitor.page(f"/social/cart/{number}:2?country=GB&utm_source=mail")
    assert "2 \N{MULTIPLICATION SIGN} £115.00" in text(page)
    assert "cart" not in visitor.cookies

    answer = visitor.submit(f"/social/cart/{number}:2")
    assert answer.headers["location"] == "/social/bag"
    assert "£230.00" in text(visitor.page("/social/bag").find(".//*[@data-subtotal]"))
    assert visitor.cart_attributes() == {"_source": "mail"}


@pytest.mark.parametrize(
    "lines",
    ["{n}:-1", "{n}:0", "{n}:99999999", "{n}:1.5", "{n}:", "x:1", "{n}:1,", ",", "{n}:1:2", "0:1",
     "{n}:\N{ARABIC-INDIC DIGIT ONE}",
     ",".join(["{n}:1"] * 21), "9" * 17 + ":1", "999999999:1"],
)  # fmt: skip
def test_forged_links_are_refused_and_change_nothing(visitor, lines):
    number, _ = variants(visitor, "rive-straight-jeans")["Indigo / 31"]
    path = "/social/cart/" + lines.format(n=number)

    assert "does not work" in text(visitor.page(path, status=404).find(".//h1"))
    assert visitor.submit(path).status_code == 404
    assert "cart" not in visitor.cookies


def test_more_than_a_cart_may_have_is_said_and_changes_nothing(visitor):
    number, _ = variants(visitor, "rive-straight-jeans")["Indigo / 31"]
    answer = visitor.submit(f"/social/cart/{number}:999999")

    assert answer.status_code in {200, 422}
    assert parse(answer.text).find(".//*[@role='alert']") is not None


def test_a_form_of_another_page_fills_nothing(visitor):
    number, _ = variants(visitor, "rive-straight-jeans")["Indigo / 31"]

    assert visitor.post(f"/social/cart/{number}:1", data={"csrf": "x"}).status_code == 403
    assert visitor.post("/social/bag/add", data={"csrf": "x"}).status_code == 403
    assert "cart" not in visitor.cookies


def test_a_bag_is_changed_emptied_and_taken_along(visitor):
    number, _ = variants(visitor, "rive-straight-jeans")["Indigo / 31"]
    visitor.submit(f"/social/cart/{number}:1")
    line = visitor.page("/social/bag").find(".//input[@name='line']").get("value")
    visitor.submit("/social/bag/lines", line=line, intent="more")
    assert "258,00" in text(visitor.page("/social/bag").find(".//*[@data-subtotal]"))

    code = parse(visitor.submit("/social/bag/code").text).find(".//*[@class='code']")
    assert len(text(code).replace("-", "")) == 10
    assert visitor.submit("/social/bag/lines", line="nope", intent="more").status_code == 422
    visitor.submit("/social/bag/lines", line=line, intent="remove")
    assert "empty" in text(visitor.page("/social/bag").find(".//main"))
