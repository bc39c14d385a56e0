"""Limits and budgets of promotions hold, whoever comes at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from comptoir.errors import DomainError
from comptoir.pricing import Conditions, find_limits, release_promotion_uses, save_promotion, use_promotions
from comptoir.pricing.models import PROMOTION, PROMOTION_BUDGET, PROMOTION_USE
from comptoir.pricing.promotions.snapshot import build_promotions
from sqlalchemy import func, select

from tests.pricing.offers import draft, use_of


@pytest.fixture
def offered(shop):
    """Save the promotion `spring` with limits, and return its number."""

    def save(**limits):
        return shop.write_now(save_promotion, draft=draft(scope="order", codes=("SPRING",), **limits))

    return save


def used(shop):
    return shop.read_now(lambda tx: tx.scalar(select(PROMOTION.c.used)))


def spent(shop):
    return shop.read_now(lambda tx: tx.scalar(select(PROMOTION_BUDGET.c.spent)))


def live_uses(shop):
    query = select(func.count()).select_from(PROMOTION_USE).where(PROMOTION_USE.c.released.is_(False))
    return shop.read_now(lambda tx: tx.scalar(query))


def use(shop, number, *, order="o-1", shopper="ada@shop.example", **applied):
    shop.write_now(use_promotions, order_key=order, uses=[use_of(number, **applied)], shopper=shopper)


def refused(shop, number, **applied):
    with pytest.raises(DomainError) as found:
        use(shop, number, **applied)
    return found.value.code


def is_used_up(shop):
    return shop.read_now(build_promotions, None).records[0].promotion.used_up


def together(count, work):
    """Run work in threads that start at once, and return the results or the codes of refusals."""
    start = Barrier(count)

    def run(number):
        start.wait()
        try:
            return work(number)
        except DomainError as error:
            return error.code

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))


def test_the_last_use_goes_to_one_of_many_who_want_it_at_once(shop, offered):
    number = offered(usage_limit=3)
    results = together(8, lambda i: use(shop, number, order=f"o-{i}", shopper=f"s-{i}"))
    assert sorted(results, key=str) == [None] * 3 + ["PROMOTION_USED_UP"] * 5
    assert (used(shop), live_uses(shop)) == (3, 3)
    assert is_used_up(shop)


def test_a_person_has_no_more_uses_in_two_orders_at_once(shop, offered):
    number = offered(shopper_limit=1)
    spellings = ["ada@shop.example", " Ada@Shop.Example "]
    results = together(6, lambda i: use(shop, number, order=f"o-{i}", shopper=spellings[i % 2]))
    assert sorted(results, key=str) == [None] + ["PROMOTION_USED_UP"] * 5
    assert (used(shop), live_uses(shop)) == (1, 1)
    use(shop, number, order="other", shopper="grace@shop.example")
    assert used(shop) == 2


def test_nobody_orders_for_the_first_time_twice_at_once(shop, offered):
    number = offered(conditions=Conditions(first_order=True))
    results = together(3, lambda i: use(shop, number, order=f"o-{i}", first_order=True))
    assert sorted(results, key=str) == [None] + ["PROMOTION_USED_UP"] * 2
    release_all = [shop.write_now(release_promotion_uses, order_key=f"o-{i}") for i in range(3)]
    assert sum(release_all) == 1
    use(shop, number, order="again", first_order=True)


def test_a_budget_is_never_overspent_by_orders_at_once(shop, offered):
    number = offered(budgets={"EUR": 1200})
    results = together(6, lambda i: use(shop, number, order=f"o-{i}", shopper=f"s-{i}", amount=500))
    assert sorted(results, key=str) == [None] * 2 + ["PROMOTION_USED_UP"] * 4
    assert (spent(shop), used(shop)) == (1000, 2)
    assert refused(shop, number, order="too-much", shopper="x", amount=201) == "PROMOTION_USED_UP"
    use(shop, number, order="exact", shopper="x", amount=200)
    assert shop.read_now(build_promotions, None).records[0].budgets == {"EUR": 0}


def test_one_order_uses_a_promotion_once_however_often_it_says_so(shop, offered):
    number = offered(usage_limit=5, shopper_limit=1, budgets={"EUR": 900})
    assert together(4, lambda _: use(shop, number)) == [None] * 4
    assert (used(shop), spent(shop), live_uses(shop)) == (1, 500, 1)


def test_an_order_that_came_to_nothing_gives_back_everything(shop, offered):
    number = offered(usage_limit=1, shopper_limit=1, budgets={"EUR": 500})
    use(shop, number)
    assert is_used_up(shop)
    assert shop.write_now(release_promotion_uses, order_key="o-1") == 1
    assert shop.write_now(release_promotion_uses, order_key="o-1") == 0
    assert (used(shop), spent(shop), live_uses(shop)) == (0, 0, 0)
    assert not is_used_up(shop)
    use(shop, number, order="o-2")
    use(shop, number, order="o-2")
    assert (used(shop), spent(shop), live_uses(shop)) == (1, 500, 1)


def test_an_order_whose_discount_changed_counts_the_new_one_alone(shop, offered):
    number = offered(budgets={"EUR": 900})
    use(shop, number, amount=500)
    use(shop, number, amount=900)
    assert (used(shop), spent(shop)) == (1, 900)
    shop.write_now(use_promotions, order_key="o-1", uses=[], shopper="ada@shop.example")
    assert (used(shop), spent(shop), live_uses(shop)) == (0, 0, 0)


def test_a_refused_use_leaves_nothing_behind(shop, offered):
    number = offered(budgets={"EUR": 400})
    assert refused(shop, number) == "PROMOTION_USED_UP"
    assert refused(shop, number, currency="USD", amount=1) == "PROMOTION_USED_UP"
    assert (used(shop), spent(shop), live_uses(shop)) == (0, 0, 0)


def test_the_snapshot_is_told_only_when_a_promotion_runs_out_or_comes_back(shop, offered, changes):
    number = offered(usage_limit=2)
    told = [
        changes(use_promotions, order_key=key, uses=[use_of(number)], shopper=key) for key in ("a", "b")
    ] + [changes(release_promotion_uses, order_key=key) for key in ("a", "b")]
    assert [len(each) for each in told] == [0, 1, 1, 0]


def test_a_checkout_learns_what_is_left_for_a_person(shop, offered):
    number = offered(shopper_limit=1, budgets={"EUR": 900})
    use(shop, number)
    limits = shop.read_now(find_limits, shopper="ADA@shop.example", currency="EUR", orders_placed=1)
    assert limits.promotions_used_up == frozenset({number})
    assert limits.budgets_left == {number: 400}
    other = shop.read_now(find_limits, shopper="grace@shop.example", currency="USD")
    assert (other.promotions_used_up, other.budgets_left) == (frozenset(), {})
