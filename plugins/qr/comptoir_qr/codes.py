"""Placement codes: short signed texts that say what stands where, such as a product on a shelf of a store.

A code is `<payload>.<tag>` in Crockford's base 32. The payload is one byte of kind and flags, then unsigned
LEB128 numbers in the order of `_PARTS` for those that the flags name. The tag is keyed BLAKE2b (RFC 7693) of
the payload, 64 bits: a forger who may try a thousand codes a second finds one in about 300 million years. The
key is derived from the shop's secret. A text is good in one spelling alone, so that any change is refused.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from hashlib import blake2b
from hmac import compare_digest
from typing import Final

from comptoir.api import ComptoirError

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES: Final = {letter: value for value, letter in enumerate(_ALPHABET)}
_TAG_BYTES: Final = 8
_PURPOSE: Final = b"comptoir.qr.1"
_PARTS: Final = ("product", "variant", "location", "spot", "last_day")
_FIRST_FLAG: Final = 3
_KIND_BITS: Final = 0b111
_MORE: Final = 0x80
_LOW: Final = 0x7F
_LONGEST: Final = 80
_LARGEST: Final = 1 << 53
_DAY_ZERO: Final = date(2020, 1, 1)
_MISREAD: Final = str.maketrans("ILO", "110")


class PlacementKind(IntEnum):
    """What a code stands on."""

    PRODUCT = 0
    VARIANT = 1
    FITTING_ROOM = 2
    BILLBOARD = 3
    LOCATION = 4

    @property
    def word(self) -> str:
        """The kind as people type it: `fitting-room`."""
        return self.name.lower().replace("_", "-")


class ForgedCodeError(ComptoirError):
    """A text is no code of this shop: misread, cut off, forged, or signed by another shop."""


class ExpiredCodeError(ComptoirError):
    """A code was genuine, and its placement is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What stands where; numbers are those of the global ids."""

    kind: PlacementKind
    product: int | None = None
    variant: int | None = None
    location: int | None = None
    spot: int | None = None
    """Which one of several: the third fitting room."""
    until: date | None = None
    """The last day (UTC) on which the code is good; none for as long as the shop keeps its key."""

    @property
    def last_day(self) -> int | None:
        """`until` as days since 2020."""
        return None if self.until is None else (self.until - _DAY_ZERO).days


class PlacementCodes:
    """Writes and reads the codes of one shop."""

    def __init__(self, secret: str) -> None:
        """`secret` is the shop's signing key."""
        self._key = blake2b(secret.encode(), digest_size=32, person=_PURPOSE).digest()

    def write(self, placement: Placement) -> str:
        """Return the code of a placement: the same text each time. Raises `ValueError` for numbers out of range."""
        payload = _pack(placement)
        return f"{_spell(payload)}.{_spell(self._tag(payload))}"

    def read(self, text: str, *, today: date) -> Placement:
        """Return the placement of a code.

        Raises `ForgedCodeError` for a text that this shop did not sign, `ExpiredCodeError` past its last day.
        """
        payload, tag = _split(text)
        if not compare_digest(tag, self._tag(payload)):
            raise ForgedCodeError("this code was not made by this shop")
        placement = _unpack(payload)
        if placement.until is not None and today > placement.until:
            raise ExpiredCodeError("this code is no longer in use")
        return placement

    def _tag(self, payload: bytes) -> bytes:
        return blake2b(payload, digest_size=_TAG_BYTES, key=self._key, person=_PURPOSE).digest()


def tidy_typed(text: str) -> str:
    """Return a typed code as it is spelled: in capitals, without spaces, `O` and `I` read as digits."""
    return "".join(text.split()).upper().translate(_MISREAD)


def looks_like_code(text: str) -> bool:
    """Tell whether a typed text has the shape of a code, genuine or not."""
    payload, dot, tag = text.partition(".")
    shape = bool(dot) and len(tag) == (_TAG_BYTES * 8 + 4) // 5 and 0 < len(payload) < _LONGEST
    return shape and all(letter in _VALUES for letter in payload + tag)


def _pack(placement: Placement) -> bytes:
    head, numbers = int(placement.kind), bytearray()
    for place, name in enumerate(_PARTS):
        value: int | None = getattr(placement, name)
        if value is None:
            continue
        if not 0 <= value < _LARGEST:
            raise ValueError(f"{name} is out of range")
        head |= 1 << (_FIRST_FLAG + place)
        numbers += _leb128(value)
    return bytes([head]) + bytes(numbers)


def _unpack(payload: bytes) -> Placement:
    """Return what a payload holds; raises `ForgedCodeError` where it is none of `_pack`'s."""
    head, rest = payload[0], payload[1:]
    found: dict[str, int] = {}
    for place, name in enumerate(_PARTS):
        if head & (1 << (_FIRST_FLAG + place)):
            found[name], rest = _read_leb128(rest)
    last_day = found.pop("last_day", None)
    try:
        kind = PlacementKind(head & _KIND_BITS)
        until = None if last_day is None else _DAY_ZERO + timedelta(days=last_day)
    except (ValueError, OverflowError) as error:
        raise ForgedCodeError("this code cannot be read") from error
    return Placement(kind=kind, until=until, **found)


def _leb128(value: int) -> bytes:
    out = bytearray()
    while value > _LOW:
        out.append(value & _LOW | _MORE)
        value >>= 7
    out.append(value)
    return bytes(out)


def _read_leb128(octets: bytes) -> tuple[int, bytes]:
    value = 0
    for place, octet in enumerate(octets):
        value |= (octet & _LOW) << (7 * place)
        if not octet & _MORE:
            return value, octets[place + 1 :]
    raise ForgedCodeError("this code is cut off")


def _spell(octets: bytes) -> str:
    """Return bytes in base 32, five bits a letter, the last one filled up with zeros."""
    count = (len(octets) * 8 + 4) // 5
    number = int.from_bytes(octets) << (count * 5 - len(octets) * 8)
    return "".join(_ALPHABET[number >> (5 * place) & 31] for place in reversed(range(count)))


def _split(text: str) -> tuple[bytes, bytes]:
    """Return payload and tag of a text; raises `ForgedCodeError` for one in any other spelling than ours."""
    payload, dot, tag = text.partition(".")
    if not (dot and payload and tag) or len(text) > _LONGEST:
        raise ForgedCodeError("this is not a code")
    return _read_letters(payload), _read_letters(tag)


def _read_letters(letters: str) -> bytes:
    if any(letter not in _VALUES for letter in letters):
        raise ForgedCodeError("this is not a code")
    number = 0
    for letter in letters:
        number = number << 5 | _VALUES[letter]
    length = len(letters) * 5 // 8
    octets = (number >> (len(letters) * 5 - length * 8)).to_bytes(length)
    # Bits to fill up the last letter must be zero, else two texts would be one code.
    if not octets or _spell(octets) != letters:
        raise ForgedCodeError("this is not a code")
    return octets
