"""Saving and removing collections, and what the removal of a product means for them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from comptoir.catalog.commands import (
    delete_collection,
    delete_product,
    save_collection,
    save_product,
    save_products,
)
from comptoir.catalog.drafts import CollectionDraft, CollectionRule, MediaDraft, MetafieldDraft
from comptoir.errors import DomainError

from tests.catalog_store.drafts import change_log, count_rows, events, everything, rows_of, shirt


@pytest.fixture
def products(database):
    """Numbers of three saved products: a, b, c."""
    drafts = [shirt(handle=handle) for handle in "abc"]
    return [saved.product_id for saved in database.write_now(save_products, drafts=drafts)]


@pytest.fixture
def save(database):
    def save_draft(draft):
        return database.write_now(save_collection, draft=draft)

    return save_draft


def summer(**changes):
    facts = {"handle": "summer", "title": "Summer", "products": ("b", "a")}
    return CollectionDraft(**facts | changes)


def test_a_manual_collection_holds_its_products_in_order(save, database, products):
    a, b, _ = products
    saved = save(summer())
    assert (saved.created, saved.changed) == (True, True)
    members = database.read_now(rows_of, "collection_product", "position", "product_id")
    assert members == [(1, b), (2, a)]
    assert ("collection", saved.collection_id) in database.read_now(change_log)
    assert database.read_now(events)[-1] == "collection.saved"


def test_saving_an_equal_collection_changes_nothing(save, database, products, clock):
    draft = summer(
        image=MediaDraft(
            url="https://pictures.example/s.jpg", alt="Sea", translations={"fr": {"alt": "Mer"}}
        ),
        metafields=(
            MetafieldDraft(namespace="hero", key="title", type="single_line_text_field", value="Sun"),
        ),
        translations={"fr": {"title": "Été"}},
    )
    saved = save(draft)
    before = database.read_now(everything)
    clock.advance(timedelta(days=1))
    assert save(draft) == replace(saved, created=False, changed=False)
    assert database.read_now(everything) == before
    texts = database.read_now(rows_of, "translation", "owner_kind", "field", "value")
    assert sorted(texts) == [("collection", "image_alt", "Mer"), ("collection", "title", "Été")]


def test_reordered_products_count_as_a_change_of_the_collection(save, database, products, clock):
    a, _b, c = products
    saved = save(summer())
    clock.advance(timedelta(days=1))
    assert save(summer(products=("a", "c"))) == replace(saved, created=False, changed=True)
    members = database.read_now(rows_of, "collection_product", "product_id", "position")
    assert sorted(members) == [(a, 1), (c, 2)]
    created, updated = database.read_now(rows_of, "collection", "created_at", "updated_at")[0]
    assert created != updated


def test_an_unknown_product_is_named_and_nothing_changes(save, database, products):
    before = database.read_now(everything)
    with pytest.raises(DomainError) as refused:
        save(summer(products=("a", "ghost")))
    assert (refused.value.code, refused.value.field) == ("NOT_FOUND", ("products", "1"))
    assert refused.value.message == "collection 'summer': there is no product 'ghost'"
    assert database.read_now(everything) == before


def test_a_removed_product_leaves_its_collections_which_are_told(save, database, products):
    a, b, _ = products
    saved = save(summer())
    database.write_now(delete_product, handle="a")
    assert database.read_now(rows_of, "collection_product", "product_id") == [(b,)]
    assert database.read_now(change_log)[-2:] == [("collection", saved.collection_id), ("product", a)]
    with pytest.raises(DomainError):
        save(summer())
    again = database.write_now(save_product, draft=shirt(handle="a"))
    assert save(summer()).changed
    members = database.read_now(rows_of, "collection_product", "position", "product_id")
    assert sorted(members) == [(1, b), (2, again.product_id)]


def test_a_removed_product_leaves_nothing_behind(database):
    draft = shirt(
        metafields=(
            MetafieldDraft(
                namespace="custom",
                key="fit",
                type="single_line_text_field",
                value="x",
                translations={"fr": {"value": "y"}},
            ),
        ),
        translations={"fr": {"title": "Chemise"}},
    )
    database.write_now(save_product, draft=draft)
    database.write_now(delete_product, handle="shirt")
    assert set(database.read_now(count_rows).values()) == {0}
    assert database.read_now(events) == ["product.saved", "product.deleted"]


def test_a_removed_collection_leaves_its_products(save, database, products):
    save(summer(translations={"fr": {"title": "Été"}}))
    database.write_now(delete_collection, handle="summer")
    counts = database.read_now(count_rows)
    assert (counts["collection"], counts["collection_product"], counts["translation"]) == (0, 0, 0)
    assert counts["product"] == 3
    assert database.read_now(events)[-1] == "collection.deleted"


@pytest.mark.parametrize("command", [delete_product, delete_collection])
def test_removing_what_is_not_there_is_refused(command, database):
    with pytest.raises(DomainError) as refused:
        database.write_now(command, handle="ghost")
    assert (refused.value.code, refused.value.field) == ("NOT_FOUND", ("handle",))


def test_rules_are_stored_as_they_are_given(save, database):
    rules = (CollectionRule(column="TAG", relation="EQUALS", condition="new"),)
    save(summer(products=(), rules=rules, any_rule=True, sort_order="CREATED_DESC"))
    (stored,) = database.read_now(rows_of, "collection", "any_rule", "sort_order")
    assert (bool(stored[0]), stored[1]) == (True, "CREATED_DESC")


def rule(column, relation, condition):
    return {"products": (), "rules": (CollectionRule(column=column, relation=relation, condition=condition),)}


FAULTS = {
    "products and rules": (
        {"rules": (CollectionRule(column="TAG", relation="EQUALS", condition="x"),)},
        "INVALID",
        ("rules",),
    ),
    "product twice": ({"products": ("a", "a")}, "DUPLICATE", ("products",)),
    "unknown column": (rule("PRICE", "EQUALS", "1"), "INVALID", ("rules", "0", "column")),
    "relation that does not fit": (rule("TAG", "CONTAINS", "x"), "INVALID", ("rules", "0", "relation")),
    "blank condition": (rule("TITLE", "CONTAINS", " "), "BLANK", ("rules", "0", "condition")),
    "weight that is no number": (
        rule("VARIANT_WEIGHT", "LESS_THAN", "1,5"),
        "INVALID",
        ("rules", "0", "condition"),
    ),
    "unknown order": ({"sort_order": "RANDOM"}, "INVALID", ("sort_order",)),
    "video for a picture": (
        {"image": MediaDraft(kind="VIDEO", url="https://a.example/b.mp4")},
        "INVALID",
        ("image", "kind"),
    ),
    "blank title": ({"title": ""}, "BLANK", ("title",)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused_with_code_and_place(fault, sqlite_database):
    changes, code, field = FAULTS[fault]
    with pytest.raises(DomainError) as refused:
        sqlite_database.write_now(save_collection, draft=summer(**changes))
    assert (refused.value.code, refused.value.field) == (code, field)
    assert set(sqlite_database.read_now(count_rows).values()) == {0}
