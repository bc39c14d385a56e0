"""Having a piece kept at a store, unpaid: the form, and the page to show at the counter."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import ReservingPages, Visit

from comptoir_mobile.pages.forms import refuse
from comptoir_mobile.views.links import product_path, reservation_path, reserve_path


def _around_form(_visit: Visit, piece: Mapping[str, Any], _store: int | None) -> Mapping[str, Any]:
    back = product_path(piece["product"]["handle"], piece)
    return {"tab": "shop", "back": back, "reserve_path": reserve_path}


RESERVING = ReservingPages(
    refuse=refuse,
    reservation_path=reservation_path,
    form_values=_around_form,
    reservation_values=lambda _: {"tab": "shop"},
)
