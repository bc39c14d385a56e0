"""The first tables of the catalogue."""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "catalog_0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    "catalog_number",
    "catalog_media",
    "catalog_metafield",
    "catalog_translation",
    "catalog_size_chart",
    "catalog_product",
    "catalog_product_tag",
    "catalog_product_media",
    "catalog_option",
    "catalog_option_value",
    "catalog_variant",
    "catalog_collection",
    "catalog_collection_product",
    "catalog_page",
    "catalog_blog",
    "catalog_article",
    "catalog_menu",
    "catalog_redirect",
)
"""In the order of creation: a table comes after those it refers to."""


def upgrade() -> None:
    """Create the tables."""
    _create_shared()
    _create_texts()
    _create_size_charts()
    _create_products()
    _create_options()
    _create_variants()
    _create_collections()
    _create_pages()
    _create_navigation()


def downgrade() -> None:
    """Remove the tables with all that they hold."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _key() -> sa.Column[int]:
    return sa.Column("id", BigId, primary_key=True, autoincrement=False)


def _index(table: str, column: str) -> None:
    op.create_index(f"ix_{table}_{column}", table, [column])


def _create_shared() -> None:
    op.create_table(
        "catalog_number",
        _key(),
        sa.Column("next_number", BigId, nullable=False),
    )
    op.create_table(
        "catalog_media",
        _key(),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=True),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("format", sa.String(length=16), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("bytes", sa.Integer(), nullable=True),
        sa.Column("thumbhash", sa.String(length=64), nullable=True),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("identity"),
    )


def _create_texts() -> None:
    op.create_table(
        "catalog_metafield",
        _key(),
        sa.Column("owner_kind", sa.String(length=32), nullable=False),
        sa.Column("owner_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("namespace", sa.String(length=255), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("owner_kind", "owner_id", "namespace", "key"),
    )
    op.create_table(
        "catalog_translation",
        _key(),
        sa.Column("owner_kind", sa.String(length=32), nullable=False),
        sa.Column("owner_id", BigId, nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("field", sa.String(length=255), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.UniqueConstraint("owner_kind", "owner_id", "language", "field"),
    )
    _index("catalog_translation", "language")


def _create_size_charts() -> None:
    op.create_table(
        "catalog_size_chart",
        _key(),
        sa.Column("handle", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("handle"),
    )


def _create_products() -> None:
    op.create_table(
        "catalog_product",
        _key(),
        sa.Column("handle", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("description_html", sa.Text(), nullable=False),
        sa.Column("vendor", sa.String(length=255), nullable=False),
        sa.Column("product_type", sa.String(length=255), nullable=False),
        sa.Column("category", sa.String(length=255), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("is_gift_card", sa.Boolean(), nullable=False),
        sa.Column("seo_title", sa.String(length=255), nullable=True),
        sa.Column("seo_description", sa.Text(), nullable=True),
        sa.Column("size_chart_id", BigId, nullable=True),
        sa.Column("sales_rank", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=True),
        sa.ForeignKeyConstraint(["size_chart_id"], ["catalog_size_chart.id"], ondelete="SET NULL"),
        sa.UniqueConstraint("handle"),
    )
    _index("catalog_product", "size_chart_id")
    op.create_table(
        "catalog_product_tag",
        _key(),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["catalog_product.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("product_id", "tag"),
    )
    _index("catalog_product_tag", "tag")
    op.create_table(
        "catalog_product_media",
        _key(),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("media_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["media_id"], ["catalog_media.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["product_id"], ["catalog_product.id"], ondelete="CASCADE"),
    )
    _index("catalog_product_media", "media_id")
    _index("catalog_product_media", "product_id")


def _create_options() -> None:
    op.create_table(
        "catalog_option",
        _key(),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["catalog_product.id"], ondelete="CASCADE"),
    )
    _index("catalog_option", "product_id")
    op.create_table(
        "catalog_option_value",
        _key(),
        sa.Column("option_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("color", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["option_id"], ["catalog_option.id"], ondelete="CASCADE"),
    )
    _index("catalog_option_value", "option_id")


def _create_variants() -> None:
    op.create_table(
        "catalog_variant",
        _key(),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("choice1_id", BigId, nullable=True),
        sa.Column("choice2_id", BigId, nullable=True),
        sa.Column("choice3_id", BigId, nullable=True),
        sa.Column("sku", sa.String(length=255), nullable=True),
        sa.Column("barcode", sa.String(length=255), nullable=True),
        sa.Column("product_media_id", BigId, nullable=True),
        sa.Column("weight_grams", sa.Integer(), nullable=True),
        sa.Column("weight_unit", sa.String(length=16), nullable=False),
        sa.Column("requires_shipping", sa.Boolean(), nullable=False),
        sa.Column("taxable", sa.Boolean(), nullable=False),
        sa.Column("tax_category", sa.String(length=64), nullable=False),
        sa.Column("inventory_tracked", sa.Boolean(), nullable=False),
        sa.Column("backorder", sa.Boolean(), nullable=False),
        sa.Column("quantity_minimum", sa.Integer(), nullable=False),
        sa.Column("quantity_maximum", sa.Integer(), nullable=True),
        sa.Column("quantity_increment", sa.Integer(), nullable=False),
        sa.Column("unit_type", sa.String(length=32), nullable=True),
        sa.Column("unit_thousandths", BigId, nullable=True),
        sa.Column("unit_reference", sa.String(length=16), nullable=True),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["catalog_product.id"], ondelete="CASCADE"),
    )
    _index("catalog_variant", "barcode")
    _index("catalog_variant", "product_id")
    _index("catalog_variant", "sku")


def _create_collections() -> None:
    op.create_table(
        "catalog_collection",
        _key(),
        sa.Column("handle", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("description_html", sa.Text(), nullable=False),
        sa.Column("sort_order", sa.String(length=32), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("any_rule", sa.Boolean(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("image_id", BigId, nullable=True),
        sa.Column("image_alt", sa.Text(), nullable=True),
        sa.Column("seo_title", sa.String(length=255), nullable=True),
        sa.Column("seo_description", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["catalog_media.id"], ondelete="RESTRICT"),
        sa.UniqueConstraint("handle"),
    )
    _index("catalog_collection", "image_id")
    op.create_table(
        "catalog_collection_product",
        _key(),
        sa.Column("collection_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["collection_id"], ["catalog_collection.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["product_id"], ["catalog_product.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("collection_id", "product_id"),
    )
    _index("catalog_collection_product", "product_id")


def _create_pages() -> None:
    op.create_table(
        "catalog_page",
        _key(),
        sa.Column("handle", sa.String(length=255), nullable=False),
        sa.Column("legal", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("seo_title", sa.String(length=255), nullable=True),
        sa.Column("seo_description", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("handle", "legal"),
    )
    op.create_table(
        "catalog_blog",
        _key(),
        sa.Column("handle", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("handle"),
    )
    op.create_table(
        "catalog_article",
        _key(),
        sa.Column("blog_id", BigId, nullable=False),
        sa.Column("handle", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("content_html", sa.Text(), nullable=False),
        sa.Column("excerpt_html", sa.Text(), nullable=True),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("image_id", BigId, nullable=True),
        sa.Column("image_alt", sa.Text(), nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(["blog_id"], ["catalog_blog.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["image_id"], ["catalog_media.id"], ondelete="RESTRICT"),
        sa.UniqueConstraint("blog_id", "handle"),
    )
    _index("catalog_article", "image_id")


def _create_navigation() -> None:
    op.create_table(
        "catalog_menu",
        _key(),
        sa.Column("handle", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("handle"),
    )
    op.create_table(
        "catalog_redirect",
        _key(),
        sa.Column("path", sa.String(length=1024), nullable=False),
        sa.Column("target", sa.String(length=2048), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("path"),
    )
