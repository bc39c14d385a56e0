"""Publishing returns policies: versions, their immutability, and what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from comptoir.errors import DomainError
from comptoir.markets import MarketDraft, save_market
from comptoir.money import Money
from comptoir.policies import (
    Exemption,
    PolicyDraft,
    PolicyScope,
    PolicyTerms,
    PublishedPolicy,
    RestockingFee,
    ReturnFees,
    ReturnMethod,
    ReturnMethodKind,
    ReturnResolution,
    ReturnWindowAnchor,
    final_sale,
    publish_policy,
    withdraw_policy,
)
from comptoir.policies.snapshot import build_policies
from comptoir.principal import Actor
from comptoir.readmodel.snapshot import Parts
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

MARKETS = (
    MarketDraft(handle="eu", name="Europe", currency="EUR", countries=("FR", "DE")),
    MarketDraft(handle="gb", name="Britain", currency="GBP", countries=("GB",)),
    MarketDraft(handle="us", name="America", currency="USD", countries=("US",)),
)
THIRTY = PolicyDraft(handle="everything", terms=PolicyTerms(window_days=30))


@pytest.fixture
def shop(database):
    for draft in MARKETS:
        database.write_now(save_market, draft=draft)
    return database


def stored(database):
    return database.read_now(
        lambda tx: tx.all(text("SELECT * FROM policies_returns_policy_version ORDER BY id"))
    )


def changes(database):
    """Give the change log as (stream, kind, ident), policies alone."""
    rows = database.read_now(
        lambda tx: tx.all(text("SELECT stream, kind, ident FROM kernel_change ORDER BY 1"))
    )
    return [tuple(row) for row in rows if row.kind == "policy"]


def refused(database, draft):
    before = stored(database)
    with pytest.raises(DomainError) as caught:
        database.write_now(publish_policy, draft=draft)
    assert stored(database) == before
    return caught.value.code, caught.value.field


def test_a_policy_is_published_as_version_one_by_the_one_who_acts(shop, clock):
    published = shop.write_now(publish_policy, draft=THIRTY, actor=Actor(kind="staff", ident="7"))

    (row,) = stored(shop)
    assert published == PublishedPolicy(id=row.id, version=1)
    assert (row.handle, row.scope, row.scope_key, row.market, row.published_by) == (
        "everything", "market", "", None, "staff:7",
    )  # fmt: skip
    (version,) = shop.read_now(build_policies, Parts({})).versions
    assert version.terms == THIRTY.terms
    assert version.effective_from == clock.now()


def test_publishing_an_equal_draft_changes_nothing(shop, clock):
    first = shop.write_now(publish_policy, draft=THIRTY)
    before, logged = stored(shop), changes(shop)
    clock.advance(timedelta(days=3))

    assert shop.write_now(publish_policy, draft=THIRTY) == first
    assert stored(shop) == before
    assert changes(shop) == logged == [("catalog", "policy", first.id)]


def test_another_promise_is_the_next_version_and_the_old_one_stays(shop):
    shop.write_now(publish_policy, draft=THIRTY)
    (before,) = stored(shop)

    second = shop.write_now(publish_policy, draft=replace(THIRTY, terms=PolicyTerms(window_days=60)))

    assert second.version == 2
    assert stored(shop)[0] == before
    assert [row.window_days for row in stored(shop)] == [30, 60]


def test_all_terms_survive_the_database(shop):
    terms = PolicyTerms(
        window_days=45,
        window_anchor=ReturnWindowAnchor.SHIPMENT,
        resolutions=(ReturnResolution.STORE_CREDIT, ReturnResolution.EXCHANGE),
        methods=(
            ReturnMethod(kind=ReturnMethodKind.KIOSK),
            ReturnMethod(kind=ReturnMethodKind.BY_MAIL, fees=ReturnFees.SHIPPING_FEE, fee=Money(495, "USD")),
        ),
        restocking_fee=RestockingFee(basis_points=1250),
        exemption=Exemption.SEALED_HYGIENE,
    )
    draft = PolicyDraft(
        handle="earrings", scope=PolicyScope.TYPE, scope_key="EarRings", market="us", terms=terms
    )
    shop.write_now(publish_policy, draft=draft)

    (version,) = shop.read_now(build_policies, Parts({})).versions
    assert version.terms == terms
    assert (version.scope, version.scope_key, version.market) == (PolicyScope.TYPE, "earrings", "us")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE policies_returns_policy_version SET window_days = 1",
        "UPDATE policies_returns_policy_version SET published_by = 'nobody'",
        "DELETE FROM policies_returns_policy_version",
    ],
)
def test_the_database_itself_refuses_to_change_a_published_version(shop, statement):
    shop.write_now(publish_policy, draft=THIRTY)
    before = stored(shop)

    with pytest.raises(DatabaseError, match="never changed or deleted"):
        shop.write_now(lambda tx: tx.execute(text(statement)))
    assert stored(shop) == before


def test_postgresql_refuses_to_truncate_published_versions(shop):
    if shop.dialect == "sqlite":
        with pytest.raises(DatabaseError, match="syntax error"):
            shop.write_now(lambda tx: tx.execute(text("TRUNCATE policies_returns_policy_version")))
        return
    shop.write_now(publish_policy, draft=THIRTY)
    with pytest.raises(DatabaseError, match="never changed or deleted"):
        shop.write_now(lambda tx: tx.execute(text("TRUNCATE policies_returns_policy_version")))
    assert len(stored(shop)) == 1


def test_withdrawing_adds_a_last_version_and_repeats_to_no_effect(shop):
    shop.write_now(publish_policy, draft=THIRTY)

    ended = shop.write_now(withdraw_policy, handle="everything")
    assert shop.write_now(withdraw_policy, handle="everything") == ended
    assert [(row.version, bool(row.withdrawn)) for row in stored(shop)] == [(1, False), (2, True)]

    assert shop.write_now(publish_policy, draft=THIRTY).version == 3


def test_withdrawing_what_was_never_published_is_refused(shop):
    with pytest.raises(DomainError) as caught:
        shop.write_now(withdraw_policy, handle="nothing")
    assert caught.value.code == "NOT_FOUND"
    assert stored(shop) == []


EU, GB, US = ({"market": name} for name in ("eu", "gb", "us"))


@pytest.mark.parametrize("market", [{}, EU, GB])
@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (PolicyTerms(window_days=13), "windowDays"),
        (PolicyTerms(window_days=30, window_anchor=ReturnWindowAnchor.ORDER), "windowAnchor"),
        (PolicyTerms(window_days=30, window_anchor=ReturnWindowAnchor.SHIPMENT), "windowAnchor"),
        (PolicyTerms(resolutions=(ReturnResolution.STORE_CREDIT,)), "resolutions"),
        (PolicyTerms(restocking_fee=RestockingFee(basis_points=100)), "restockingFee"),
        (PolicyTerms(window_days=7, exemption=Exemption.SEALED_HYGIENE), "windowDays"),
        (final_sale(), "finalSale"),
        (final_sale(Exemption.SEALED_HYGIENE), "finalSale"),
    ],
)
def test_what_the_right_of_withdrawal_forbids_is_refused(shop, market, terms, field):
    draft = PolicyDraft(handle="hard", terms=terms, **market)
    assert refused(shop, draft) == ("UNLAWFUL", (field,))


@pytest.mark.parametrize(
    ("market", "terms"),
    [
        (EU, PolicyTerms(window_days=14)),
        (EU, PolicyTerms(window_days=None)),
        (EU, PolicyTerms(window_days=None, window_anchor=ReturnWindowAnchor.ORDER)),
        (EU, PolicyTerms(window_days=14, exemption=Exemption.SEALED_HYGIENE)),
        (EU, final_sale(Exemption.MADE_TO_ORDER)),
        (GB, final_sale(Exemption.PERISHABLE)),
        (US, final_sale()),
        (US, PolicyTerms(window_days=7, restocking_fee=RestockingFee(amount=Money(500, "USD")))),
        ({}, final_sale(Exemption.MADE_TO_ORDER)),
    ],
)
def test_what_the_law_allows_is_published(shop, market, terms):
    assert (
        shop.write_now(publish_policy, draft=PolicyDraft(handle="fair", terms=terms, **market)).version == 1
    )


def fee(kind, amount):
    return PolicyTerms(methods=(ReturnMethod(kind=ReturnMethodKind.BY_MAIL, fees=kind, fee=amount),))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"handle": "No Handle"}, "handle"),
        ({"handle": ""}, "handle"),
        ({"scope_key": "shirts"}, "scopeKey"),
        ({"scope": PolicyScope.PRODUCT}, "scopeKey"),
        ({"scope": PolicyScope.TYPE, "scope_key": "x" * 256}, "scopeKey"),
        ({"terms": PolicyTerms(window_days=0)}, "windowDays"),
        ({"terms": PolicyTerms(window_days=-3)}, "windowDays"),
        ({"terms": PolicyTerms(window_days=3651)}, "windowDays"),
        ({"terms": PolicyTerms(final_sale=True)}, "windowDays"),
        ({"terms": PolicyTerms(final_sale=True, window_days=None)}, "finalSale"),
        ({"terms": PolicyTerms(resolutions=())}, "resolutions"),
        ({"terms": PolicyTerms(resolutions=(ReturnResolution.REFUND,) * 2)}, "resolutions"),
        ({"terms": PolicyTerms(methods=())}, "methods"),
        ({"terms": PolicyTerms(restocking_fee=RestockingFee())}, "restockingFee"),
        ({"terms": PolicyTerms(restocking_fee=RestockingFee(basis_points=0))}, "restockingFee"),
        ({"terms": PolicyTerms(restocking_fee=RestockingFee(basis_points=10_001))}, "restockingFee"),
        (
            {"terms": PolicyTerms(restocking_fee=RestockingFee(basis_points=1, amount=Money(1, "USD")))},
            "restockingFee",
        ),
        ({"terms": fee(ReturnFees.FREE, Money(1, "USD"))}, "methods"),
        ({"terms": fee(ReturnFees.SHIPPING_FEE, None)}, "methods"),
        ({"terms": fee(ReturnFees.SHIPPING_FEE, Money(0, "USD"))}, "methods"),
        ({"terms": fee(ReturnFees.SHIPPING_FEE, Money(5, "EUR"))}, "methods"),
        ({"market": None, "terms": fee(ReturnFees.SHIPPING_FEE, Money(5, "USD"))}, "methods"),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused_with_the_field_at_fault(shop, change, field):
    draft = replace(PolicyDraft(handle="us-policy", market="us"), **change)
    assert refused(shop, draft) == ("INVALID", (field,))


def test_a_market_that_does_not_exist_is_refused(shop):
    assert refused(shop, replace(THIRTY, market="mars")) == ("MARKET_NOT_FOUND", ("market",))


def test_a_promise_for_the_past_is_refused_and_one_for_the_future_is_taken(shop, clock):
    past, future = clock.now() - timedelta(seconds=1), clock.now() + timedelta(days=30)
    assert refused(shop, replace(THIRTY, effective_from=past)) == ("INVALID", ("effectiveFrom",))
    assert refused(shop, replace(THIRTY, effective_from=clock.now().replace(tzinfo=None))) == (
        "INVALID", ("effectiveFrom",),
    )  # fmt: skip

    shop.write_now(publish_policy, draft=replace(THIRTY, effective_from=future))
    (version,) = shop.read_now(build_policies, Parts({})).versions
    assert version.effective_from == future


def test_a_shop_without_markets_is_held_to_the_law_of_its_fallback_country(database):
    assert refused(database, PolicyDraft(handle="hard", terms=final_sale())) == ("UNLAWFUL", ("finalSale",))
