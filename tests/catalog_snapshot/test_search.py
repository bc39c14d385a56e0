"""Search: what shoppers type finds what they mean, and never fails."""

import pytest
from comptoir.catalog.listing import ProductListing, list_products, page, predict, recommend
from comptoir.catalog.search.fields import PRODUCT_FIELDS
from comptoir.catalog.search.syntax import And, Field, Not, Or, Phrase, Word, parse
from comptoir.catalog.search.typos import neighbours
from hypothesis import example, given
from hypothesis import strategies as st

from tests.catalog_snapshot.catalogues import collection, context, product, view

PRODUCTS = [
    product(
        0,
        "Linen Shirt",
        vendor="Atelier",
        product_type="Shirts",
        tags=("summer",),
        skus=("LIN-1",),
        sales_rank=5,
    ),
    product(1, "Blue jeans", vendor="Denim & Co", product_type="Trousers", sales_rank=4, created=30),
    product(2, "Shirtdress", vendor="Atelier", description="A dress like a shirt.", sales_rank=3),
    product(3, "Œuvre d'été", vendor="Maison Élan", tags=("Summer Sale",), sales_rank=2),
    product(4, "Wool coat", description="Goes with every shirt and with jeans.", sales_rank=1),
    product(5, "Größe", product_type="Schal", options=(("Farbe", ("Rot",)),), sales_rank=0),
]
SHELF = view(PRODUCTS)


def found(query, **listing):
    listing = {"sort_key": "RELEVANCE"} | listing
    return list_products(context(SHELF), ProductListing(query=query, **listing)).ordinals


QUERIES = [
    ("linen", [0]),
    ("LINEN shirt", [0]),
    ("shirt", [0, 2, 4]),  # whole word of the title, beginning of one, description
    ("shi", [2, 0, 4]),
    ("oeuvre", [3]),
    ("œuvre", [3]),
    ("ete", [3]),
    ("l'été", []),
    ("d'ÉTÉ", [3]),
    ("elan", [3]),
    ("grösse", [5]),
    ("GROSSE", [5]),
    ("rot", [5]),
    ("jean", [1, 4]),
    ("jeens", [1, 4]),
    ("jaens", [1, 4]),
    ("shirts", [0, 4, 2]),
    ("linnen", [0]),
    ("lni", []),
    ("lin-1", [0]),
    ("LIN-1", [0]),
    ("wool jeans", [4]),
    ("wool linen", []),
    ('"blue jeans"', [1]),
    ('"jeans blue"', []),
    ("!!!", []),
    ("", [0, 1, 2, 3, 4, 5]),
    ("   ", [0, 1, 2, 3, 4, 5]),
    ("atelier -linen", [2]),
    ("atelier NOT linen", [2]),
    ("linen OR wool", [4, 0]),
    ("(linen OR wool) atelier", [0]),
    ("vendor:atelier", [2, 0]),
    ('vendor:"Denim & Co"', [1]),
    ("tag:summer", [0]),
    ('tag:"summer sale"', [3]),
    ("tag:sum*", [3, 0]),
    ("tag_not:summer", [5, 4, 3, 2, 1]),
    ("product_type:shirts", [0]),
    ("title:shirt", [0]),
    ("title:shirt*", [2, 0]),
    ("sku:lin-1", [0]),
    ("id:2", [1]),
    ("id:>=5", [5, 4]),
    ("id:gid://shopify/Product/2", [1]),
    ("handle:product-4", [3]),
    ("created_at:>2024-01-01", [1]),
    ("created_at:2024-01-02", [1]),
    ("created_at:<=2024-01-01", [5, 4, 3, 2, 0]),
    ("created_at:banana", []),
    ("colour:blue", []),
    ("AND", []),
    ("blue AND", [1]),
    ("(((blue", [1]),
    ("blue )", [1]),
]


@pytest.mark.parametrize(("query", "ordinals"), QUERIES)
def test_a_query_finds(query, ordinals):
    assert found(query, sort_key="RELEVANCE") == ordinals


def test_the_last_word_stands_for_itself_when_prefixes_are_not_wanted():
    assert found("lin", prefix_last=False) == []
    assert found("lin") == [0]


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("jeans", []),
        ("jean", ["jeans"]),
        ("jenas", ["jeans"]),
        ("jeanss", ["jeans"]),
        ("jexns", ["jeans"]),
        ("xjeans", ["jeans"]),
        ("jexxs", []),
        ("jea", []),
    ],
)
def test_words_one_error_away(word, near):
    assert neighbours(word, {"jeans", "coat"}, "aejnsx") == near


def test_the_language_of_queries():
    def read(text):
        return parse(text, fields=PRODUCT_FIELDS, prefix_last=False)

    assert read("red shirt") == And((Word("red"), Word("shirt")))
    assert read('"red shirt" OR -blue') == Or((Phrase("red shirt"), Not(Word("blue"))))
    assert read("tag:new id:>3") == And((Field("tag", "=", "new"), Field("id", ">", "3")))
    assert read("title:shi*") == Field("title", "=", "shi", prefix=True)
    assert read("a (b OR c)") == And((Word("a"), Or((Word("b"), Word("c")))))
    assert read("t-shirt: 5") == And((Word("t-shirt:"), Word("5")))
    assert read("what:ever") == Word("what:ever")
    assert read("") == And(())


PIECES = (
    *(
        '"',
        "(",
        ")",
        "-",
        ":",
        "*",
        "OR",
        "AND",
        "NOT",
        " ",
        "shirt",
        "title:",
        "tag:>",
        "created_at:",
        "id:<",
    ),
    *("9999-12-31", "0001-01-01T00:00+23:59", "variants.price:>=1", "é", "\x00", "🧥", "'", "\\", "gid://"),
)
pieces = st.lists(st.sampled_from(PIECES)).map("".join)


@given(text=pieces | st.text())
@example(text="(" * 5_000)
@example(text="-" * 5_000)
@example(text="NOT " * 5_000)
@example(text="a " * 5_000)
@example(text="created_at:<=9999-12-31")
@example(text="created_at:9999-12-31T23:59:59-23:59")
def test_no_text_is_an_error(text):
    shelf = context(SHELF)
    for ordinal in list_products(shelf, ProductListing(query=text, sort_key="RELEVANCE")).ordinals:
        assert 0 <= ordinal < len(PRODUCTS)
    predict(shelf, text)


def test_relevance_takes_pages_across_its_tiers():
    shelf = context(SHELF)
    listing = ProductListing(query="shirt", sort_key="RELEVANCE")
    first = page(list_products(shelf, listing), first=2)
    rest = page(list_products(shelf, listing), first=2, after=first.page_info.end_cursor)
    assert [p.ordinal for p in first.nodes] == [0, 2]
    assert [p.ordinal for p in rest.nodes] == [4]
    assert (first.page_info.has_next_page, rest.page_info.has_next_page) == (True, False)


def test_predictions_offer_products_collections_and_words():
    shirts = collection(1, [0], size=len(PRODUCTS), title="All Shirts")
    shelf = context(view(PRODUCTS, collections=[shirts]))
    offered = predict(shelf, "shi", limit=3, limit_scope="EACH")
    assert [p.ordinal for p in offered.products] == [2, 0, 4]
    assert offered.collections == [shirts]
    assert [(q.text, q.styled_text) for q in offered.queries] == [
        ("shirt", "<mark>shi</mark><span>rt</span>"),
        ("shirtdress", "<mark>shi</mark><span>rtdress</span>"),
        ("shirts", "<mark>shi</mark><span>rts</span>"),
    ]
    together = predict(shelf, "shi", limit=3, limit_scope="ALL")
    assert (len(together.products), len(together.collections), len(together.queries)) == (1, 1, 1)
    assert predict(shelf, "shi", types=("QUERY",)).products == []


def test_recommendations_share_most_first():
    products = [
        product(0, product_type="Shirt", vendor="A", tags=("x", "y")),
        product(1, product_type="Shirt", sales_rank=2),
        product(2, product_type="Coat", vendor="A", tags=("x", "y")),
        product(3, product_type="Coat"),
        product(4, product_type="Shirt", tags=("y",), sales_rank=9),
        product(5, product_type="Shirt", sales_rank=1),
    ]
    shelf = context(view(products))
    assert [p.ordinal for p in recommend(shelf, products[0])] == [4, 5, 1, 2]
    assert [p.ordinal for p in recommend(shelf, products[0], limit=2)] == [4, 5]
    assert recommend(shelf, products[0], intent="COMPLEMENTARY") == []
