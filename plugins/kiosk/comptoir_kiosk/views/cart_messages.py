"""What the cart's error and warning codes mean to a shopper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any


def message(error: Mapping[str, Any], *, _: Callable[[str], str]) -> str:
    """Return the sentence for a `CartUserError`: ours for a known code, else the shop's own message."""
    known = {
        "MERCHANDISE_NOT_ENOUGH_STOCK": _("There are not that many left."),
        "MERCHANDISE_OUT_OF_STOCK": _("This is sold out at the moment."),
        "MAXIMUM_EXCEEDED": _("That is more than one order may have."),
        "MINIMUM_NOT_MET": _("That is fewer than one order may have."),
        "INVALID_INCREMENT": _("This is sold in other quantities."),
        "INVALID_MERCHANDISE_LINE": _("That line is no longer in your bag."),
        "LESS_THAN": _("That is more than one order may have."),
    }
    return known.get(error.get("code") or "") or str(error["message"])


def warning_messages(warnings: Sequence[Mapping[str, Any]], *, _: Callable[[str], str]) -> dict[str, str]:
    """Return sentences for `CartWarning`s, by the id of the line that each is about."""
    return {warning["target"]: message(warning, _=_) for warning in warnings}
