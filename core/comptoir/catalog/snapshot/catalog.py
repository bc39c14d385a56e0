"""The catalogue part of the snapshot: one view for each language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from comptoir.catalog.records import CatalogView


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Catalog:
    """The published catalogue in every language it is written in; never changed once made.

    Ordinals are the same in all views: a bitset made from one view means the same products in another.
    """

    primary: str
    """The shop's own language, lower case."""
    views: Mapping[str, CatalogView]
    next_boundary: datetime | None = None
    """When a product or article that waits for its time appears next; the part must be refreshed then."""
    inner: Any = field(default=None, repr=False)
    """What a refresh needs to know besides the views."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a view of their own, the shop's own first."""
        return (self.primary, *sorted(self.views.keys() - {self.primary}))

    def view(self, language: str) -> CatalogView:
        """Return the catalogue in a language, `fr` for `fr-ca`, in the shop's own where it has no texts."""
        views = self.views
        found = views.get(language)
        if found is None:
            found = views.get(language.partition("-")[0]) or views[self.primary]
        return found
