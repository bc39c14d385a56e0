"""What is taken at the counter: cash, a terminal that the shop does not drive, or one of its providers."""

from comptoir.errors import DomainError
from comptoir.hooks.payments import EXTERNAL_TERMINAL
from comptoir.payments.taking import get_provider
from comptoir.payments.tenders import TAKEN_BY_STAFF
from comptoir.shop import Shop

_LONGEST_REFERENCE = 120


def check_tender(shop: Shop, *, name: str | None, reference: str) -> None:
    """Raise `DomainError` for a tender that the counter does not take, or that lacks its reference.

    None is no tender, where gift cards or store credit pay for all.
    """
    if name is None:
        return
    if name not in TAKEN_BY_STAFF:
        get_provider(shop, name)
    elif len(reference) > _LONGEST_REFERENCE or not reference.isprintable():
        message = f"A reference has at most {_LONGEST_REFERENCE} printable characters."
        raise DomainError("INVALID", message, field=("input", "payment", "reference"))
    elif name == EXTERNAL_TERMINAL and not reference.strip():
        message = "Give the reference on the terminal's receipt."
        raise DomainError("INVALID", message, field=("input", "payment", "reference"))
