"""Checks of metafield values, HTML and handles, without a database."""

import pytest
from comptoir.catalog.validation.html import clean_html
from comptoir.catalog.validation.media import safe_filename
from comptoir.catalog.validation.metafields import CHECKERS, fits, is_type
from comptoir.catalog.validation.texts import slug

GOOD = {
    "single_line_text_field": ["a", ""],
    "multi_line_text_field": ["a\nb"],
    "rich_text_field": ['{"type":"root","children":[]}'],
    "number_integer": ["0", "-12", "9007199254740991"],
    "number_decimal": ["1.50", "-3"],
    "boolean": ["true", "false"],
    "date": ["2026-02-28"],
    "date_time": ["2026-02-28T12:30:00", "2026-02-28T12:30:00+02:00", "2026-02-28T12:30:00Z"],
    "url": ["https://a.example/b?c=d", "mailto:a@b.example", "tel:+33123"],
    "link": ['{"text":"a","url":"https://a.example"}'],
    "color": ["#a1B2c3"],
    "json": ['{"a":[1]}', "3", "null"],
    "id": ["X-1"],
    "money": ['{"amount":"5.99","currency_code":"EUR"}'],
    "rating": ['{"value":"3.5","scale_min":"1.0","scale_max":"5.0"}'],
    "dimension": ['{"value":25,"unit":"cm"}', '{"value":"2.5","unit":"INCHES"}'],
    "weight": ['{"value":2.5,"unit":"kg"}'],
    "volume": ['{"value":20,"unit":"ml"}'],
    "product_reference": ["gid://shopify/Product/1"],
    "variant_reference": ["gid://shopify/ProductVariant/1"],
    "collection_reference": ["gid://shopify/Collection/1"],
    "page_reference": ["gid://shopify/Page/1"],
    "article_reference": ["gid://shopify/Article/1"],
    "file_reference": ["gid://shopify/MediaImage/1"],
    "metaobject_reference": ["gid://shopify/Metaobject/1"],
    "mixed_reference": ["gid://shopify/Metaobject/1"],
    "list.single_line_text_field": ['["a","b"]', "[]"],
    "list.number_integer": ["[1,2]", '["1"]'],
    "list.product_reference": ['["gid://shopify/Product/1"]'],
    "list.dimension": ['[{"value":1,"unit":"m"}]'],
}
BAD = {
    "single_line_text_field": ["a\nb"],
    "rich_text_field": ["text", "[]"],
    "number_integer": ["1.0", "", "1e3", "9007199254740992", "٣"],
    "number_decimal": ["1,99", "NaN", "1e3", ".5"],
    "boolean": ["yes", "True", ""],
    "date": ["2026-02-30", "28.02.2026", "20260228"],
    "date_time": ["2026-02-28", "noon"],
    "url": ["javascript:alert(1)", "/path", "https://a b"],
    "link": ["https://a.example"],
    "color": ["red", "#fff", "#12345g"],
    "json": ["{", ""],
    "money": ['{"amount":"5.999","currency_code":"EUR"}', '{"amount":"5","currency_code":"XXQ"}', "5", "{}"],
    "rating": [
        '{"value":"6","scale_min":"1","scale_max":"5"}',
        '{"value":"x","scale_min":"1","scale_max":"5"}',
    ],
    "dimension": ['{"value":25,"unit":"kg"}', '{"value":"a","unit":"cm"}', '{"value":25}', "25cm"],
    "weight": ['{"value":true,"unit":"kg"}'],
    "volume": ['{"value":null,"unit":"ml"}'],
    "product_reference": ["1", "gid://shopify/Collection/1", ""],
    "file_reference": ["gid://shopify/Product/1"],
    "list.single_line_text_field": ["a", '{"a":1}', "[1]", '["a\\nb"]'],
    "list.number_integer": ["[1.5]", "[true]", "[[1]]"],
    "list.product_reference": ['["1"]', "[1]"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in GOOD for value in GOOD[name]])
def test_a_value_of_its_type_fits(name, value):
    assert is_type(name)
    assert fits(name, value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in BAD for value in BAD[name]])
def test_a_value_of_no_such_type_does_not_fit(name, value):
    assert is_type(name)
    assert not fits(name, value)


def test_every_type_is_tried_here():
    assert set(CHECKERS) <= set(GOOD)


@pytest.mark.parametrize("name", ["string", "list.boolean", "list.json", "list.list.color", "", "list."])
def test_other_types_do_not_exist(name):
    assert not is_type(name)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plain text", "plain text"),
        ("a > b", "a &gt; b"),
        ("<p onclick='x()'>a</p><script>x()</script>", "<p>a</p>"),
        ("<a href='javascript:x'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        ("<a href='/pages/a' target='_blank'>a</a>", '<a href="/pages/a" rel="noopener noreferrer">a</a>'),
        (
            "<table><tr><td colspan='2'>a</td></tr></table>",
            '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
        ),
        ("<iframe src='//evil.example'>a</iframe>b", "b"),
        ("<p style='position:fixed'>a", "<p>a</p>"),
        ("<svg><script>x</script></svg>", ""),
        ("<img src=data:text/html,x alt=a>", '<img alt="a">'),
    ],
)
def test_only_safe_html_is_kept_and_stays_as_it_is(given, kept):
    assert clean_html(given) == kept
    assert clean_html(kept) == kept


@pytest.mark.parametrize(
    ("title", "handle"),
    [
        ("Chemise d'été", "chemise-d-ete"),
        ("  A  --  B  ", "a-b"),
        ("ジーンズ 501", "ジーンズ-501"),
        ("Ærø £ 5", "aero-5"),
        ("!!!", ""),
        ("x" * 300, "x" * 255),
    ],
)
def test_a_handle_is_made_of_a_title(title, handle):
    assert slug(title) == handle


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("front.jpg", "front"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Pictures\\My shirt.PNG", "My-shirt"),
        ("tile_20x20.png", "tile-20x20"),
        ("", "picture"),
        ("...", "picture"),
        ("a?b#c.jpg", "a-b-c"),
    ],
)
def test_a_file_name_is_safe_in_an_address(given, kept):
    assert safe_filename(given) == kept
