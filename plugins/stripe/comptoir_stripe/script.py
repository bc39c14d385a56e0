"""Stripe's script for payment pages, and what such a page has to allow."""

from pathlib import Path
from urllib.parse import urlsplit

from comptoir.api import PaymentScript

from comptoir_stripe.settings import StripeSettings

_STRIPES = "https://js.stripe.com/v3/"
_SCRIPTS = ("https://js.stripe.com", "https://*.js.stripe.com")
_FRAMES = ("https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com")
_CONNECTIONS = ("https://api.stripe.com",)
"""What Stripe asks pages to allow (docs.stripe.com/security/guide)."""


def script_of(settings: StripeSettings) -> PaymentScript | None:
    """Return the script, none without a publishable key. A stand-in is allowed its own origin and nothing else."""
    if not settings.publishable_key:
        return None
    url = settings.script_url or (f"{settings.api_base.rstrip('/')}/v3/" if settings.api_base else _STRIPES)
    place = urlsplit(url)
    own = (f"{place.scheme}://{place.netloc}",)
    genuine = url == _STRIPES
    return PaymentScript(
        url=url,
        publishable_key=settings.publishable_key,
        script_sources=_SCRIPTS if genuine else own,
        frame_sources=_FRAMES if genuine else own,
        connect_sources=_CONNECTIONS if genuine else own,
        adapter=Path(__file__).parent / "static" / "element.js",
    )
