"""The brand's posts and lookbooks: a blog whose articles name by tags what is for sale in their pictures.

`product:<handle>/<sku>@<x>,<y>` is a product in the colour of a variant, with its place on the picture in per cent from
the upper left;
`look:<handle>` is a post of a lookbook.
"""

from collections.abc import Mapping, Sequence

from comptoir.api import ArticleDraft, BlogDraft, MediaDraft

from comptoir_atelier.pictures.studio import flat_lay_places
from comptoir_atelier.products import Product
from comptoir_atelier.shoots import Shot, banner_shot, look_of
from comptoir_atelier.sources import Table, french, read


def social_blog(products: Sequence[Product], *, pictures: Mapping[str, MediaDraft]) -> BlogDraft:
    """Return the posts and lookbooks; `pictures` has the picture of each by handle."""
    source, by_handle = read("social"), {product.handle: product for product in products}
    posts = [
        _article(table, tags=_piece_tags(table, by_handle), pictures=pictures) for table in source["post"]
    ]
    lookbooks = [
        _article(
            table, tags=["lookbook", *(f"look:{handle}" for handle in table["posts"])], pictures=pictures
        )
        for table in source["lookbook"]
    ]
    return BlogDraft(
        handle=source["handle"],
        title=source["title"],
        articles=[*posts, *lookbooks],
        translations=french(title=source["title_fr"]),
    )


def social_shots(products: Sequence[Product]) -> list[Shot]:
    """Return the pictures of posts and lookbooks: a post shows the very products that it names."""
    by_handle = {product.handle: product for product in products}
    source = read("social")
    return [
        *(_flat_lay(table, by_handle) for table in source["post"]),
        *(banner_shot(table) for table in source["lookbook"]),
    ]


def _flat_lay(table: Table, products: Mapping[str, Product]) -> Shot:
    pieces = [piece.split("/") for piece in table["pieces"]]
    return Shot(
        looks=tuple(look_of(products[handle], color=color) for handle, color in pieces),
        paper=table["paper"],
        filename=table["handle"],
        alt=", ".join(products[handle].source["title"] for handle, _ in pieces),
        alt_fr=", ".join(products[handle].source["title_fr"] for handle, _ in pieces),
        laid_flat=True,
    )


def _piece_tags(table: Table, products: Mapping[str, Product]) -> list[str]:
    pieces = [piece.split("/") for piece in table["pieces"]]
    places = flat_lay_places(len(pieces))
    return [
        f"product:{handle}/{_sku_in(products[handle], color)}@{x},{y}"
        for (handle, color), (x, y) in zip(pieces, places, strict=True)
    ]


def _sku_in(product: Product, color: str) -> str:
    return next(piece.sku for piece in product.pieces if piece.color == color)


def _article(table: Table, *, tags: Sequence[str], pictures: Mapping[str, MediaDraft]) -> ArticleDraft:
    return ArticleDraft(
        handle=table["handle"],
        title=table["title"],
        content_html=table["text"].strip(),
        author=table["author"],
        published_at=table["published_at"],
        excerpt_html=f"<p>{table['excerpt']}</p>",
        image=pictures.get(table["handle"]),
        tags=tags,
        translations=french(
            title=table["title_fr"],
            content_html=table["text_fr"].strip(),
            excerpt_html=f"<p>{table['excerpt_fr']}</p>",
        ),
    )
