"""Documents of channels are validated once for each schema."""

import pytest
from comptoir.errors import ConfigurationError
from comptoir.graphql import checked
from comptoir.graphql.channel_documents import DocumentFolder
from comptoir.graphql.checked import CheckedDocuments
from graphql import build_schema

OLD = build_schema("type Query { price: Int colour: String }")
NEW = build_schema("type Query { colour: String }")
DOCUMENTS = DocumentFolder({"page": "{ price }"})


@pytest.fixture
def another_process(monkeypatch):
    """Forget what this process found, so that only the file tells."""

    def forget():
        monkeypatch.setattr(checked, "_fitting", set())

    forget()
    return forget


@pytest.fixture(autouse=True)
def fresh(another_process):
    """What one test found says nothing to the next."""


def test_documents_that_fit_are_remembered_for_their_schema_alone(tmp_path):
    path = tmp_path / "shop" / "documents.json"
    CheckedDocuments(path, OLD).check(DOCUMENTS)
    remembered = path.read_text()
    CheckedDocuments(path, OLD).check(DOCUMENTS)
    assert path.read_text() == remembered
    with pytest.raises(ConfigurationError, match=r"page\.graphql:1:3: Cannot query field 'price'"):
        CheckedDocuments(path, NEW).check(DOCUMENTS)
    assert path.read_text() == remembered


def test_changed_documents_are_validated_again(tmp_path):
    path = tmp_path / "documents.json"
    CheckedDocuments(path, OLD).check(DOCUMENTS)
    with pytest.raises(ConfigurationError, match="Cannot query field 'size'"):
        CheckedDocuments(path, OLD).check(DocumentFolder({"page": "{ size }"}))


def test_changed_fragments_are_validated_again(tmp_path):
    path = tmp_path / "documents.json"
    page = {"page": "{ ...Worn }"}
    CheckedDocuments(path, OLD).check(DocumentFolder(page, {"worn": "fragment Worn on Query { colour }"}))
    with pytest.raises(ConfigurationError, match=r"fragments/worn\.graphql:2:3: Cannot query field 'size'"):
        CheckedDocuments(path, OLD).check(
            DocumentFolder(page, {"worn": "fragment Worn on Query {\n  size\n}"})
        )


def test_documents_known_to_fit_are_not_even_parsed(tmp_path, monkeypatch, another_process):
    path = tmp_path / "documents.json"
    CheckedDocuments(path, OLD).check(DOCUMENTS)
    another_process()
    monkeypatch.setattr("comptoir.graphql.channel_documents.parse_source", None)
    again = DocumentFolder({"page": "{ price }"})
    CheckedDocuments(path, OLD).check(again)
    monkeypatch.undo()
    assert again["page"].text == "{ price }\n"


def test_what_one_shop_of_a_process_found_is_not_looked_for_again_and_noted_for_each(tmp_path, monkeypatch):
    CheckedDocuments(tmp_path / "one.json", OLD).check(DOCUMENTS)
    monkeypatch.setattr("comptoir.graphql.channel_documents.parse_source", None)
    CheckedDocuments(tmp_path / "two.json", OLD).check(DocumentFolder({"page": "{ price }"}))
    assert (tmp_path / "two.json").read_text() == (tmp_path / "one.json").read_text()


@pytest.mark.parametrize("text", ["", "no json", "{}", "[1, null]"])
def test_a_broken_memory_means_validating(tmp_path, text):
    path = tmp_path / "documents.json"
    path.write_text(text)
    CheckedDocuments(path, OLD).check(DOCUMENTS)
    with pytest.raises(ConfigurationError):
        CheckedDocuments(path, NEW).check(DOCUMENTS)
