"""Pure parts of the web channel: facets in addresses, choices of options, links."""

import pytest
from comptoir_web.views.facets import chips, facets, parameter, read_filters
from comptoir_web.views.links import local_path, product_path, safe_return
from comptoir_web.views.paging import pager, window


@pytest.mark.parametrize(
    ("pairs", "filters"),
    [
        ([("option.Color", "Blue")], [{"variantOption": {"name": "Color", "value": "Blue"}}]),
        ([("type", "Jeans"), ("vendor", "Rive"), ("tag", "new")],
         [{"productType": "Jeans"}, {"productVendor": "Rive"}, {"tag": "new"}]),
        ([("available", "1")], [{"available": True}]),
        ([("available", "0")], [{"available": False}]),
        ([("price.min", "10"), ("price.max", "99,50")], [{"price": {"min": 10.0, "max": 99.5}}]),
        ([("q", "x"), ("sort", "title"), ("after", "y")], []),
        ([("option.", "x"), ("available", "2"), ("type", "")], []),
        ([("tag", "x" * 201)], []),
        ([("tag", "a")] * 100, [{"tag": "a"}] * 60),
    ],
)  # fmt: skip
def test_addresses_name_filters(pairs, filters):
    assert read_filters(pairs).filters == filters


@pytest.mark.parametrize("value", ["cheap", "-1", "1e9", "1.999", "\u0661\u0660", "12345678"])
def test_a_price_that_cannot_be_read_is_told_and_filters_nothing(value):
    asked = read_filters([("price.min", value)])

    assert asked.filters == []
    assert asked.unreadable == {"price.min": value}


@pytest.mark.parametrize(
    "given",
    [
        {"variantOption": {"name": "size", "value": "XL"}},
        {"productType": "Jeans"},
        {"productVendor": "Rive"},
        {"tag": "new"},
        {"available": False},
    ],
)
def test_a_filter_and_its_parameter_are_one_thing(given):
    pair = parameter(given)

    assert pair is not None
    assert read_filters([pair]).filters == [given]


def facet_row(ident, *values):
    return {"id": ident, "label": "Color", "type": "LIST", "values": list(values)}


def value_row(name, count):
    given = f'{{"variantOption": {{"name": "color", "value": "{name}"}}}}'
    return {"id": name, "label": name, "count": count, "input": given, "swatch": None}


def test_facets_without_a_choice_are_left_out_unless_chosen():
    row = facet_row("filter.v.option.color", value_row("Blue", 3), value_row("Red", 0))

    assert facets([row], []) == []
    (shown,) = facets([row], [("option.Color", "red")])
    assert [(value.label, value.chosen) for value in shown.values] == [("Blue", False), ("Red", True)]


def test_each_filter_in_force_can_be_dropped_alone():
    pairs = [("option.color", "Blue"), ("tag", "new"), ("sort", "title"), ("after", "x")]
    found = chips("/collections/all", pairs, [])

    assert [chip.label for chip in found] == ["Blue", "new"]
    assert found[0].without == "/collections/all?tag=new&sort=title"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://shop.example/collections/a?x=1#y", "/collections/a?x=1#y"),
        ("/pages/a", "/pages/a"),
        ("https://shop.example", "/"),
        ("https://elsewhere.example/a", "https://elsewhere.example/a"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("javascript:alert(1)", "#"),
        ("data:text/html,x", "#"),
        (None, "#"),
    ],
)
def test_addresses_of_the_shop_become_paths_and_none_runs_code(url, path):
    assert local_path(url, {"shop.example"}) == path


@pytest.mark.parametrize("path", ["//x", "/\\x", "https://x", "", "x", "/a\nb"])
def test_a_way_back_stays_on_the_site(path):
    assert safe_return(path) == "/"


def test_a_product_is_named_by_the_number_of_its_variant():
    chosen = {"id": "gid://shopify/ProductVariant/7", "selectedOptions": [{"name": "Size", "value": "M"}]}
    plain = {
        "id": "gid://shopify/ProductVariant/7",
        "selectedOptions": [{"name": "Title", "value": "Default"}],
    }

    assert product_path("a b", chosen) == "/products/a%20b?variant=7"
    assert product_path("tee", plain) == "/products/tee"


def test_pages_of_a_list_are_cursors_in_the_address():
    info = {"hasNextPage": True, "hasPreviousPage": False, "startCursor": "s", "endCursor": "e"}

    assert window({"after": "x"}) == {"first": 24, "after": "x"}
    assert window({"before": "x", "after": "y"}) == {"last": 24, "before": "x"}
    assert window({"after": "x" * 500}) == {"first": 24}
    found = pager("/c", [("sort", "title"), ("after", "x")], info)
    assert (found.previous, found.following) == (None, "/c?sort=title&after=e")
