"""The prices of all products in one book, by ordinal: what lists need to order, filter and show ranges.

Made anew it reads every variant; otherwise it takes over from the one before it all products that are the same
objects and whose prices nobody touched.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property

from comptoir.catalog.records import ProductRecord
from comptoir.catalog.search.bits import pack

UNPRICED = 2**62
"""Rank of a product without a price: after all others."""
_ORDINAL_BITS = 32
_ORDINAL = (1 << _ORDINAL_BITS) - 1

Amounts = tuple[int, ...]
"""A product's different prices in minor units, ascending."""


class PriceListing:
    """The prices of all products, by ordinal. Never changed once made."""

    def __init__(
        self,
        ordered: Sequence[ProductRecord],
        amounts_of: Callable[[ProductRecord], list[int]],
        *,
        before: "PriceListing | None" = None,
        touched: Collection[int] = (),
        members: Mapping[int, int] | None = None,
    ) -> None:
        self.ordered = ordered
        self.members = members or {}
        """Products of the collections that prices hang on, as bitsets by the number of the collection."""
        self.amounts, changed = _amounts(ordered, amounts_of, before, touched)
        same = before is not None and not changed and len(before.amounts) == len(self.amounts)
        self.held_codes: list[int] | None = before.held_codes if before is not None and same else None
        self._earlier = (before.held_codes, changed) if before is not None and not same else None
        ranks = [amounts[0] if amounts else UNPRICED for amounts in self.amounts]
        self.ranks: list[int] = before.ranks if before is not None and before.ranks == ranks else ranks
        """Lowest prices; the same object as before while they are the same, so that an order by them stands."""

    @cached_property
    def priced(self) -> int:
        """Products with a price."""
        return pack((o for o, amounts in enumerate(self.amounts) if amounts), len(self.amounts))

    @property
    def codes(self) -> list[int]:
        """Amount and ordinal of every price in one number, ascending; sorted when first asked for."""
        found = self.held_codes
        if found is None:
            found = self.held_codes = self._sorted_codes()
            self._earlier = None
        return found

    def _sorted_codes(self) -> list[int]:
        ordinals: Collection[int] = range(len(self.amounts))
        kept: list[int] = []
        if self._earlier is not None and self._earlier[0] is not None:
            codes, ordinals = self._earlier
            kept = [code for code in codes or () if code & _ORDINAL not in ordinals]
        # Sorting what is nearly sorted takes a fraction of sorting it afresh.
        kept += [
            amount << _ORDINAL_BITS | ordinal for ordinal in ordinals for amount in self.amounts[ordinal]
        ]
        kept.sort()
        return kept

    def between(self, low: int, high: int | None) -> int:
        """Return the products with a price from `low` to `high`, both included."""
        codes = self.codes
        start = bisect_left(codes, low << _ORDINAL_BITS)
        end = len(codes) if high is None else bisect_left(codes, (high + 1) << _ORDINAL_BITS)
        return pack((code & _ORDINAL for code in codes[start:end]), len(self.amounts))

    def highest(self, bits: int) -> int | None:
        """Return the highest price among some products."""
        for code in reversed(self.codes):
            if bits >> (code & _ORDINAL) & 1:
                return code >> _ORDINAL_BITS
        return None


def _amounts(
    ordered: Sequence[ProductRecord],
    amounts_of: Callable[[ProductRecord], list[int]],
    before: PriceListing | None,
    touched: Collection[int],
) -> tuple[list[Amounts], set[int]]:
    """Return the prices of all products, and the ordinals whose prices differ from those before."""
    known = len(before.ordered) if before is not None else 0
    found: list[Amounts] = []
    changed: set[int] = set()
    for ordinal, product in enumerate(ordered):
        if before is not None and ordinal < known:
            held = before.amounts[ordinal]
            if before.ordered[ordinal] is product and ordinal not in touched:
                found.append(held)
                continue
        else:
            held = None
        amounts = tuple(sorted(set(amounts_of(product))))
        if amounts != held:
            changed.add(ordinal)
        found.append(amounts)
    changed.update(range(len(ordered), known))
    return found, changed
