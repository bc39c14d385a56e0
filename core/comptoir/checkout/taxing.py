"""Whether something may be sold without what the tax provider would say of it."""

from comptoir.checkout import errors
from comptoir.pricing.taxing import Taxes
from comptoir.shop import Shop


def check_taxes(shop: Shop, taxes: Taxes, *, field: str) -> None:
    """Raise `DomainError` where the provider did not answer and the settings do not let the table stand in."""
    if taxes.lacking and shop.settings.tax.on_failure == "refuse":
        raise errors.tax_unavailable(field)
