"""Size charts: measures by size, as data."""

import strawberry


@strawberry.type(description="Measures by size: each row has one text for each column.")
class SizeChart:
    """Measures by size."""

    id: strawberry.ID
    title: str
    unit: str = strawberry.field(description="Unit of the measures: cm or in.")
    columns: list[str] = strawberry.field(description="Headings; the first is that of the sizes.")
    rows: list[list[str]]
    note: str | None = strawberry.field(description="How to measure, or what else to know.")
