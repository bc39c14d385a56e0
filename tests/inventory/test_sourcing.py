"""Where the pieces of an order come from: the fewest parcels, nearest first, split only where needed."""

from itertools import combinations

from comptoir.inventory.nearness import Point
from comptoir.inventory.sourcing import source_lines
from hypothesis import given
from hypothesis import strategies as st

from tests.inventory.test_texts_and_places import location as place

PARIS, LYON, LILLE = (
    place(1, latitude=48.86, longitude=2.35),
    place(2, latitude=45.76, longitude=4.84),
    place(3, latitude=50.63, longitude=3.06),
)
SHOPS = (PARIS, LYON, LILLE)


def plan(levels, wanted, **more):
    made = source_lines(levels, wanted=wanted, locations=more.pop("locations", SHOPS), **more)
    parts = [
        (each.variant_id, each.location_id, each.quantity) + (("backorder",) if each.backorder else ())
        for each in made.demands
    ]
    return parts, dict(made.missing)


def test_one_parcel_is_better_than_the_first_place():
    levels = {11: {1: 5, 2: 5}, 12: {2: 1, 3: 1}}
    assert plan(levels, {11: 2, 12: 1}) == ([(11, 2, 2), (12, 2, 1)], {})


def test_of_equal_plans_the_merchants_order_decides_and_nearness_before_it():
    levels = {11: {1: 5, 2: 5, 3: 5}}
    assert plan(levels, {11: 2}) == ([(11, 1, 2)], {})
    assert plan(levels, {11: 2}, near=Point(latitude=45.7, longitude=4.8)) == ([(11, 2, 2)], {})
    assert plan(levels, {11: 2}, near=Point(latitude=51.0, longitude=3.0)) == ([(11, 3, 2)], {})


def test_a_line_is_split_only_where_no_place_has_all_of_it():
    assert plan({11: {1: 3, 2: 4, 3: 1}}, {11: 4}) == ([(11, 2, 4)], {})
    assert plan({11: {1: 3, 2: 4, 3: 1}}, {11: 6}) == ([(11, 1, 2), (11, 2, 4)], {})
    assert plan({11: {1: 3, 2: 4, 3: 1}}, {11: 8}) == ([(11, 1, 3), (11, 2, 4), (11, 3, 1)], {})


def test_places_that_may_not_be_drawn_on_are_left_out():
    assert plan({11: {1: 3, 2: 4}}, {11: 2}, locations=(LYON,)) == ([(11, 2, 2)], {})
    assert plan({11: {1: 3}}, {11: 2}, locations=()) == ([], {11: 2})


def test_what_is_nowhere_is_missing_or_on_back_order():
    levels = {11: {2: 1}, 12: {}}
    assert plan(levels, {11: 3, 12: 1}) == ([(11, 2, 1)], {11: 2, 12: 1})
    assert plan(levels, {11: 3, 12: 1}, backorder={11}) == ([(11, 2, 3, "backorder")], {12: 1})
    assert plan({}, {12: 1}, backorder={12}) == ([(12, 1, 1, "backorder")], {})


def test_very_many_places_are_planned_all_the_same():
    many = tuple(place(number) for number in range(1, 201))
    levels = {variant: {variant: 1} for variant in range(1, 41)}
    parts, missing = plan(levels, dict.fromkeys(levels, 1), locations=many)
    assert parts == [(number, number, 1) for number in range(1, 41)]
    assert missing == {}


stocks = st.dictionaries(
    st.integers(1, 4), st.dictionaries(st.integers(1, 5), st.integers(0, 4), max_size=5), max_size=4
)
wishes = st.dictionaries(st.integers(1, 4), st.integers(1, 6), min_size=1, max_size=4)


@given(levels=stocks, wanted=wishes)
def test_a_plan_gives_all_there_is_in_the_fewest_parcels(levels, wanted):
    places = tuple(place(number) for number in range(1, 6))
    made = source_lines(levels, wanted=wanted, locations=places)
    given_ = dict.fromkeys(wanted, 0)
    for demand in made.demands:
        given_[demand.variant_id] += demand.quantity
        assert 0 < demand.quantity <= levels[demand.variant_id][demand.location_id]
    there = {variant: sum(levels.get(variant, {}).values()) for variant in wanted}
    assert given_ == {variant: min(pieces, there[variant]) for variant, pieces in wanted.items()}
    assert {v: given_[v] + made.missing.get(v, 0) for v in wanted} == wanted

    def covers(chosen):
        return all(
            sum(levels.get(variant, {}).get(number, 0) for number in chosen) >= pieces
            for variant, pieces in given_.items()
        )

    fewest = next(size for size in range(6) if any(map(covers, combinations(range(1, 6), size))))
    assert len(made.locations) == fewest
