"""Keeping a piece unpaid at a store: whose name it is under, then a code to show at the counter."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import (
    NotFoundError,
    ReservationForm,
    ReservationResult,
    Visit,
    find_piece,
    find_store,
    format_pickup,
    make_reservation,
    qr_svg,
    read_form,
)
from starlette.responses import Response

from comptoir_kiosk.kiosk_site import find_place
from comptoir_kiosk.pages.forms import read_text, refuse
from comptoir_kiosk.views.keys import new_nonce
from comptoir_kiosk.views.links import product_path
from comptoir_kiosk.views.stores import here_and_elsewhere

_UNPROCESSABLE = 422
_FIELDS = ("name", "contact")


async def enter(visit: Visit) -> Response:
    """Ask at which store a piece is to be kept, then for whom."""
    asked = visit.request.query_params
    variant = await find_piece(visit, asked.get("variant", ""))
    if "store" not in asked:
        return await _choose(visit, variant)
    return await _ask(visit, variant, _known_store(variant, asked["store"]))


async def keep(visit: Visit) -> Response:
    """Keep the piece, and show the code to collect it with."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    variant = await find_piece(visit, form.get("variant", ""))
    store = _known_store(variant, form.get("store", ""))
    typed = {name: read_text(form, name) for name in _FIELDS}
    nonce = read_text(form, "once")
    if not nonce:
        return await refuse(visit)
    reach = "email" if "@" in typed["contact"] else "phone"
    wish = ReservationForm(name=typed["name"], once=nonce, **{reach: typed["contact"]})
    result = await make_reservation(
        visit, wish, variant_id=variant["id"], location_id=store["location"]["id"]
    )
    if result.reservation is None:
        return await _ask(visit, variant, store, typed=typed, nonce=nonce, result=result)
    return await _show(visit, result.reservation, variant)


def _known_store(variant: Mapping[str, Any], number: str) -> Mapping[str, Any]:
    store = find_store(variant, number)
    if store is None:
        raise NotFoundError
    return store


async def _choose(visit: Visit, variant: Mapping[str, Any]) -> Response:
    here, elsewhere = here_and_elsewhere(
        [row for row in variant["storeAvailability"]["nodes"] if row["available"]],
        (await find_place(visit)).location_id,
    )
    return await visit.page(
        "reserve_where.html",
        tab="browse",
        back=product_path(variant["product"]["handle"], variant),
        variant=variant,
        here=here,
        rows=[*([here] if here else []), *elsewhere],
    )


async def _ask(
    visit: Visit,
    variant: Mapping[str, Any],
    store: Mapping[str, Any],
    *,
    typed: Mapping[str, str] | None = None,
    nonce: str = "",
    result: ReservationResult | None = None,
) -> Response:
    here, _ = here_and_elsewhere([store], (await find_place(visit)).location_id)
    return await visit.page(
        "reserve.html",
        status=_UNPROCESSABLE if result else 200,
        tab="browse",
        back=product_path(variant["product"]["handle"], variant),
        variant=variant,
        store=store,
        is_here=here is not None,
        typed=typed or dict.fromkeys(_FIELDS, ""),
        once=nonce or new_nonce(),
        problems=_problems(visit, result) if result else {},
        key_fields=[f"field-{name}" for name in _FIELDS],
    )


def _problems(visit: Visit, result: ReservationResult) -> dict[str, str]:
    """Return a sentence for each field that is at fault; `form` has what concerns no single one."""
    _ = visit.texts.gettext
    found: dict[str, str] = {}
    for name, message in result.problems.items():
        if name == "name":
            found["name"] = _("Please type a name.")
        elif name in {"email", "phone", "contact"}:
            found["contact"] = _("Please type an email address or a phone number.")
        elif "RATE_LIMITED" in result.codes:
            found["form"] = _("Too many pieces are being kept from here. Please ask the staff.")
        else:
            found["form"] = message
    return found


async def _show(visit: Visit, reservation: Mapping[str, Any], variant: Mapping[str, Any]) -> Response:
    store = reservation["location"]
    language = visit.texts.language
    return await visit.page(
        "reserved.html",
        tab="browse",
        back=None,
        reservation=reservation,
        variant=variant,
        until=format_pickup(reservation["pickupBy"], store, language=language) if store else "",
        qr=qr_svg(reservation["scanText"], label=visit.texts.gettext("QR code of what we keep for you")),
    )
