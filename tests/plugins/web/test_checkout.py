"""Checkout as plain forms: what is asked for, kept, refused and bought."""

import re
import time
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from comptoir.api import (
    Money,
    PaymentCapabilities,
    PaymentTerms,
    TaxUnknownError,
    TermsDraft,
    issue_gift_card,
    publish_terms,
)

from tests.checkout.assessing import Assessor
from tests.plugins.web.conftest import Visitor, parse, text

TROUSERS = {"handle": "estacade-wool-trousers", "option:Color": "Navy", "option:Size": "40", "quantity": "1"}
CAMILLE = {
    "email": "camille@example.com", "phone": "", "country": "FR", "first_name": "Camille", "last_name": "Moreau",
    "address1": "12 rue des Lilas", "zip": "75011", "city": "Paris",
}  # fmt: skip
NOTHING = {**dict.fromkeys(CAMILLE, ""), "country": "FR"}


def fill(visitor, **fields):
    """Put trousers into the bag, and return what the form of checkout holds with Camille's address."""
    answer = visitor.submit("/cart/add", **{**TROUSERS, **fields})
    assert answer.status_code == 303
    return form_of(visitor.page("/checkout")) | CAMILLE


def form_of(page):
    """Return the fields of a page's form, as a browser would send them."""
    form = page.find(".//form[@action='/checkout']")
    found = {}
    for field in (each for each in form.iter() if each.tag in {"input", "select"}):
        kind, name = field.get("type"), field.get("name")
        if field.tag == "select":
            option = next((each for each in field.iter("option") if each.get("selected") is not None), None)
            found[name] = option.get("value") if option is not None else ""
        elif kind != "radio" or field.get("checked") is not None:
            found[name] = field.get("value")
    return found


def ways(page):
    """Return the delivery options of a page: the field's name, and the handles."""
    radios = [each for each in page.iter("input") if (each.get("name") or "").startswith("delivery:")]
    return {each.get("name") for each in radios}, [each.get("value") for each in radios]


def ready(visitor, way="standard", **fields):
    """Save all but the payment; return the form of the page that shows the whole total."""
    form = fill(visitor, **fields)
    (name,), _ = ways(visitor.page("/checkout"))
    answer = visitor.post("/checkout", data={**form, name: way, "intent": "save"})
    assert answer.status_code == 200
    return form_of(visitor.page("/checkout")) | CAMILLE | {name: way}


def pay(visitor, form, token="sandbox-visa", **fields):
    return visitor.post("/checkout", data={**form, "token:sandbox": token, "intent": "pay", **fields})


def problems(answer):
    return re.findall(r'<span class="problem field__problem" id="([a-z0-9_]+)-problem">', answer.text)


def read_order(visitor, location):
    number, token = re.search(r"/orders/(\d+)\?key=([0-9a-f]+)", location).groups()
    query = """query($i: ID!, $t: String!) { order(id: $i, token: $t) { name email financialStatus
      shippingAddress { lastName } totalPrice { amount } lineItems(first: 9) { nodes { quantity } }
      paymentInformation { totalPaidAmount { amount } totalOutstandingAmount { amount } } } }"""
    return visitor.ask(query, {"i": f"gid://shopify/Order/{number}", "t": token})["order"]


def test_a_guest_buys_with_plain_forms(visitor):
    form = ready(visitor)
    answer = pay(visitor, form)
    order = read_order(visitor, answer.headers["location"])

    assert answer.status_code == 303
    assert (order["email"], order["financialStatus"]) == ("camille@example.com", "PAID")
    assert order["shippingAddress"]["lastName"] == "Moreau"
    assert "Your bag is empty." in visitor.get("/cart").text


def test_sending_the_form_twice_and_going_back_shows_the_same_order(visitor):
    form = ready(visitor)
    cart = visitor.cookies["cart"]
    first = pay(visitor, form)
    visitor.cookies.set("cart", cart, domain="127.0.0.1", path="/")
    again = pay(visitor, form)
    back = visitor.get("/checkout")

    bought = first.headers["location"].partition("&")[0]
    assert again.headers["location"].partition("&")[0] == bought
    assert (back.status_code, back.headers["location"]) == (303, bought)


def test_faults_are_shown_at_each_field_at_once_and_nothing_typed_is_lost(visitor):
    form = fill(visitor) | NOTHING | {"first_name": "Zoé", "zip": "7501"}
    answer = pay(visitor, form)

    assert answer.status_code == 422
    assert sorted(problems(answer)) == ["address1", "city", "email", "last_name", "zip"]
    assert 'value="Zoé"' in answer.text
    assert 'value="7501"' in answer.text
    assert visitor.get("/checkout").status_code == 200


def test_fields_follow_the_country(visitor):
    form = fill(visitor)
    answer = visitor.post("/checkout", data={**form, "country": "US", "intent": "save"})

    assert '<option value="NY">New York</option>' in answer.text


def test_no_address_is_asked_for_what_is_collected(visitor):
    form = fill(visitor)
    (name,), handles = ways(visitor.page("/checkout"))
    store = next(each for each in handles if each.startswith("pick-up:"))
    visitor.post("/checkout", data={**form, name: store, "intent": "save"})
    page = visitor.page("/checkout")
    form = form_of(page)

    assert page.find(".//input[@name='address1']") is None
    assert pay(visitor, {**form, "email": "ana@example.com"}).status_code == 303


def test_a_declined_card_keeps_everything_and_another_card_pays(visitor):
    form = ready(visitor)
    declined = pay(visitor, form, token="sandbox-insufficient-funds")

    assert declined.status_code == 422
    assert "12 rue des Lilas" in declined.text
    assert re.search(r'id="payment-problem" data-problem="payment">[^<]+<', declined.text)
    key = re.search(r'name="key" value="([^"]+)"', declined.text)[1]
    assert key != form["key"]
    assert pay(visitor, {**form, "key": key}).status_code == 303


def test_a_changed_total_is_told_and_agreed_to_again(visitor):
    form = ready(visitor)
    visitor.submit("/cart/add", **TROUSERS)
    changed = pay(visitor, form)
    agreed = re.search(r'name="agreed" value="([^"]+)"', changed.text)[1]

    assert changed.status_code == 422
    assert "and is now" in changed.text
    assert pay(visitor, {**form, "agreed": agreed}).status_code == 303


def test_prices_and_totals_in_a_form_change_nothing(visitor):
    form = ready(visitor)
    total = text(visitor.page("/checkout").find(".//*[@data-total]"))
    answer = pay(visitor, form, amount="0.01", total="0.01", price="0.01", **{"payment.amount": "0.01"})
    order = read_order(visitor, answer.headers["location"])

    assert order["totalPrice"]["amount"].replace(".", ",") in total


@pytest.mark.parametrize("field", ["agreed", "key"])
def test_a_form_that_the_shop_did_not_make_buys_nothing(visitor, field):
    form = ready(visitor)
    answer = pay(visitor, {**form, field: "forged"})

    assert answer.status_code == 422
    assert visitor.page("/cart").find(".//li[@class='line']") is not None


def test_a_form_from_elsewhere_is_refused(visitor):
    form = fill(visitor)

    assert visitor.post("/checkout", data={**form, "csrf": "forged", "intent": "pay"}).status_code == 403


def test_scripts_in_names_stay_text(visitor):
    form = fill(visitor) | {"last_name": "<script>alert(1)</script>", "company": '"><img src=x>'}
    answer = pay(visitor, form)

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert '"><img src=x' not in answer.text


def test_the_bank_is_asked_and_the_payer_comes_back_to_the_order(visitor):
    form = ready(visitor)
    asked = pay(visitor, form, token="sandbox-3ds")
    bank = asked.headers["location"]
    unsure = form_of(visitor.page("/checkout"))
    confirmed = visitor.post(bank, data={"answer": "approve"})
    back = visitor.get(confirmed.headers["location"])

    assert "/payments/sandbox/" in bank
    assert unsure["key"] == form["key"]
    assert back.headers["location"].startswith("/orders/")


def bought_meanwhile(visitor, token="sandbox-3ds"):
    """Confirm at the bank, stay until the provider's message made the order; return the form and the way back."""
    form = ready(visitor)
    cart = f"gid://shopify/Cart/{unquote(visitor.cookies['cart'])}"
    bank = pay(visitor, form, token=token).headers["location"]
    back = visitor.post(bank, data={"answer": "approve"}).headers["location"]
    until = time.monotonic() + 30
    while visitor.ask("query($id: ID!) { cart(id: $id) { id } }", {"id": cart})["cart"] is not None:
        assert time.monotonic() < until, "the provider's message made no order"
        time.sleep(0.02)
    return form, back


def test_a_payer_who_comes_back_after_the_providers_message_finds_the_order(visitor):
    _, back = bought_meanwhile(visitor)
    found = visitor.get(back).headers["location"]
    again = visitor.get(back).headers["location"]

    assert read_order(visitor, found)["financialStatus"] == "PAID"
    assert again == found.partition("&")[0]


def test_a_payer_who_never_comes_back_finds_the_order_at_checkout_and_by_the_same_form(visitor):
    form, _ = bought_meanwhile(visitor)
    kept = visitor.cookies["paying"]
    sent = pay(visitor, form).headers["location"]
    del visitor.cookies["placed"]
    visitor.cookies.set("paying", kept, domain="127.0.0.1", path="/")
    looked = visitor.get("/checkout").headers["location"]

    assert (sent, read_order(visitor, sent)["financialStatus"]) == (looked, "PAID")


def test_the_way_back_of_one_browser_shows_no_order_to_another(visitor, address):
    _, back = bought_meanwhile(visitor)
    with Visitor(base_url=address, timeout=30, headers={"accept-language": "en"}) as other:
        shown = other.get(back)

    assert (shown.status_code, "/orders/" in shown.text) == (200, False)


def test_who_does_not_confirm_is_not_charged_and_may_try_again(visitor):
    form = ready(visitor)
    bank = pay(visitor, form, token="sandbox-3ds").headers["location"]
    back = visitor.get(visitor.post(bank, data={"answer": "decline"}).headers["location"])
    key = re.search(r'name="key" value="([^"]+)"', back.text)[1]

    assert back.status_code == 422
    assert key != form["key"]
    assert pay(visitor, {**form, "key": key}).status_code == 303


def test_an_address_that_comes_back_with_a_made_up_key_buys_nothing(visitor):
    ready(visitor)

    assert visitor.get(f"/checkout/return?key={'x' * 32}").status_code in {200, 422}
    assert visitor.page("/cart").find(".//li[@class='line']") is not None


def test_a_gift_card_pays_first_and_a_wrong_one_is_said_at_its_field(visitor, demo_shop):
    issued = demo_shop.db.write_now(issue_gift_card, value=Money(1_000, "EUR"))
    form = ready(visitor)
    wrong = pay(visitor, form, gift_codes="NOPE-NOPE")
    key = re.search(r'name="key" value="([^"]+)"', wrong.text)[1]
    answer = pay(visitor, {**form, "key": key}, gift_codes=issued.code)

    assert problems(wrong) == ["gift_codes"]
    assert read_order(visitor, answer.headers["location"])["financialStatus"] == "PAID"


def test_a_deposit_tells_both_amounts(visitor, demo_shop):
    terms = PaymentTerms(handle="half", basis_points=5_000)
    demo_shop.db.write_now(publish_terms, draft=TermsDraft(terms=terms))
    try:
        form = ready(visitor)
        page = visitor.get("/checkout").text
        answer = pay(visitor, form, amount="deposit")
        order = read_order(visitor, answer.headers["location"])
    finally:
        demo_shop.db.write_now(publish_terms, draft=TermsDraft(terms=terms, withdrawn=True))

    assert order["financialStatus"] == "PARTIALLY_PAID"
    due = order["paymentInformation"]["totalOutstandingAmount"]["amount"]
    assert f"{due.replace('.', ',')}\xa0€ then remains to be paid" in page


def test_a_screen_that_took_the_bag_over_sees_nothing_personal_and_may_pay(visitor, address):
    ready(visitor)
    code = re.search(r"data-code>([0-9A-Z-]+)<", visitor.submit("/cart/code").text)[1]
    with type(visitor)(base_url=address, timeout=30, headers={"accept-language": "en"}) as other:
        other.submit(f"/handoff/{code}")
        page = other.get("/checkout")
        form = form_of(other.page("/checkout"))
        paid = pay(other, form)

        assert not re.search("camille|Moreau|Lilas", page.text)
        assert paid.status_code == 200
        assert "keeps nothing of theirs" in paid.text
        assert not re.search("camille|Moreau|Lilas|key=", paid.text)


@pytest.mark.parametrize("cookie", ["0123456789abcdef%3Fkey%3Dwrong", "x"])
def test_someone_elses_bag_is_not_to_be_bought(visitor, cookie):
    answer = visitor.get("/checkout", headers={"cookie": f"cart={cookie}"})

    assert answer.status_code == 200
    assert "Your bag is empty." in answer.text


def test_the_page_is_kept_nowhere_and_told_to_nobody(visitor):
    fill(visitor)
    headers = visitor.get("/checkout").headers

    assert headers["cache-control"] == "private, no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-robots-tag"] == "noindex"
    assert "script-src 'self';" in headers["content-security-policy"]


def test_who_only_drives_card_readers_is_not_offered_on_the_page(visitor, demo_shop, monkeypatch):
    reader = SimpleNamespace(
        name="till", title={"en": "Till"}, capabilities=PaymentCapabilities(readers=True)
    )
    monkeypatch.setitem(demo_shop.payment_providers, "till", reader)
    form = ready(visitor)

    assert "Till" not in visitor.get("/checkout").text
    assert pay(visitor, {**form, "provider": "till"}).status_code == 303


def test_while_nobody_can_tell_the_tax_nothing_is_bought(visitor, demo_shop, monkeypatch):
    def nobody(request):
        raise TaxUnknownError(request.market)

    assessor = Assessor()
    assessor.says = nobody
    form = ready(visitor)
    with monkeypatch.context() as patch:
        patch.setitem(demo_shop.tax_providers, "assessor", assessor)
        patch.setattr(demo_shop.settings.tax, "provider", "assessor")
        refused = pay(visitor, form)
    assert refused.status_code == 422
    said = "The tax cannot be worked out at the moment. Nothing was charged: try again in a minute."
    assert said in text(parse(refused.text))
    assert [request.destination.city for request in assessor.asked] == ["Paris"]
    assert pay(visitor, form).status_code == 303
