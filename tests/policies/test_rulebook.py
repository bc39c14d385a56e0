"""Which policy a product has: scopes, markets, ties, time, and the policy behind them all."""

from datetime import UTC, datetime, timedelta

import pytest
from comptoir.markets import MarketRecord
from comptoir.money import Money
from comptoir.policies import (
    Exemption,
    PolicyScope,
    PolicyTerms,
    PolicyVersion,
    RestockingFee,
    ReturnFees,
    ReturnMethod,
    ReturnMethodKind,
    ReturnResolution,
    ReturnWindowAnchor,
    final_sale,
)
from comptoir.policies.rulebook import PolicyBook, built_in_policy, generosity

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SHIRT = {"product": "shirt", "collections": ["summer", "sale"], "product_type": "Shirts"}


def market(handle, country, currency="EUR"):
    return MarketRecord(
        number=1, id="m", handle=handle, name=handle, currency=currency, includes_tax=True,
        countries=(country,), languages=("en",), default_language="en",
    )  # fmt: skip


EU, US = market("eu", "FR"), market("us", "US", "USD")


def version(number, scope, key="", *, days=30, terms=None, handle=None, **more):
    return PolicyVersion(
        number=number,
        handle=handle or f"p{number}",
        version=more.pop("version", 1),
        scope=PolicyScope(scope),
        scope_key=key,
        market=more.pop("market", None),
        terms=terms or PolicyTerms(window_days=days),
        effective_from=more.pop("effective_from", NOW - timedelta(days=1)),
        **more,
    )


def resolve(*versions, at=NOW, where=EU, **product):
    return PolicyBook(versions=versions).rules(market=where, now=at).resolve(**(product or SHIRT))


def test_the_narrowest_scope_decides():
    whole = version(1, "market", days=90)
    kind = version(2, "type", "shirts", days=20)
    collection = version(3, "collection", "sale", days=15)
    product = version(4, "product", "shirt", days=14)

    assert resolve(whole) is whole
    assert resolve(whole, kind) is kind
    assert resolve(whole, kind, collection) is collection
    assert resolve(whole, kind, collection, product) is product
    assert (
        resolve(product, collection, kind, product="hat", collections=[], product_type="Hats").number is None
    )


def test_within_a_scope_the_market_goes_before_all_markets():
    everywhere = version(1, "collection", "sale", days=60)
    here = version(2, "collection", "sale", days=20, market="eu")

    assert resolve(everywhere, here) is here
    assert resolve(everywhere, here, where=US) is everywhere


def test_a_narrow_scope_for_all_markets_goes_before_a_wide_one_for_the_market():
    here = version(1, "market", days=60, market="eu")
    product = version(2, "product", "shirt", days=20)
    assert resolve(here, product) is product


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_collections_the_more_generous_holds(order):
    pair = (version(1, "collection", "summer", days=20), version(2, "collection", "sale", days=40))
    assert resolve(*(pair[i] for i in order)) is pair[1]


MAIL_FREE = (ReturnMethod(kind=ReturnMethodKind.BY_MAIL),)
MAIL_PAID = (ReturnMethod(kind=ReturnMethodKind.BY_MAIL, fees=ReturnFees.CUSTOMER_RESPONSIBILITY),)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (PolicyTerms(window_days=1), final_sale()),
        (PolicyTerms(window_days=None), PolicyTerms(window_days=3650)),
        (PolicyTerms(window_days=31), PolicyTerms(window_days=30)),
        (PolicyTerms(), PolicyTerms(window_anchor=ReturnWindowAnchor.SHIPMENT)),
        (
            PolicyTerms(window_anchor=ReturnWindowAnchor.SHIPMENT),
            PolicyTerms(window_anchor=ReturnWindowAnchor.ORDER),
        ),
        (
            PolicyTerms(resolutions=(ReturnResolution.REFUND,)),
            PolicyTerms(resolutions=(ReturnResolution.EXCHANGE, ReturnResolution.STORE_CREDIT)),
        ),
        (PolicyTerms(), PolicyTerms(restocking_fee=RestockingFee(basis_points=1))),
        (
            PolicyTerms(restocking_fee=RestockingFee(basis_points=500)),
            PolicyTerms(restocking_fee=RestockingFee(basis_points=501)),
        ),
        (
            PolicyTerms(restocking_fee=RestockingFee(amount=Money(100, "EUR"))),
            PolicyTerms(restocking_fee=RestockingFee(amount=Money(101, "EUR"))),
        ),
        (PolicyTerms(methods=MAIL_FREE), PolicyTerms(methods=MAIL_PAID)),
        (PolicyTerms(), PolicyTerms(exemption=Exemption.SEALED_HYGIENE)),
    ],
)
def test_generosity_is_what_the_shopper_would_choose(better, worse):
    # The worse one was published first, so that only its terms can tell.
    assert generosity(version(2, "market", terms=better)) > generosity(version(1, "market", terms=worse))


def test_of_equals_the_one_published_first_holds():
    first, second = version(1, "collection", "sale"), version(2, "collection", "summer")
    assert resolve(second, first) is first


def test_a_later_version_replaces_an_earlier_one_even_when_it_is_less_generous():
    old = version(1, "market", days=60, handle="all")
    new = version(2, "market", days=20, handle="all", version=2)
    assert resolve(old, new) is new


def test_a_version_holds_from_its_moment_on():
    now = version(1, "market", handle="all")
    later = version(2, "market", handle="all", version=2, days=60, effective_from=NOW + timedelta(days=7))
    book = PolicyBook(versions=(now, later), moments=(NOW - timedelta(days=1), NOW + timedelta(days=7)))

    assert resolve(now, later) is now
    assert resolve(now, later, at=NOW + timedelta(days=7)) is later
    assert [book.epoch(NOW + timedelta(days=days)) for days in (-2, 0, 6, 7)] == [0, 1, 1, 2]


def test_a_withdrawn_policy_gives_way_to_the_next_wider_one():
    whole = version(1, "market")
    sale = version(2, "collection", "sale", terms=final_sale(Exemption.MADE_TO_ORDER), handle="sale")
    ended = version(3, "collection", "sale", handle="sale", version=2, withdrawn=True)
    assert resolve(whole, sale) is sale
    assert resolve(whole, sale, ended) is whole


def test_terms_that_the_law_of_a_market_forbids_are_passed_over_there_alone():
    sale = version(1, "collection", "sale", terms=final_sale())
    assert resolve(sale, where=US) is sale
    assert resolve(sale).handle == "built-in-withdrawal"


@pytest.mark.parametrize(
    ("country", "handle", "days"),
    [("FR", "built-in-withdrawal", 14), ("NO", "built-in-withdrawal", 14),
     ("GB", "built-in-withdrawal", 14), ("US", "built-in", 30), ("JP", "built-in", 30)],
)  # fmt: skip
def test_a_built_in_policy_stands_behind_every_market(country, handle, days):
    found = resolve(where=market("here", country))
    assert (found.handle, found.version, found.number, found.terms.window_days) == (handle, 1, None, days)
    assert found.terms == built_in_policy(market("here", country)).terms
    assert found.terms.window_anchor is ReturnWindowAnchor.DELIVERY


def test_the_product_type_is_matched_whatever_its_letter_case():
    kind = version(1, "type", "shirts")
    assert resolve(kind, product="x", collections=[], product_type="SHIRTS") is kind
    assert resolve(kind, product="x", collections=[], product_type="").number is None
