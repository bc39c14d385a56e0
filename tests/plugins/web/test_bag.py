"""The bag without scripts: forms, their refusals, and that a refusal changes nothing."""

import re

import pytest

from tests.plugins.web.conftest import text

JEANS = {"handle": "quai-straight-jeans", "option:Color": "Indigo", "option:Size": "30"}


def add(visitor, **changes):
    return visitor.submit("/cart/add", **{**JEANS, "quantity": "1", **changes})


def lines(visitor):
    """Return what the bag's page shows: titles, options, quantities."""
    page = visitor.page("/cart")
    return [
        (
            text(row.find(".//h2")),
            [text(p) for p in row.findall(".//p[@class='line__option']")],
            row.find(".//input[@name='quantity']").get("value"),
        )
        for row in page.findall(".//li[@class='line']")
    ]


def line_id(visitor):
    return visitor.page("/cart").find(".//input[@name='line']").get("value")


def test_an_empty_bag_says_so(visitor):
    assert text(visitor.page("/cart").find(".//p[@class='empty__title']")) == "Your bag is empty."


def test_a_choice_of_options_goes_into_the_bag(visitor):
    answer = add(visitor, quantity="2")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/cart?added=1"
    assert lines(visitor) == [("Quai Straight Jeans", ["Color: Indigo", "Size: 30"], "2")]


def test_the_same_variant_joins_its_line(visitor):
    add(visitor)
    add(visitor)

    assert lines(visitor) == [("Quai Straight Jeans", ["Color: Indigo", "Size: 30"], "2")]


def test_the_bag_shows_the_total_that_graphql_answers(visitor):
    add(visitor, quantity="3")
    address = visitor.page("/cart").find(".//a[@class='link link--small bag-address']").get("href")
    cart = f"gid://shopify/Cart/{address.rpartition('/')[2]}"
    cost = visitor.ask("query($id: ID!) { cart(id: $id) { cost { totalAmount { amount } } } }", {"id": cart})

    shown = text(visitor.page("/cart").find(".//*[@data-total]"))
    assert shown == f"{cost['cart']['cost']['totalAmount']['amount'].replace('.', ',')} €"


def test_each_line_tells_its_returns_policy(visitor):
    add(visitor)
    policy = visitor.ask(
        'query @inContext(language: EN) { product(handle: "quai-straight-jeans") { returnPolicy { summary } } }'
    )

    shown = text(visitor.page("/cart").find(".//p[@class='line__policy']"))
    assert shown == policy["product"]["returnPolicy"]["summary"]


@pytest.mark.parametrize(
    "quantity", ["0", "-1", "1.5", "1,5", "1e3", "abc", "", "٣", "99999999999", " ", "NaN"]
)
def test_a_quantity_that_is_none_is_refused_next_to_its_field(visitor, quantity):
    answer = add(visitor, quantity=quantity)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "Enter a whole number, 1 or more." in answer.text
    assert lines(visitor) == []


def test_a_huge_quantity_never_breaks_the_page(visitor):
    answer = add(visitor, quantity="999999")

    assert answer.status_code in {303, 422}
    assert visitor.get("/cart").status_code == 200


@pytest.mark.parametrize(
    "choice",
    [
        {"option:Size": "99"},
        {"option:Color": "Plaid"},
        {"option:Size": ""},
        {"handle": "no-such-product"},
        {"handle": "averse-trench-coat"},
        {"handle": "../../etc/passwd"},
    ],
)
def test_a_choice_that_does_not_exist_is_refused(visitor, choice):
    answer = add(visitor, **choice)

    assert answer.status_code in {404, 422}
    assert lines(visitor) == []


def test_a_choice_can_be_looked_at_without_scripts(visitor):
    answer = add(visitor, intent="show")

    assert answer.headers["location"] == "/products/quai-straight-jeans?Color=Indigo&Size=30"
    assert lines(visitor) == []


@pytest.mark.parametrize(
    "path", ["/cart/add", "/cart/lines", "/cart/note", "/cart/discount", "/localization"]
)
@pytest.mark.parametrize("token", ["", "forged", "eyJjc3JmIjoieCJ9.aaaa.bbbb"])
def test_a_form_without_a_genuine_token_changes_nothing(visitor, path, token):
    add(visitor)
    answer = visitor.post(path, data={"csrf": token, **JEANS, "quantity": "5", "country": "GB"})

    assert answer.status_code == 403
    assert lines(visitor) == [("Quai Straight Jeans", ["Color: Indigo", "Size: 30"], "1")]
    assert "country" not in visitor.cookies


def test_a_token_of_another_visitor_is_refused(visitor, address):
    stranger = type(visitor)(base_url=address)
    with stranger:
        token = stranger.token()
    visitor.get("/")
    answer = visitor.post("/cart/add", data={"csrf": token, **JEANS, "quantity": "1"})

    assert answer.status_code == 403


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_a_body_that_is_no_form_is_refused(visitor, kind):
    answer = visitor.post("/cart/add", content=b'{"quantity": 1}', headers={"content-type": kind})

    assert answer.status_code == 403


@pytest.mark.parametrize("body", [b"\xff\xfe=1", b"a=1&" * 500, b"%%%=%ZZ", b"x" * 5000])
def test_a_broken_form_is_refused(visitor, body):
    headers = {"content-type": "application/x-www-form-urlencoded"}

    assert visitor.post("/cart/add", content=body, headers=headers).status_code == 403


@pytest.mark.parametrize(("intent", "quantity", "left"), [("more", "1", "2"), ("set", "4", "4")])
def test_a_line_changes_its_quantity(visitor, intent, quantity, left):
    add(visitor)
    answer = visitor.submit("/cart/lines", line=line_id(visitor), quantity=quantity, intent=intent)

    assert answer.status_code == 303
    assert [row[2] for row in lines(visitor)] == [left]


@pytest.mark.parametrize(("intent", "quantity"), [("fewer", "1"), ("remove", "1"), ("set", "0")])
def test_a_line_goes_when_none_is_left(visitor, intent, quantity):
    add(visitor)
    visitor.submit("/cart/lines", line=line_id(visitor), quantity=quantity, intent=intent)

    assert lines(visitor) == []


@pytest.mark.parametrize("quantity", ["-1", "x", "1.5", ""])
def test_a_line_refuses_what_is_no_quantity(visitor, quantity):
    add(visitor)
    answer = visitor.submit("/cart/lines", line=line_id(visitor), quantity=quantity, intent="set")

    assert answer.status_code == 422
    assert "Enter a whole number, 0 or more." in answer.text
    assert [row[2] for row in lines(visitor)] == ["1"]


@pytest.mark.parametrize("line", ["", "gid://shopify/CartLine/0", "nonsense", "x" * 5000])
def test_a_line_of_another_bag_is_refused(visitor, line):
    add(visitor)
    answer = visitor.submit("/cart/lines", line=line, quantity="1", intent="remove")

    assert answer.status_code == 422
    assert len(lines(visitor)) == 1


def test_a_note_is_kept_and_shown_as_text(visitor):
    add(visitor)
    visitor.submit("/cart/note", note="<b>Gift</b> & wrap\nplease")

    assert visitor.page("/cart").find(".//textarea").text == "<b>Gift</b> & wrap\nplease"


def test_a_note_that_is_too_long_is_refused_and_not_lost(visitor):
    add(visitor)
    answer = visitor.submit("/cart/note", note="x" * 2001)

    assert answer.status_code == 422
    assert "x" * 2001 in answer.text
    assert not (visitor.page("/cart").find(".//textarea").text or "").strip()


def test_a_code_that_does_not_apply_says_so_and_can_be_taken_away(visitor):
    add(visitor)
    visitor.submit("/cart/discount", code="SUMMER", intent="add")
    shown = text(visitor.page("/cart").find(".//ul[@class='codes']"))
    visitor.submit("/cart/discount", code="SUMMER", intent="remove")

    assert shown.startswith("SUMMER We do not know this code.")
    assert visitor.page("/cart").find(".//ul[@class='codes']") is None


def test_a_code_that_applies_shows_what_it_takes_off(visitor):
    add(visitor)
    before = text(visitor.page("/cart").find(".//*[@data-total]"))
    visitor.submit("/cart/discount", code="rive10", intent="add")
    page = visitor.page("/cart")

    assert text(page.find(".//ul[@class='codes']")).startswith("rive10 applied")
    assert text(page.find(".//dd[@data-discount]")) == "Discount: \u221212,90 €"
    assert (before, text(page.find(".//*[@data-total]"))) == ("129,00 €", "116,10 €")


def test_an_offer_in_the_price_is_the_same_on_the_page_and_in_the_bag(visitor):
    page = visitor.page("/products/leather-balm")
    price = text(page.find(".//*[@data-price]"))
    offers = [text(each) for each in page.findall(".//p[@class='buy__offer']")]
    visitor.submit("/cart/add", handle="leather-balm", quantity="1")
    bag = visitor.page("/cart")

    assert offers == ["Care week: a fifth off"]
    assert text(bag.find(".//*[@data-total]")) == price
    assert text(bag.find(".//p[@class='line__offer']")).startswith("Care week: a fifth off Discount: \u2212")


def test_an_empty_code_is_refused(visitor):
    add(visitor)

    assert visitor.submit("/cart/discount", code=" ", intent="add").status_code == 422


def test_the_bag_leads_to_checkout(visitor):
    add(visitor)

    assert visitor.page("/cart").find(".//a[@href='/checkout']") is not None


def test_the_cart_cookie_is_out_of_reach_of_scripts(visitor):
    cookies = add(visitor).headers.get_list("set-cookie")

    cart = next(cookie for cookie in cookies if cookie.startswith("cart="))
    assert "HttpOnly" in cart
    assert "SameSite=lax" in cart


@pytest.mark.parametrize(
    "cookie", ["x", "a/b", "..%2F..", "0123456789abcdef%3Fkey%3Dwrong", "%00", "x" * 1000]
)
def test_a_cart_cookie_that_names_no_cart_is_an_empty_bag(visitor, cookie):
    answer = visitor.get("/cart", headers={"cookie": f"cart={cookie}"})

    assert answer.status_code == 200
    assert "Your bag is empty." in answer.text


def test_a_permalink_fills_a_bag(visitor):
    variant = visitor.ask(
        '{ product(handle: "digue-ribbed-beanie") { variants(first: 1) { nodes { id } } } }'
    )
    number = variant["product"]["variants"]["nodes"][0]["id"].rpartition("/")[2]
    answer = visitor.get(f"/cart/{number}:2")

    assert answer.status_code == 303
    assert [(row[0], row[2]) for row in lines(visitor)] == [("Digue Ribbed Beanie", "2")]


@pytest.mark.parametrize(
    "path", ["/cart/999999999:1", "/cart/abc", "/cart/1:x", "/cart/1:0", "/cart/-1:1", "/cart/1:1,"]
)
def test_a_permalink_to_nothing_is_not_found(visitor, path):
    assert visitor.get(path).status_code in {404, 422}
    assert lines(visitor) == []


def link_of(visitor):
    href = visitor.page("/cart").find(".//a[@class='link link--small bag-address']").get("href")
    return re.sub(r"^https?://[^/]+", "", href)


def test_the_link_to_a_bag_opens_it_on_another_device(visitor, address):
    add(visitor)
    link = link_of(visitor)
    with type(visitor)(base_url=address, headers={"accept-language": "en"}) as other:
        assert other.get(link).headers["location"] == "/checkout"
        assert lines(other) == lines(visitor)


def test_a_link_to_a_bag_never_replaces_ones_own_unasked(visitor, address):
    add(visitor)
    link = link_of(visitor)
    with type(visitor)(base_url=address, headers={"accept-language": "en"}) as other:
        navy = {"option:Color": "Navy", "option:Size": ""}
        add(other, handle="digue-ribbed-beanie", **navy)
        page = other.page(link)
        kept = lines(other)
        other.submit(link)

        assert text(page.find(".//h1")) == "This link opens another bag"
        assert kept[0][0] == "Digue Ribbed Beanie"
        assert lines(other)[0][0] == "Quai Straight Jeans"


@pytest.mark.parametrize(
    "link", ["/cart/c/abc", "/cart/c/abc?key=def", "/cart/c/a%2Fb?key=c", "/cart/c/x?key=%00"]
)
def test_a_link_to_no_bag_is_not_found(visitor, link):
    assert visitor.get(link).status_code == 404


def test_two_devices_change_one_bag(visitor, address):
    add(visitor)
    link = link_of(visitor)
    with type(visitor)(base_url=address, headers={"accept-language": "en"}) as other:
        other.get(link)
        add(other)
        add(visitor)

        assert [row[2] for row in lines(visitor)] == ["3"]
        assert [row[2] for row in lines(other)] == ["3"]
