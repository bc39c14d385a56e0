"""SKUs and barcodes, by which staff and scanners find a product."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from comptoir.catalog.records import ProductRecord
from comptoir.catalog.search.bits import pack

Entry = tuple[str, int]
_AFTER_ALL = chr(0x10FFFF)


def _entries(products: Iterable[ProductRecord], name: str) -> Iterator[Entry]:
    for product in products:
        for variant in product.variants:
            code = variant.sku if name == "sku" else variant.barcode
            if code:
                yield code.lower(), product.ordinal


@dataclass(frozen=True, slots=True, eq=False)
class CodeIndex:
    """The codes of one kind (`sku` or `barcode`) in order, with the ordinal of their product."""

    name: str
    entries: Sequence[Entry]

    def bits(self, code: str, *, size: int, prefix: bool = False) -> int:
        """Return the products with a code, or with one that starts so; case does not matter."""
        wanted = code.lower()
        start = bisect_left(self.entries, (wanted, -1))
        end = bisect_left(self.entries, (wanted + (_AFTER_ALL if prefix else ""), size))
        return pack((self.entries[index][1] for index in range(start, end)), size) if end > start else 0

    def patched(self, gone: Sequence[ProductRecord], come: Sequence[ProductRecord]) -> "CodeIndex":
        """Return the index after some products left and others came; a changed product is in both."""
        old, new = set(_entries(gone, self.name)), set(_entries(come, self.name))
        if old == new:
            return self
        entries = list(self.entries)
        for entry in old - new:
            index = bisect_left(entries, entry)
            while index < len(entries) and entries[index] == entry:
                del entries[index]
        for entry in new - old:
            insort(entries, entry)
        return CodeIndex(self.name, entries)


def index_codes(products: Iterable[ProductRecord], name: str) -> CodeIndex:
    """Build the index of one kind of code."""
    return CodeIndex(name, sorted(set(_entries(products, name))))
