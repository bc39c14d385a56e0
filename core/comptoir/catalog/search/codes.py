"""SKUs and barcodes, by which staff and scanners find a product."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from comptoir.catalog.records import ProductRecord
from comptoir.catalog.search.bits import pack

Entry = tuple[str, int]
_AFTER_ALL = chr(0x10FFFF)


def _folded(code: str) -> str:
    """Return a code in capitals; most are written so, and then no second text is kept."""
    upper = code.upper()
    return code if upper == code else upper


def _entries(products: Iterable[ProductRecord], name: str) -> Iterator[Entry]:
    for product in products:
        for variant in product.variants:
            code = variant.sku if name == "sku" else variant.barcode
            if code:
                yield _folded(code), product.ordinal


@dataclass(frozen=True, slots=True, eq=False)
class CodeIndex:
    """The codes of one kind (`sku` or `barcode`) in order; `ordinals[i]` is the product of `codes[i]`."""

    name: str
    codes: Sequence[str]
    ordinals: Sequence[int]

    def bits(self, code: str, *, size: int, prefix: bool = False) -> int:
        """Return the products with a code, or with one that starts so; case does not matter."""
        wanted = _folded(code)
        start = bisect_left(self.codes, wanted)
        end = bisect_right(self.codes, wanted + _AFTER_ALL if prefix else wanted, lo=start)
        return pack(self.ordinals[start:end], size) if end > start else 0

    def patched(self, gone: Sequence[ProductRecord], come: Sequence[ProductRecord]) -> "CodeIndex":
        """Return the index after some products left and others came; a changed product is in both."""
        old, new = set(_entries(gone, self.name)), set(_entries(come, self.name))
        if old == new:
            return self
        codes, ordinals = list(self.codes), array("I", self.ordinals)
        for code, ordinal in old - new:
            place = bisect_left(codes, code)
            while ordinals[place] != ordinal:
                place += 1
            del codes[place]
            del ordinals[place]
        for code, ordinal in new - old:
            place = bisect_left(codes, code)
            codes.insert(place, code)
            ordinals.insert(place, ordinal)
        return CodeIndex(self.name, codes, ordinals)


def index_codes(products: Iterable[ProductRecord], name: str) -> CodeIndex:
    """Build the index of one kind of code."""
    entries = sorted(set(_entries(products, name)))
    return CodeIndex(name, [code for code, _ in entries], array("I", [ordinal for _, ordinal in entries]))
