"""Finds things of the catalogue by global id, as far as the request may see them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from comptoir.catalog import view_of
from comptoir.catalog.graphql.access import product_by_id, seen_product, variant_by_id
from comptoir.catalog.graphql.metafield_values import kind_of
from comptoir.catalog.graphql.option_nodes import option_nodes
from comptoir.catalog.graphql.shop_policy import policy_by_id
from comptoir.catalog.records import CatalogView, CollectionRecord, MenuItemRecord, MetafieldRecord
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import RequestContext
from comptoir.ids import numeric_id

Loader = Callable[[RequestContext, str], Any]
Index = Mapping[str, tuple[Any, Any]]
"""Things by global id, each with the product or other owner that it is seen with."""


def collection_by_id(context: RequestContext, ident: str) -> CollectionRecord | None:
    """Return a collection by global id; raises `BadUserInputError` for an id that is not a collection's."""
    return view_of(context).collections.get(numeric_id(ident, "Collection"))


def page_by_id(context: RequestContext, ident: str) -> Any:
    """Return a page by global id; raises `BadUserInputError` for an id that is not a page's."""
    numeric_id(ident, "Page")
    return _seen(context, _content, ident)


def blog_by_id(context: RequestContext, ident: str) -> Any:
    """Return a blog by global id; raises `BadUserInputError` for an id that is not a blog's."""
    numeric_id(ident, "Blog")
    return _seen(context, _content, ident)


def article_by_id(context: RequestContext, ident: str) -> Any:
    """Return an article by global id; raises `BadUserInputError` for an id that is not an article's."""
    numeric_id(ident, "Article")
    return _seen(context, _content, ident)


def _from_content(context: RequestContext, ident: str) -> Any:
    return _seen(context, _content, ident)


def _from_products(context: RequestContext, ident: str) -> Any:
    return _seen(context, _parts, ident)


def _metafield(context: RequestContext, ident: str) -> Any:
    return _seen(context, _metafields, ident)


LOADERS: Mapping[str, Loader] = {
    "Product": product_by_id,
    "ProductVariant": variant_by_id,
    "Collection": collection_by_id,
    "Page": page_by_id,
    "Blog": blog_by_id,
    "Article": article_by_id,
    "Menu": _from_content,
    "MenuItem": _from_content,
    "UrlRedirect": _from_content,
    "MediaImage": _from_products,
    "Video": _from_products,
    "ExternalVideo": _from_products,
    "Model3d": _from_products,
    "ProductOption": _from_products,
    "ProductOptionValue": _from_products,
    "Metafield": _metafield,
    "ShopPolicy": policy_by_id,
}
"""How `node(id:)` finds the things of the catalogue, by the type in the id."""


def resource_of(context: RequestContext, ident: str | None) -> Any:
    """Return what a reference names; none for what does not exist, is not seen or is not of the catalogue."""
    loader = LOADERS.get(kind_of(ident) or "") if ident else None
    if loader is None or ident is None:
        return None
    try:
        return loader(context, ident)
    except BadUserInputError:
        return None


def metafield_owner(context: RequestContext, metafield: MetafieldRecord) -> Any:
    """Return what a metafield belongs to."""
    return _index(context, _metafields)[metafield.id][1]


def _seen(context: RequestContext, make: "Callable[[CatalogView], Index]", ident: str) -> Any:
    thing, owner = _index(context, make).get(ident, (None, None))
    product = getattr(owner, "product", owner)
    if hasattr(product, "ordinal") and seen_product(context, product) is None:
        return None
    return thing


def _index(context: RequestContext, make: "Callable[[CatalogView], Index]") -> Index:
    view = view_of(context)
    return context.snapshot.memo((make.__name__, view.language), lambda: make(view))


def _content(view: CatalogView) -> Index:
    content = view.content
    blogs = content.blogs.values()
    menus = content.menus.values()
    things: Iterable[Any] = chain(
        content.pages.values(),
        blogs,
        chain.from_iterable(blog.articles for blog in blogs),
        menus,
        chain.from_iterable(_entries(menu.items) for menu in menus),
        content.redirects,
    )
    return {thing.id: (thing, None) for thing in things}


def _entries(items: Any) -> Iterator[MenuItemRecord]:
    for item in items:
        yield item
        yield from _entries(item.items)


def _parts(view: CatalogView) -> Index:
    found: dict[str, tuple[Any, Any]] = {}
    for product in view.products.values():
        for medium in product.media:
            found[medium.id] = (medium, product)
        for option in option_nodes(product):
            found[option.id] = (option, product)
            for value in option.option_values:
                found[value.id] = (value, product)
    return found


def _metafields(view: CatalogView) -> Index:
    content = view.content
    owners = chain(
        view.products.values(),
        view.variants.values(),
        view.collections.values(),
        content.pages.values(),
        content.blogs.values(),
        chain.from_iterable(blog.articles for blog in content.blogs.values()),
    )
    return {
        metafield.id: (metafield, owner)
        for owner in owners
        for metafield in owner.metafields  # type: ignore[attr-defined]
    }
