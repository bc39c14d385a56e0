"""The bag on the phone, without scripts."""

import pytest

from tests.plugins.mobile.conftest import JEANS, text

ROW = ("Quai Straight Jeans", "Indigo · 30", "1")


def test_jeans_go_into_the_bag(phone):
    answer = phone.add(**JEANS)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/mobile/cart"
    assert phone.lines() == [ROW]
    assert text(phone.page("/mobile/").find(".//*[@id='bag-count']")) == "1 pieces"


def test_the_bag_of_one_browser_is_the_same_on_the_web_and_on_mobile(phone):
    phone.add(**JEANS)

    assert "Quai Straight Jeans" in phone.get("/cart").text


def test_two_phones_have_two_bags(phone, other):
    phone.add(**JEANS)

    assert other.lines() == []
    assert phone.lines() == [ROW]


@pytest.mark.parametrize("options", [{"Size": "99"}, {"Color": "Plaid"}, {"Size": ""}])
def test_a_choice_that_does_not_exist_is_refused(phone, options):
    answer = phone.add(**{**JEANS, **options})

    assert answer.status_code == 422
    assert "This choice does not exist" in answer.text
    assert phone.lines() == []


@pytest.mark.parametrize("quantity", ["0", "-1", "x", "1.5", "", "1" * 40, "\u0663"])
def test_what_is_no_quantity_is_refused(phone, quantity):
    answer = phone.submit(
        "/mobile/cart/add",
        handle="quai-straight-jeans",
        quantity=quantity,
        **{f"option:{n}": v for n, v in JEANS.items()},
    )

    assert answer.status_code == 422
    assert phone.lines() == []


def test_a_product_that_is_not_there_is_not_found(phone):
    assert phone.add(handle="no-such-piece").status_code in {404, 422}
    assert phone.lines() == []


def test_a_choice_can_be_looked_at_without_scripts(phone):
    answer = phone.submit(
        "/mobile/cart/add", handle="quai-straight-jeans", intent="show", **{"option:Size": "30"}
    )

    assert answer.headers["location"] == "/mobile/products/quai-straight-jeans?Size=30"


@pytest.mark.parametrize(("intent", "left"), [("more", "2"), ("fewer", None), ("remove", None)])
def test_a_line_changes(phone, intent, left):
    phone.add(**JEANS)
    answer = phone.submit("/mobile/cart/lines", line=phone.line_id(), intent=intent)

    assert answer.status_code == 303
    assert [row[2] for row in phone.lines()] == ([left] if left else [])


@pytest.mark.parametrize("line", ["", "gid://shopify/CartLine/0", "nonsense", "x" * 5000])
def test_a_line_of_another_bag_is_refused(phone, line):
    phone.add(**JEANS)
    answer = phone.submit("/mobile/cart/lines", line=line, intent="remove")

    assert answer.status_code == 422
    assert phone.lines() == [ROW]


def test_a_code_that_applies_shows_what_it_takes_off(phone):
    phone.add(**JEANS)
    phone.submit("/mobile/cart/discount", code="rive10", intent="add")
    page = phone.page("/mobile/cart")

    assert text(page.find(".//ul[@class='codes']")).startswith("rive10 applied")
    assert text(page.find(".//dd[@data-discount]")).startswith("Discount: \u2212")
    assert "Care week: a fifth off" in phone.get("/mobile/products/leather-balm").text


def test_a_code_that_does_not_apply_says_so_and_can_be_taken_away(phone):
    phone.add(**JEANS)
    phone.submit("/mobile/cart/discount", code="SUMMER", intent="add")
    shown = text(phone.page("/mobile/cart").find(".//ul[@class='codes']"))
    phone.submit("/mobile/cart/discount", code="SUMMER", intent="remove")

    assert shown.startswith("SUMMER We do not know this code.")
    assert phone.page("/mobile/cart").find(".//ul[@class='codes']") is None


@pytest.mark.parametrize("path", ["/cart/add", "/cart/lines", "/cart/discount", "/cart/code"])
@pytest.mark.parametrize("token", ["", "forged", "eyJjc3JmIjoieCJ9.aaaa.bbbb"])
def test_a_form_without_a_genuine_token_changes_nothing(phone, path, token):
    phone.add(**JEANS)
    answer = phone.post(
        f"/mobile{path}", data={"csrf": token, "handle": "quai-straight-jeans", "quantity": "5"}
    )

    assert answer.status_code == 403
    assert phone.lines() == [ROW]


def test_a_token_of_another_visitor_is_refused(phone, other):
    token = other.token()
    phone.get("/mobile/")

    assert phone.post("/mobile/cart/add", data={"csrf": token, "handle": "x"}).status_code == 403


def test_a_script_gets_the_part_that_changed(phone):
    token = phone.token()
    fields = {"csrf": token, "handle": "quai-straight-jeans", "quantity": "1", "option:Color": "Indigo"}
    answer = phone.post("/mobile/cart/add", data={**fields, "option:Size": "30"}, headers={"x-fragment": "1"})

    assert answer.status_code == 200
    assert 'data-quantity="1"' in answer.text
    assert "<html" not in answer.text
    refused = phone.post("/mobile/cart/add", data={"csrf": "x"}, headers={"x-fragment": "1"})
    assert refused.status_code == 403
    assert "<html" not in refused.text


@pytest.mark.parametrize(
    "cookie", ["x", "a/b", "..%2F..", "0123456789abcdef%3Fkey%3Dwrong", "%00", "x" * 1000]
)
def test_a_cart_cookie_that_names_no_cart_is_an_empty_bag(phone, cookie):
    answer = phone.get("/mobile/cart", headers={"cookie": f"cart={cookie}"})

    assert answer.status_code == 200
    assert "Your bag is empty." in answer.text
