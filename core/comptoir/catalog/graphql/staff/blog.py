"""Blogs in the staff schema."""

from typing import Any

import strawberry
from strawberry import UNSET

from comptoir.catalog.drafts import ArticleDraft, BlogDraft
from comptoir.catalog.editing.content import BLOGS
from comptoir.catalog.graphql.staff.content import ContentDeletePayload
from comptoir.catalog.graphql.staff.values import (
    Media,
    MediaInput,
    Translation,
    TranslationInput,
    media_draft,
    translations_of,
)
from comptoir.graphql.context import Info
from comptoir.graphql.scalars import DateTime
from comptoir.staff.drafting import draft_of
from comptoir.staff.graphql import Permission, StaffPayload, change, prepared, requires
from comptoir.staff.graphql.inputs import given

_READ = Permission.CONTENT_READ
_WRITE = Permission.CONTENT_WRITE


@requires(_READ)
@strawberry.type(description="An article of a blog.")
class Article:
    """An article of a blog."""

    handle: str
    title: str
    content_html: str
    excerpt_html: str | None
    author: str
    published_at: DateTime
    image: Media | None
    tags: list[str]

    @strawberry.field(graphql_type=list[Translation])
    def translations(self: Any) -> Any:
        """Return the texts in other languages."""
        return translations_of(self.translations)


@requires(_READ)
@strawberry.type(description="A blog with its articles.")
class Blog:
    """A blog."""

    id: strawberry.ID
    handle: str
    title: str
    articles: list[Article]

    @strawberry.field(graphql_type=list[Translation])
    def translations(self: Any) -> Any:
        """Return the title in other languages."""
        return translations_of(self.translations)


@strawberry.input(description="An article of a blog, whole.")
class ArticleInput:
    """An article of a blog."""

    title: str
    content_html: str
    author: str
    published_at: DateTime
    handle: str | None = UNSET
    excerpt_html: str | None = UNSET
    image: MediaInput | None = UNSET
    tags: list[str] | None = UNSET
    translations: list[TranslationInput] | None = UNSET


@strawberry.input(
    description="A blog, found by its handle; where articles are given, they are all its articles."
)
class BlogInput:
    """A blog."""

    handle: str | None = UNSET
    title: str | None = UNSET
    articles: list[ArticleInput] | None = UNSET
    translations: list[TranslationInput] | None = UNSET


@requires(_WRITE)
@strawberry.type(description="A change to a blog.")
class BlogPayload(StaffPayload):
    """A change to a blog."""

    @strawberry.field(graphql_type=Blog | None)
    def blog(self: Any) -> Any:
        """Return the blog."""
        return self.value


@requires(_READ)
@strawberry.type
class BlogStaffQueries:
    """Reading blogs."""

    @strawberry.field(graphql_type=list[Blog], description="All blogs, by handle.")
    async def blogs(self, info: Info) -> Any:
        """Return all blogs."""
        return await info.context.shop.db.read_in_thread(BLOGS.find)


def _values(info: Info, source: BlogInput) -> dict[str, Any]:
    values = given(source, BlogDraft)
    if source.articles:
        values["articles"] = tuple(
            _article(info, article, index) for index, article in enumerate(source.articles)
        )
    return values


def _article(info: Info, source: ArticleInput, index: int) -> ArticleDraft:
    values = {"handle": "", **given(source, ArticleDraft)}
    values["handle"] = values["handle"] or ""
    if source.image:
        values["image"] = media_draft(info, source.image, "articles", str(index), "image")
    return draft_of(ArticleDraft, values)


@requires(_WRITE)
@strawberry.type
class BlogStaffMutations:
    """Changing blogs."""

    @strawberry.mutation(
        graphql_type=BlogPayload, description="Add a blog, or change the one with its handle."
    )
    async def blog_save(self, info: Info, input: BlogInput, reason: str | None = None) -> Any:
        """Save a blog."""
        return await prepared(
            lambda: _values(info, input),
            lambda values: change(info, BLOGS.put, values=values, reason=reason),
        )

    @strawberry.mutation(graphql_type=ContentDeletePayload, description="Remove a blog with its articles.")
    async def blog_delete(self, info: Info, handle: str, reason: str | None = None) -> Any:
        """Remove a blog."""
        return await change(info, BLOGS.remove, handle=handle, reason=reason)
