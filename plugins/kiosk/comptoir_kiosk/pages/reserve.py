"""Keeping a piece unpaid at a store: whose name it is under, then a code to show at the counter."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import NotFoundError, Visit, format_pickup, qr_svg, read_form
from starlette.responses import Response

from comptoir_kiosk.kiosk_site import find_place
from comptoir_kiosk.pages.forms import read_text, refuse
from comptoir_kiosk.views.keys import new_nonce, request_key
from comptoir_kiosk.views.links import product_path
from comptoir_kiosk.views.stores import here_and_elsewhere

_VARIANT = "gid://shopify/ProductVariant/"
_LOCATION = "gid://shopify/Location/"
_DIGITS = 16
_UNPROCESSABLE = 422
_FIELDS = ("name", "contact")


async def enter(visit: Visit) -> Response:
    """Ask at which store a piece is to be kept, then for whom."""
    asked = visit.request.query_params
    if "store" not in asked:
        return await _choose(visit, await _find_variant(visit, asked.get("variant", "")))
    variant, store = await _find(visit, asked.get("variant", ""), asked.get("store", ""))
    return await _ask(visit, variant, store)


async def keep(visit: Visit) -> Response:
    """Keep the piece, and show the code to collect it with."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    variant, store = await _find(visit, form.get("variant", ""), form.get("store", ""))
    typed = {name: read_text(form, name) for name in _FIELDS}
    nonce = read_text(form, "once")
    if not nonce:
        return await refuse(visit)
    reach = "email" if "@" in typed["contact"] else "phone"
    wish = {
        "variantId": variant["id"],
        "locationId": store["location"]["id"],
        "contact": {"name": typed["name"], reach: typed["contact"]},
        "idempotencyKey": request_key(visit, nonce, purpose="reserve"),
    }
    change = (await visit.ask("reservation_create", input=wish))["change"]
    if change["reservation"] is None:
        return await _ask(visit, variant, store, typed=typed, nonce=nonce, errors=change["userErrors"])
    return await _show(visit, change["reservation"], variant)


async def _find_variant(visit: Visit, number: str) -> Mapping[str, Any]:
    """Return a variant and where it is; raises `NotFoundError` for one that there is not."""
    if not _is_number(number):
        raise NotFoundError
    variant: Mapping[str, Any] | None = (await visit.ask("reserve", id=_VARIANT + number))["node"]
    if variant is None:
        raise NotFoundError
    return variant


async def _find(visit: Visit, number: str, store: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return a variant and where it is to be kept; raises `NotFoundError` for what there is not."""
    variant = await _find_variant(visit, number)
    rows = variant["storeAvailability"]["nodes"] if _is_number(store) else ()
    row = next((row for row in rows if row["location"]["id"] == _LOCATION + store), None)
    if row is None:
        raise NotFoundError
    return variant, row


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


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
    errors: list[Mapping[str, Any]] | None = None,
) -> Response:
    here, _ = here_and_elsewhere([store], (await find_place(visit)).location_id)
    return await visit.page(
        "reserve.html",
        status=_UNPROCESSABLE if errors else 200,
        tab="browse",
        back=product_path(variant["product"]["handle"], variant),
        variant=variant,
        store=store,
        is_here=here is not None,
        typed=typed or dict.fromkeys(_FIELDS, ""),
        once=nonce or new_nonce(),
        problems=_problems(visit, errors or []),
        key_fields=[f"field-{name}" for name in _FIELDS],
    )


def _problems(visit: Visit, errors: list[Mapping[str, Any]]) -> dict[str, str]:
    """Return a sentence for each field that is at fault; `form` has what concerns no single one."""
    _ = visit.texts.gettext
    found: dict[str, str] = {}
    for error in errors:
        last = (error["field"] or ["form"])[-1]
        if last == "name":
            found["name"] = _("Please type a name.")
        elif last in {"email", "phone", "contact"}:
            found["contact"] = _("Please type an email address or a phone number.")
        elif error["code"] == "RATE_LIMITED":
            found["form"] = _("Too many pieces are being kept from here. Please ask the staff.")
        else:
            found["form"] = error["message"]
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
