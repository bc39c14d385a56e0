"""Finds things of the catalogue by global id, as far as the request may see them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from comptoir.catalog import view_of
from comptoir.catalog.graphql.access import product_by_id, seen_product, variant_by_id
from comptoir.catalog.graphql.metafield_values import kind_of
from comptoir.catalog.graphql.option_nodes import option_nodes
from comptoir.catalog.graphql.shop_policy import policy_by_id
from comptoir.catalog.records import (
    CatalogView,
    CollectionRecord,
    MenuItemRecord,
    MetafieldRecord,
    ProductRecord,
)
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import RequestContext
from comptoir.ids import numeric_id

Loader = Callable[[RequestContext, str], Any]
Index = Mapping[str, Any]
"""By global id: things that all may see, or the products and other owners of parts."""
Parts = Callable[[Any], Iterable[Any]]


def collection_by_id(context: RequestContext, ident: str) -> CollectionRecord | None:
    """Return a collection by global id; raises `BadUserInputError` for an id that is not a collection's."""
    return view_of(context).collections.get(numeric_id(ident, "Collection"))


def page_by_id(context: RequestContext, ident: str) -> Any:
    """Return a page by global id; raises `BadUserInputError` for an id that is not a page's."""
    numeric_id(ident, "Page")
    return _from_content(context, ident)


def blog_by_id(context: RequestContext, ident: str) -> Any:
    """Return a blog by global id; raises `BadUserInputError` for an id that is not a blog's."""
    numeric_id(ident, "Blog")
    return _from_content(context, ident)


def article_by_id(context: RequestContext, ident: str) -> Any:
    """Return an article by global id; raises `BadUserInputError` for an id that is not an article's."""
    numeric_id(ident, "Article")
    return _from_content(context, ident)


def _from_content(context: RequestContext, ident: str) -> Any:
    return _index(context, "content", _content).get(ident)


def _part(name: str, parts: Parts) -> Loader:
    """Return the loader of things that belong to products, seen with them."""

    def load(context: RequestContext, ident: str) -> Any:
        product = seen_product(context, _owners(context, name, parts).get(ident))
        return None if product is None else _pick(parts(product), ident)

    return load


def _option_values(product: ProductRecord) -> Iterator[Any]:
    return chain.from_iterable(option.option_values for option in option_nodes(product))


def _media(product: ProductRecord) -> Iterable[Any]:
    return product.media


_medium = _part("media", _media)


def _metafield(context: RequestContext, ident: str) -> Any:
    owner = _index(context, "metafields", _metafield_owners).get(ident)
    product = getattr(owner, "product", owner)
    if isinstance(product, ProductRecord) and seen_product(context, product) is None:
        return None
    return _pick(owner.metafields, ident) if owner is not None else None


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
    "MediaImage": _medium,
    "Video": _medium,
    "ExternalVideo": _medium,
    "Model3d": _medium,
    "ProductOption": _part("options", option_nodes),
    "ProductOptionValue": _part("option values", _option_values),
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
    return _index(context, "metafields", _metafield_owners)[metafield.id]


def _pick(things: Iterable[Any], ident: str) -> Any:
    return next((thing for thing in things if thing.id == ident), None)


def _owners(context: RequestContext, name: str, parts: Parts) -> Index:
    """Return the products of parts by the parts' ids: owners alone, for there are many parts."""

    def make(view: CatalogView) -> Index:
        return {part.id: product for product in view.products.values() for part in parts(product)}

    return _index(context, name, make)


def _index(context: RequestContext, name: str, make: Callable[[CatalogView], Index]) -> Index:
    """Return an index over the catalogue, made when it is first asked for and kept with the snapshot."""
    view = view_of(context)
    return context.snapshot.memo(("catalog.ids", name, view.language), lambda: make(view))


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
    return {thing.id: thing for thing in things}


def _entries(items: Any) -> Iterator[MenuItemRecord]:
    for item in items:
        yield item
        yield from _entries(item.items)


def _metafield_owners(view: CatalogView) -> Index:
    content = view.content
    owners: Iterable[Any] = chain(
        view.products.values(),
        view.variants.values(),
        view.collections.values(),
        content.pages.values(),
        content.blogs.values(),
        chain.from_iterable(blog.articles for blog in content.blogs.values()),
    )
    return {metafield.id: owner for owner in owners for metafield in owner.metafields}
