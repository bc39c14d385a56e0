"""Having a piece kept at a store, unpaid: the form, and the page to show at the counter."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from comptoir.api import (
    NotFoundError,
    ReservationForm,
    Visit,
    cancel_reservation,
    find_reservation,
    format_pickup,
    make_reservation,
    pickup_days,
    qr_svg,
    read_form,
)
from starlette.responses import Response

from comptoir_web.pages.forms import refuse
from comptoir_web.pages.private import private
from comptoir_web.views.links import product_path, reservation_path

_UNPROCESSABLE = 422
_DIGITS = 16


async def show(visit: Visit) -> Response:
    """Show the form that reserves a variant at a store, both named by number."""
    query = visit.request.query_params
    piece = await _piece(visit, query.get("variant", ""))
    return await _render(visit, piece, store=query.get("store", ""), form=ReservationForm())


async def make(visit: Visit) -> Response:
    """Reserve the piece, and go to the page of the reservation."""
    fields = await read_form(visit)
    if fields is None:
        return await refuse(visit)
    piece = await _piece(visit, fields.get("variant", ""))
    number, form = fields.get("store", ""), ReservationForm.read(fields)
    store = _store(piece, number)
    if store is None:
        return await _render(visit, piece, store=number, form=form, status=_UNPROCESSABLE)
    result = await make_reservation(visit, form, variant_id=piece["id"], location_id=store["location"]["id"])
    if result.token is None:
        piece = await _piece(visit, fields.get("variant", ""))
        return await _render(
            visit, piece, store=number, form=form, status=_UNPROCESSABLE, problems=result.problems
        )
    return private(visit.redirect(reservation_path(result.token)))


async def reserved(visit: Visit) -> Response:
    """Show a reservation: its code to show or say at the counter."""
    return await _show_reserved(visit)


async def cancel(visit: Visit) -> Response:
    """Let go of what was reserved."""
    if await read_form(visit) is None:
        return await refuse(visit)
    token = visit.request.path_params["token"]
    if problem := await cancel_reservation(visit, token):
        return await _show_reserved(visit, status=_UNPROCESSABLE, problem=problem)
    return private(visit.redirect(reservation_path(token)))


async def _piece(visit: Visit, number: str) -> Mapping[str, Any]:
    if not (number.isascii() and number.isdecimal()) or len(number) > _DIGITS:
        raise NotFoundError
    piece = (await visit.ask("reserve", id=f"gid://shopify/ProductVariant/{number}"))["node"]
    if not piece or piece["product"]["handle"] != visit.request.path_params["handle"]:
        raise NotFoundError
    found: Mapping[str, Any] = piece
    return found


def _store(piece: Mapping[str, Any], number: str) -> Mapping[str, Any] | None:
    rows = piece["storeAvailability"]["nodes"]
    return next((row for row in rows if row["location"]["id"].rpartition("/")[2] == number), None)


async def _render(
    visit: Visit,
    piece: Mapping[str, Any],
    *,
    store: str,
    form: ReservationForm,
    status: int = 200,
    problems: Mapping[str, str] | None = None,
) -> Response:
    chosen = _store(piece, store)
    days = chosen and pickup_days(
        chosen["location"],
        ready_at=chosen["readyAt"],
        longest=timedelta(days=visit.site.host.settings.reservation_days),
        now=datetime.now(UTC),
        language=visit.texts.language,
    )
    others = [row for row in piece["storeAvailability"]["nodes"] if row["available"] and row != chosen]
    page = await visit.page(
        "reserve.html",
        status=status,
        back=product_path(piece["product"]["handle"], piece),
        piece=piece,
        store=chosen,
        days=days or [],
        others=others,
        form=form,
        problems=problems or {},
        facts=[],
    )
    return private(page)


async def _show_reserved(visit: Visit, *, status: int = 200, problem: str | None = None) -> Response:
    token = visit.request.path_params["token"]
    reservation = await find_reservation(visit, token)
    label = visit.texts.gettext("QR code of your reservation")
    page = await visit.page(
        "reservation.html",
        status=status,
        reservation=reservation,
        moment=partial(format_pickup, language=visit.texts.language),
        qr=qr_svg(reservation["scanText"], label=label),
        problem=problem,
        facts=[],
    )
    return private(page)
