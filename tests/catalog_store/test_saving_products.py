"""Saving products: what is stored, what stays the same, what keeps its number."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from comptoir.catalog.commands import delete_product, save_product, save_products, save_size_chart
from comptoir.catalog.drafts import (
    MediaDraft,
    MetafieldDraft,
    OptionDraft,
    ProductDraft,
    SizeChartDraft,
    VariantDraft,
)
from comptoir.catalog.validation.media import UnstoredPictureError
from comptoir.errors import DomainError

from tests.catalog_store.drafts import change_log, count_rows, events, everything, rows_of, shirt


@pytest.fixture
def save(database):
    def save_draft(draft):
        return database.write_now(save_product, draft=draft)

    return save_draft


def full_shirt(**changes):
    facts = {
        "media": (
            MediaDraft(
                url="https://pictures.example/front.jpg", alt="Front", translations={"fr": {"alt": "Devant"}}
            ),
            MediaDraft(kind="EXTERNAL_VIDEO", url="https://www.youtube.com/watch?v=abcdefghijk"),
        ),
        "metafields": (
            MetafieldDraft(
                namespace="custom",
                key="fabric",
                type="single_line_text_field",
                value="Cotton",
                translations={"fr": {"value": "Coton"}},
            ),
        ),
        "translations": {"FR": {"title": "Chemise", "description_html": "<p onclick='x'>Douce.</p>"}},
    }
    return shirt(**facts | changes)


def test_a_new_product_is_stored_with_all_its_parts(save, database):
    saved = save(full_shirt())
    assert (saved.created, saved.changed, len(saved.variant_ids)) == (True, True, 4)
    counts = database.read_now(count_rows)
    assert {name: count for name, count in counts.items() if count} == {
        "product": 1,
        "product_tag": 2,
        "option": 2,
        "option_value": 4,
        "variant": 4,
        "product_media": 2,
        "media": 2,
        "metafield": 1,
        "translation": 4,
    }
    assert database.read_now(change_log) == [("product", saved.product_id)]
    assert database.read_now(events) == ["product.saved"]


def test_what_was_given_comes_back_in_order(save, database):
    saved = save(full_shirt())
    product = database.read_now(rows_of, "product", "id", "handle", "title", "description_html", "status")
    assert product == [(saved.product_id, "shirt", "Oxford shirt", "<p>Soft.</p>", "active")]
    values = database.read_now(rows_of, "option_value", "id", "name", "position", "color")
    assert [value[1:] for value in values] == [
        ("White", 1, "#ffffff"),
        ("Blue", 2, None),
        ("S", 1, None),
        ("M", 2, None),
    ]
    white, blue, small, medium = (value[0] for value in values)
    variants = database.read_now(rows_of, "variant", "id", "sku", "position", "choice1_id", "choice2_id")
    assert variants == [
        (saved.variant_ids[0], "OX-W-S", 1, white, small),
        (saved.variant_ids[1], "OX-W-M", 2, white, medium),
        (saved.variant_ids[2], "OX-B-S", 3, blue, small),
        (saved.variant_ids[3], "OX-B-M", 4, blue, medium),
    ]
    texts = database.read_now(rows_of, "translation", "owner_kind", "language", "field", "value")
    assert sorted(texts) == [
        ("metafield", "fr", "value", "Coton"),
        ("product", "fr", "description_html", "<p>Douce.</p>"),
        ("product", "fr", "title", "Chemise"),
        ("product_media", "fr", "alt", "Devant"),
    ]


def test_saving_an_equal_draft_changes_nothing(save, database, clock):
    first = save(full_shirt())
    before = database.read_now(everything)
    clock.advance(timedelta(days=1))
    again = save(full_shirt())
    assert again == replace(first, created=False, changed=False)
    assert database.read_now(everything) == before


def test_a_draft_that_says_the_same_otherwise_changes_nothing_that_is_seen(save, database, clock):
    first = save(full_shirt())
    before = database.read_now(rows_of, "product", "title", "updated_at")
    clock.advance(timedelta(days=1))
    again = save(full_shirt(title=" Oxford shirt ", tags=("cotton", "new", "cotton", " ")))
    assert again == replace(first, created=False, changed=False)
    assert database.read_now(rows_of, "product", "title", "updated_at") == before
    assert len(database.read_now(change_log)) == 1


def test_a_changed_title_updates_the_product_alone(save, database, clock):
    first = save(full_shirt())
    variants = database.read_now(rows_of, "variant", "id", "updated_at")
    clock.advance(timedelta(days=1))
    again = save(full_shirt(title="Poplin shirt"))
    assert again == replace(first, created=False, changed=True)
    assert database.read_now(rows_of, "product", "title") == [("Poplin shirt",)]
    assert database.read_now(rows_of, "variant", "id", "updated_at") == variants
    created, updated = database.read_now(rows_of, "product", "created_at", "updated_at")[0]
    assert created != updated


def test_variants_keep_their_numbers_when_options_and_values_are_reordered(save):
    first = save(shirt())
    turned = shirt(
        options=(
            OptionDraft(name="Size", values=("M", "S")),
            OptionDraft(name="Color", values=("Blue", "White"), swatches={"White": "#ffffff"}),
        ),
        variants=tuple(
            VariantDraft(choices=(size, color), sku=f"OX-{color[0]}-{size}")
            for size in ("M", "S")
            for color in ("Blue", "White")
        ),
    )
    again = save(turned)
    white_small, white_medium, blue_small, blue_medium = first.variant_ids
    assert again.variant_ids == (blue_medium, white_medium, blue_small, white_small)


def test_option_values_keep_their_numbers_when_the_option_is_renamed(save, database):
    first = save(shirt())
    values = database.read_now(rows_of, "option_value", "id", "name")
    colors, sizes = shirt().options
    again = save(shirt(options=(replace(colors, name="Colour"), sizes)))
    assert again.variant_ids == first.variant_ids
    assert database.read_now(rows_of, "option_value", "id", "name") == values


def test_a_variant_keeps_its_number_by_sku_when_its_choices_change(save):
    first = save(shirt())
    variants = list(shirt().variants)
    variants[3] = replace(variants[3], choices=("Blue", "L"))
    sizes = OptionDraft(name="Size", values=("S", "M", "L"))
    again = save(shirt(options=(shirt().options[0], sizes), variants=variants))
    assert again.variant_ids == first.variant_ids


def test_choices_rather_than_skus_say_which_variant_it_is(save):
    first = save(shirt())
    one, two, *rest = shirt().variants
    swapped = (replace(one, sku=two.sku), replace(two, sku=one.sku), *rest)
    assert save(shirt(variants=swapped)).variant_ids == first.variant_ids


def test_parts_that_a_draft_lacks_are_removed_with_their_translations(save, database):
    first = save(full_shirt())
    bare = shirt(options=(), variants=(VariantDraft(choices=(), sku="OX-W-S"),), tags=(), media=())
    again = save(bare)
    assert again.variant_ids == (first.variant_ids[0],)
    counts = database.read_now(count_rows)
    kept = {name: count for name, count in counts.items() if count}
    assert kept == {"product": 1, "variant": 1, "media": 2}


def test_a_number_is_never_given_twice(save, database):
    first = save(shirt())
    database.write_now(delete_product, handle="shirt")
    again = save(shirt())
    assert again.created
    assert not {first.product_id, *first.variant_ids} & {again.product_id, *again.variant_ids}


def test_media_none_keeps_the_stored_media(save, database):
    save(full_shirt())
    before = database.read_now(rows_of, "product_media", "id", "media_id", "alt")
    again = save(full_shirt(media=None, title="Poplin shirt"))
    assert again.changed
    assert database.read_now(rows_of, "product_media", "id", "media_id", "alt") == before


def test_the_picture_of_a_variant_is_one_of_the_product(save, database):
    variants = [replace(variant, media_index=index // 2) for index, variant in enumerate(shirt().variants)]
    save(full_shirt(variants=variants))
    first, second = (row[0] for row in database.read_now(rows_of, "product_media", "id"))
    pictures = [row[0] for row in database.read_now(rows_of, "variant", "product_media_id")]
    assert pictures == [first, first, second, second]


def test_one_file_on_two_products_is_stored_once(save, database):
    save(full_shirt())
    save(full_shirt(handle="shirt-2"))
    counts = database.read_now(count_rows)
    assert (counts["media"], counts["product_media"]) == (2, 4)


def test_the_dialects_default_option_is_no_option(save, database):
    save(
        ProductDraft(
            handle="card",
            title="Card",
            options=(OptionDraft(name="Title", values=("Default Title",)),),
            variants=(VariantDraft(choices=("Default Title",)),),
        )
    )
    counts = database.read_now(count_rows)
    assert (counts["option"], counts["option_value"], counts["variant"]) == (0, 0, 1)


def test_an_empty_handle_is_made_from_the_title(save, database):
    save(shirt(handle="", title="Chemise d'été nº 7 — Ørsted & Straße"))
    assert database.read_now(rows_of, "product", "handle") == [("chemise-d-ete-no-7-orsted-strasse",)]


def test_a_product_is_published_when_it_first_becomes_active(save, database, clock):
    save(shirt(status="draft"))
    assert database.read_now(rows_of, "product", "published_at") == [(None,)]
    save(shirt())
    published = database.read_now(rows_of, "product", "published_at")
    clock.advance(timedelta(days=3))
    save(shirt(title="Other"))
    assert database.read_now(rows_of, "product", "published_at") == published != [(None,)]


def test_a_size_chart_is_found_by_its_handle(save, database):
    chart = SizeChartDraft(handle="tops", title="Tops", unit="cm", columns=("Size",), rows=(("S",),))
    saved = database.write_now(save_size_chart, draft=chart)
    save(shirt(size_chart="tops"))
    assert database.read_now(rows_of, "product", "size_chart_id") == [(saved.content_id,)]


def test_many_products_are_saved_at_once_in_order(database):
    drafts = [shirt(handle=f"shirt-{index}") for index in range(30)]
    first = database.write_now(save_products, drafts=drafts)
    assert [saved.created for saved in first] == [True] * 30
    mixed = [*reversed(drafts[:10]), shirt(handle="shirt-99"), replace(drafts[10], title="New")]
    again = database.write_now(save_products, drafts=mixed)
    assert [saved.product_id for saved in again[:10]] == [saved.product_id for saved in reversed(first[:10])]
    assert [saved.variant_ids for saved in again[:10]] == [
        saved.variant_ids for saved in reversed(first[:10])
    ]
    assert [(saved.created, saved.changed) for saved in again[9:]] == [
        (False, False),
        (True, True),
        (False, True),
    ]


def test_one_fault_among_many_products_saves_none(database):
    before = database.read_now(everything)
    with pytest.raises(DomainError) as refused:
        database.write_now(save_products, drafts=[shirt(), shirt(handle="other", title=" ")])
    assert (refused.value.code, refused.value.field) == ("BLANK", ("title",))
    assert refused.value.message == "product 'other': title is blank"
    assert database.read_now(everything) == before


def test_one_handle_twice_at_once_is_refused(database):
    with pytest.raises(DomainError) as refused:
        database.write_now(save_products, drafts=[shirt(), shirt(title="Other")])
    assert (refused.value.code, refused.value.field) == ("DUPLICATE", ("handle",))


def test_a_picture_that_was_not_stored_is_an_error_of_the_program(save, database):
    before = database.read_now(everything)
    with pytest.raises(UnstoredPictureError):
        save(shirt(media=(MediaDraft(content=b"bytes"),)))
    assert database.read_now(everything) == before


def test_an_explicit_time_of_publication_is_kept(save, database):
    save(shirt(published_at=datetime(2027, 1, 1, tzinfo=UTC)))
    assert str(database.read_now(rows_of, "product", "published_at")[0][0]).startswith("2027-01-01 00:00:00")
