"""A channel's documents: one operation in each file, with fragments of their own and shared ones."""

import pytest
from comptoir.errors import ConfigurationError
from comptoir.graphql.channel_documents import DocumentFolder, load_documents
from graphql import build_schema, parse

SCHEMA = build_schema(
    """
    type Query { product(id: ID!): Product products: [Product!]! }
    type Product { title: String! price: Money! dearest: Product }
    type Money { amount: String! }
    """
)
MONEY = "fragment Price on Money {\n  amount\n}"
CARD = "fragment Card on Product { title price { ...Price } }"


def faults(operations, fragments=None):
    with pytest.raises(ConfigurationError) as refused:
        DocumentFolder(operations, fragments).check(SCHEMA)
    return refused.value.message


def test_a_document_carries_the_fragments_that_it_needs_and_no_other():
    documents = DocumentFolder(
        {
            "product": "query P($id: ID!) { product(id: $id) { ...Card } }\n",
            "title": "{ products { ...Title } }\n\nfragment Title on Product { title }\n",
            "prices": "{ products { price { ...Price } } }",
        },
        {"product": CARD, "money": MONEY},
    )
    documents.check(SCHEMA)
    assert documents["product"].text == (
        f"query P($id: ID!) {{ product(id: $id) {{ ...Card }} }}\n\n{MONEY}\n\n{CARD}\n"
    )
    assert documents["product"].variables == {"id"}
    assert documents["title"].text == "{ products { ...Title } }\n\nfragment Title on Product { title }\n"
    assert documents["prices"].text == f"{{ products {{ price {{ ...Price }} }} }}\n\n{MONEY}\n"
    assert [len(parse(document.text).definitions) for document in documents.values()] == [3, 2, 2]


def test_a_fragment_that_is_spread_twice_comes_once():
    both = "{ products { ...Card dearest { ...Card price { ...Price } } } }"
    documents = DocumentFolder({"both": both}, {"all": f"{CARD}\n{MONEY}"})
    documents.check(SCHEMA)
    assert documents["both"].text == f"{both}\n\n{MONEY}\n\n{CARD}\n"


def test_files_of_two_documents_may_have_a_fragment_of_the_same_name_each():
    documents = DocumentFolder(
        {
            "one": "{ products { ...Own } } fragment Own on Product { title }",
            "two": "{ products { ...Own } } fragment Own on Product { price { amount } }",
        }
    )
    documents.check(SCHEMA)
    assert "title" not in documents["two"].text


def test_an_unknown_fragment_is_refused_with_its_place():
    assert faults({"page": "{\n  products {\n    ...Crad\n  }\n}"}, {"all": f"{CARD} {MONEY}"}).endswith(
        "page.graphql:3:5: there is no fragment 'Crad'"
    )
    assert faults({"page": "{ products { ...Card } }"}, {"card": CARD}) == (
        "fragments/card.graphql:1:42: there is no fragment 'Price'"
    )


def test_a_shared_fragment_may_not_lean_on_a_document_s_own():
    page = f"{{ products {{ ...Card }} }}\n{MONEY}"
    assert (
        faults({"page": page}, {"card": CARD}) == "fragments/card.graphql:1:42: there is no fragment 'Price'"
    )


def test_a_name_that_is_given_twice_is_refused_with_both_places():
    page = {"page": "{ products { ...Card } }"}
    assert faults(page, {"a": f"{CARD}\n{MONEY}", "b": f"\n  {CARD}"}) == (
        "fragments/b.graphql:2:3: there is another fragment 'Card', at fragments/a.graphql:1:1"
    )
    own = {"page": "{ products { ...Card } }\nfragment Card on Product { title }"}
    assert faults(own, {"a": f"{CARD}\n{MONEY}"}).endswith(
        "page.graphql:2:1: there is another fragment 'Card', at fragments/a.graphql:1:1"
    )


@pytest.mark.parametrize(
    ("fragments", "said"),
    [
        (
            {"a": "fragment A on Product { ...A }"},
            "fragments/a.graphql:1:25: fragments spread each other in a circle: A → A",
        ),
        (
            {"a": "fragment A on Product { ...B }", "b": "fragment B on Product {\n  dearest { ...A }\n}"},
            "fragments/b.graphql:2:13: fragments spread each other in a circle: A → B → A",
        ),
    ],
)
def test_fragments_that_spread_each_other_in_a_circle_are_refused(fragments, said):
    assert faults({"page": "{ products { ...A } }"}, fragments) == said


def test_a_shared_fragment_that_nobody_spreads_is_refused():
    assert faults({"page": "{ products { title } }"}, {"money": f"\n{MONEY}"}).endswith(
        "fragments/money.graphql:2:1: no document spreads this fragment"
    )


def test_a_fault_in_a_shared_fragment_is_told_once_and_where_it_stands():
    pages = dict.fromkeys(("one", "two"), "{ products { ...Card } }")
    assert faults(pages, {"card": "fragment Card on Product {\n  colour\n}"}) == (
        "documents do not fit the schema: "
        "fragments/card.graphql:2:3: Cannot query field 'colour' on type 'Product'."
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{ products { title }", "page.graphql:1:21: Syntax Error: Expected Name, found <EOF>."),
        ("", "page.graphql:1:1: Syntax Error: Unexpected <EOF>."),
        ("type A { b: Int }", "page.graphql:1:1: only an operation and fragments may stand here"),
        (
            "{ products { title } }\nquery B { products { title } }",
            "page.graphql:2:1: the file has 2 operations",
        ),
        (MONEY, "page.graphql:1:1: the file has 0 operations"),
    ],
)
def test_a_file_that_is_not_one_operation_is_refused_with_its_place(text, said):
    assert said in faults({"good": "{ products { title } }", "page": text})
    documents = DocumentFolder({"page": text})
    with pytest.raises(ConfigurationError) as refused:
        documents["page"]
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{ products { title } }", "fragments/x.graphql:1:1: only fragments may stand in this folder"),
        (f"{MONEY}\ntype A {{ b: Int }}", "fragments/x.graphql:4:1: only fragments may stand in this folder"),
        ("fragment Price on", "fragments/x.graphql:1:18: Syntax Error: Expected Name, found <EOF>."),
    ],
)
def test_a_file_of_fragments_holds_fragments_alone(text, said):
    assert faults({"page": "{ products { title } }"}, {"x": text}) == said


def test_every_faulty_document_is_named():
    said = faults({"a": "{ nothing }", "b": "{", "c": "{ products { ...X } }"})
    assert said == (
        "documents do not fit the schema: a.graphql:1:3: Cannot query field 'nothing' on type 'Query'.; "
        "b.graphql:1:2: Syntax Error: Expected Name, found <EOF>.; c.graphql:1:14: there is no fragment 'X'"
    )


def test_a_folder_is_read_with_that_of_its_fragments(tmp_path):
    (tmp_path / "fragments").mkdir()
    (tmp_path / "page.graphql").write_text("{ products { ...Card } }")
    (tmp_path / "fragments/all.graphql").write_text(f"{CARD}\n{MONEY}")
    (tmp_path / "fragments/notes.txt").write_text("not GraphQL")
    documents = load_documents(tmp_path)
    documents.check(SCHEMA)
    assert list(documents) == ["page"]
    assert documents.get("fragments/all") is None
    assert [name for name, _ in documents.texts] == ["fragments/all.graphql", "page.graphql"]


def test_a_folder_that_is_not_there_and_a_file_in_another_encoding_are_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="does not exist"):
        load_documents(tmp_path / "queries")
    (tmp_path / "page.graphql").write_bytes("{ été }".encode("latin-1"))
    with pytest.raises(ConfigurationError, match=r"page\.graphql is not in UTF-8"):
        load_documents(tmp_path)
