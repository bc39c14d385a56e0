"""Stripe: card payments on the web, at readers, with 3-D Secure, captures, refunds and signed messages; Stripe Tax."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comptoir.api import PaymentProvider, TaxProvider, hookimpl

if TYPE_CHECKING:
    from comptoir.api import Shop


@hookimpl
def register_payment_providers(shop: "Shop") -> Sequence[PaymentProvider]:
    """Return Stripe, where it has a key."""
    from comptoir_stripe.settings import load_settings

    settings = load_settings()
    if not settings.is_configured:
        return []
    from comptoir_stripe.provider import StripeProvider

    return [StripeProvider(settings, base_url=shop.settings.base_url)]


@hookimpl
def register_tax_providers() -> Sequence[TaxProvider]:
    """Return Stripe Tax, where there is a key; the shop's settings say whether it is asked."""
    from comptoir_stripe.settings import load_settings

    settings = load_settings()
    if not settings.is_configured:
        return []
    from comptoir_stripe.tax import StripeTax

    return [StripeTax(settings)]


@hookimpl
def register_notices() -> Sequence[str]:
    """Return what the settings lack."""
    from comptoir_stripe.settings import load_settings, notices_of

    return notices_of(load_settings())
