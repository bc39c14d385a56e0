"""The bag of somebody in a store: the same cart as everywhere, changed by plain forms."""

import re
from decimal import Decimal

from tests.plugins.qr.test_pages import JEANS, STORE, sold_at
from tests.plugins.web.conftest import parse, text


def cart_of(passer, fields="totalQuantity"):
    token = passer.cookies["cart"].replace("%3F", "?").replace("%3D", "=")
    return passer.ask(
        f"query($id: ID!) @inContext(language: EN) {{ cart(id: $id) {{ {fields} }} }}",
        {"id": "gid://shopify/Cart/" + token},
    )["cart"]


def test_a_piece_is_added_from_where_one_stands(passer, write):
    product = write.product(JEANS)
    variant = sold_at(product, write.stores[STORE])
    answer = passer.add(product, variant, at=str(write.stores[STORE]))
    page = passer.page(answer.headers["location"])

    assert answer.status_code == 303
    assert text(page.find(".//p[@role='status']")).startswith("It is in your bag.")
    assert text(page.find(".//*[@class='top__count']")) == "1 pieces"
    assert page.find(".//section[@data-stock='here']") is not None
    assert cart_of(passer)["totalQuantity"] == 1


def test_totals_and_promises_are_those_of_graphql(passer, write):
    product = write.product(JEANS)
    passer.add(product, sold_at(product, write.stores[STORE]))
    trench = write.product("averse-trench-coat")
    passer.add(trench, sold_at(trench, write.stores[STORE]))
    page = passer.page("/q/cart")
    cart = cart_of(
        passer,
        "cost { totalAmount { amount } } lines(first: 9) { nodes { ... on CartLine { returnPolicy { summary } } } }",
    )

    shown = re.sub(r"[^0-9]", "", text(page.find(".//*[@data-total]")))
    assert int(shown) == Decimal(cart["cost"]["totalAmount"]["amount"]) * 100
    shown = [text(row) for row in page.findall(".//*[@data-policy]")]
    assert shown == [" ".join(row["returnPolicy"]["summary"].split()) for row in cart["lines"]["nodes"]]


def test_one_more_one_fewer_and_none(passer, write):
    product = write.product(JEANS)
    passer.add(product, sold_at(product, write.stores[STORE]))
    line = passer.page("/q/cart").find(".//input[@name='line']").get("value")
    found = []
    for intent in ("more", "fewer", "nonsense", "fewer"):
        passer.submit("/q/cart/lines", line=line, intent=intent)
        found.append(cart_of(passer)["totalQuantity"])

    assert found == [2, 1, 1, 0]
    assert passer.submit("/q/cart/lines", line=line, intent="more").status_code == 422


def test_a_form_without_a_genuine_token_changes_nothing(passer, write):
    product = write.product(JEANS)
    number = product["variants"]["nodes"][0]["id"].rpartition("/")[2]
    for path in ("/q/cart/add", "/q/cart/lines", "/q/cart/code", "/q/localization"):
        answer = passer.post(
            path, data={"csrf": "forged", "handle": JEANS, "variant": number, "country": "GB"}
        )
        assert answer.status_code == 403
    assert "cart" not in passer.cookies
    assert "country" not in passer.cookies


def test_a_variant_of_another_product_is_refused(passer, write):
    other = write.product("averse-trench-coat")["variants"]["nodes"][0]
    answer = passer.add({"handle": JEANS}, other)

    assert answer.status_code == 422
    assert "cart" not in passer.cookies
    assert passer.add({"handle": "nope"}, other).status_code == 404


def test_the_bag_goes_on_as_a_code(passer, write):
    empty = passer.submit("/q/cart/code")
    product = write.product(JEANS)
    passer.add(product, sold_at(product, write.stores[STORE]))
    answer = passer.submit("/q/cart/code")

    assert empty.status_code == 422
    assert answer.status_code == 200
    assert 'class="qr"' in answer.text


def test_the_phones_own_shop_holds_the_same_bag(passer, write):
    product = write.product(JEANS)
    passer.add(product, sold_at(product, write.stores[STORE]))
    link = next(a for a in passer.page(f"/q/p/{JEANS}").findall(".//a[@class='row']"))

    assert link.get("href").startswith(f"/mobile/products/{JEANS}?variant=")
    assert passer.get(link.get("href")).status_code == 200
    assert product["title"] in passer.get("/mobile/cart").text


def test_a_page_that_answers_a_form_offers_no_way_back_to_the_form(passer, write):
    other = write.product("averse-trench-coat")["variants"]["nodes"][0]
    page = parse(passer.add({"handle": JEANS}, other).text)
    back = page.find(".//form[@action='/q/localization']/input[@name='return_to']").get("value")

    assert back.startswith(f"/q/p/{JEANS}")
    assert text(page.find(".//p[@role='alert']")) == "This choice does not exist. Please choose another."
