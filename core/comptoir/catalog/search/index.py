"""The search index over a catalogue in one language."""

from collections.abc import Sequence
from dataclasses import dataclass

from comptoir.catalog.records import ProductRecord
from comptoir.catalog.search.attributes import AttributeIndex, index_attributes
from comptoir.catalog.search.codes import CodeIndex, index_codes
from comptoir.catalog.search.terms import TermIndex, index_terms


@dataclass(frozen=True, slots=True, eq=False)
class SearchIndex:
    """What finds products: words, attributes, codes. Sets of products are bitsets over ordinals."""

    size: int
    terms: TermIndex
    attributes: AttributeIndex
    skus: CodeIndex
    barcodes: CodeIndex

    def patched(
        self, size: int, *, gone: Sequence[ProductRecord], come: Sequence[ProductRecord]
    ) -> "SearchIndex":
        """Return the index after some products left and others came; a changed product is in both."""
        return SearchIndex(
            size,
            self.terms.patched(size, gone, come),
            self.attributes.patched(size, gone, come),
            self.skus.patched(gone, come),
            self.barcodes.patched(gone, come),
        )


def build_index(products: Sequence[ProductRecord], *, size: int | None = None) -> SearchIndex:
    """Build the index over products in ascending order of ordinals; all ordinals are below `size`."""
    room = len(products) if size is None else size
    return SearchIndex(
        room,
        index_terms(products, room),
        index_attributes(products, room),
        index_codes(products, "sku"),
        index_codes(products, "barcode"),
    )
