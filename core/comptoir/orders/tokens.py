"""The secret that gives the right to read an order. The database holds its digest alone."""

import hashlib
import hmac

_LONGEST = 200
_NOBODY = "0" * 64


def derive_token(key: bytes, *, origin: str) -> str:
    """Return the token of the order of an origin: the same for the same key, unguessable without it."""
    return hmac.new(key, f"order-token\0{origin}".encode(), hashlib.sha256).hexdigest()[:40]


def token_digest(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def opens(digest: str | None, token: str) -> bool:
    """Tell whether a token is the one with this digest, in a time that tells nothing, also for no order at all."""
    fits = hmac.compare_digest(digest or _NOBODY, token_digest(token[:_LONGEST]))
    return fits and digest is not None and len(token) <= _LONGEST
