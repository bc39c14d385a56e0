"""Payers who have to confirm, and messages about their payments: through to an order, or back to the payer."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from comptoir.checkout.commands.finish import finish_attempt
from comptoir.checkout.models import ATTEMPTS
from comptoir.checkout.recovery import resume_attempts
from comptoir.hooks.payments import Authorized, ProviderEvent
from comptoir.inventory import expire_holds, set_levels
from comptoir.money import Money
from comptoir.orders import get_order
from comptoir.payments.models import PAYMENT, SANDBOX
from comptoir.payments.queries import get_payment
from comptoir.payments.sandbox import books
from comptoir.payments.sandbox.delivery import deliver
from comptoir.payments.webhooks import take_webhook
from comptoir.pricing import save_promotion
from sqlalchemy import select, update

from tests.checkout.dying import charges, findings, last_charge, recovered
from tests.checkout.owing import Debtor, codes, decide, deliver_events, sums
from tests.checkout.shopping import WAYS
from tests.orders.test_reading import READ
from tests.pricing.offers import TENTH, draft

NOTE = {"key": "gift", "value": "yes"}
PERSONAL = """mutation($i: CheckoutCompleteInput!) { checkoutComplete(input: $i) { userErrors { code } order {
  id name totalPrice { amount } email phone note token statusUrl statusPageUrl customerUrl
  customAttributes { key value } shippingAddress { name city } billingAddress { name city }
  paymentInformation { paymentCollectionUrl }
  deliveryGroups { address { city } } } } }"""


@pytest.fixture
def buyer(shared):
    found = Debtor(shared)
    found.ready({"Red-S": 1})
    return found


@pytest.fixture
def since(shared):
    return last_charge(shared.shop)


def pieces(buyer):
    return sum(buyer.left("Red-S").values())


def last_payment(buyer):
    number = buyer.opened.shop.db.read_now(
        lambda tx: tx.scalar(select(PAYMENT.c.id).order_by(PAYMENT.c.id.desc()))
    )
    return buyer.opened.shop.db.read_now(get_payment, number)


def test_a_payer_who_confirmed_gets_the_order_by_the_same_key(buyer, since):
    action = buyer.buy("sandbox-3ds")["paymentAction"]
    decide(buyer.opened.shop, action, tell=False)
    digest = buyer.cart()["quote"]["digest"]
    payload = buyer.complete("sandbox-3ds", digest=digest)
    assert (payload["userErrors"], payload["paymentAction"]) == ([], None)
    assert (sums(payload["order"]), buyer.cart()) == (("63.90", "0.00"), None)
    assert buyer.complete("sandbox-3ds", digest=digest) == payload
    assert charges(buyer.opened.shop, since=since) == [6_390]


def test_the_message_of_the_provider_alone_makes_the_order(buyer, since):
    digest = buyer.cart()["quote"]["digest"]
    action = buyer.buy("sandbox-3ds")["paymentAction"]
    decide(buyer.opened.shop, action)
    deliver_events(buyer.opened.shop)
    assert buyer.cart() is None
    payload = buyer.complete("sandbox-3ds", digest=digest)
    assert (payload["userErrors"], sums(payload["order"])) == ([], ("63.90", "0.00"))
    assert charges(buyer.opened.shop, since=since) == [6_390]


@pytest.mark.parametrize("deposit", [None, "60.00"])
def test_an_order_is_told_as_it_is_stored_without_being_read(stage, deposit):
    opened, _ = stage
    buyer = Debtor(opened)
    buyer.fill({"Red-S": 1, "Blue-S": 2}, discountCodes=["TENTH"], note="At the back", attributes=[NOTE])
    red = next(line["id"] for line in lines_of(buyer) if line["merchandise"]["sku"] == "Red-S")
    buyer.edit(WAYS, l=[{"lineId": red, "method": "RETAIL", "locationId": buyer.location("store")}])
    buyer.go_to()
    for group, handle in enumerate(waiting_for_a_choice(buyer)):
        buyer.choose(handle, group=group)
    decide(opened.shop, buyer.buy("sandbox-3ds", deposit=deposit)["paymentAction"])

    def finish_and_read(tx):
        ident = tx.scalar(select(ATTEMPTS.c.ident).order_by(ATTEMPTS.c.id.desc()))
        told = finish_attempt(tx, ident=ident, token="t" * 40).order
        return told, replace(get_order(tx, order_id=told.order_id), token="t" * 40)

    told, stored = opened.shop.db.write_now(finish_and_read)
    assert repr(told) == repr(stored)
    assert (len(told.groups), len(told.lines), len(told.charges), told.note) == (2, 2, 1, "At the back")
    assert (told.terms is None, told.total > told.paid) == (deposit is None, deposit is not None)


def test_the_first_answer_tells_the_order_as_every_later_one_does(stage):
    opened, _ = stage
    buyer = Debtor(opened)
    buyer.ready({"Red-S": 2, "Blue-S": 1}, discountCodes=["TENTH"], note="At the back", attributes=[NOTE])
    fields = READ.partition("token: $token) ")[2].rpartition("}")[0]
    document = f"mutation($i: CheckoutCompleteInput!) {{ checkoutComplete(input: $i) {{ order {fields} }} }}"
    request = {
        "cartId": buyer.id,
        "quoteDigest": buyer.cart()["quote"]["digest"],
        "idempotencyKey": "first",
        "payment": {"provider": "sandbox", "token": "sandbox-visa"},
    }
    told = buyer.send(document, i=request)["order"]
    assert told["financialStatus"] == "PAID"
    assert opened.data(READ, id=told["id"], token=told["token"])["order"] == told
    assert buyer.send(document, i=request)["order"] == told


def lines_of(buyer):
    return [line for group in buyer.cart()["deliveryGroups"]["nodes"] for line in group["cartLines"]["nodes"]]


def waiting_for_a_choice(buyer):
    """Return the last way that each delivery group may go."""
    groups = buyer.cart()["deliveryGroups"]["nodes"]
    return [group["deliveryOptions"][-1]["handle"] for group in groups]


def test_a_payer_who_says_no_keeps_the_cart_and_the_goods_are_free(buyer, since):
    cart, before = buyer.cart(), pieces(buyer)
    action = buyer.buy("sandbox-3ds")["paymentAction"]
    assert pieces(buyer) == before - 1
    decide(buyer.opened.shop, action, approve=False)
    deliver_events(buyer.opened.shop)
    assert (buyer.cart(), pieces(buyer)) == (cart, before)
    assert codes(buyer.complete("sandbox-3ds")) == ["PAYMENT_DECLINED"]
    assert charges(buyer.opened.shop, since=since) == []


def test_money_that_arrives_after_the_attempt_was_let_go_goes_back(buyer, since):
    cart, before, shop = buyer.cart(), pieces(buyer), buyer.opened.shop
    ident = buyer.buy("sandbox-3ds")["paymentAction"]["url"].rpartition("/")[2]
    asyncio.run(recovered(shop, shop.clock))
    assert (codes(buyer.complete("sandbox-3ds")), buyer.cart()) == (["PAYMENT_DECLINED"], cart)
    # The card company took the money all the same: its charge and the cancellation have crossed.
    shop.db.write_now(
        lambda tx: tx.execute(
            update(SANDBOX).where(SANDBOX.c.ident == ident).values(status="CAPTURED", captured=6_390)
        )
    )
    assert charges(shop, since=since) == [6_390]
    asyncio.run(deliver(shop, shop.db.read_now(books.lookup_by_ident, ident=ident)))
    asyncio.run(recovered(shop, shop.clock))
    assert charges(shop, since=since) == []
    assert (buyer.cart(), pieces(buyer), findings(shop)) == (cart, before, [])
    assert codes(buyer.complete("sandbox-3ds")) == ["PAYMENT_DECLINED"]


def test_a_payer_who_confirms_when_all_is_sold_gets_the_money_back(buyer, since):
    shop, number = buyer.opened.shop, buyer.opened.numbers["Red-S"]
    action = buyer.buy("sandbox-3ds")["paymentAction"]
    shop.clock.advance(timedelta(hours=3))
    shop.db.write_now(expire_holds)
    for place in ("depot", "store"):
        shop.db.write_now(set_levels, location=place, levels={number: 0})
    decide(shop, action)
    deliver_events(shop)
    assert charges(shop, since=since) == []
    assert codes(buyer.complete("sandbox-3ds")) == ["OUT_OF_STOCK"]
    assert buyer.cart() is not None
    shop.db.write_now(set_levels, location="depot", levels={number: 1_000})


@pytest.mark.parametrize(
    "told", [Money(1, "EUR"), Money(6_389, "EUR"), Money(6_391, "EUR"), Money(6_390, "USD")]
)
def test_a_message_of_another_amount_makes_no_order(buyer, since, told):
    cart, shop = buyer.cart(), buyer.opened.shop
    waiting = buyer.buy("sandbox-3ds")
    payment = last_payment(buyer)
    event = ProviderEvent(
        ident=f"wrong-{payment.id}", type="payment.captured", provider_id=payment.provider_id,
        reference=payment.reference, owner=payment.origin, amount=told,
        result=Authorized(provider_id=payment.provider_id, amount=told, captured=told),
    )  # fmt: skip
    assert shop.db.write_now(take_webhook, provider="sandbox", event=event) == "MISMATCH"
    deliver_events(shop)
    asyncio.run(resume_attempts(shop))
    assert (buyer.cart(), last_payment(buyer)) == (cart, payment)
    assert buyer.complete("sandbox-3ds")["paymentAction"] == waiting["paymentAction"]
    foreign = replace(event, ident=f"foreign-{payment.id}", amount=payment.amount, owner="checkout/other")
    assert shop.db.write_now(take_webhook, provider="sandbox", event=foreign) == "MISMATCH"


def test_a_device_that_took_the_cart_over_pays_and_learns_nothing_personal(buyer):
    buyer.edit(
        'mutation($c: ID!) { cartNoteUpdate(cartId: $c, note: "For Louis") { cart { id } userErrors { code } } }'
    )
    given = buyer.send("mutation($c: ID!) { cartHandoffCreate(cartId: $c) { handoff { code } } }", c=buyer.id)
    claim = "mutation($k: String!) { cartHandoffClaim(code: $k) { cart { id } } }"
    guest = buyer.send(claim, k=given["handoff"]["code"])["cart"]["id"]
    request = {
        "cartId": guest, "quoteDigest": buyer.cart()["quote"]["digest"], "idempotencyKey": "guest",
        "payment": {"provider": "sandbox", "token": "sandbox-visa"},
    }  # fmt: skip
    answer = buyer.send(PERSONAL, i=request)
    assert answer["userErrors"] == []
    order = answer["order"]
    assert order["totalPrice"] == {"amount": "63.90"}
    personal = ("email", "phone", "note", "token", "shippingAddress", "billingAddress")
    assert {name: order[name] for name in personal} == dict.fromkeys(personal)
    assert (order["customAttributes"], order["deliveryGroups"]) == ([], [{"address": None}])
    assert not [name for name in ("statusUrl", "statusPageUrl", "customerUrl") if "key=" in order[name]]
    assert buyer.send(PERSONAL, i=request) == answer
    own = buyer.send(PERSONAL, i={**request, "cartId": buyer.id})["order"]
    assert (own["id"], own["email"], own["note"]) == (order["id"], "camille@example.com", "For Louis")
    assert own["statusUrl"].endswith(f"?key={own['token']}")
    assert own["shippingAddress"] == {"name": "Camille Moreau", "city": "Paris"}


@pytest.mark.parametrize(
    ("limit", "people", "code"),
    [("usage_limit", ("ada", "bea"), "QUOTE_CHANGED"), ("shopper_limit", ("cleo", "cleo"), "DISCOUNT_LIMIT")],
)
def test_a_discount_that_is_used_up_is_told_with_what_it_costs_now(shared, limit, people, code):
    offer = draft(limit.replace("_", "-"), effect=TENTH, codes=(limit,), **{limit: 1})
    shared.shop.db.write_now(save_promotion, draft=offer)
    buyers = [Debtor(shared), Debtor(shared)]
    for each, name in zip(buyers, people, strict=True):
        each.ready({"Red-S": 1}, email=f"{name}@example.com", discountCodes=[limit])
    quoted = buyers[1].cart()["quote"]["digest"]
    assert buyers[0].complete()["order"]["totalPrice"] == {"amount": "58.00"}
    (refused,) = buyers[1].complete(digest=quoted)["userErrors"]
    assert (refused["code"], refused["was"], refused["total"]) == (code, quoted, {"amount": "63.90"})
    agreed = buyers[1].complete(digest=refused["now"])
    assert (agreed["userErrors"], agreed["order"]["totalPrice"]) == ([], {"amount": "63.90"})
