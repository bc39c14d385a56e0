"""What is in a cart, as values: attributes, wanted lines, stored carts."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from comptoir.cart import errors
from comptoir.cart.delivery import NO_DELIVERY, StoredDelivery
from comptoir.db.tx import dumps
from comptoir.ids import gid, split_gid

MOST_LINES = 500
MOST_QUANTITY = 1_000_000
MOST_NOTE = 5_000
MOST_ATTRIBUTES = 250
MOST_CODES = 250
_LONGEST_TEXT = 5_000
_LONGEST_KEY = 255
_LONGEST_EMAIL = 254
_LONGEST_NUMBER = 18
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}\.[^@\s.]{2,63}")
_PHONE = re.compile(r"\+?[0-9 ().-]{5,30}")


@dataclass(frozen=True, slots=True)
class Attribute:
    """A pair that a storefront attaches to a cart or a line; pairs whose key begins with `_` are not shown."""

    key: str
    value: str | None

    @property
    def private(self) -> bool:
        """Whether it is between the shopper's own storefront and the shop: other devices do not read it."""
        return self.key.startswith("_")


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleTerms:
    """On what terms a variant is sold here: how many may lie in a line, and whether stock limits it."""

    merchandise_id: str
    minimum: int = 1
    maximum: int | None = None
    increment: int = 1
    limited: bool = False
    """Sold only while stock lasts."""


TermsOf = Callable[[str, int], SaleTerms | None]
"""The terms of a variant in a country, by its number; none where it is not sold. Pure: read from a snapshot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLine:
    """A line that a shopper asks for."""

    variant_id: int | None
    """None where the id names no variant."""
    merchandise_id: str
    quantity: int
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLine:
    """A line as stored."""

    id: int
    variant_id: int
    quantity: int
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCart:
    """A cart as a holder of one of its keys may see it, with its lines in the order they came.

    Through the guest key, which other devices get by a code, there is no email, no phone number, no note, no
    gift card and no private attribute of the cart.
    """

    id: int
    token: str
    key: str
    """The key that it was read with."""
    guest: bool = False
    """Whether that is the guest key."""
    version: int
    created_at: datetime
    updated_at: datetime
    country: str
    email: str | None
    phone: str | None
    note: str | None
    attributes: tuple[Attribute, ...]
    discount_codes: tuple[str, ...]
    delivery: StoredDelivery = NO_DELIVERY
    region: str = ""
    """Country and subdivision of the destination, such as `US-CA`; empty where they are not known."""
    gift_cards: tuple[int, ...] = ()
    """Numbers of the gift cards that were applied, in order."""
    lines: tuple[StoredLine, ...]


@dataclass(frozen=True, slots=True)
class CartKey:
    """The right to a cart: its token and its key, as a cart id carries them."""

    token: str
    key: str

    @property
    def cart_id(self) -> str:
        """The global id: `gid://shopify/Cart/<token>?key=<key>`."""
        return f"{gid('Cart', self.token)}?key={self.key}"


def parse_cart_id(value: str) -> CartKey | None:
    """Return the right to a cart that an id carries, or none where it carries none.

    Raises `BadUserInputError` for a text that is not a global id.
    """
    kind, token, query = split_gid(value)
    pairs = dict(part.partition("=")[::2] for part in query.split("&"))
    key = pairs.get("key", "")
    return CartKey(token, key) if kind == "Cart" and key else None


def line_gid(line_id: int, token: str) -> str:
    """Return the global id of a line."""
    return f"{gid('CartLine', line_id)}?cart={token}"


def parse_line_id(value: str) -> int | None:
    """Return the number in a line's id, or none where it is another kind of id."""
    kind, number, _ = split_gid(value)
    return (
        int(number) if kind == "CartLine" and number.isdecimal() and len(number) <= _LONGEST_NUMBER else None
    )


def pack(attributes: Sequence[Attribute]) -> str:
    """Return attributes as stored."""
    return dumps([[pair.key, pair.value] for pair in attributes]) if attributes else "[]"


def unpack(text: str) -> tuple[Attribute, ...]:
    """Return stored attributes."""
    return tuple(Attribute(key, value) for key, value in orjson.loads(text)) if text != "[]" else ()


def attributes_digest(attributes: Sequence[Attribute]) -> str:
    """Return a digest that is the same for the same attributes in any order: such lines merge."""
    if not attributes:
        return ""
    pairs = sorted([pair.key, pair.value or ""] for pair in attributes)
    return hashlib.sha256(dumps(pairs).encode()).hexdigest()[:32]


def check_text(text: str, *, field: tuple[str, ...]) -> None:
    """Refuse a text with a NUL character, which PostgreSQL cannot store; raises `DomainError`."""
    if "\0" in text:
        raise errors.has_a_null(field=field)


def check_attributes(attributes: Sequence[Attribute], *, field: tuple[str, ...]) -> tuple[Attribute, ...]:
    """Return attributes, of equal keys the last; raises `DomainError` for too many or too long."""
    kept = tuple({pair.key: pair for pair in attributes}.values())
    if len(kept) > MOST_ATTRIBUTES:
        raise errors.too_many_attributes(MOST_ATTRIBUTES, field=field)
    for pair in kept:
        check_text(pair.key + (pair.value or ""), field=field)
        if not pair.key or len(pair.key) > _LONGEST_KEY or len(pair.value or "") > _LONGEST_TEXT:
            raise errors.attribute_malformed(field=field)
    return kept


def check_note(note: str | None) -> str | None:
    """Return a note without surrounding space; raises `DomainError` when it is too long."""
    note = (note or "").strip() or None
    check_text(note or "", field=("note",))
    if note is not None and len(note) > MOST_NOTE:
        raise errors.note_too_long(MOST_NOTE)
    return note


def check_codes(codes: Sequence[str]) -> tuple[str, ...]:
    """Return discount codes without repeats (they differ by more than case) in the order given."""
    kept: dict[str, str] = {}
    for code in codes:
        text = code.strip()
        check_text(text, field=("discount_codes",))
        if text:
            kept.setdefault(text.casefold(), text)
        if len(text) > _LONGEST_KEY:
            raise errors.code_too_long(_LONGEST_KEY)
    if len(kept) > MOST_CODES:
        raise errors.too_many_codes(MOST_CODES)
    return tuple(kept.values())


def check_email(email: str | None) -> str | None:
    """Return an address in its plain form; raises `DomainError` for what is not one."""
    email = (email or "").strip() or None
    check_text(email or "", field=("buyer_identity", "email"))
    if email is not None and (len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email)):
        raise errors.bad_email()
    return email


def check_phone(phone: str | None) -> str | None:
    """Return a phone number as written; raises `DomainError` for what is not one."""
    phone = (phone or "").strip() or None
    if phone is not None and not _PHONE.fullmatch(phone):
        raise errors.bad_phone()
    return phone


def check_quantity(quantity: int, terms: SaleTerms, *, field: tuple[str, ...]) -> None:
    """Hold a line's whole quantity against the variant's terms; raises `DomainError`."""
    if quantity < terms.minimum:
        raise errors.quantity_below(terms.minimum, field=field)
    most = min(terms.maximum or MOST_QUANTITY, MOST_QUANTITY)
    if quantity > most:
        raise errors.quantity_above(most, field=field)
    if quantity % terms.increment:
        raise errors.quantity_not_multiple(terms.increment, field=field)
