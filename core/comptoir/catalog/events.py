"""What happened in the catalogue."""

from dataclasses import dataclass
from typing import ClassVar

from comptoir.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSaved(Event):
    """A product was added or changed."""

    name: ClassVar[str] = "product.saved"
    product_id: int
    handle: str
    created: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDeleted(Event):
    """A product was removed with its variants."""

    name: ClassVar[str] = "product.deleted"
    product_id: int
    handle: str
    variant_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionSaved(Event):
    """A collection was added or changed."""

    name: ClassVar[str] = "collection.saved"
    collection_id: int
    handle: str
    created: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionDeleted(Event):
    """A collection was removed."""

    name: ClassVar[str] = "collection.deleted"
    collection_id: int
    handle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentSaved(Event):
    """Content was added or changed: `kind` is page, blog, menu, redirect or size_chart."""

    name: ClassVar[str] = "content.saved"
    kind: str
    content_id: int
    handle: str
    """The path, for a redirect."""
    created: bool
