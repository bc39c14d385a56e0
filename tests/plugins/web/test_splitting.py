"""One order of which some is sent and some collected, and lines that were sold meanwhile, with plain forms."""

import re
from urllib.parse import unquote

import pytest
from comptoir.checkout.models import ATTEMPTS
from comptoir.inventory import levels_of, set_levels_at
from sqlalchemy import func, select

from tests.browser.nearby import stock_up
from tests.plugins.web.conftest import text
from tests.plugins.web.test_checkout import CAMILLE, TROUSERS, form_of, pay, ready, ways

READ = """query($i: ID!, $t: String!) { order(id: $i, token: $t) { financialStatus deliveryGroups {
  method title location { name } address { zip } lineItems { title quantity variantOptions { value } } } } }"""
CART = """query($c: ID!) { cart(id: $c) {
  deliveryGroups(first: 9) { nodes { id cartLines(first: 9) { nodes { id } } } } } }"""


@pytest.fixture(scope="module", autouse=True)
def enough(demo_shop):
    stock_up(demo_shop)


def fill_two(visitor):
    """Put two sizes of trousers into the bag, and return the form of checkout with Camille's address."""
    for size in ("40", "42"):
        assert visitor.submit("/cart/add", **{**TROUSERS, "option:Size": size}).status_code == 303
    return form_of(visitor.page("/checkout")) | CAMILLE


def cart_of(visitor):
    return f"gid://shopify/Cart/{unquote(visitor.cookies['cart'])}"


def selects(page):
    """Return the fields that say where a line goes: by name, the value and the choices."""
    found = {}
    for field in page.iter("select"):
        if (field.get("name") or "").startswith("way:"):
            options = list(field.iter("option"))
            chosen = next(each.get("value") for each in options if each.get("selected") is not None)
            found[field.get("name")] = chosen, [(each.get("value"), text(each)) for each in options]
    return found


def split(visitor, form):
    """Have the second line collected in Paris, and return the form of the page that says so."""
    (_, second) = selects(visitor.page("/checkout")).items()
    name, (_, choices) = second
    store = next(value for value, label in choices if "Canal" in label)
    answer = visitor.post("/checkout", data={**form, name: store, "intent": "save"})
    assert answer.status_code == 200
    return form_of(visitor.page("/checkout")) | CAMILLE


def read_order(visitor, answer):
    number, token = re.search(r"/orders/(\d+)\?key=([0-9a-f]+)", answer.headers["location"]).groups()
    return visitor.ask(READ, {"i": f"gid://shopify/Order/{number}", "t": token})["order"]


def test_a_bag_with_one_line_is_not_split(visitor):
    visitor.submit("/cart/add", **TROUSERS)
    assert selects(visitor.page("/checkout")) == {}


def test_one_line_is_sent_and_the_other_collected_in_one_order(visitor):
    form = split(visitor, fill_two(visitor))
    page = visitor.page("/checkout")
    names, _ = ways(page)
    assert [value == "" for value, _ in selects(page).values()] == [True, False]
    assert len(names) == 2
    sent = next(name for name in names if "shipping" in name)
    visitor.post("/checkout", data={**form, sent: "standard", "intent": "save"})
    answer = pay(visitor, form_of(visitor.page("/checkout")) | CAMILLE)
    assert answer.status_code == 303

    order = read_order(visitor, answer)
    told = [
        (
            group["method"],
            group["location"] and group["location"]["name"],
            group["address"] and group["address"]["zip"],
            [line["variantOptions"][1]["value"] for line in group["lineItems"]],
        )
        for group in order["deliveryGroups"]
    ]
    assert told == [
        ("SHIPPING", None, "75011", ["40"]),
        ("PICK_UP", "Atelier Rive Paris, Canal", None, ["42"]),
    ]
    assert order["financialStatus"] == "PAID"


def test_what_is_collected_is_sent_again(visitor):
    form = split(visitor, fill_two(visitor))
    name = list(selects(visitor.page("/checkout")))[1]
    visitor.post("/checkout", data={**form, name: "", "intent": "save"})
    page = visitor.page("/checkout")
    assert [value for value, _ in selects(page).values()] == ["", ""]
    assert len(ways(page)[0]) == 1


def test_all_is_collected_by_the_choice_for_all_and_the_lines_say_so(visitor):
    form = fill_two(visitor)
    (name,), handles = ways(visitor.page("/checkout"))
    assert "pick-up:paris-canal" in handles
    visitor.post("/checkout", data={**form, name: "pick-up:paris-canal", "intent": "save"})
    first, second = selects(visitor.page("/checkout")).values()
    assert first[0] == second[0] != ""


@pytest.mark.parametrize("store", ["gid://shopify/Location/999", "Canal", "gid://shopify/Location/5"])
def test_a_place_that_gives_nothing_out_is_refused_and_nothing_changes(visitor, store):
    form = fill_two(visitor)
    cart = visitor.ask(CART, {"c": cart_of(visitor)})
    name = list(selects(visitor.page("/checkout")))[1]
    answer = visitor.post(
        "/checkout", data={**form, name: store, "intent": "pay", "token:sandbox": "sandbox-visa"}
    )
    assert answer.status_code == 422
    assert "This way is not offered any more. Choose another." in answer.text
    assert visitor.ask(CART, {"c": cart_of(visitor)}) == cart


def test_the_policy_of_all_lines_is_told_once(visitor):
    fill_two(visitor)
    page = visitor.page("/checkout")
    policies = [text(each) for each in page.iter("p") if each.get("class") == "line__policy"]
    assert len(policies) == 1
    assert policies[0].startswith("You can return it within 30 days")


def test_the_line_that_was_sold_out_meanwhile_is_named_and_nothing_is_charged(visitor, demo_shop):
    visitor.submit("/cart/add", **{**TROUSERS, "option:Size": "42"})
    form = ready(visitor)
    lines = visitor.ask(
        """query($c: ID!) { cart(id: $c) { lines(first: 9) { nodes { id merchandise { ... on ProductVariant {
          id title } } } } } }""",
        {"c": cart_of(visitor)},
    )["cart"]["lines"]["nodes"]
    gone = next(line for line in lines if line["merchandise"]["title"].endswith("/ 40"))
    number = int(gone["merchandise"]["id"].rpartition("/")[2])
    stock = take_all(demo_shop, number)
    try:
        answer = pay(visitor, form)
    finally:
        put_back(demo_shop, number, stock)

    assert answer.status_code == 422
    assert re.findall(r'<p class="problem">([^<]+)</p>', answer.text) == [
        "There are not that many left. Take some out of your bag."
    ]
    before, _, after = answer.text.partition('<p class="problem">There are not')
    assert re.findall(r"Navy / \d\d", before.rpartition('class="ordered__line"')[2]) == ["Navy / 40"]
    assert "Navy / 40" not in re.split('class="ordered__line"', after)[0]
    assert visitor.ask(CART, {"c": cart_of(visitor)})["cart"] is not None
    assert attempts_of(demo_shop, cart_of(visitor)) == 0
    # Once there are some again, the same form buys them.
    assert pay(visitor, form_of(visitor.page("/checkout")) | CAMILLE).status_code == 303


def take_all(shop, number):
    """Sell a variant out everywhere; return what there was."""
    levels = shop.db.read_now(levels_of, variant_ids=[number])[number]
    for place in levels:
        shop.db.write_now(set_levels_at, location_id=place, levels={number: 0})
    return levels


def put_back(shop, number, levels):
    for place, pieces in levels.items():
        shop.db.write_now(set_levels_at, location_id=place, levels={number: pieces})


def attempts_of(shop, cart):
    """Return how many attempts to pay there were for a cart."""
    token = cart.rpartition("/")[2].partition("?")[0]
    count = select(func.count()).select_from(ATTEMPTS).where(ATTEMPTS.c.cart_token == token)
    return shop.db.read_now(lambda tx: tx.scalar(count))
