"""A tax provider in the place of the table: asked before any transaction, believed whole or not at all."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from comptoir.catalog.commands import save_products
from comptoir.catalog.drafts import ProductDraft, VariantDraft
from comptoir.hooks import asking
from comptoir.hooks.tax import LineTax, TaxAddress, TaxAnswer, TaxUnknownError
from comptoir.inventory import LocationDraft, save_location
from comptoir.markets import locale_of
from comptoir.money import Money
from comptoir.pricing import Charge, PriceEntry, quote_lines, set_prices
from comptoir.pricing.tax import TaxFacts
from comptoir.pricing.taxing import TaxedSale, TaxPlace, ask_taxes
from comptoir.principal import VISITOR
from comptoir.testing import OpenedShop, fill_catalogue, make_shop
from sqlalchemy import text

from tests.checkout.assessing import TENTH, Assessor, by_amount, by_rate, sell_in_america
from tests.checkout.shopping import ADDRESS, PARIS, WAYS, Shopper, furnish
from tests.hooks.plugins_of_tests import plugin

ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
"""For what does not depend on the database."""
FRISCO = {
    "lastName": "Moreau", "address1": "1 Market St", "zip": "94105", "city": "San Francisco", "provinceCode": "CA",
    "countryCode": "US",
}  # fmt: skip
PRICED = """query($c: ID!) { cart(id: $c) { quote { digest steps { kind label source after { amount } } }
  cost { totalAmount { amount } totalTaxAmount { amount } subtotalAmount { amount } } } }"""
ORDERED = """mutation($i: CheckoutCompleteInput!) { checkoutComplete(input: $i) {
  order { totalPrice { amount } totalTax { amount } quote { steps { kind label source after { amount } } } }
  userErrors { code was now total { amount } } } }"""
HAND_OVER = "mutation($c: ID!) { cartHandoffCreate(cartId: $c) { handoff { code } } }"
CLAIM = """mutation($c: String!) { cartHandoffClaim(code: $c) { cart { id quote { digest }
  delivery { addresses { id } } deliveryGroups(first: 5) { nodes { deliveryAddress { zip } } } } } }"""


@pytest.fixture
def assessor():
    return Assessor()


@pytest.fixture
def town(database_url, tmp_path, clock, assessor):
    """A shop whose American market shows prices without tax, and whose tax the assessor says."""
    mine = plugin("town", register_tax_providers=[assessor])
    shop = make_shop(
        tmp_path / "town",
        database_url=database_url,
        plugins=[mine],
        clock=clock,
        tax={"provider": "assessor"},
    )
    try:
        opened = OpenedShop(shop, fill_catalogue(shop.db))
        furnish(opened)
        sell_in_america(shop)
        yield opened
    finally:
        shop.db.close_now()


@pytest.fixture
def shopper(town):
    return Shopper(town)


def priced(shopper):
    return shopper.opened.data(PRICED, c=shopper.id)["cart"]


def costs(shopper):
    """Return subtotal, tax and total of the cart."""
    cost = priced(shopper)["cost"]
    tax = cost["totalTaxAmount"]
    return cost["subtotalAmount"]["amount"], tax and tax["amount"], cost["totalAmount"]["amount"]


def complete(shopper, *, digest=None, key="first"):
    request = {
        "cartId": shopper.id, "quoteDigest": digest or priced(shopper)["quote"]["digest"], "idempotencyKey": key,
        "payment": {"provider": "sandbox", "token": "sandbox-visa"},
    }  # fmt: skip
    return shopper.send(ORDERED, i=request)


def codes(payload):
    return [error["code"] for error in payload["userErrors"]]


def traces(shopper):
    """Return all that a checkout may leave: attempts, payments, orders, and what can still be bought."""
    counts = "SELECT (SELECT count(*) FROM checkout_attempt), (SELECT count(*) FROM payments_payment), "
    row = shopper.opened.shop.db.read_now(
        lambda tx: tx.all(text(f"{counts}(SELECT count(*) FROM orders_order)"))
    )[0]
    return tuple(row), shopper.left("Red-S")


def in_frisco(shopper):
    shopper.fill({"Red-S": 2}, country="US")
    shopper.go_to(FRISCO)
    return shopper.choose("standard")


@pytest.mark.database
def test_tax_on_top_is_asked_for_charged_and_frozen(shopper, assessor):
    shopper.fill({"Red-S": 2}, country="US")
    assert costs(shopper) == ("138.00", None, "138.00")
    assert assessor.asked == []
    shopper.go_to(FRISCO)
    (asked,) = assessor.asked
    assert (asked.market, asked.currency, asked.includes_tax, asked.origin) == ("us", "USD", False, None)
    assert asked.destination == TaxAddress(
        country="US", region="CA", zip="94105", city="San Francisco", address1="1 Market St"
    )
    assert [(line.sku, line.quantity, line.category, line.amount) for line in asked.lines] == [
        ("Red-S", 2, "standard", Money(13_800, "USD"))
    ]
    shopper.choose("standard")
    assert [charge.amount for charge in assessor.asked[-1].charges] == [Money(700, "USD")]
    assert costs(shopper) == ("138.00", "14.50", "159.50")
    payload = complete(shopper)
    assert payload["userErrors"] == []
    order = payload["order"]
    assert (order["totalPrice"]["amount"], order["totalTax"]["amount"]) == ("159.50", "14.50")
    taxes = [step for step in order["quote"]["steps"] if step["kind"] == "tax"]
    assert [(step["label"], step["source"], step["after"]["amount"]) for step in taxes] == [
        ("Sales tax", "assessor:California", "13.80"),
        ("Sales tax", "assessor:California", "0.70"),
    ]


@ON_SQLITE
def test_it_is_asked_once_for_what_is_sold_and_where_it_goes(shopper, assessor):
    in_frisco(shopper)
    assert len(assessor.asked) == len({each.digest for each in assessor.asked}) == 2
    for _ in range(3):
        priced(shopper)
    assert codes(complete(shopper)) == []
    assert len(assessor.asked) == 2
    # Somebody else who buys the same there: a provider hears of no cart.
    in_frisco(Shopper(shopper.opened))
    assert len(assessor.asked) == 2
    shopper.fill({"Red-S": 3}, country="US")
    shopper.go_to(FRISCO)
    assert len(assessor.asked) == 3
    shopper.go_to({**FRISCO, "zip": "94107"})
    assert (len(assessor.asked), assessor.asked[-1].destination.zip) == (4, "94107")


@ON_SQLITE
def test_a_provider_whose_answers_do_not_hold_is_asked_once_in_an_operation(shopper, assessor):
    assessor.keep_seconds = 0
    in_frisco(shopper)
    digest = priced(shopper)["quote"]["digest"]
    before = len(assessor.asked)
    assert codes(complete(shopper, digest=digest)) == []
    assert len(assessor.asked) == before + 1


@ON_SQLITE
def test_where_prices_include_tax_it_says_how_much_of_them_is_tax(shopper, assessor):
    shopper.fill({"Red-S": 1})
    assert costs(shopper) == ("59.00", "9.83", "59.00")
    shopper.go_to(PARIS)
    assert costs(shopper) == ("59.00", "5.36", "59.00")
    assert assessor.asked[-1].includes_tax
    shopper.choose("standard")
    assert costs(shopper) == ("59.00", "5.81", "63.90")
    payload = complete(shopper)
    assert (payload["order"]["totalPrice"]["amount"], payload["order"]["totalTax"]["amount"]) == (
        "63.90",
        "5.81",
    )


@ON_SQLITE
def test_an_amount_counts_before_a_rate(shopper, assessor):
    assessor.says = by_amount(33)
    in_frisco(shopper)
    assert costs(shopper) == ("138.00", "0.66", "145.66")


@ON_SQLITE
def test_nobody_is_asked_before_a_parcel_could_be_sent(shopper, assessor):
    shopper.fill({"Red-S": 1})
    shopper.go_to({"countryCode": "FR", "zip": "75011"})
    assert costs(shopper) == ("59.00", "9.83", "59.00")
    assert assessor.asked == []


@ON_SQLITE
def test_the_address_is_forgotten_with_its_cart_entry(shopper, assessor):
    shopper.fill({"Red-S": 1})
    shopper.go_to(PARIS)
    assert "rue des Lilas" in stored_delivery(shopper)
    document = "query($c: ID!) { cart(id: $c) { delivery { addresses { id } } } }"
    (address,) = shopper.opened.data(document, c=shopper.id)["cart"]["delivery"]["addresses"]
    remove = ADDRESS.replace("$a: [CartSelectableAddressInput!]!", "$a: [ID!]!")
    remove = remove.replace("cartDeliveryAddressesAdd", "cartDeliveryAddressesRemove")
    shopper.edit(remove.replace("addresses: $a", "addressIds: $a"), a=[address["id"]])
    assert stored_delivery(shopper) == "{}"
    assert costs(shopper) == ("59.00", "9.83", "59.00")


def stored_delivery(shopper):
    return shopper.opened.shop.db.read_now(lambda tx: tx.scalar(text("SELECT delivery FROM cart_cart")))


@ON_SQLITE
def test_what_is_carried_out_is_taxed_at_its_store(shopper, assessor):
    store = LocationDraft(
        handle="store", name="Rue Oberkampf", kind="store", pickup_enabled=True, country_code="FR", zip="75011",
        city="Paris", address1="9 rue Oberkampf",
    )  # fmt: skip
    shopper.opened.shop.db.write_now(save_location, draft=store)
    shopper.fill({"Red-S": 1, "Red-M": 1})
    shopper.go_to({**PARIS, "zip": "69001", "city": "Lyon"})
    lines = shopper.cart()["deliveryGroups"]["nodes"][0]["cartLines"]["nodes"]
    carried = next(line["id"] for line in lines if line["merchandise"]["sku"] == "Red-M")
    shopper.edit(WAYS, l=[{"lineId": carried, "method": "RETAIL", "locationId": shopper.location("store")}])
    sent, handed = assessor.asked[-2:]
    assert ([line.sku for line in sent.lines], sent.destination.zip, sent.origin) == (
        ["Red-S"],
        "69001",
        None,
    )
    assert [line.sku for line in handed.lines] == ["Red-M"]
    assert handed.destination == handed.origin
    assert handed.destination == TaxAddress(
        country="FR", zip="75011", city="Paris", address1="9 rue Oberkampf"
    )
    assert costs(shopper) == ("118.00", "10.72", "118.00")


@ON_SQLITE
def test_goods_that_bear_no_tax_are_not_asked_about(shopper, assessor):
    book = ProductDraft(
        handle="stamp",
        title="Stamp",
        variants=(VariantDraft(choices=(), sku="STAMP", taxable=False, inventory_tracked=False),),
    )
    db = shopper.opened.shop.db
    (saved,) = db.write_now(save_products, drafts=[book])
    (number,) = saved.variant_ids
    db.write_now(
        set_prices, price_list="us", prices=[PriceEntry(variant_id=number, amount=Money(100, "USD"))]
    )
    shopper.opened.numbers["STAMP"] = number
    shopper.fill({"STAMP": 1, "Red-S": 1}, country="US")
    shopper.go_to(FRISCO)
    assert [line.sku for line in assessor.asked[-1].lines] == ["Red-S"]
    assert costs(shopper) == ("70.00", "6.90", "76.90")
    times = len(assessor.asked)
    shopper.fill({"STAMP": 1}, country="US")
    shopper.go_to(FRISCO)
    assert costs(shopper) == ("1.00", "0.00", "1.00")
    assert len(assessor.asked) == times


@ON_SQLITE
def test_a_charge_that_bears_no_tax_is_not_asked_about(town, assessor):
    context = asyncio.run(town.shop.context(base_url="https://shop.example", actor=VISITOR, country="US"))
    charges = [Charge(key="fee", amount=Money(500, "USD"), label="Fee", taxable=False)]
    quoted = partial(
        quote_lines, context, lines=[], locale=locale_of(context), groups=frozenset(), at=context.now, channel=None,
        charges=charges,
    )  # fmt: skip
    place = TaxPlace(destination=TaxAddress(country="US", region="CA"))
    sale = TaxedSale(locale=locale_of(context), lines=[], charges=charges, places={"fee": place})
    taxes = asyncio.run(ask_taxes(context, sale, quoted=quoted()))
    assert assessor.asked == []
    assert quoted().total_tax is None
    taxed = quoted(tax=TaxFacts(provided=taxes.by_key))
    assert (taxed.total_tax, taxed.total) == (Money(0, "USD"), Money(500, "USD"))


def raising(request):
    raise TaxUnknownError("no line")


def lacking(request):
    return TaxAnswer(taxes=dict(list(by_rate(TENTH)(request).taxes.items())[1:]))


def beyond(request):
    return TaxAnswer(taxes={**by_rate(TENTH)(request).taxes, "99": LineTax(name="", rate=0)})


def silent(request):
    return TaxAnswer(taxes={key: LineTax(name="") for key in request.amounts})


NONSENSE = {
    "raises": raising,
    "answers nothing": lambda request: None,
    "lacks a line": lacking,
    "tells of no line asked": beyond,
    "says neither rate nor amount": silent,
    "a tax below zero": by_amount(-1),
    "a rate below zero": by_rate(-1),
    "more than the whole": by_amount(13_801),
    "a rate above the whole": by_rate(1_000_001),
    "a fraction": by_rate(0.1),
    "another currency": by_amount(100, "EUR"),
    "a name that is no line": by_rate(TENTH, name="Sales\ntax"),
}


@ON_SQLITE
@pytest.mark.parametrize("fault", [*NONSENSE, "hangs"])
def test_without_a_sound_answer_nothing_is_sold_until_there_is_one(
    shopper, assessor, clock, monkeypatch, fault
):
    if fault == "hangs":
        monkeypatch.setattr(asking, "PATIENCE", 0.01)
        assessor.hangs = True
    else:
        assessor.says = NONSENSE[fault]
    shopper.fill({"Red-S": 2}, country="US")
    shopper.go_to(FRISCO)
    shopper.choose("standard")
    assert costs(shopper) == ("138.00", None, "145.00")
    before = traces(shopper)
    assert codes(complete(shopper)) == ["TAX_UNAVAILABLE"]
    assert traces(shopper) == before
    assessor.hangs, assessor.says = False, by_rate(TENTH)
    assert codes(complete(shopper)) == ["TAX_UNAVAILABLE"]
    clock.advance(timedelta(seconds=15))
    monkeypatch.undo()
    assert complete(shopper)["order"]["totalPrice"]["amount"] == "159.50"


@ON_SQLITE
def test_the_table_stands_in_where_the_settings_let_it(shopper, assessor, monkeypatch):
    monkeypatch.setattr(shopper.opened.shop.settings.tax, "on_failure", "table")
    assessor.says = raising
    shopper.ready({"Red-S": 1})
    assert costs(shopper) == ("59.00", "10.65", "63.90")
    order = complete(shopper)["order"]
    assert (order["totalTax"]["amount"], order["totalPrice"]["amount"]) == ("10.65", "63.90")


@pytest.mark.database
def test_another_tax_than_was_agreed_to_is_not_charged(shopper, assessor, clock):
    in_frisco(shopper)
    digest = priced(shopper)["quote"]["digest"]
    assessor.says = by_rate(2 * TENTH)
    clock.advance(timedelta(seconds=600))
    before = traces(shopper)
    payload = complete(shopper, digest=digest)
    (error,) = payload["userErrors"]
    assert (error["code"], error["was"], error["total"]["amount"]) == ("QUOTE_CHANGED", digest, "174.00")
    assert traces(shopper) == before
    assert priced(shopper)["quote"]["digest"] == error["now"]
    assert complete(shopper, digest=error["now"])["order"]["totalPrice"]["amount"] == "174.00"


@ON_SQLITE
def test_the_same_tax_asked_for_again_is_the_same_quote(shopper, assessor, clock):
    in_frisco(shopper)
    digest = priced(shopper)["quote"]["digest"]
    clock.advance(timedelta(seconds=600))
    times = len(assessor.asked)
    assert codes(complete(shopper, digest=digest)) == []
    assert len(assessor.asked) == times + 1


@ON_SQLITE
def test_a_device_that_took_the_cart_over_sees_its_tax_and_no_address(shopper, assessor):
    in_frisco(shopper)
    code = shopper.send(HAND_OVER, c=shopper.id)["handoff"]["code"]
    cart = shopper.send(CLAIM, c=code)["cart"]
    assert cart["quote"]["digest"] == priced(shopper)["quote"]["digest"]
    assert cart["delivery"]["addresses"] == []
    assert [node["deliveryAddress"]["zip"] for node in cart["deliveryGroups"]["nodes"]] == [None]


@ON_SQLITE
def test_a_cart_that_kept_no_destination_is_asked_for_where_its_goods_really_go(shopper, assessor):
    shopper.ready({"Red-S": 1})
    digest = priced(shopper)["quote"]["digest"]
    db = shopper.opened.shop.db
    forgotten = stored_delivery(shopper).replace('"FR"', '"XX"')
    db.write_now(lambda tx: tx.execute(text("UPDATE cart_cart SET delivery = :d"), {"d": forgotten}))
    shown = priced(shopper)["quote"]["digest"]
    assert shown != digest
    (error,) = complete(shopper, digest=shown)["userErrors"]
    assert (error["code"], error["now"]) == ("QUOTE_CHANGED", digest)
    assert complete(shopper, digest=digest)["order"]["totalTax"]["amount"] == "5.81"
