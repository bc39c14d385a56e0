"""Whatever a product was before: saved as a draft, it is what the draft says."""

from dataclasses import replace
from itertools import count

from comptoir.catalog.commands import save_product
from comptoir.catalog.drafts import MediaDraft, MetafieldDraft, OptionDraft, ProductDraft, VariantDraft
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

FRESH = count()
"""All examples share a database: what is compared with must not have been there before."""
NAMES = st.sampled_from(["Color", "Size", "Fit", "Cut"])
VALUES = st.sampled_from(["S", "M", "L", "Red", "Blue"])
TEXTS = st.sampled_from(["Un", "Deux", "Trois"])
FRENCH = st.one_of(st.just({}), st.builds(lambda word: {"fr": {"title": word}}, TEXTS))
MEDIA = st.builds(
    lambda name, alt, word: MediaDraft(
        url=f"https://pictures.example/{name}.jpg",
        alt=alt,
        translations={"fr": {"alt": word}} if word else {},
    ),
    st.sampled_from("ab"),
    st.one_of(st.none(), st.sampled_from(["Front", "Back"])),
    st.one_of(st.none(), TEXTS),
)
METAFIELDS = st.lists(
    st.builds(
        lambda key, value, word: MetafieldDraft(
            namespace="custom",
            key=key,
            type="single_line_text_field",
            value=value,
            translations={"fr": {"value": word}} if word else {},
        ),
        st.sampled_from(["fabric", "season"]),
        st.sampled_from(["Cotton", "Wool"]),
        st.one_of(st.none(), TEXTS),
    ),
    max_size=2,
    unique_by=lambda metafield: metafield.key,
)


@st.composite
def drafts(draw):
    names = draw(st.lists(NAMES, max_size=3, unique=True))
    options = [
        OptionDraft(
            name=name,
            values=draw(st.lists(VALUES, min_size=1, max_size=3, unique=True)),
            translations={"fr": {name: draw(TEXTS)}} if draw(st.booleans()) else {},
        )
        for name in names
    ]
    chosen = st.tuples(*(st.sampled_from(list(option.values)) for option in options))
    combinations = draw(st.lists(chosen, min_size=1, max_size=4, unique=True)) if options else [()]
    media = draw(st.lists(MEDIA, max_size=3))
    variants = [
        VariantDraft(
            choices=choices,
            sku=draw(st.one_of(st.none(), st.sampled_from(["A", "B", "C"]))),
            media_index=draw(st.one_of(st.none(), st.integers(0, len(media) - 1))) if media else None,
            metafields=draw(METAFIELDS),
        )
        for choices in combinations
    ]
    return ProductDraft(
        handle="edited",
        title=draw(st.sampled_from(["Shirt", "Jeans"])),
        tags=draw(st.lists(st.sampled_from(["new", "sale", "linen"]), unique=True)),
        options=options,
        variants=variants,
        media=media,
        metafields=draw(METAFIELDS),
        translations=draw(FRENCH),
    )


def seen(tx, product_id):
    """All that is stored of a product, without numbers and times."""

    def rows(sql):
        return [tuple(row) for row in tx.all(text(sql), {"id": product_id})]

    texts = (
        "SELECT t.owner_kind, o.place, t.language, t.field, t.value FROM catalog_translation t JOIN ("
        "SELECT id, 'product' AS place FROM catalog_product WHERE id = :id"
        " UNION ALL SELECT id, 'o' || position FROM catalog_option WHERE product_id = :id"
        " UNION ALL SELECT v.id, 'v' || o.position || v.name FROM catalog_option_value v"
        "   JOIN catalog_option o ON o.id = v.option_id WHERE o.product_id = :id"
        " UNION ALL SELECT id, 'm' || position FROM catalog_product_media WHERE product_id = :id"
        " UNION ALL SELECT m.id, 'f' || m.key || coalesce(v.position, 0) FROM catalog_metafield m"
        "   LEFT JOIN catalog_variant v ON v.id = m.owner_id WHERE v.product_id = :id OR m.owner_id = :id"
        ") o ON o.id = t.owner_id ORDER BY 1, 2, 3, 4"
    )
    return (
        rows("SELECT title, status FROM catalog_product WHERE id = :id"),
        rows("SELECT position, tag FROM catalog_product_tag WHERE product_id = :id ORDER BY 1"),
        rows("SELECT position, name FROM catalog_option WHERE product_id = :id ORDER BY 1"),
        rows(
            "SELECT o.position, v.position, v.name FROM catalog_option o JOIN catalog_option_value v"
            " ON v.option_id = o.id WHERE o.product_id = :id ORDER BY 1, 2"
        ),
        rows(
            "SELECT v.position, v.sku, a.name, b.name, c.name, m.position FROM catalog_variant v"
            " LEFT JOIN catalog_option_value a ON a.id = v.choice1_id"
            " LEFT JOIN catalog_option_value b ON b.id = v.choice2_id"
            " LEFT JOIN catalog_option_value c ON c.id = v.choice3_id"
            " LEFT JOIN catalog_product_media m ON m.id = v.product_media_id"
            " WHERE v.product_id = :id ORDER BY 1"
        ),
        rows(
            "SELECT p.position, m.url, p.alt FROM catalog_product_media p JOIN catalog_media m"
            " ON m.id = p.media_id WHERE p.product_id = :id ORDER BY 1"
        ),
        rows(
            "SELECT f.owner_kind, coalesce(v.position, 0), f.position, f.key, f.value FROM catalog_metafield f"
            " LEFT JOIN catalog_variant v ON v.id = f.owner_id"
            " WHERE v.product_id = :id OR f.owner_id = :id ORDER BY 1, 2, 3"
        ),
        rows(texts),
    )


def strays(tx):
    """How many texts and metafields belong to nothing."""
    owners = " UNION ALL ".join(
        f"SELECT id FROM catalog_{table}"
        for table in ("product", "option", "option_value", "product_media", "variant", "metafield")
    )
    return [
        tx.scalar(text(f"SELECT count(*) FROM catalog_{table} WHERE owner_id NOT IN ({owners})"))
        for table in ("translation", "metafield")
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(drafts(), min_size=1, max_size=4), wanted=drafts())
def test_an_edited_product_equals_a_fresh_one(sqlite_database, history, wanted):
    for draft in history:
        sqlite_database.write_now(save_product, draft=draft)
    edited = sqlite_database.write_now(save_product, draft=wanted)
    fresh = sqlite_database.write_now(save_product, draft=replace(wanted, handle=f"fresh-{next(FRESH)}"))
    assert sqlite_database.read_now(seen, edited.product_id) == sqlite_database.read_now(
        seen, fresh.product_id
    )
    assert not sqlite_database.write_now(save_product, draft=wanted).changed
    assert sqlite_database.read_now(strays) == [0, 0]
