"""Collections in the staff schema."""

from typing import Any

import strawberry
from strawberry import UNSET

from comptoir.catalog.drafts import CollectionDraft, CollectionRule
from comptoir.catalog.editing.collections import (
    change_collection,
    create_collection,
    find_collections,
    lookup_collection,
    remove_collection,
)
from comptoir.catalog.graphql.staff.values import (
    Media,
    MediaInput,
    Metafield,
    MetafieldInput,
    Translation,
    TranslationInput,
    media_draft,
    translations_of,
)
from comptoir.graphql.context import Info
from comptoir.graphql.scalars import DateTime
from comptoir.ids import numeric_id
from comptoir.staff.graphql import Permission, StaffPayload, change, prepared, requires
from comptoir.staff.graphql.inputs import given

_READ = Permission.CATALOG_READ
_WRITE = Permission.CATALOG_WRITE


@requires(_READ)
@strawberry.type(description="A condition that puts a product into a collection.")
class CollectionCondition:
    """A condition."""

    column: str
    relation: str
    condition: str


@requires(_READ)
@strawberry.type(description="A collection, whether or not shoppers see it.")
class Collection:
    """A collection."""

    id: strawberry.ID
    handle: str
    title: str
    description_html: str
    image: Media | None
    products: list[str] = strawberry.field(description="Handles in order; of a collection without rules.")
    rules: list[CollectionCondition]
    any_rule: bool = strawberry.field(description="Whether one rule is enough.")
    sort_order: str
    published: bool
    seo_title: str | None
    seo_description: str | None
    metafields: list[Metafield]
    created_at: DateTime
    updated_at: DateTime

    @strawberry.field(graphql_type=list[Translation])
    def translations(self: Any) -> Any:
        """Return the texts in other languages."""
        return translations_of(self.translations)


@strawberry.input(description="A condition: a column such as TAG, a relation such as EQUALS, and a text.")
class CollectionConditionInput:
    """A condition."""

    column: str
    relation: str
    condition: str

    def draft(self) -> CollectionRule:
        """Return it as a draft; what it says is checked with the collection."""
        values: dict[str, Any] = given(self, CollectionRule)
        return CollectionRule(**values)


@strawberry.input(
    description="A collection. What is left out stays as it is; null is what a new one has. Lists are whole."
)
class CollectionInput:
    """A collection."""

    handle: str | None = UNSET
    title: str | None = UNSET
    description_html: str | None = UNSET
    image: MediaInput | None = UNSET
    products: list[str] | None = UNSET
    rules: list[CollectionConditionInput] | None = UNSET
    any_rule: bool | None = UNSET
    sort_order: str | None = UNSET
    published: bool | None = UNSET
    seo_title: str | None = UNSET
    seo_description: str | None = UNSET
    metafields: list[MetafieldInput] | None = UNSET
    translations: list[TranslationInput] | None = UNSET


@requires(_WRITE)
@strawberry.type(description="A change to a collection.")
class CollectionPayload(StaffPayload):
    """A change to a collection."""

    @strawberry.field(graphql_type=Collection | None)
    def collection(self: Any) -> Any:
        """Return the collection."""
        return self.value


@requires(_WRITE)
@strawberry.type(description="The removal of a collection.")
class CollectionDeletePayload(StaffPayload):
    """The removal of a collection."""

    @strawberry.field(graphql_type=strawberry.ID | None)
    def deleted_collection_id(self: Any) -> Any:
        """Return the id that the collection had."""
        return self.value


@requires(_READ)
@strawberry.type
class CollectionStaffQueries:
    """Reading collections."""

    @strawberry.field(graphql_type=list[Collection], description="All collections, newest first.")
    async def collections(self, info: Info) -> Any:
        """Return all collections."""
        return await info.context.shop.db.read_in_thread(find_collections)

    @strawberry.field(graphql_type=Collection | None, description="A collection, by its id or its handle.")
    async def collection(self, info: Info, id: strawberry.ID | None = None, handle: str | None = None) -> Any:
        """Return a collection."""
        number = None if id is None else numeric_id(id, "Collection")
        return await info.context.shop.db.read(lookup_collection, number=number, handle=handle)


def _values(info: Info, source: CollectionInput) -> dict[str, Any]:
    values = given(source, CollectionDraft)
    if source.image:
        values["image"] = media_draft(info, source.image, "image")
    return values


@requires(_WRITE)
@strawberry.type
class CollectionStaffMutations:
    """Changing collections."""

    @strawberry.mutation(graphql_type=CollectionPayload, description="Add a collection.")
    async def collection_create(self, info: Info, input: CollectionInput) -> Any:
        """Add a collection."""
        return await prepared(
            lambda: _values(info, input), lambda values: change(info, create_collection, values=values)
        )

    @strawberry.mutation(graphql_type=CollectionPayload, description="Change what is given of a collection.")
    async def collection_update(
        self, info: Info, id: strawberry.ID, input: CollectionInput, reason: str | None = None
    ) -> Any:
        """Change a collection."""
        number = numeric_id(id, "Collection")
        return await prepared(
            lambda: _values(info, input),
            lambda values: change(info, change_collection, number=number, values=values, reason=reason),
        )

    @strawberry.mutation(
        graphql_type=CollectionDeletePayload, description="Remove a collection; its products stay."
    )
    async def collection_delete(self, info: Info, id: strawberry.ID, reason: str | None = None) -> Any:
        """Remove a collection."""
        return await change(info, remove_collection, number=numeric_id(id, "Collection"), reason=reason)
