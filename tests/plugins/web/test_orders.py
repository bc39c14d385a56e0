"""An order's page: by its link alone, with what was bought, how it stands, and the balance to be paid."""

import re

import pytest
from comptoir.api import PaymentTerms, TermsDraft, publish_terms

from tests.plugins.web.conftest import text
from tests.plugins.web.test_checkout import pay, read_order, ready


@pytest.fixture(scope="module")
def deposits(demo_shop):
    """Let shoppers pay half for as long as this module runs."""
    terms = PaymentTerms(handle="half", basis_points=5_000, balance_days=14)
    demo_shop.db.write_now(publish_terms, draft=TermsDraft(terms=terms))
    yield
    demo_shop.db.write_now(publish_terms, draft=TermsDraft(terms=terms, withdrawn=True))


def buy(visitor, **fields):
    """Buy, and return the path of the order's page."""
    return pay(visitor, ready(visitor), **fields).headers["location"].partition("&")[0]


def form_of(page):
    return {
        field.get("name"): field.get("value")
        for field in page.find(".//form[@class='pay']").iter("input")
        if field.get("type") != "radio" or field.get("checked") is not None
    }


def test_the_page_shows_what_was_bought_and_how_it_stands(visitor):
    path = buy(visitor)
    page = visitor.page(path)
    shown = text(page.find(".//main"))

    assert "Estacade" in shown
    assert "12 rue des Lilas" in shown
    assert "Not begun yet" in shown
    assert text(page.find(".//*[@data-financial]")) == "Paid"
    assert "30 days" in shown
    assert page.find(".//form[@class='pay']") is None


def test_the_page_is_kept_nowhere_and_told_to_nobody(visitor):
    headers = visitor.get(buy(visitor)).headers

    assert headers["cache-control"] == "private, no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize(
    "path", ["/orders/1", "/orders/999999?key=" + "a" * 40, "/orders/1?key=x", "/orders/x?key=y"]
)
def test_a_link_that_is_not_whole_helps_and_tells_nothing(visitor, path):
    answer = visitor.get(path)

    assert answer.status_code == 404
    assert "There is no order at this address" in answer.text
    assert answer.headers["cache-control"] == "private, no-store"


def test_a_wrong_secret_looks_like_an_unknown_order(visitor):
    path = buy(visitor)
    wrong = re.sub(r"key=.*", "key=" + "0" * 40, path)
    unknown = re.sub(r"/orders/\d+", "/orders/987654", wrong)
    plain = re.compile(r"/orders/\d+|987654|csrf\" value=\"[^\"]+|%2Forders%2F\d+")

    assert plain.sub("", visitor.get(wrong).text) == plain.sub("", visitor.get(unknown).text)


def test_a_balance_is_paid_by_the_link_on_another_device(visitor, address, deposits):
    path = buy(visitor, amount="deposit")
    with type(visitor)(base_url=address, timeout=30, headers={"accept-language": "en"}) as other:
        form = form_of(other.page(path))
        declined = other.post(path, data={**form, "token:sandbox": "sandbox-declined"})
        retry = {**form, "key": re.search(r'name="key" value="([^"]+)"', declined.text)[1]}
        paid = other.post(path, data={**retry, "token:sandbox": "sandbox-visa"})
        again = other.post(path, data={**retry, "token:sandbox": "sandbox-visa"})
        order = read_order(other, path)

    assert declined.status_code == 422
    assert re.search(r'id="payment-problem" data-problem="payment">[^<]+<', declined.text)
    assert paid.headers["location"] == again.headers["location"] == f"{path}&paid=1"
    assert order["financialStatus"] == "PAID"
    assert order["paymentInformation"]["totalPaidAmount"] == order["totalPrice"]


def test_the_bank_may_be_asked_about_a_balance(visitor, deposits):
    path = buy(visitor, amount="deposit")
    form = form_of(visitor.page(path))
    bank = visitor.post(path, data={**form, "token:sandbox": "sandbox-3ds"}).headers["location"]
    back = visitor.post(bank, data={"answer": "approve"}).headers["location"]

    assert visitor.get(back).headers["location"] == f"{path}&paid=1"
    assert "everything is paid" in visitor.get(f"{path}&paid=1").text


def test_amounts_in_a_form_are_not_read(visitor, deposits):
    path = buy(visitor, amount="deposit")
    form = form_of(visitor.page(path))
    visitor.post(path, data={**form, "amount": "0.01", "total": "0.01"})

    assert read_order(visitor, path)["financialStatus"] == "PAID"


def test_a_payment_from_elsewhere_is_refused(visitor, deposits):
    path = buy(visitor, amount="deposit")

    assert visitor.post(path, data={"csrf": "forged"}).status_code == 403
