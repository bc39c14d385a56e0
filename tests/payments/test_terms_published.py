"""Payment terms are versions: the newest in force holds, and an order's stay readable."""

from datetime import timedelta

import pytest
from comptoir.errors import DomainError
from comptoir.payments.publishing import TermsDraft, find_terms, get_terms, get_terms_in_force, publish_terms
from comptoir.payments.terms import IN_FULL, PaymentTerms

from tests.payments.conftest import euros


def publish(
    till, handle="deposit", *, basis_points=5000, market=None, effective_from=None, withdrawn=False, **more
):
    terms = PaymentTerms(handle=handle, basis_points=basis_points, **more)
    draft = TermsDraft(terms=terms, market=market, effective_from=effective_from, withdrawn=withdrawn)
    return till.do(publish_terms, draft=draft)


def in_force(till, market="eu"):
    return till.ask(get_terms_in_force, market=market)


def test_without_terms_all_is_due_at_once(till):
    assert in_force(till) == IN_FULL
    assert till.ask(get_terms, handle="in-full", version=1) == IN_FULL


def test_the_newest_version_holds_and_the_older_stays_readable(till):
    first = publish(till, basis_points=5000, least=euros(1000))
    second = publish(till, basis_points=3000, ships_after="DEPOSIT", balance_days=14)
    assert (first.version, second.version) == (1, 2)
    assert in_force(till) == second
    assert till.ask(get_terms, handle="deposit", version=1) == first
    assert till.ask(find_terms) == [first, second]


def test_publishing_the_same_again_changes_nothing(till):
    first = publish(till, least=euros(1000))
    assert publish(till, least=euros(1000)) == first
    assert till.ask(find_terms) == [first]


def test_the_same_terms_for_another_moment_are_a_version_of_their_own(till):
    later = publish(till, effective_from=till.clock.now() + timedelta(days=1))
    assert in_force(till) == IN_FULL
    at_once = publish(till)
    assert (later.version, at_once.version) == (1, 2)
    assert in_force(till) == at_once


def test_a_version_holds_from_its_date(till):
    first = publish(till)
    later = publish(till, basis_points=2500, effective_from=till.clock.now() + timedelta(days=1))
    assert in_force(till) == first
    till.clock.advance(timedelta(days=1))
    assert in_force(till) == later


def test_a_market_s_own_terms_come_first(till):
    everywhere = publish(till, "a-half")
    here = publish(till, "z-third", basis_points=3333, market="eu")
    assert in_force(till, "eu") == here
    assert in_force(till, "us") == everywhere


def test_withdrawn_terms_hold_no_longer(till):
    publish(till)
    publish(till, withdrawn=True)
    assert in_force(till) == IN_FULL


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (PaymentTerms(handle="Half", basis_points=5000), "handle"),
        (PaymentTerms(handle="in-full"), "handle"),
        (PaymentTerms(handle="a" * 81, basis_points=1), "handle"),
        (PaymentTerms(handle="a", basis_points=0), "basis_points"),
        (PaymentTerms(handle="a", basis_points=10_000), "basis_points"),
        (PaymentTerms(handle="a", basis_points=1, fixed=euros(1)), "fixed"),
        (PaymentTerms(handle="a", fixed=euros(0)), "fixed"),
        (PaymentTerms(handle="a", basis_points=1, least=euros(-1)), "least"),
        (PaymentTerms(handle="a", basis_points=1, balance_days=0), "balance_days"),
    ],
)
def test_terms_that_cannot_be_are_refused(till, draft, field):
    with pytest.raises(DomainError) as caught:
        till.do(publish_terms, draft=TermsDraft(terms=draft))
    assert (caught.value.code, caught.value.field) == ("INVALID", (field,))
    assert till.ask(find_terms) == []
