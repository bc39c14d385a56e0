"""Counting what orders use of promotions: limits in all and per person, and budgets, hold whoever comes at once.

Each count is one conditional UPDATE, so that of two orders that want the last use one is refused. Promotions are
taken in the order of their numbers. The snapshot is told only when a promotion runs out or comes back.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.pricing.models import PROMOTION, PROMOTION_BUDGET, PROMOTION_SHOPPER, PROMOTION_USE
from comptoir.pricing.promotions.limits import shopper_digest
from comptoir.pricing.quote import AppliedPromotion

_OF = PROMOTION.c.id == bindparam("of_promotion")
_USE = (
    update(PROMOTION)
    .where(_OF, or_(PROMOTION.c.usage_limit.is_(None), PROMOTION.c.used < PROMOTION.c.usage_limit))
    .values(used=PROMOTION.c.used + 1)
    .returning(PROMOTION.c.used, PROMOTION.c.usage_limit, PROMOTION.c.shopper_limit)
)
_GIVE_BACK = (
    update(PROMOTION)
    .where(_OF)
    .values(used=PROMOTION.c.used - 1)
    .returning(PROMOTION.c.used, PROMOTION.c.usage_limit)
)
_FIRST_BY = upsert(PROMOTION_SHOPPER).on_conflict_do_nothing()
_OF_SHOPPER = (
    PROMOTION_SHOPPER.c.promotion_id == bindparam("of_promotion"),
    PROMOTION_SHOPPER.c.shopper == bindparam("of_shopper"),
)
_USE_BY = (
    update(PROMOTION_SHOPPER)
    .where(
        *_OF_SHOPPER,
        or_(bindparam("unlimited").is_(True), PROMOTION_SHOPPER.c.used < bindparam("most")),
    )
    .values(used=PROMOTION_SHOPPER.c.used + 1)
)
_GIVE_BACK_BY = update(PROMOTION_SHOPPER).where(*_OF_SHOPPER).values(used=PROMOTION_SHOPPER.c.used - 1)
_OF_BUDGET = (
    PROMOTION_BUDGET.c.promotion_id == bindparam("of_promotion"),
    PROMOTION_BUDGET.c.currency == bindparam("of_currency"),
)
_SPEND = (
    update(PROMOTION_BUDGET)
    .where(*_OF_BUDGET, PROMOTION_BUDGET.c.spent + bindparam("more") <= PROMOTION_BUDGET.c.amount)
    .values(spent=PROMOTION_BUDGET.c.spent + bindparam("more"))
    .returning(PROMOTION_BUDGET.c.spent, PROMOTION_BUDGET.c.amount)
)
_UNSPEND = (
    update(PROMOTION_BUDGET)
    .where(*_OF_BUDGET)
    .values(spent=PROMOTION_BUDGET.c.spent - bindparam("less"))
    .returning(PROMOTION_BUDGET.c.spent, PROMOTION_BUDGET.c.amount)
)
_HAS_BUDGET = (
    select(PROMOTION_BUDGET.c.currency)
    .where(PROMOTION_BUDGET.c.promotion_id == bindparam("of_promotion"))
    .limit(1)
)
_USES = (
    select(PROMOTION_USE)
    .where(PROMOTION_USE.c.order_key == bindparam("of_order"))
    .order_by(PROMOTION_USE.c.promotion_id)
    .with_for_update()
)
_CLAIM = upsert(PROMOTION_USE).on_conflict_do_nothing()
_OF_USE = (
    PROMOTION_USE.c.order_key == bindparam("of_order"),
    PROMOTION_USE.c.promotion_id == bindparam("of_promotion"),
)
_NOTE = update(PROMOTION_USE).where(*_OF_USE)
_RELEASE = update(PROMOTION_USE).where(*_OF_USE).values(released=True)


def use_promotions(tx: Tx, *, order_key: str, uses: Sequence[AppliedPromotion], shopper: str) -> None:
    """Make these the promotions that an order uses, as its quote applied them; again with the same is nothing.

    Raises `DomainError` with `PROMOTION_USED_UP` where a limit, a person's or the budget has no more: quote anew
    with `find_limits`. The transaction must then be given up, as commands do that raise.
    """
    digest = shopper_digest(shopper)
    wanted = {each.promotion.number: each for each in uses}
    for number in sorted(wanted):
        # The rows are there before they are locked, so that of two that say the same at once one waits.
        tx.execute(_CLAIM, _row(tx, order_key, wanted[number], digest, released=True))
    for row in tx.all(_USES, {"of_order": order_key}):
        use = wanted.get(row.promotion_id)
        if use is not None and not row.released and _same(row, use, digest):
            continue
        if not row.released:
            _release(tx, order_key, row)
        if use is not None:
            _use(tx, order_key, use, digest)


def release_promotion_uses(tx: Tx, *, order_key: str) -> int:
    """Give back what an order used, because it came to nothing, and return how many promotions; safe to repeat."""
    rows = [row for row in tx.all(_USES, {"of_order": order_key}) if not row.released]
    for row in rows:
        _release(tx, order_key, row)
    return len(rows)


def _same(row: Row[Any], use: AppliedPromotion, digest: str) -> bool:
    return (row.shopper, row.amount, row.currency) == (digest, use.amount.minor, use.amount.currency)


def _use(tx: Tx, order_key: str, use: AppliedPromotion, digest: str) -> None:
    number = use.promotion.number
    of = {"of_promotion": number}
    counted = tx.execute(_USE, of).first()
    if counted is None:
        raise _used_up(use)
    tx.execute(_FIRST_BY, {"promotion_id": number, "shopper": digest, "used": 0})
    # Nobody orders for the first time twice, also not in two checkouts at once.
    limit = 1 if use.promotion.conditions.first_order else counted.shopper_limit
    by = {**of, "of_shopper": digest, "unlimited": limit is None, "most": limit or 0}
    if tx.execute(_USE_BY, by).rowcount != 1:
        raise _used_up(use)
    out = counted.used == counted.usage_limit
    if tx.scalar(_HAS_BUDGET, of) is not None:
        spent = tx.execute(
            _SPEND, {**of, "of_currency": use.amount.currency, "more": use.amount.minor}
        ).first()
        if spent is None:
            raise _used_up(use)
        out = out or spent.spent == spent.amount
    values = _row(tx, order_key, use, digest, released=False)
    tx.execute(_NOTE.values(**values), {**of, "of_order": order_key})
    if out:
        tx.changed("catalog", "promotion", number)


def _row(tx: Tx, order_key: str, use: AppliedPromotion, digest: str, *, released: bool) -> dict[str, Any]:
    return {
        "order_key": order_key,
        "promotion_id": use.promotion.number,
        "version": use.promotion.version,
        "shopper": digest,
        "code": use.code,
        "amount": use.amount.minor,
        "currency": use.amount.currency,
        "used_at": tx.clock.now(),
        "released": released,
    }


def _release(tx: Tx, order_key: str, row: Row[Any]) -> None:
    of = {"of_promotion": row.promotion_id}
    tx.execute(_RELEASE, {**of, "of_order": order_key})
    counted = tx.execute(_GIVE_BACK, of).one()
    tx.execute(_GIVE_BACK_BY, {**of, "of_shopper": row.shopper})
    back = counted.usage_limit is not None and counted.used == counted.usage_limit - 1
    spent = tx.execute(_UNSPEND, {**of, "of_currency": row.currency, "less": row.amount}).first()
    if back or (spent is not None and spent.spent + row.amount >= spent.amount):
        tx.changed("catalog", "promotion", row.promotion_id)


def _used_up(use: AppliedPromotion) -> DomainError:
    named = use.code or use.promotion.title
    return DomainError("PROMOTION_USED_UP", f"“{named}” has been used up.", field=("discount_codes",))
