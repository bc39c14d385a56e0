"""Filters and facets, compared with looking at every product."""

import pytest
from comptoir.catalog.listing import ProductListing, list_products, page
from comptoir.errors import BadUserInputError
from comptoir.hooks.contributions import Facet, FacetValue, ListingAxis, Visibility
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog_snapshot.catalogues import context, product, view

VENDORS, TYPES, TAGS = ("Acme", "Éclat", ""), ("Shirt", "Coat"), ("new", "Sale", "été")
COLORS, SIZES = ("Red", "Blue", "Green"), ("S", "M")


@st.composite
def catalogue(draw):
    products = []
    for ordinal in range(draw(st.integers(0, 12))):
        combinations = draw(
            st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=3, unique=True)
        )
        products.append(
            product(
                ordinal,
                vendor=draw(st.sampled_from(VENDORS)),
                product_type=draw(st.sampled_from(TYPES)),
                tags=draw(st.lists(st.sampled_from(TAGS), unique=True)),
                options=(("Color", COLORS), ("Size", SIZES)),
                combinations=combinations,
            )
        )
    return view(products)


def option(name, value):
    return {"variantOption": {"name": name, "value": value}}


one_filter = st.one_of(
    st.sampled_from(["Acme", "éclat", "Nobody"]).map(lambda v: {"productVendor": v}),
    st.sampled_from(["shirt", "Coat"]).map(lambda v: {"product_type": v}),
    st.sampled_from(["NEW", "sale", "ete"]).map(lambda v: {"tag": v}),
    st.sampled_from(["red", "Blue"]).map(lambda v: option("color", v)),
    st.sampled_from(["S", "m"]).map(lambda v: option("Size", v)),
)


def folded(text):
    return text.lower().replace("é", "e")


def fits(record, filters):
    def wanted(name):
        return {folded(f[name]) for f in filters if name in f}

    def chosen(name):
        return {
            folded(f["variantOption"]["value"])
            for f in filters
            if "variantOption" in f and folded(f["variantOption"]["name"]) == name
        }

    if (vendors := wanted("productVendor")) and folded(record.vendor) not in vendors:
        return False
    if (types := wanted("product_type")) and folded(record.product_type) not in types:
        return False
    if (tags := wanted("tag")) and not tags & {folded(tag) for tag in record.tags}:
        return False
    colors, sizes = chosen("color"), chosen("size")
    values = [{folded(s.name): folded(s.value) for s in v.selected_options} for v in record.variants]
    if colors and sizes:
        return any(one["color"] in colors and one["size"] in sizes for one in values)
    offered = [{folded(v.name) for v in held.option_values} for held in record.options]
    return not (colors and not colors & offered[0]) and not (sizes and not sizes & offered[1])


@given(shown=catalogue(), filters=st.lists(one_filter, max_size=4))
def test_filters_choose_what_looking_at_every_product_chooses(shown, filters):
    matches = list_products(context(shown), ProductListing(filters=filters))
    expected = [p.number for p in shown.ordered if fits(p, filters)]
    assert [p.number for p in page(matches, first=250).nodes] == expected
    assert matches.total == len(expected)


@given(shown=catalogue(), filters=st.lists(one_filter, max_size=3))
def test_a_value_counts_what_it_leaves_beside_the_choices_of_other_kinds(shown, filters):
    for facet in list_products(context(shown), ProductListing(filters=filters)).facets():
        name = facet.id.rpartition(".")[2]
        for value in facet.values:
            others = [f for f in filters if not _same_kind(f, name)]
            alone = [_as_tested(value.input)]
            expected = [p for p in shown.ordered if fits(p, others) and fits(p, alone)]
            assert (value.label, value.count) == (value.label, len(expected))


def _same_kind(one, name):
    if "variantOption" in one:
        return folded(one["variantOption"]["name"]) == name
    return {"productVendor": "vendor", "product_type": "product_type", "tag": "tag"}[next(iter(one))] == name


def _as_tested(given_input):
    if "productType" in given_input:
        return {"product_type": given_input["productType"]}
    return given_input


def test_red_and_m_must_meet_in_one_variant():
    options = (("Color", COLORS), ("Size", SIZES))
    shown = view(
        [
            product(0, options=options, combinations=[(0, 0), (1, 1)]),
            product(1, options=options, combinations=[(0, 1)]),
        ]
    )
    listing = ProductListing(filters=[option("Color", "Red"), option("Size", "M")])
    assert list_products(context(shown), listing).ordinals == [1]


def test_facets_name_their_values_as_the_dialect_does():
    shown = view(
        [
            product(
                0,
                vendor="Atelier Nord",
                product_type="Coat",
                tags=("new",),
                options=(("Size", ("XL", "S", "M")),),
                combinations=[(0,), (1,), (2,)],
            ),
            product(1, vendor="acme", options=(("Size", ("S",)),)),
        ]
    )
    facets = list_products(context(shown), ProductListing()).facets()
    assert [(f.id, f.label, f.kind) for f in facets] == [
        ("filter.v.option.size", "Size", "LIST"),
        ("filter.p.vendor", "Brand", "LIST"),
        ("filter.p.product_type", "Product type", "LIST"),
        ("filter.p.tag", "Tag", "LIST"),
    ]
    size = facets[0]
    assert [(v.key, v.label, v.count) for v in size.values] == [("s", "S", 2), ("m", "M", 1), ("xl", "XL", 1)]
    assert size.values[0].input == {"variantOption": {"name": "size", "value": "S"}}
    assert [(v.key, v.label) for v in facets[1].values] == [
        ("acme", "acme"),
        ("atelier-nord", "Atelier Nord"),
    ]


def test_the_option_that_every_single_variant_has_is_no_facet():
    shown = view([product(0, options=(("Title", ("Default Title",)),))])
    assert list_products(context(shown), ProductListing()).facets() == []


def axis(wanted):
    def matches(request, value):
        return wanted if value else 0

    def facet(request, bits):
        value = FacetValue(key="1", label="Yes", input={"available": True}, bits=wanted)
        return Facet(id="filter.v.availability", label="Availability", kind="BOOLEAN", values=[value])

    return ListingAxis(name="available", matches=matches, facet=facet)


def test_other_contexts_answer_their_own_filters_and_facets():
    shelf = context(view([product(i) for i in range(4)]), axes=(axis(0b0101),))
    matches = list_products(shelf, ProductListing(filters=[{"available": True}]))
    assert matches.ordinals == [0, 2]
    assert [f.id for f in matches.facets()] == ["filter.v.availability"]
    assert list_products(shelf, ProductListing(query="available_for_sale:true")).ordinals == [0, 2]


def test_other_contexts_answer_their_own_sort_keys():
    by_price = ListingAxis(name="price", sort_key="PRICE", ranks=lambda request: RANKS)
    shelf = context(view([product(i) for i in range(4)]), axes=(by_price,))
    assert list_products(shelf, ProductListing(sort_key="PRICE")).ordinals == [1, 0, 2, 3]
    assert list_products(shelf, ProductListing(sort_key="PRICE", reverse=True)).ordinals == [3, 2, 0, 1]


RANKS = [500, 100, 500, 900]


def test_nothing_is_listed_that_a_rule_hides():
    hide = Visibility(name="hide", products=lambda request: 0b0110, variant=lambda request, variant: True)
    shelf = context(view([product(i) for i in range(4)]), visibilities=(hide,))
    assert list_products(shelf, ProductListing()).ordinals == [1, 2]
    assert list_products(shelf, ProductListing(base=0b1010)).ordinals == [1]
    assert list_products(shelf, ProductListing(query="-nothing")).ordinals == [1, 2]


@pytest.mark.parametrize(
    "one",
    [
        {"colour": "red"},
        {"tag": 3},
        {"variantOption": {"name": "Color"}},
        {"variantOption": "red"},
        {"price": {"min": 1}},
        {"productMetafield": {"namespace": "a", "key": "b"}},
        "red",
    ],
)
def test_a_filter_that_nobody_answers_is_refused(one):
    with pytest.raises(BadUserInputError):
        list_products(context(view([product(0)])), ProductListing(filters=[one]))


def test_too_many_filters_are_refused():
    with pytest.raises(BadUserInputError):
        list_products(context(view([product(0)])), ProductListing(filters=[{"tag": "x"}] * 101))
