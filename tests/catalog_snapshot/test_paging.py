"""Pages of presorted lists, compared with slices of the whole list."""

import pytest
from comptoir.catalog.listing import ProductListing, list_products, page
from comptoir.catalog.listing.paging import Matches, Run
from comptoir.catalog.search.bits import pack, raw_of
from comptoir.errors import BadUserInputError
from comptoir.graphql.pagination import encode_cursor
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog_snapshot.catalogues import collection, context, product, view


@st.composite
def matches_and_expected(draw):
    """A list of one to three runs, some of them tests upon a longer order, and its elements in order."""
    values = draw(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=0, max_size=14))
    order = sorted(range(len(values)), key=lambda place: (values[place], place))
    left = set(order)
    runs, ascending = [], []
    for tier in range(draw(st.integers(1, 3))):
        kept = draw(st.sets(st.sampled_from(sorted(left)))) if left else set()
        left -= kept
        held = [place for place in order if place in kept]
        if draw(st.booleans()):
            runs.append(Run(tier, order, raw_of(pack(kept, len(values)), len(values))))
        else:
            runs.append(Run(tier, held))
        ascending += held
    reverse = draw(st.booleans())
    matches = Matches(
        runs=runs,
        record=lambda place: place,
        value=values.__getitem__,
        number=lambda place: place,
        reverse=reverse,
        total=len(ascending),
    )
    return matches, ascending[::-1] if reverse else ascending


@given(case=matches_and_expected(), size=st.integers(1, 6))
def test_going_forward_gives_each_element_once_in_order(case, size):
    matches, expected = case
    seen, after = [], None
    while True:
        shown = page(matches, first=size, after=after)
        assert shown.page_info.has_previous_page == bool(seen)
        seen += shown.nodes
        assert seen == expected[: len(seen)]
        assert shown.page_info.has_next_page == (len(seen) < len(expected))
        if not shown.page_info.has_next_page:
            break
        after = shown.page_info.end_cursor
    assert seen == expected


@given(case=matches_and_expected(), size=st.integers(1, 6))
def test_going_backward_gives_each_element_once_in_order(case, size):
    matches, expected = case
    seen, before = [], None
    while True:
        shown = page(matches, last=size, before=before)
        assert shown.page_info.has_next_page == bool(seen)
        seen = [*shown.nodes, *seen]
        assert shown.page_info.has_previous_page == (len(seen) < len(expected))
        if not shown.page_info.has_previous_page:
            break
        before = shown.page_info.start_cursor
    assert seen == expected


@given(case=matches_and_expected(), start=st.integers(0, 14), size=st.integers(0, 6))
def test_a_page_equals_the_slice_after_any_cursor(case, start, size):
    matches, expected = case
    cursors = [edge.cursor for edge in page(matches, first=250).edges]
    if start >= len(expected):
        return
    shown = page(matches, first=size, after=cursors[start])
    assert shown.nodes == expected[start + 1 : start + 1 + size]
    shown = page(matches, last=size, before=cursors[start])
    assert shown.nodes == expected[max(0, start - size) : start]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "!",
        "bm90IGpzb24",
        encode_cursor("[]"),
        encode_cursor("[0,1]"),
        encode_cursor('["0","a",1]'),
        encode_cursor('[0,"a",true]'),
        encode_cursor('[0,{"a":1},1]'),
        encode_cursor("[0,null,1]"),
        encode_cursor("[0,5,1]"),
        "A" * 5_000,
    ],
)
def test_a_cursor_of_nothing_is_refused(cursor):
    shelf = context(view([product(0, "A"), product(1, "B")]))
    matches = list_products(shelf, ProductListing(sort_key="TITLE"))
    with pytest.raises(BadUserInputError):
        page(matches, first=1, after=cursor)


def titles(shown):
    return [record.title for record in shown.nodes]


def test_a_cursor_stays_good_when_products_come_and_go():
    before = context(view([product(i, title) for i, title in enumerate("BDFHJ")]))
    first = page(list_products(before, ProductListing(sort_key="TITLE")), first=2)
    assert titles(first) == ["B", "D"]

    now = [product(0, "B"), product(1, "C", number=9), product(2, "F", number=3), product(3, "E", number=8)]
    after = context(view(now))
    following = page(
        list_products(after, ProductListing(sort_key="TITLE")), first=2, after=first.page_info.end_cursor
    )
    assert titles(following) == ["E", "F"]


def test_a_collection_by_hand_keeps_its_order_and_goes_on_after_a_product_that_left():
    products = [product(i, title) for i, title in enumerate("ABCDE")]
    whole = collection(1, [3, 0, 4, 1], size=5)
    shelf = context(view(products, collections=[whole]))
    listing = ProductListing(collection=whole, sort_key="COLLECTION_DEFAULT")
    first = page(list_products(shelf, listing), first=2)
    assert titles(first) == ["D", "A"]

    fewer = collection(1, [3, 4, 1], size=5)
    shelf = context(view(products, collections=[fewer]))
    following = page(list_products(shelf, listing), first=2, after=first.page_info.end_cursor)
    assert titles(following) == ["E", "B"]
    assert titles(page(list_products(shelf, listing), last=2)) == ["E", "B"]


def test_the_default_order_of_a_collection_is_its_own():
    products = [product(0, "B", created=1), product(1, "A", created=2), product(2, "C", created=0)]
    for sort_order, expected in {
        "TITLE": "ABC",
        "TITLE_DESC": "CBA",
        "CREATED": "CBA",
        "CREATED_DESC": "ABC",
        "MANUAL": "ACB",
    }.items():
        held = collection(1, [1, 2, 0], size=3, sort_order=sort_order)
        shelf = context(view(products, collections=[held]))
        listing = ProductListing(collection=held, sort_key="COLLECTION_DEFAULT")
        assert "".join(titles(page(list_products(shelf, listing), first=3))) == expected
        turned = ProductListing(collection=held, sort_key="COLLECTION_DEFAULT", reverse=True)
        assert "".join(titles(page(list_products(shelf, turned), first=3))) == expected[::-1]


def test_titles_are_sorted_without_regard_to_accents_and_case():
    names = ["Zèbre", "écharpe", "Étui", "chemise", "Eclat"]
    shelf = context(view([product(i, name) for i, name in enumerate(names)]))
    shown = page(list_products(shelf, ProductListing(sort_key="TITLE")), first=9)
    assert titles(shown) == ["chemise", "écharpe", "Eclat", "Étui", "Zèbre"]


def test_an_unknown_sort_key_is_refused():
    with pytest.raises(BadUserInputError):
        list_products(context(view([product(0)])), ProductListing(sort_key="PRICE"))
