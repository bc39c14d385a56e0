"""Pages, legal texts and redirects in the staff schema."""

from typing import Any

import strawberry
from strawberry import UNSET

from comptoir.catalog.editing.content import LEGAL_TEXTS, PAGES, REDIRECTS, ContentNoun
from comptoir.catalog.graphql.staff.values import (
    Metafield,
    MetafieldInput,
    Translation,
    TranslationInput,
    translations_of,
)
from comptoir.graphql.context import Info
from comptoir.staff.graphql import Permission, StaffPayload, change, prepared, requires
from comptoir.staff.graphql.inputs import given

_READ = Permission.CONTENT_READ
_WRITE = Permission.CONTENT_WRITE


@requires(_READ)
@strawberry.type(description="A page of content, or a legal text such as the terms of service.")
class Page:
    """A page of content, or a legal text."""

    id: strawberry.ID
    handle: str
    title: str
    body: str = strawberry.field(description="HTML.")
    published: bool
    seo_title: str | None
    seo_description: str | None
    metafields: list[Metafield]

    @strawberry.field(graphql_type=list[Translation])
    def translations(self: Any) -> Any:
        """Return the texts in other languages."""
        return translations_of(self.translations)


@requires(_READ)
@strawberry.type(description="A path that has moved.")
class UrlRedirect:
    """A path that has moved."""

    id: strawberry.ID
    path: str
    target: str


@strawberry.input(
    description="A page, found by its handle. What is left out stays as it is; null is what a new one has."
)
class PageInput:
    """A page."""

    handle: str | None = UNSET
    title: str | None = UNSET
    body: str | None = UNSET
    published: bool | None = UNSET
    seo_title: str | None = UNSET
    seo_description: str | None = UNSET
    metafields: list[MetafieldInput] | None = UNSET
    translations: list[TranslationInput] | None = UNSET


@requires(_WRITE)
@strawberry.type(description="A change to a page.")
class PagePayload(StaffPayload):
    """A change to a page."""

    @strawberry.field(graphql_type=Page | None)
    def page(self: Any) -> Any:
        """Return the page."""
        return self.value


@requires(_WRITE)
@strawberry.type(description="A change to a redirect.")
class UrlRedirectPayload(StaffPayload):
    """A change to a redirect."""

    @strawberry.field(graphql_type=UrlRedirect | None)
    def redirect(self: Any) -> Any:
        """Return the redirect."""
        return self.value


@requires(_WRITE)
@strawberry.type(description="The removal of content.")
class ContentDeletePayload(StaffPayload):
    """The removal of content."""

    @strawberry.field(graphql_type=strawberry.ID | None)
    def deleted_id(self: Any) -> Any:
        """Return the id that it had."""
        return self.value


@requires(_READ)
@strawberry.type
class PageStaffQueries:
    """Reading pages, legal texts and redirects."""

    @strawberry.field(graphql_type=list[Page], description="All pages, by handle.")
    async def pages(self, info: Info) -> Any:
        """Return all pages."""
        return await info.context.shop.db.read_in_thread(PAGES.find)

    @strawberry.field(graphql_type=list[Page], description="Terms of service, privacy policy and the like.")
    async def legal_texts(self, info: Info) -> Any:
        """Return the legal texts."""
        return await info.context.shop.db.read_in_thread(LEGAL_TEXTS.find)

    @strawberry.field(graphql_type=list[UrlRedirect], description="All redirects, by path.")
    async def redirects(self, info: Info) -> Any:
        """Return all redirects."""
        return await info.context.shop.db.read_in_thread(REDIRECTS.find)


async def put(info: Info, noun: ContentNoun[Any], source: Any, *, reason: str | None = None) -> Any:
    """Save content with what an input gives."""
    return await prepared(
        lambda: given(source, noun.draft),
        lambda values: change(info, noun.put, values=values, reason=reason),
    )


@requires(_WRITE)
@strawberry.type
class PageStaffMutations:
    """Changing pages, legal texts and redirects."""

    @strawberry.mutation(
        graphql_type=PagePayload, description="Add a page, or change the one with its handle."
    )
    async def page_save(self, info: Info, input: PageInput, reason: str | None = None) -> Any:
        """Save a page."""
        return await put(info, PAGES, input, reason=reason)

    @strawberry.mutation(graphql_type=ContentDeletePayload, description="Remove a page for good.")
    async def page_delete(self, info: Info, handle: str, reason: str | None = None) -> Any:
        """Remove a page."""
        return await change(info, PAGES.remove, handle=handle, reason=reason)

    @strawberry.mutation(
        graphql_type=PagePayload,
        description="Save a legal text, such as terms-of-service or privacy-policy.",
    )
    async def legal_text_save(self, info: Info, input: PageInput, reason: str | None = None) -> Any:
        """Save a legal text."""
        return await put(info, LEGAL_TEXTS, input, reason=reason)

    @strawberry.mutation(graphql_type=UrlRedirectPayload, description="Let a path lead elsewhere.")
    async def redirect_save(self, info: Info, path: str, target: str) -> Any:
        """Save a redirect."""
        values = {"path": path, "target": target}
        return await change(info, REDIRECTS.put, values=values)

    @strawberry.mutation(graphql_type=ContentDeletePayload, description="Let a path lead nowhere.")
    async def redirect_delete(self, info: Info, path: str, reason: str | None = None) -> Any:
        """Remove a redirect."""
        return await change(info, REDIRECTS.remove, handle=path, reason=reason)
