"""The catalogue: products, collections, content, search and lists."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comptoir.catalog.records import CatalogView
    from comptoir.graphql.context import RequestContext


def view_of(context: "RequestContext") -> "CatalogView":
    """Return the catalogue in the language of a request."""
    from comptoir.catalog.snapshot import CATALOG
    from comptoir.markets.locale import locale_of

    return context.once("catalog.view", lambda: context.snapshot[CATALOG].view(locale_of(context).language))
