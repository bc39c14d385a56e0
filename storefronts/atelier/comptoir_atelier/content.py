"""Collections, size charts, pages, the journal, menus and redirects as the catalogue takes them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from comptoir.api import (
    ArticleDraft,
    BlogDraft,
    CollectionDraft,
    CollectionRule,
    MediaDraft,
    MenuDraft,
    MenuItemDraft,
    PageDraft,
    RedirectDraft,
    SizeChartDraft,
)

from comptoir_atelier.products import Product
from comptoir_atelier.sources import Table, french, read


def collection_drafts(
    products: Sequence[Product], *, pictures: Mapping[str, MediaDraft]
) -> list[CollectionDraft]:
    """Return every collection; `pictures` has its banner by handle."""
    return [_collection(table, products, pictures) for table in read("collections")["collection"]]


def size_chart_drafts() -> list[SizeChartDraft]:
    """Return every size chart, in centimetres."""
    return [_size_chart(table) for table in read("size_charts")["chart"]]


def page_drafts() -> list[PageDraft]:
    """Return the content pages and the shop's legal texts."""
    return [
        PageDraft(
            handle=table["handle"],
            title=table["title"],
            body=table["body"].strip(),
            legal=table.get("legal", False),
            seo_title=f"{table['title']} | Atelier Rive",
            translations=french(
                title=table["title_fr"],
                body=table["body_fr"].strip(),
                seo_title=f"{table['title_fr']} | Atelier Rive",
            ),
        )
        for table in read("pages")["page"]
    ]


def blog_draft(*, pictures: Mapping[str, MediaDraft]) -> BlogDraft:
    """Return the journal; `pictures` has the banner of each article by handle."""
    source = read("journal")
    return BlogDraft(
        handle=source["handle"],
        title=source["title"],
        articles=[_article(table, pictures) for table in source["article"]],
        translations=french(title=source["title_fr"]),
    )


def menu_drafts() -> list[MenuDraft]:
    """Return the navigation menus."""
    return [
        MenuDraft(handle=table["handle"], title=table["title"], items=_menu_items(table["items"]))
        for table in read("menus")["menu"]
    ]


def redirect_drafts() -> list[RedirectDraft]:
    """Return the paths that have moved."""
    return [RedirectDraft(path=row["path"], target=row["target"]) for row in read("menus")["redirect"]]


def _collection(
    table: Table, products: Sequence[Product], pictures: Mapping[str, MediaDraft]
) -> CollectionDraft:
    rules = [_rule(match) for match in table.get("match", ())]
    handles = table.get("products", ())
    if "below" in table:
        handles = _below(products, limit=Decimal(table["below"]))
    return CollectionDraft(
        handle=table["handle"],
        title=table["title"],
        description_html=f"<p>{table['text']}</p>",
        image=pictures.get(table["handle"]),
        products=handles,
        rules=rules,
        any_rule=True,
        sort_order=table.get("sort", "BEST_SELLING" if rules else "MANUAL"),
        seo_title=f"{table['title']} | Atelier Rive",
        seo_description=table["text"],
        translations=french(
            title=table["title_fr"],
            description_html=f"<p>{table['text_fr']}</p>",
            seo_title=f"{table['title_fr']} | Atelier Rive",
            seo_description=table["text_fr"],
        ),
    )


def _rule(match: Table) -> CollectionRule:
    if "tag" in match:
        return CollectionRule(column="TAG", relation="EQUALS", condition=match["tag"])
    return CollectionRule(column="TYPE", relation="EQUALS", condition=match["type"])


def _below(products: Sequence[Product], *, limit: Decimal) -> list[str]:
    """Return the goods that cost less in euros, in every size; gift cards are not goods."""
    return [
        product.handle
        for product in products
        if not product.is_gift_card and all(Decimal(piece.prices["EUR"]) < limit for piece in product.pieces)
    ]


def _size_chart(table: Table) -> SizeChartDraft:
    columns = dict(zip(table["columns"], table["columns_fr"], strict=True))
    return SizeChartDraft(
        handle=table["handle"],
        title=table["title"],
        unit="cm",
        columns=table["columns"],
        rows=table["rows"],
        note=table["note"],
        translations={"fr": {**columns, "title": table["title_fr"], "note": table["note_fr"]}},
    )


def _article(table: Table, pictures: Mapping[str, MediaDraft]) -> ArticleDraft:
    return ArticleDraft(
        handle=table["handle"],
        title=table["title"],
        content_html=table["text"].strip(),
        author=table["author"],
        published_at=table["published_at"],
        excerpt_html=f"<p>{table['excerpt']}</p>",
        image=pictures.get(table["handle"]),
        tags=table["tags"],
        translations=french(
            title=table["title_fr"],
            content_html=table["text_fr"].strip(),
            excerpt_html=f"<p>{table['excerpt_fr']}</p>",
        ),
    )


def _menu_items(tables: Sequence[Table]) -> list[MenuItemDraft]:
    return [
        MenuItemDraft(
            title=table["en"],
            target=table["to"],
            items=_menu_items(table.get("items", ())),
            translations=french(title=table["fr"]),
        )
        for table in tables
    ]
