"""Having a piece kept at a store, unpaid: the form, and the page to show at the counter."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import ReservingPages, Visit

from comptoir_qr.pages.bag_changes import refuse
from comptoir_qr.views.links import geo_link, place_number, reservation_path, reserve_path


def _around_form(visit: Visit, piece: Mapping[str, Any], store: int | None) -> Mapping[str, Any]:
    at = place_number(visit.request.query_params.get("at", ""))
    here = reserve_path(piece["product"]["handle"], piece, f"/{store or 0}", at=at)
    return {"reserve_path": reserve_path, "here_path": here}


def _around_reservation(reservation: Mapping[str, Any]) -> Mapping[str, Any]:
    place = reservation["location"]
    return {"place": place, "geo": geo_link(place["address"]) if place else None}


RESERVING = ReservingPages(
    refuse=refuse,
    reservation_path=reservation_path,
    form_values=_around_form,
    reservation_values=_around_reservation,
)
