"""The sitemap: everything with a page, in chunks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import strawberry

from comptoir.catalog import view_of
from comptoir.catalog.graphql.access import all_seen_products
from comptoir.catalog.graphql.traits import Count, exact_count
from comptoir.catalog.records import ImageRecord
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import Info, RequestContext
from comptoir.graphql.scalars import DateTime

PAGE_SIZE = 250
"""Entries in a chunk of the sitemap."""


@strawberry.enum(description="Kind of things in a sitemap.")
class SitemapType(StrEnum):
    """Kind of things in a sitemap."""

    ARTICLE = "ARTICLE"
    BLOG = "BLOG"
    COLLECTION = "COLLECTION"
    METAOBJECT = "METAOBJECT"
    PAGE = "PAGE"
    PRODUCT = "PRODUCT"


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapImageEntry:
    """A picture of an entry."""

    alt: str | None
    filepath: str
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapEntry:
    """An entry of the sitemap."""

    handle: str
    title: str
    updated_at: datetime
    image: SitemapImageEntry | None


@strawberry.type(description="A picture of an entry.")
class SitemapImage:
    """A picture of an entry."""

    alt: str | None
    filepath: str | None = strawberry.field(description="Path on this site, or an address elsewhere.")
    updated_at: DateTime


@strawberry.interface(description="An entry of the sitemap.")
class SitemapResourceInterface:
    """An entry of the sitemap."""

    handle: str
    updated_at: DateTime


@strawberry.type(description="A product, collection, page, blog or article in the sitemap.")
class SitemapResource(SitemapResourceInterface):
    """A product, collection, page, blog or article in the sitemap."""

    title: str | None
    image: SitemapImage | None

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether an object is an entry."""
        return isinstance(obj, SitemapEntry)


@strawberry.type(description="A metaobject in the sitemap; none are kept here.")
class SitemapResourceMetaobject(SitemapResourceInterface):
    """A metaobject in the sitemap."""

    type: str
    online_store_url_handle: str | None

    @classmethod
    def is_type_of(cls, _obj: object, _info: object) -> bool:
        """Tell that no object is one: none are kept."""
        return False


@strawberry.type(description="A chunk of the sitemap.")
class PaginatedSitemapResources:
    """A chunk of the sitemap."""

    has_next_page: bool
    items: list[SitemapResourceInterface]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chunk:
    items: Sequence[SitemapEntry]
    has_next_page: bool


@strawberry.type(description="Everything of one kind that has a page.")
class Sitemap:
    """Everything of one kind that has a page."""

    @strawberry.field(graphql_type=Count | None, description="How many chunks there are.")
    def pages_count(self: Any) -> Count:
        """Return the number of chunks."""
        return exact_count(-(-len(self.things) // PAGE_SIZE))

    @strawberry.field(graphql_type=PaginatedSitemapResources | None, description="A chunk, counted from 1.")
    def resources(self: Any, page: int) -> Any:
        """Return a chunk; none behind the last. Raises `BadUserInputError` below 1."""
        return self.chunk(page)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapList:
    """Everything of one kind: what a `Sitemap` is made from."""

    things: Sequence[Any]

    def chunk(self, page: int) -> _Chunk | None:
        """Return a chunk, counted from 1; none behind the last. Raises `BadUserInputError` below 1."""
        if page < 1:
            raise BadUserInputError(f"'page' is {page}; pages are counted from 1")
        start = (page - 1) * PAGE_SIZE
        if start >= len(self.things) and page > 1:
            return None
        return _Chunk(
            items=[_entry(thing) for thing in self.things[start : start + PAGE_SIZE]],
            has_next_page=start + PAGE_SIZE < len(self.things),
        )


def _entry(thing: Any) -> SitemapEntry:
    updated_at = getattr(thing, "updated_at", None) or _published(thing)
    image: ImageRecord | None = getattr(thing, "featured_image", None) or getattr(thing, "image", None)
    picture = (
        SitemapImageEntry(alt=image.alt_text, filepath=image.path, updated_at=updated_at) if image else None
    )
    return SitemapEntry(handle=thing.handle, title=thing.title, updated_at=updated_at, image=picture)


def _published(thing: Any) -> datetime:
    # A blog changes when an article joins it; one without articles is as old as can be.
    dates = [article.published_at for article in getattr(thing, "articles", ())]
    moment: datetime = getattr(thing, "published_at", None) or max(dates, default=_NEVER)
    return moment


_NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_THINGS: Mapping[SitemapType, Callable[[RequestContext], Sequence[Any]]] = {
    SitemapType.PRODUCT: all_seen_products,
    SitemapType.COLLECTION: lambda context: list(view_of(context).collections.values()),
    SitemapType.PAGE: lambda context: list(view_of(context).content.pages.values()),
    SitemapType.BLOG: lambda context: list(view_of(context).content.blogs.values()),
    SitemapType.ARTICLE: lambda context: [
        article for blog in view_of(context).content.blogs.values() for article in blog.articles
    ],
    SitemapType.METAOBJECT: lambda _context: [],
}


@strawberry.type
class SitemapQueries:
    """What search engines read."""

    @strawberry.field(graphql_type=Sitemap, description="Everything of one kind that has a page.")
    def sitemap(self, info: Info, type: SitemapType) -> Any:
        """Return the sitemap of one kind."""
        return SitemapList(things=_THINGS[type](info.context))
