"""Digests of drafts: an equal digest means that saving the draft would change nothing."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import orjson

from comptoir.catalog.validation.html import REVISION
from comptoir.catalog.validation.media import UnstoredPictureError
from comptoir.catalog.validation.problems import INVALID
from comptoir.errors import DomainError

_NUL = b"\\u0000"
_PREFIX = b"%d:" % REVISION


def digest_of(draft: Any, *, subject: str) -> str:
    """Return the digest of a draft.

    Raises `DomainError` when a text of it cannot be stored (half a surrogate pair, or the sign NUL), and
    `UnstoredPictureError` when it holds the bytes of a picture.
    """
    try:
        spelled = orjson.dumps(draft, default=_plain, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:
        if isinstance(error.__cause__, UnstoredPictureError):
            raise error.__cause__ from None
        raise DomainError(INVALID, f"{subject}: {error}") from error
    if _NUL in spelled and _has_nul(orjson.loads(spelled)):
        raise DomainError(INVALID, f"{subject}: a text has the control character NUL")
    return blake2b(_PREFIX + spelled, digest_size=16).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, bytes):
        raise UnstoredPictureError("a picture was not stored before it was saved")
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"a draft cannot hold {type(value).__name__}")


def _has_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_has_nul(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(map(_has_nul, value))
