"""Payments through the staff schema: seen, captured, refunded; gift cards, credit and terms; all audited."""

import pytest
from comptoir.clock import FixedClock
from comptoir.payments.gift_cards import get_usable_gift_card
from comptoir.payments.models import GIFT_CARD, SANDBOX
from comptoir.payments.publishing import get_terms_in_force
from comptoir.payments.store_credit import find_store_credit
from comptoir.principal import Owner
from comptoir.staff.passwords import hash_now
from comptoir.testing import make_shop

from tests.payments.conftest import Till
from tests.staff.office import PASSWORD, staffed

FIELDS = "id status owner method captured { amount currencyCode } refunded { amount } refundable { amount }"
OPERATED = "operation { kind status amount { amount } } userErrors { code field }"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    from datetime import UTC, datetime

    clock = FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    shop = make_shop(tmp_path_factory.mktemp("desk"), clock=clock)
    office = staffed(shop, clock=clock, password_digest=hash_now(PASSWORD))
    office.till = Till(shop, clock)
    yield office
    shop.db.close_now()


@pytest.fixture
def paid(office, request):
    return office.till.pay(5000, owner=Owner(kind="order", ident=request.node.name))


def gid(payment):
    return f"gid://shopify/Payment/{payment.id}"


def euros(amount):
    return {"amount": amount, "currencyCode": "EUR"}


def refund(office, payment, amount="20.00", key="r", **options):
    query = f"""mutation ($id: ID!, $amount: MoneyInput!, $key: String!) {{
      paymentRefund(id: $id, amount: $amount, idempotencyKey: $key, reason: "torn") {{
        payment {{ {FIELDS} }} {OPERATED} }} }}"""
    variables = {"id": gid(payment), "amount": euros(amount), "key": key}
    return office.ask(query, variables, **options)["paymentRefund"]


def test_support_sees_and_refunds_a_payment_once(office, paid):
    seen = office.ask(f'{{ payment(id: "{gid(paid)}") {{ {FIELDS} }} }}', role="support")["payment"]
    assert seen == {
        "id": gid(paid),
        "status": "PAID",
        "owner": str(paid.owner),
        "method": "Visa 4242",
        "captured": {"amount": "50.00", "currencyCode": "EUR"},
        "refunded": {"amount": "0.00"},
        "refundable": {"amount": "50.00"},
    }
    for _ in range(2):
        done = refund(office, paid, role="support")
        assert done["userErrors"] == []
        assert (done["payment"]["status"], done["payment"]["refundable"]["amount"]) == (
            "PARTIALLY_REFUNDED",
            "30.00",
        )
        assert done["operation"] == {"kind": "REFUND", "status": "DONE", "amount": {"amount": "20.00"}}
    assert office.till.rows(SANDBOX)[-1]["refunded"] == 2000
    entry = office.audit()[-1]
    assert (entry.action, entry.subject, entry.reason) == ("payment.refunded", f"payment:{paid.id}", "torn")
    assert entry.actor_ident == str(office.accounts["support"].number)


def test_more_than_was_paid_is_not_refunded(office, paid):
    rows = len(office.audit(100))
    assert refund(office, paid, "50.01")["userErrors"] == [{"code": "REFUND_TOO_HIGH", "field": ["amount"]}]
    assert len(office.audit(100)) == rows
    assert office.till.get(paid) == paid


@pytest.mark.parametrize("role", ["associate", "merchandiser", "auditor"])
def test_others_refund_nothing(office, paid, role):
    query = f'mutation {{ paymentRefund(id: "{gid(paid)}", amount: {{amount: "1", currencyCode: EUR}},'
    query += ' idempotencyKey: "x") { userErrors { code } } }'
    assert office.code(query, role=role) == "FORBIDDEN"
    assert office.till.get(paid) == paid


def test_a_reservation_is_captured_or_cancelled(office):
    take = office.till.pay(5000, key="take", capture=False)
    drop = office.till.pay(5000, key="drop", capture=False)
    capture = f"""mutation {{ paymentCapture(id: "{gid(take)}", idempotencyKey: "c",
      amount: {{amount: "30.00", currencyCode: EUR}}) {{ payment {{ {FIELDS} }} {OPERATED} }} }}"""
    assert office.ask(capture)["paymentCapture"]["payment"]["captured"]["amount"] == "30.00"
    cancel = f"""mutation {{ paymentCancel(id: "{gid(drop)}", idempotencyKey: "x") {{
      payment {{ status }} {OPERATED} }} }}"""
    assert office.ask(cancel)["paymentCancel"]["payment"]["status"] == "CANCELLED"
    assert office.ask(cancel.replace(gid(drop), gid(take)))["paymentCancel"]["userErrors"] == [
        {"code": "NOT_CANCELLABLE", "field": None}
    ]


def test_payments_are_listed_newest_first(office):
    made = [office.till.pay(100, key=f"list-{n}", token="sandbox-declined") for n in range(3)]
    query = """query ($after: String) { payments(first: 2, after: $after, status: FAILED) {
      nodes { id } pageInfo { hasNextPage endCursor } } }"""
    page = office.ask(query)["payments"]
    assert [node["id"] for node in page["nodes"]] == [gid(made[2]), gid(made[1])]
    following = office.ask(query, {"after": page["pageInfo"]["endCursor"]})["payments"]
    assert following["nodes"][0]["id"] == gid(made[0])


def test_a_gift_card_is_issued_with_a_code_that_is_told_once(office):
    issue = """mutation { giftCardIssue(value: {amount: "25.00", currencyCode: EUR}, note: "prize") {
      code giftCard { id lastCharacters balance { amount } enabled } userErrors { code } } }"""
    issued = office.ask(issue)["giftCardIssue"]
    card = office.till.ask(get_usable_gift_card, code=issued["code"], currency="EUR")
    assert issued["giftCard"]["balance"]["amount"] == "25.00"
    assert issued["code"] not in str(office.audit()[-1])
    listed = f'{{ giftCards(lastCharacters: "{card.last_characters}") {{ nodes {{ id note }} }} }}'
    assert office.ask(listed)["giftCards"]["nodes"] == [{"id": card.id, "note": "prize"}]
    correct = f"""mutation {{ giftCardCorrect(id: "{card.id}", by: {{amount: "-5.00", currencyCode: EUR}}) {{
      giftCard {{ balance {{ amount }} }} userErrors {{ code }} }} }}"""
    assert office.ask(correct)["giftCardCorrect"]["giftCard"]["balance"]["amount"] == "20.00"
    too_much = office.ask(correct.replace("-5.00", "-20.01"))["giftCardCorrect"]
    assert too_much == {"giftCard": None, "userErrors": [{"code": "INSUFFICIENT_BALANCE"}]}
    disable = (
        f'mutation {{ giftCardDisable(id: "{card.id}") {{ giftCard {{ enabled }} userErrors {{ code }} }} }}'
    )
    assert office.ask(disable)["giftCardDisable"]["giftCard"] == {"enabled": False}
    assert [entry.action for entry in office.audit()[-3:]] == [
        "gift_card.issued",
        "gift_card.corrected",
        "gift_card.disabled",
    ]


def test_a_gift_card_that_is_asked_for_twice_under_one_key_is_issued_once(office):
    issue = """mutation { giftCardIssue(value: {amount: "25.00", currencyCode: EUR}, idempotencyKey: "gift-1") {
      code giftCard { id } userErrors { code } } }"""
    assert office.ask(issue)["giftCardIssue"]["userErrors"] == []
    rows = len(office.till.rows(GIFT_CARD))
    again = office.ask(issue)["giftCardIssue"]
    assert again == {"code": None, "giftCard": None, "userErrors": [{"code": "REPEATED"}]}
    assert len(office.till.rows(GIFT_CARD)) == rows
    assert office.ask(issue.replace("gift-1", "gift-2"))["giftCardIssue"]["code"]


def test_store_credit_is_granted(office):
    grant = """mutation { storeCreditGrant(customerId: "gid://shopify/Customer/7", reason: "late parcel",
      amount: {amount: "10.00", currencyCode: EUR}) { balance { amount } userErrors { code } } }"""
    assert office.ask(grant)["storeCreditGrant"] == {"balance": {"amount": "10.00"}, "userErrors": []}
    (credit,) = office.till.ask(find_store_credit, holder=Owner(kind="customer", ident="7"))
    assert credit.minor == 1000


def test_terms_are_published(office):
    publish = """mutation ($input: PaymentTermsInput!) { paymentTermsPublish(input: $input) {
      terms { handle version basisPoints least { amount } shipsAfter } userErrors { code field } } }"""
    given = {"handle": "half-now", "basisPoints": 5000, "least": euros("10.00")}
    assert office.ask(publish, {"input": given})["paymentTermsPublish"]["terms"] == {
        "handle": "half-now",
        "version": 1,
        "basisPoints": 5000,
        "least": {"amount": "10.00"},
        "shipsAfter": "BALANCE",
    }
    assert office.till.ask(get_terms_in_force, market="eu").handle == "half-now"
    wrong = office.ask(publish, {"input": {"handle": "half-now", "basisPoints": 0}})["paymentTermsPublish"]
    assert wrong == {"terms": None, "userErrors": [{"code": "INVALID", "field": ["basisPoints"]}]}
    assert [each["version"] for each in office.ask("{ paymentTerms { version } }")["paymentTerms"]] == [1]
