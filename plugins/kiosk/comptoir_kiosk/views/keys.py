"""Keys of requests: the same for a form that is sent twice, another for every visitor."""

import secrets
from hashlib import blake2b

from comptoir.api import Visit

_LONGEST = 64


def new_nonce() -> str:
    """Return what a form carries, so that sending it twice does one thing."""
    return secrets.token_urlsafe(24)


def request_key(visit: Visit, nonce: str, *, purpose: str) -> str:
    """Return the idempotency key of a form; who did not get the form cannot make it, even who knows the nonce."""
    text = f"{purpose} {visit.token} {nonce[:_LONGEST]}"
    return f"kiosk-{blake2b(text.encode(), digest_size=20).hexdigest()}"
