"""Sets of products as bits of one integer: bit `i` stands for the product with ordinal `i`.

Postings of rare keys are tuples of ordinals instead, which take less room than a bit for every product.
"""

import struct
from collections.abc import Collection, Iterable

Posting = int | tuple[int, ...]
"""A bitset, or the ordinals in ascending order when they are few."""

_MAX_SPARSE = 1_024
"""A posting that grows beyond so many becomes a bitset, however large the catalogue is."""
SPARSE_SHARE = 64
"""A posting stays a tuple while it holds less than one product in so many."""


def pack(ordinals: Iterable[int], size: int) -> int:
    """Return the bitset of some ordinals, all of them below `size`."""
    raw = bytearray((size >> 3) + 1)
    for ordinal in ordinals:
        raw[ordinal >> 3] |= 1 << (ordinal & 7)
    return int.from_bytes(raw, "little")


def raw_of(bits: int, size: int) -> bytes:
    """Return a bitset as bytes, in which `raw[i >> 3] >> (i & 7) & 1` tests ordinals below `size` quickly."""
    return (bits & full(size)).to_bytes((size >> 3) + 1, "little")


def full(size: int) -> int:
    """Return the bitset of all ordinals below `size`."""
    return (1 << size) - 1


def ordinals_of(bits: int) -> list[int]:
    """Return the ordinals in a bitset, ascending."""
    count = (bits.bit_length() + 63) >> 6
    found: list[int] = []
    for index, word in enumerate(struct.unpack(f"<{count}Q", bits.to_bytes(count * 8, "little"))):
        base = (index << 6) - 1
        rest = word
        while rest:
            low = rest & -rest
            found.append(base + low.bit_length())
            rest ^= low
    return found


def first_ordinal(bits: int) -> int:
    """Return the smallest ordinal in a bitset, -1 when it is empty."""
    return (bits & -bits).bit_length() - 1


def posting_of(ordinals: Collection[int], size: int) -> Posting:
    """Return ascending ordinals in the form that takes less room."""
    return tuple(ordinals) if len(ordinals) * SPARSE_SHARE < size else pack(ordinals, size)


def bits_of(posting: Posting | None, size: int) -> int:
    """Return a posting as a bitset."""
    if posting is None:
        return 0
    if isinstance(posting, int):
        return posting
    return 1 << posting[0] if len(posting) == 1 else pack(posting, size)


def union(postings: Iterable[Posting], size: int) -> int:
    """Return the products in any of the postings."""
    bits = 0
    raw = bytearray((size >> 3) + 1)
    for posting in postings:
        if isinstance(posting, int):
            bits |= posting
        else:
            for ordinal in posting:
                raw[ordinal >> 3] |= 1 << (ordinal & 7)
    return bits | int.from_bytes(raw, "little")


def with_ordinal(posting: Posting | None, ordinal: int) -> Posting:
    """Return a posting that also holds an ordinal."""
    if posting is None:
        return (ordinal,)
    if isinstance(posting, int):
        return posting | 1 << ordinal
    if ordinal in posting:
        return posting
    if len(posting) >= _MAX_SPARSE:
        return pack((*posting, ordinal), max(posting[-1], ordinal) + 1)
    return tuple(sorted((*posting, ordinal)))


def without_ordinal(posting: Posting, ordinal: int) -> Posting | None:
    """Return a posting without an ordinal, none when nothing is left."""
    if isinstance(posting, int):
        return posting & ~(1 << ordinal) or None
    return tuple(other for other in posting if other != ordinal) or None
