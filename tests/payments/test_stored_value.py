"""Gift cards and store credit: spent once, given back where they came from, every cent in the ledger."""

import asyncio
import re
from datetime import timedelta

import pytest
from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.payments.checks import check_payments
from comptoir.payments.gift_cards import correct_gift_card, disable_gift_card, get_gift_card, issue_gift_card
from comptoir.payments.models import BALANCE, BALANCE_ENTRY, GIFT_CARD, PAYMENT
from comptoir.payments.operations import begin_cancel, begin_capture, begin_refunds
from comptoir.payments.records import PaymentStatus
from comptoir.payments.starting import start_payment
from comptoir.payments.store_credit import find_store_credit, grant_store_credit
from comptoir.principal import Owner

from tests.payments.conftest import CHECKOUT, euros

ANA = Owner(kind="customer", ident="7")


def spend(till, minor, token, *, key="k1", provider="gift-card", currency="EUR", **more):
    return till.do(
        start_payment, owner=CHECKOUT, provider=provider, amount=Money(minor, currency), idempotency_key=key,
        token=token, **more,
    )  # fmt: skip


def code_of(call, *args, **kwargs):
    with pytest.raises(DomainError) as caught:
        call(*args, **kwargs)
    return caught.value.code


@pytest.fixture
def issued(till):
    return till.do(issue_gift_card, value=euros(5000))


def left(till, issued):
    return till.ask(get_gift_card, number=issued.card.number).balance.minor


def entries(till):
    return [(row["kind"], row["change"], row["after"]) for row in till.rows(BALANCE_ENTRY)]


@pytest.fixture(autouse=True)
def _sums_agree(till):
    yield
    assert till.ask(check_payments) == []


def test_a_gift_card_pays_at_once_and_once(till, issued):
    for _ in range(2):
        payment = spend(till, 1234, issued.code)
        assert (payment.status, payment.captured) == (PaymentStatus.PAID, 1234)
    assert (payment.method.kind, payment.method.last_characters) == ("gift-card", issued.code[-4:])
    assert left(till, issued) == 3766
    assert entries(till) == [("ISSUED", 5000, 5000), ("SPENT", -1234, 3766)]


def test_a_code_is_typed_as_people_type(till, issued):
    spend(till, 1, issued.code.lower(), key="a")
    spend(till, 1, issued.code.replace("-", " ").replace("0", "o").replace("1", "l"), key="b")
    assert left(till, issued) == 4998


def test_of_a_code_only_a_digest_and_the_last_characters_are_kept(till, issued):
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}", issued.code)
    (row,) = till.rows(GIFT_CARD)
    plain = issued.code.replace("-", "")
    assert plain not in str(row)
    assert row["last_characters"] == plain[-4:]
    assert plain not in repr(issued)
    assert issued.code not in repr(issued)


def test_more_than_there_is_is_refused_and_nothing_changes(till, issued):
    assert code_of(spend, till, 5001, issued.code) == "INSUFFICIENT_BALANCE"
    assert till.rows(PAYMENT) == []
    assert entries(till) == [("ISSUED", 5000, 5000)]


@pytest.mark.parametrize("code", ["", "x", "AAAAA-AAAAA-AAAAA-AAAAA", "é" * 20, "U" * 20])
def test_an_unknown_code_is_refused(till, issued, code):
    assert code_of(spend, till, 1, code) == "GIFT_CARD_UNKNOWN"


def test_a_card_in_another_currency_is_refused(till, issued):
    assert code_of(spend, till, 1, issued.code, currency="USD") == "CURRENCY_MISMATCH"


def test_a_withdrawn_card_is_refused_and_still_refunded(till, issued):
    spend(till, 2000, issued.code)
    till.do(disable_gift_card, number=issued.card.number)
    assert code_of(spend, till, 1, issued.code, key="b") == "GIFT_CARD_DISABLED"
    till.do(begin_refunds, owner=CHECKOUT, amount=euros(500), idempotency_key="r")
    assert left(till, issued) == 3500


def test_an_expired_card_is_refused(till):
    issued = till.do(issue_gift_card, value=euros(100), expires_at=till.clock.now() + timedelta(days=1))
    till.clock.advance(timedelta(days=1))
    assert code_of(spend, till, 1, issued.code) == "GIFT_CARD_EXPIRED"
    assert code_of(till.do, issue_gift_card, value=euros(1), expires_at=till.clock.now()) == "INVALID"
    assert code_of(till.do, issue_gift_card, value=euros(0)) == "INVALID_AMOUNT"


def test_what_is_reserved_and_given_up_comes_back(till, issued):
    payment = spend(till, 2000, issued.code, capture=False)
    assert (payment.status, left(till, issued)) == (PaymentStatus.AUTHORIZED, 3000)
    for _ in range(2):
        assert till.do(begin_cancel, payment_id=payment.id, idempotency_key="x").status == "DONE"
    assert (till.get(payment).status, left(till, issued)) == (PaymentStatus.CANCELLED, 5000)


def test_what_is_reserved_and_not_taken_comes_back(till, issued):
    payment = spend(till, 2000, issued.code, capture=False)
    till.do(begin_capture, payment_id=payment.id, idempotency_key="c", amount=euros(1500))
    assert (till.get(payment).captured, till.get(payment).voided, left(till, issued)) == (1500, 500, 3500)


def test_a_card_and_a_gift_card_are_refunded_newest_first(till, issued):
    gift = spend(till, 2000, issued.code)
    card = till.pay(3000, key="k2")
    sent = till.do(begin_refunds, owner=CHECKOUT, amount=euros(4000), idempotency_key="r")
    assert [(each.payment_id, each.amount.minor, each.status) for each in sent] == [
        (card.id, 3000, "PENDING"),
        (gift.id, 1000, "DONE"),
    ]
    till.recover()
    assert (till.get(card).refunded, till.get(gift).refunded, left(till, issued)) == (3000, 1000, 4000)


@pytest.mark.anyio
async def test_of_many_who_spend_one_card_at_once_no_cent_is_spent_twice(till, issued):
    def buy(number):
        return till.shop.db.write(
            start_payment, owner=Owner(kind="checkout", ident=f"c{number}"), provider="gift-card",
            amount=euros(700), idempotency_key="k", token=issued.code,
        )  # fmt: skip

    came = await asyncio.gather(*(buy(number) for number in range(16)), return_exceptions=True)
    assert sorted(getattr(each, "code", "") for each in came) == [""] * 7 + ["INSUFFICIENT_BALANCE"] * 9
    assert left(till, issued) == 100
    assert len(till.rows(PAYMENT)) == 7


def test_a_correction_leaves_an_entry_and_never_goes_below_nothing(till, issued):
    till.do(correct_gift_card, number=issued.card.number, by=euros(-1000), reason="torn")
    assert left(till, issued) == 4000
    for by, code in ((-4001, "INSUFFICIENT_BALANCE"), (0, "INVALID_AMOUNT")):
        arguments = {"number": issued.card.number, "by": euros(by), "reason": ""}
        assert code_of(till.do, correct_gift_card, **arguments) == code
    assert entries(till) == [("ISSUED", 5000, 5000), ("CORRECTED", -1000, 4000)]


def test_store_credit_is_granted_and_spent(till):
    till.do(grant_store_credit, holder=ANA, amount=euros(1000), reason="late parcel")
    till.do(grant_store_credit, holder=ANA, amount=Money(500, "USD"), reason="")
    assert spend(till, 400, str(ANA), provider="store-credit").status is PaymentStatus.PAID
    assert till.ask(find_store_credit, holder=ANA) == [euros(600), Money(500, "USD")]
    assert code_of(spend, till, 601, str(ANA), provider="store-credit", key="b") == "INSUFFICIENT_BALANCE"
    assert code_of(spend, till, 1, "customer/8", provider="store-credit", key="c") == "INSUFFICIENT_BALANCE"
    till.do(begin_refunds, owner=CHECKOUT, amount=euros(400), idempotency_key="r")
    assert till.ask(find_store_credit, holder=ANA)[0] == euros(1000)


@pytest.mark.anyio
async def test_credit_granted_at_once_makes_one_account(till):
    def grant():
        return till.shop.db.write(grant_store_credit, holder=ANA, amount=euros(100), reason="")

    await asyncio.gather(*(grant() for _ in range(8)))
    assert till.ask(find_store_credit, holder=ANA) == [euros(800)]


@pytest.mark.parametrize("table", ["payments_balance_entry", "payments_terms"])
def test_the_database_keeps_the_ledger(till, issued, table):
    from comptoir.payments.publishing import TermsDraft, publish_terms
    from comptoir.payments.terms import PaymentTerms
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    till.do(publish_terms, draft=TermsDraft(terms=PaymentTerms(handle="half", basis_points=5000)))
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = 99"):
        with pytest.raises(DBAPIError, match="never changed"):
            till.do(lambda tx, statement=statement: tx.execute(text(statement)) and None)
    assert [row["amount"] for row in till.rows(BALANCE)] == [5000]
