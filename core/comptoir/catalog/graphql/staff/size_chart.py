"""Size charts in the staff schema."""

from typing import Any

import strawberry
from strawberry import UNSET

from comptoir.catalog.editing.content import SIZE_CHARTS
from comptoir.catalog.graphql.staff.content import ContentDeletePayload, put
from comptoir.catalog.graphql.staff.values import Translation, TranslationInput, translations_of
from comptoir.graphql.context import Info
from comptoir.staff.graphql import Permission, StaffPayload, change, requires

_READ = Permission.CATALOG_READ
_WRITE = Permission.CATALOG_WRITE


@requires(_READ)
@strawberry.type(description="Measures by size.")
class SizeChart:
    """Measures by size."""

    id: strawberry.ID
    handle: str
    title: str
    unit: str = strawberry.field(description="cm or in.")
    columns: list[str]
    rows: list[list[str]] = strawberry.field(description="One text for each column.")
    note: str | None

    @strawberry.field(graphql_type=list[Translation])
    def translations(self: Any) -> Any:
        """Return the texts in other languages; a column is named by its own text."""
        return translations_of(self.translations)


@strawberry.input(description="A size chart, found by its handle. What is left out stays as it is.")
class SizeChartInput:
    """A size chart."""

    handle: str | None = UNSET
    title: str | None = UNSET
    unit: str | None = UNSET
    columns: list[str] | None = UNSET
    rows: list[list[str]] | None = UNSET
    note: str | None = UNSET
    translations: list[TranslationInput] | None = UNSET


@requires(_WRITE)
@strawberry.type(description="A change to a size chart.")
class SizeChartPayload(StaffPayload):
    """A change to a size chart."""

    @strawberry.field(graphql_type=SizeChart | None)
    def size_chart(self: Any) -> Any:
        """Return the size chart."""
        return self.value


@requires(_WRITE)
@strawberry.type(description="The removal of a size chart.")
class SizeChartDeletePayload(ContentDeletePayload):
    """The removal of a size chart."""


@requires(_READ)
@strawberry.type
class SizeChartStaffQueries:
    """Reading size charts."""

    @strawberry.field(graphql_type=list[SizeChart], description="All size charts, by handle.")
    async def size_charts(self, info: Info) -> Any:
        """Return all size charts."""
        return await info.context.shop.db.read_in_thread(SIZE_CHARTS.find)


@requires(_WRITE)
@strawberry.type
class SizeChartStaffMutations:
    """Changing size charts."""

    @strawberry.mutation(
        graphql_type=SizeChartPayload, description="Add a size chart, or change the one with its handle."
    )
    async def size_chart_save(self, info: Info, input: SizeChartInput, reason: str | None = None) -> Any:
        """Save a size chart."""
        return await put(info, SIZE_CHARTS, input, reason=reason)

    @strawberry.mutation(graphql_type=SizeChartDeletePayload, description="Remove a size chart for good.")
    async def size_chart_delete(self, info: Info, handle: str, reason: str | None = None) -> Any:
        """Remove a size chart."""
        return await change(info, SIZE_CHARTS.remove, handle=handle, reason=reason)
