"""Drafts and looks into the tables for these tests."""

from comptoir.catalog.drafts import OptionDraft, ProductDraft, VariantDraft
from sqlalchemy import text

TABLES = (
    *("product", "product_tag", "option", "option_value", "variant", "product_media", "media", "metafield"),
    *("collection", "collection_product", "translation", "size_chart"),
    *("page", "blog", "article", "menu", "redirect"),
)


def shirt(**changes):
    """A shirt in two colours and two sizes."""
    facts = {
        "handle": "shirt",
        "title": "Oxford shirt",
        "description_html": "<p>Soft.</p>",
        "tags": ("cotton", "new"),
        "options": (
            OptionDraft(name="Color", values=("White", "Blue"), swatches={"White": "#ffffff"}),
            OptionDraft(name="Size", values=("S", "M")),
        ),
        "variants": tuple(
            VariantDraft(choices=(color, size), sku=f"OX-{color[0]}-{size}")
            for color in ("White", "Blue")
            for size in ("S", "M")
        ),
    }
    return ProductDraft(**facts | changes)


def count_rows(tx):
    """How many rows each table of the catalogue has."""
    return {name: tx.scalar(text(f"SELECT count(*) FROM catalog_{name}")) for name in TABLES}


def all_rows(tx):
    """Every row of the catalogue, for `and nothing changed`."""
    return {
        name: [tuple(row) for row in tx.all(text(f"SELECT * FROM catalog_{name} ORDER BY id"))]
        for name in TABLES
    }


def rows_of(tx, table, *columns):
    """The rows of a table in the order of their numbers."""
    found = ", ".join(columns)
    return [tuple(row) for row in tx.all(text(f"SELECT {found} FROM catalog_{table} ORDER BY id"))]


def change_log(tx):
    """What the change log says of the catalogue, oldest first."""
    log = text(
        "SELECT kind, ident FROM kernel_change WHERE stream = 'catalog' ORDER BY revision, kind, ident"
    )
    return [tuple(row) for row in tx.all(log)]


def events(tx):
    """Names of the recorded events, oldest first."""
    return [row[0] for row in tx.all(text("SELECT name FROM kernel_outbox ORDER BY id"))]


def everything(tx):
    """All that a command could leave behind."""
    return all_rows(tx), change_log(tx), events(tx)
