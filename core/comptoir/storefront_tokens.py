"""Storefront tokens: they say which channel a request speaks for, and that its word on the visitor counts.

A server-side storefront sends its token as `Shopify-Storefront-Private-Token`, and the visitor's IP address as
`Shopify-Storefront-Buyer-IP`. A token changes no price: it attributes, and picks the divergences recorded for its
channel. Requests without one, or with one that is not ours, are a visitor's like any other.
"""

from collections.abc import Mapping
from ipaddress import ip_address

from comptoir.errors import BadUserInputError
from comptoir.signing import Signer

PURPOSE = "storefront-token"
TOKEN_HEADER = "shopify-storefront-private-token"  # noqa: S105 - the name of a header
BUYER_HEADER = "shopify-storefront-buyer-ip"
_SECONDS = 10 * 365 * 24 * 3600


def issue(signer: Signer, *, channel: str) -> str:
    """Return a token for a channel, good for ten years or until the shop's key changes."""
    return signer.dumps({"channel": channel})


def read_channel(signer: Signer, token: str) -> str | None:
    """Return the channel that a token speaks for, or none for a text that is no token of this shop."""
    try:
        return str(signer.loads(token, max_age=_SECONDS)["channel"])
    except (BadUserInputError, KeyError, TypeError):
        return None


def buyer_address(headers: Mapping[bytes, bytes]) -> str | None:
    """Return the visitor's IP address as a storefront server says it, or none where it says none."""
    try:
        return str(ip_address(headers.get(BUYER_HEADER.encode(), b"").decode("latin-1").strip()))
    except ValueError:
        return None
