"""Saving promotions: what is kept, what is refused, and that history stays."""

import json

import pytest
from comptoir.errors import DomainError
from comptoir.pricing import (
    AmountOff,
    BuyGet,
    Conditions,
    FixedPrice,
    FreeShipping,
    Gift,
    PercentOff,
    Selection,
    Tier,
    Tiers,
    lookup_promotion,
    save_promotion,
    withdraw_promotion,
)
from comptoir.pricing.models import PROMOTION_VERSION
from comptoir.pricing.promotions.snapshot import build_promotions, refresh_promotions
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from tests.pricing.offers import DAY, HALF, NOON, TENTH, draft, products

GOODS = Selection(products=frozenset({1}), variants=frozenset({11}), collections=frozenset({7}))
TIERS = Tiers(
    (
        Tier(minimum={"EUR": 100}, off=PercentOff(50_000)),
        Tier(minimum={"EUR": 200}, off=AmountOff({"EUR": 30})),
    )
)
CONDITIONS = Conditions(
    first_order=True,
    minimum_quantity=2,
    minimum_subtotal={"EUR": 5000},
    starts_at=NOON,
    ends_at=NOON + DAY,
)
EVERYTHING = [
    draft(effect=TENTH, goods=GOODS, conditions=CONDITIONS, translations={"fr": "Printemps"}),
    draft(effect=AmountOff({"EUR": 500, "JPY": 800}), codes=("B", "A"), usage_limit=5, shopper_limit=1),
    draft(effect=FixedPrice({"EUR": 0}), combines_with=frozenset({"product", "order"})),
    draft(effect=BuyGet(buy_quantity=2, get_quantity=1, get=GOODS, times=3), budgets={"EUR": 10_000}),
    draft(effect=BuyGet(buy_quantity=1, get_quantity=1, rate=500_000)),
    draft(effect=Gift(quantity=2)),
    draft(effect=FreeShipping(most={"EUR": 900}), scope="shipping"),
    draft(effect=TIERS, scope="order"),
]


def versions(database):
    return database.read_now(
        lambda tx: tx.all(select(PROMOTION_VERSION).order_by(PROMOTION_VERSION.c.version))
    )


@pytest.mark.parametrize("wanted", EVERYTHING)
def test_every_kind_is_kept_whole(shop, wanted):
    shop.write_now(save_promotion, draft=wanted)
    kept = shop.read_now(lookup_promotion, handle="spring")
    codes = None if wanted.codes is None else tuple(sorted(wanted.codes))
    assert (kept.effect, kept.goods, kept.conditions, kept.codes) == (
        wanted.effect, wanted.goods, wanted.conditions, codes,
    )  # fmt: skip
    assert (kept.title, kept.translations, kept.scope) == (wanted.title, wanted.translations, wanted.scope)
    assert (kept.usage_limit, kept.shopper_limit, kept.budgets, kept.combines_with) == (
        wanted.usage_limit, wanted.shopper_limit, wanted.budgets, wanted.combines_with,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (draft("Spring!"), "INVALID_HANDLE"),
        (draft(translations={"fr": " "}), "BLANK"),
        (draft(scope="shipping"), "INVALID_SCOPE"),
        (draft(scope="order", effect=Gift()), "INVALID_SCOPE"),
        (draft(combines_with=frozenset({"all"})), "INVALID_SCOPE"),
        (draft(effect=PercentOff(0)), "INVALID_CHANGE"),
        (draft(effect=PercentOff(1_000_001)), "INVALID_CHANGE"),
        (draft(effect=AmountOff({})), "INVALID_AMOUNT"),
        (draft(effect=AmountOff({"EUR": 0})), "INVALID_AMOUNT"),
        (draft(effect=AmountOff({"EUROS": 1})), "INVALID_AMOUNT"),
        (draft(effect=FixedPrice({"EUR": -1})), "INVALID_AMOUNT"),
        (draft(effect=FreeShipping(most={}), scope="shipping"), "INVALID_AMOUNT"),
        (draft(effect=Tiers(()), scope="order"), "INVALID_AMOUNT"),
        (
            draft(effect=Tiers((Tier(minimum={"EUR": 1}, off=PercentOff(0)),)), scope="order"),
            "INVALID_CHANGE",
        ),
        (draft(effect=BuyGet(buy_quantity=0, get_quantity=1)), "INVALID_QUANTITY"),
        (draft(effect=BuyGet(buy_quantity=1, get_quantity=1, times=0)), "INVALID_QUANTITY"),
        (draft(effect=Gift(quantity=0)), "INVALID_QUANTITY"),
        (draft(conditions=Conditions(minimum_quantity=-1)), "INVALID_QUANTITY"),
        (draft(conditions=Conditions(markets=frozenset({"mars"}))), "UNKNOWN_MARKET"),
        (draft(conditions=Conditions(customer_groups=frozenset({"pilots"}))), "UNKNOWN_GROUP"),
        (draft(conditions=Conditions(minimum_subtotal={"EUR": 0})), "INVALID_AMOUNT"),
        (draft(conditions=Conditions(starts_at=NOON, ends_at=NOON)), "INVALID_PERIOD"),
        (draft(codes=()), "INVALID_CODE"),
        (draft(codes=(" ",)), "INVALID_CODE"),
        (draft(codes=("one", "ONE ")), "INVALID_CODE"),
        (draft(codes=("a\0b",)), "INVALID_CODE"),
        (draft(usage_limit=0), "INVALID_LIMIT"),
        (draft(shopper_limit=-1), "INVALID_LIMIT"),
        (draft(budgets={}), "INVALID_LIMIT"),
    ],
)
def test_what_is_no_promotion_is_refused_and_nothing_is_kept(shop, wrong, code):
    with pytest.raises(DomainError) as refused:
        shop.write_now(save_promotion, draft=wrong)
    assert refused.value.code == code
    assert versions(shop) == []


def test_a_change_is_a_new_version_and_the_old_one_stays(shop, changes):
    number = shop.write_now(save_promotion, draft=draft())
    changed = changes(save_promotion, draft=draft(effect=TENTH))
    assert [(change.stream, change.kind, change.ident) for change in changed] == [
        ("catalog", "promotion", number)
    ]
    assert [json.loads(row.terms)["effect"]["rate"] for row in versions(shop)] == [500_000, 100_000]
    assert [(row.version, row.who) for row in versions(shop)] == [(1, "system"), (2, "system")]


def test_saving_the_same_again_changes_nothing(shop, changes):
    shop.write_now(save_promotion, draft=draft())
    assert changes(save_promotion, draft=draft()) == []
    assert len(versions(shop)) == 1


@pytest.mark.parametrize(
    "statement", [update(PROMOTION_VERSION).values(terms="{}"), delete(PROMOTION_VERSION)]
)
def test_the_database_refuses_to_rewrite_history(shop, statement):
    shop.write_now(save_promotion, draft=draft())
    before = versions(shop)
    with pytest.raises(DBAPIError, match="never changed or deleted"):
        shop.write_now(lambda tx: tx.execute(statement))
    assert versions(shop) == before


def test_a_withdrawn_promotion_frees_its_codes_and_may_come_back(shop):
    shop.write_now(save_promotion, draft=draft(codes=("SPRING",)))
    assert shop.write_now(withdraw_promotion, handle="spring")
    assert not shop.write_now(withdraw_promotion, handle="spring")
    assert shop.read_now(lookup_promotion, handle="spring") is None
    assert shop.read_now(build_promotions, None).records == ()
    shop.write_now(save_promotion, draft=draft("other", codes=("spring",)))
    with pytest.raises(DomainError) as refused:
        shop.write_now(save_promotion, draft=draft(codes=("SPRING",)))
    assert (refused.value.code, refused.value.field) == ("TAKEN", ("codes",))
    shop.write_now(save_promotion, draft=draft())
    assert [row.withdrawn for row in versions(shop)][:3].count(True) == 1


def test_an_unknown_promotion_cannot_be_withdrawn(shop):
    with pytest.raises(DomainError) as refused:
        shop.write_now(withdraw_promotion, handle="nothing")
    assert refused.value.code == "NOT_FOUND"


def test_the_snapshot_knows_codes_titles_and_moments(shop):
    number = shop.write_now(
        save_promotion,
        draft=draft(codes=("SPRING",), translations={"fr": "Printemps"}, conditions=CONDITIONS),
    )
    known = shop.read_now(build_promotions, None)
    assert known.boundaries == (NOON, NOON + DAY)
    (found,) = known.for_quote([" sPring "], currency="EUR", language="fr")
    assert (found.number, found.title, found.codes) == (number, "Printemps", frozenset({"spring"}))
    assert known.for_quote(["SPRING"], currency="EUR", language="EN")[0].title == "Spring"
    assert known.for_quote(["other"], currency="EUR", language="en") == []
    assert known.next_boundary_after(NOON) == NOON + DAY


def test_the_snapshot_is_read_again_only_when_a_promotion_changes(shop, changes):
    known = shop.read_now(build_promotions, None)
    assert shop.read_now(refresh_promotions, known, [], None) is known
    seen = changes(save_promotion, draft=draft(goods=products(1), effect=HALF))
    fresh = shop.read_now(refresh_promotions, known, seen, None)
    assert [each.promotion.handle for each in fresh.catalogue] == ["spring"]
