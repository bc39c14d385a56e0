"""Calling staff, having a piece brought, and following what becomes of it."""

import re
from collections.abc import Mapping

from comptoir.api import NotFoundError, Visit, keep_secret, read_form
from starlette.responses import Response

from comptoir_qr.pages import bag, item, places
from comptoir_qr.pages.bag_changes import refuse
from comptoir_qr.views.calling import CallForm
from comptoir_qr.views.links import call_path, place_number, read_number

_UNPROCESSABLE = 422
_PREFIX = "gid://shopify/ServiceRequest/"
_TOKEN = re.compile(r"[0-9A-Za-z_\-]{16,64}", re.ASCII)
_REFRESH_SECONDS = 10
_OPEN = frozenset({"REQUESTED", "ACCEPTED", "FETCHED"})


async def ask(visit: Visit) -> Response:
    """Call staff, and go to the page that follows the call."""
    fields = await read_form(visit)
    if fields is None:
        return await refuse(visit)
    at = place_number(fields.get("at", ""))
    if at is None:
        raise NotFoundError
    form, spot = CallForm.read(fields), read_number(fields.get("spot", ""))
    variant = read_number(fields.get("variant", ""))
    wish = form.wish(
        place=form.place if spot is None else visit.texts.gettext("Fitting room %(spot)s", spot=spot),
        location_id=f"gid://shopify/Location/{at}",
        variant_id=None if variant is None else f"gid://shopify/ProductVariant/{variant}",
        visitor=visit.token,
    )
    change = (await visit.ask("service_request_create", input=wish))["change"]
    if change["request"] is not None:
        return visit.redirect(call_path(change["request"]["id"].removeprefix(_PREFIX)))
    calling = form.refused(change["userErrors"])
    return await _again(visit, fields, calling, at=at, spot=spot, variant=variant)


async def followed(visit: Visit) -> Response:
    """Show what became of a call."""
    return await _show(visit, visit.request.path_params["token"])


async def cancel(visit: Visit) -> Response:
    """Call it off."""
    if await read_form(visit) is None:
        return await refuse(visit)
    token = visit.request.path_params["token"]
    change = (await visit.ask("service_request_cancel", id=_ident(token)))["change"]
    if change["request"] is not None:
        return keep_secret(visit.redirect(call_path(token)))
    return await _show(visit, token, status=_UNPROCESSABLE, problem=change["userErrors"][0]["message"])


async def _again(
    visit: Visit,
    fields: Mapping[str, str],
    calling: CallForm,
    *,
    at: int,
    spot: int | None,
    variant: int | None,
) -> Response:
    """Show the page that the form was on, with what is wrong."""
    handle = fields.get("handle", "")[:255]
    if handle:
        data = await visit.ask("product", handle=handle)
        return await item.render(
            visit, data, variant=variant, at=at, spot=spot, status=_UNPROCESSABLE, calling=calling
        )
    if spot is not None:
        return await bag.room(visit, at=at, spot=spot, status=_UNPROCESSABLE, calling=calling)
    return await places.show(visit, at, status=_UNPROCESSABLE, calling=calling)


async def _show(visit: Visit, token: str, *, status: int = 200, problem: str | None = None) -> Response:
    call = (await visit.ask("service_request", id=_ident(token)))["serviceRequest"]
    if call is None:
        raise NotFoundError
    # Pages here have no scripts: the browser asks again by itself, until somebody has it stop.
    waiting = call["status"] in _OPEN
    live = waiting and "still" not in visit.request.query_params
    page = await visit.page(
        "call.html",
        status=status,
        call=call,
        minutes=call["secondsSinceChange"] // 60,
        place=call["location"],
        at=read_number(call["location"]["id"].rpartition("/")[2]) if call["location"] else None,
        waiting=waiting,
        live=live,
        path_of_it=call_path(token),
        problem=problem,
    )
    if live and status != _UNPROCESSABLE:
        page.headers["refresh"] = str(_REFRESH_SECONDS)
    return keep_secret(page)


def _ident(token: str) -> str:
    if not _TOKEN.fullmatch(token):
        raise NotFoundError
    return _PREFIX + token
