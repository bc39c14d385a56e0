"""Buying at the kiosk, a page at a time: carried out and sent in one order, paid at the reader."""

from dataclasses import replace

import pytest
from comptoir.api import PaymentTerms, TaxUnknownError, TermsDraft, publish_terms, set_levels
from comptoir.devices.commands import enrol_device, set_reader
from comptoir.devices.records import ReaderRecord
from comptoir.payments.declines import decline_text
from comptoir_atelier.commerce import terms_draft

from tests.checkout.assessing import Assessor
from tests.plugins.kiosk.conftest import JEANS, Kiosk, text
from tests.plugins.web.conftest import parse

COAT = "averse-trench-coat"
PARIS = {
    "to": "FR", "first_name": "Camille", "last_name": "Moreau", "address1": "12 rue des Lilas", "zip": "75011",
    "city": "Paris",
}  # fmt: skip
DECLINED = {language: decline_text("DECLINED", language=language) for language in ("EN", "FR")}
REFUSED = {language: decline_text("AUTHENTICATION_FAILED", language=language) for language in ("EN", "FR")}
STEPS = ("", "/address", "/delivery", "/contact", "/pay")


def choose(kiosk, *ways, **more):
    """Say line by line how it reaches the buyer."""
    names = []
    for each in kiosk.page("/kiosk/checkout").findall(".//input[@type='radio']"):
        if each.get("name") not in names:
            names.append(each.get("name"))
    return kiosk.submit("/kiosk/checkout", **dict(zip(names, ways, strict=True)), **more)


def ready(kiosk, *, email="camille@example.com"):
    """Fill a bag, carry the coat out and have the jeans sent."""
    kiosk.add(COAT)
    kiosk.add(JEANS)
    assert choose(kiosk, "take", "send").headers["location"] == "/kiosk/checkout/address"
    assert kiosk.submit("/kiosk/checkout/address", **PARIS).headers["location"] == "/kiosk/checkout/delivery"
    option = kiosk.page("/kiosk/checkout/delivery").find(".//input[@type='radio']")
    kiosk.submit("/kiosk/checkout/delivery", **{option.get("name"): option.get("value")})
    answer = kiosk.submit("/kiosk/checkout/contact", contact=email)
    assert answer.headers["location"] == "/kiosk/checkout/pay"


def carry(kiosk, handle=COAT):
    """Fill a bag that is carried out, and leave the receipt's address empty."""
    kiosk.add(handle)
    assert choose(kiosk, "take").headers["location"] == "/kiosk/checkout/contact"
    assert kiosk.submit("/kiosk/checkout/contact", contact="").headers["location"] == "/kiosk/checkout/pay"


def pay_form(kiosk):
    page = kiosk.page("/kiosk/checkout/pay")
    return {each.get("name"): each.get("value") for each in page.findall(".//main//input")}


def pay(kiosk, part="all", **more):
    return kiosk.post("/kiosk/checkout/pay", data={**pay_form(kiosk), "part": part, **more})


def stand_in(kiosk):
    """Return the address of the page that stands in for the card."""
    page = kiosk.page("/kiosk/checkout/payment")
    return page.find(".//*[@data-address]").get("data-address")


def confirmed(kiosk):
    page = kiosk.page("/kiosk/checkout/payment")
    assert text(page.find(".//h1")) == "Thank you"
    return page


def problem(answer):
    assert answer.status_code == 422
    return text(parse(answer.text).find(".//*[@role='alert']"))


@pytest.fixture(scope="module", autouse=True)
def shelves(demo_shop, address):
    """Put enough of both pieces on the shelves that are bought from."""
    with Kiosk(base_url=address, timeout=30) as kiosk:
        pages = [kiosk.page(f"/kiosk/products/{handle}") for handle in (COAT, JEANS)]
    levels = {int(page.find(".//input[@name='variant']").get("value")): 30 for page in pages}
    for location in ("paris-canal", "lyon-presquile"):
        demo_shop.db.write_now(set_levels, location=location, levels=levels)


@pytest.fixture
def deposits(demo_shop):
    """Let British orders begin with a half."""
    half = TermsDraft(terms=PaymentTerms(handle="half", basis_points=5000, balance_days=14), market="gb")
    demo_shop.db.write_now(publish_terms, draft=half)
    yield
    demo_shop.db.write_now(publish_terms, draft=replace(half, withdrawn=True))


@pytest.fixture
def paid_in_full(demo_shop):
    """Let all orders be paid at once."""
    terms = terms_draft()
    demo_shop.db.write_now(publish_terms, draft=replace(terms, withdrawn=True))
    yield
    demo_shop.db.write_now(publish_terms, draft=terms)


def test_one_order_has_what_is_carried_out_and_what_is_sent(kiosk, address):
    ready(kiosk)
    form = pay_form(kiosk)
    touches = [
        kiosk.post("/kiosk/checkout/pay", data={**form, "part": "all", "amount": "0.01", "total": "0.01"})
        for _ in range(2)
    ]
    assert [touch.headers["location"] for touch in touches] == ["/kiosk/checkout/payment"] * 2
    assert kiosk.get("/kiosk/checkout/payment/state").json() == {"waits": True}
    kiosk.post(stand_in(kiosk), data={"answer": "approve"})
    assert kiosk.get("/kiosk/checkout/payment/state").json() == {"waits": False}
    page = confirmed(kiosk)

    methods = [each.get("data-method") for each in page.findall(".//section[@data-method]")]
    assert sorted(methods) == ["RETAIL", "SHIPPING"]
    assert text(page.find(".//*[@data-paid]")) == "You paid 444,00 €."
    assert page.find(".//*[@data-address]").get("data-address").startswith(f"{address}/orders/")
    assert text(page.find(".//*[@data-order]")) == text(confirmed(kiosk).find(".//*[@data-order]"))
    assert kiosk.lines() == []


def test_what_is_carried_out_comes_from_where_the_device_stands(kiosk, demo_shop):
    token = demo_shop.db.write_now(
        enrol_device, name="Lyon", channel="kiosk", location="lyon-presquile"
    ).token
    kiosk.post("/kiosk/enrol", data={"csrf": kiosk.token(), "token": token})
    kiosk.add(COAT)
    choose(kiosk, "take", location="gid://shopify/Location/1", locationId="gid://shopify/Location/1")
    kiosk.submit("/kiosk/checkout/contact", contact="")
    pay(kiosk)
    kiosk.post(stand_in(kiosk), data={"answer": "approve"})

    assert "Lyon" in text(confirmed(kiosk).find(".//*[@data-location]"))


def test_a_deposit_tells_both_amounts_and_what_remains(kiosk, deposits):
    kiosk.get("/kiosk/?country=GB&language=EN")
    carry(kiosk)
    page = kiosk.page("/kiosk/checkout/pay")
    offered = [text(each) for each in page.findall(".//button[@name='part']")]
    rest = text(page.find(".//*[@data-deposit]"))
    pay(kiosk, "deposit", amount="1.00")
    kiosk.post(stand_in(kiosk), data={"answer": "approve"})

    assert offered == ["Pay £279.00 by card", "Pay a deposit of £139.50"]
    assert rest == "The other £139.50 is paid later, on your phone. It is due within 14 days."
    assert text(confirmed(kiosk).find(".//*[@data-paid]")) == "You paid £139.50; £139.50 remains."


@pytest.mark.usefixtures("paid_in_full")
def test_no_deposit_is_taken_where_none_is_allowed(kiosk):
    carry(kiosk)

    assert problem(pay(kiosk, "deposit")) == "That did not work. Please try again."
    assert len(kiosk.lines()) == 1


def test_a_card_that_is_refused_leaves_the_bag_and_another_try(kiosk):
    carry(kiosk)
    pay(kiosk)
    kiosk.post(stand_in(kiosk), data={"answer": "refuse"})

    assert problem(kiosk.get("/kiosk/checkout/payment")) == REFUSED["EN"]
    assert len(kiosk.lines()) == 1
    pay(kiosk)
    kiosk.post(stand_in(kiosk), data={"answer": "approve"})
    confirmed(kiosk)


def test_who_thinks_again_at_the_reader_has_the_bag_as_it_was(kiosk):
    carry(kiosk)
    pay(kiosk)
    assert pay(kiosk).headers["location"] == "/kiosk/checkout/payment"
    answer = kiosk.submit("/kiosk/checkout/payment/cancel")

    assert answer.headers["location"] == "/kiosk/checkout/pay"
    assert len(kiosk.lines()) == 1
    assert kiosk.submit("/kiosk/checkout/payment/cancel").headers["location"] == "/kiosk/cart"
    pay(kiosk)
    kiosk.post(stand_in(kiosk), data={"answer": "approve"})
    confirmed(kiosk)


def test_the_reader_that_staff_set_beside_a_device_is_asked(kiosk, demo_shop):
    device = demo_shop.db.write_now(enrol_device, name="Till", channel="kiosk", location="paris-canal")
    reader = ReaderRecord(provider="sandbox", token="sandbox-declined")
    demo_shop.db.write_now(set_reader, number=device.number, reader=reader)
    kiosk.post("/kiosk/enrol", data={"csrf": kiosk.token(), "token": device.token})
    carry(kiosk)

    assert problem(pay(kiosk)) == DECLINED["EN"]
    kiosk.get("/kiosk/?language=FR")
    assert problem(pay(kiosk)) == DECLINED["FR"]


def test_a_refused_card_is_told_in_french_too(kiosk):
    carry(kiosk)
    kiosk.get("/kiosk/?language=FR")
    pay(kiosk)
    kiosk.post(stand_in(kiosk), data={"answer": "refuse"})

    assert problem(kiosk.get("/kiosk/checkout/payment")) == REFUSED["FR"]


@pytest.fixture
def lent(kiosk, other):
    """Give a bag of two pieces to another screen; its owner has typed an address and a contact."""
    ready(kiosk, email="owner@example.com")
    shown = parse(kiosk.submit("/kiosk/cart/code").text)
    assert other.submit("/kiosk/handoff", code=text(shown.find(".//*[@data-code]"))).status_code == 303
    return other


def test_a_bag_from_a_phone_is_bought_here_with_an_address_that_is_typed_here(kiosk, lent):
    owned = kiosk.cookies["kiosk_cart"]
    assert choose(lent, "take", "send").headers["location"] == "/kiosk/checkout/address"
    page = lent.page("/kiosk/checkout/address")
    assert page.find(".//*[@data-taken]") is not None
    assert [each.get("value") for each in page.findall(".//input[@class='field']")] == [""] * 5
    elsewhere = {**PARIS, "first_name": "Lea", "address1": "1 quai de Jemmapes"}
    assert (
        lent.submit("/kiosk/checkout/address", **elsewhere).headers["location"] == "/kiosk/checkout/delivery"
    )
    option = lent.page("/kiosk/checkout/delivery").find(".//input[@type='radio']")
    lent.submit("/kiosk/checkout/delivery", **{option.get("name"): option.get("value")})
    assert "owner@example.com" not in lent.get("/kiosk/checkout/contact").text
    lent.submit("/kiosk/checkout/contact", contact="lea@example.com")
    assert len(kiosk.lines()) == 2
    pay(lent)
    lent.post(stand_in(lent), data={"answer": "approve"})
    page = confirmed(lent)

    methods = [each.get("data-method") for each in page.findall(".//section[@data-method]")]
    assert sorted(methods) == ["RETAIL", "SHIPPING"]
    assert page.find(".//*[@data-address]") is not None
    assert kiosk.cookies["kiosk_cart"] == owned
    assert kiosk.lines() == lent.lines() == []
    kiosk.add(JEANS)
    choose(kiosk, "send")
    address = kiosk.page("/kiosk/checkout/address")
    assert address.find(".//*[@id='field-address1']").get("value") == "12 rue des Lilas"
    assert "owner@example.com" in kiosk.get("/kiosk/checkout/contact").text


def test_who_goes_away_from_a_bag_of_a_phone_leaves_it_as_it_was(kiosk, lent):
    before = kiosk.lines()
    choose(lent, "take", "take")
    lent.submit("/kiosk/checkout/contact", contact="lea@example.com")
    pay(lent)
    lent.post("/kiosk/reset")

    assert [name for name in lent.cookies if name.startswith("kiosk_")] == []
    assert kiosk.lines() == before
    assert "lea@example.com" not in kiosk.get("/kiosk/checkout/contact").text


def test_what_is_carried_out_of_a_phone_s_bag_needs_no_bag_of_its_own(kiosk, lent):
    shared = lent.cookies["kiosk_cart"]
    choose(lent, "take", "take")
    lent.submit("/kiosk/checkout/contact", contact="")
    pay(lent)

    assert lent.cookies["kiosk_cart"] == shared
    lent.post(stand_in(lent), data={"answer": "approve"})
    assert confirmed(lent).find(".//*[@data-address]") is None
    assert kiosk.lines() == []


def test_a_total_that_nobody_agreed_to_is_shown_again(kiosk):
    carry(kiosk)

    assert problem(pay(kiosk, digest="0" * 64)).startswith("Prices have changed: it is 315,00 € now.")


def test_while_nobody_can_tell_the_tax_nothing_is_bought(kiosk, demo_shop, monkeypatch):
    def nobody(request):
        raise TaxUnknownError(request.market)

    assessor = Assessor()
    assessor.says = nobody
    ready(kiosk)
    form = pay_form(kiosk)
    with monkeypatch.context() as patch:
        patch.setitem(demo_shop.tax_providers, "assessor", assessor)
        patch.setattr(demo_shop.settings.tax, "provider", "assessor")
        refused = pay(kiosk, **form)
    assert problem(refused) == "The tax cannot be worked out at the moment. Please try again in a minute."
    # The coat is carried out of a store, the jeans are sent from wherever they are planned.
    places = {(each.destination.city, each.origin is not None) for each in assessor.asked}
    assert places == {("Paris", True), ("Paris", False)}
    assert len(kiosk.lines()) == 2
    assert pay(kiosk).headers["location"] == "/kiosk/checkout/payment"


def test_each_field_of_an_address_says_what_is_wrong_with_it(kiosk):
    kiosk.add(JEANS)
    choose(kiosk, "send")
    answer = kiosk.submit("/kiosk/checkout/address", **{**PARIS, "last_name": "", "zip": "7"})
    page = parse(answer.text)

    assert answer.status_code == 422
    assert text(page.find(".//*[@id='field-last_name-problem']")) == "Please fill this in."
    assert text(page.find(".//*[@id='field-zip-problem']")).startswith("That is no postal code there.")
    assert page.find(".//*[@id='field-city']").get("value") == "Paris"


def test_what_is_sent_needs_a_contact(kiosk):
    kiosk.add(JEANS)
    choose(kiosk, "send")

    assert kiosk.submit("/kiosk/checkout/contact", contact="").status_code == 422
    assert kiosk.submit("/kiosk/checkout/contact", contact="a@").status_code == 422


def test_the_end_of_a_visit_in_mid_payment_leaves_the_next_one_nothing(kiosk, other):
    carry(kiosk)
    pay(kiosk)
    card, paying = stand_in(kiosk), kiosk.cookies["kiosk_paying"]
    kiosk.post("/kiosk/reset")

    assert "This payment was not approved." in kiosk.post(card, data={"answer": "approve"}).text
    assert [name for name in kiosk.cookies if name.startswith("kiosk_")] == []
    for visitor in (kiosk, other):
        visitor.cookies.set("kiosk_paying", paying, path="/kiosk")
        assert visitor.get("/kiosk/checkout/payment").headers["location"] == "/kiosk/cart"
        assert visitor.get("/kiosk/checkout/payment/state").json() == {"waits": False}


def test_without_a_bag_there_is_nothing_to_buy(kiosk):
    for step in (*STEPS, "/payment"):
        assert kiosk.get(f"/kiosk/checkout{step}").headers["location"] == "/kiosk/cart"
    for step in STEPS:
        assert kiosk.submit(f"/kiosk/checkout{step}").headers["location"] == "/kiosk/cart"
        assert kiosk.post(f"/kiosk/checkout{step}", data={"csrf": "forged"}).status_code == 403
