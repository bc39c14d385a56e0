"""Identifiers: global ids of the dialect and unguessable tokens.

Global ids have the form `gid://shopify/<Type>/<id>`: clients of the Storefront dialect build and parse
them, so the namespace is part of the dialect.
"""

import re
import secrets

from comptoir.errors import BadUserInputError

_GID = re.compile(
    r"gid://shopify/([A-Za-z]{1,64})/([^/?#\s\x00-\x1f\x7f]{1,128})(?:\?([^#\s\x00-\x1f\x7f]{0,256}))?"
)
_NUMBER = re.compile(r"[1-9][0-9]{0,15}")
MAX_NUMBER = 2**53 - 1
"""Largest numeric id: clients read ids as JavaScript numbers."""


def gid(kind: str, ident: int | str) -> str:
    """Return the global id of an object."""
    return f"gid://shopify/{kind}/{ident}"


def split_gid(value: str) -> tuple[str, str, str]:
    """Split a global id into its type, its id and its query string (empty when it has none).

    Raises `BadUserInputError` when the value is not a global id.
    """
    match = _GID.fullmatch(value)
    if match is None:
        raise BadUserInputError(f"'{value[:80]}' is not a global id: gid://shopify/<Type>/<id> was expected")
    return match[1], match[2], match[3] or ""


def numeric_id(value: str, kind: str) -> int:
    """Return the number in a global id of the given type.

    Raises `BadUserInputError` when the value is malformed or names another type.
    """
    found, ident, _ = split_gid(value)
    if found != kind:
        raise BadUserInputError(f"'{value[:80]}' is the id of a {found}; a {kind} was expected")
    if not _NUMBER.fullmatch(ident) or int(ident) > MAX_NUMBER:
        raise BadUserInputError(f"'{value[:80]}' does not end in a number that a {kind} can have")
    return int(ident)


def new_token(bits: int = 128) -> str:
    """Return a fresh unguessable token of at least that many random bits, in lower-case hex."""
    return secrets.token_hex((bits + 7) // 8)
