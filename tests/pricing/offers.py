"""Promotions made by hand for tests."""

from datetime import timedelta

from comptoir.money import Money
from comptoir.pricing import AppliedPromotion, Conditions, PercentOff, Promotion, PromotionDraft, Selection

from tests.pricing.catalogue import NOON

HALF = PercentOff(500_000)
TENTH = PercentOff(100_000)
DAY = timedelta(days=1)


def draft(handle="spring", *, effect=HALF, scope="product", **terms):
    return PromotionDraft(handle=handle, title=handle.title(), scope=scope, effect=effect, **terms)


def products(*numbers):
    return Selection(products=frozenset(numbers))


def use_of(number, *, amount=500, currency="EUR", code=None, version=1, first_order=False):
    promotion = Promotion(
        number=number,
        version=version,
        handle="spring",
        title="Spring",
        scope="order",
        effect=HALF,
        conditions=Conditions(first_order=first_order),
    )
    return AppliedPromotion(promotion=promotion, code=code, amount=Money(amount, currency))


__all__ = ["DAY", "HALF", "NOON", "TENTH", "draft", "products", "use_of"]
