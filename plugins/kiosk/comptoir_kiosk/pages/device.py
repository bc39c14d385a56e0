"""Where the screen stands: enrolled by its token, or at a store chosen for a demonstration."""

import re
from collections.abc import Mapping
from typing import Any

from comptoir.api import Visit, read_form
from starlette.responses import Response

from comptoir_kiosk.kiosk_site import find_place, forget_visitor, kept_session
from comptoir_kiosk.pages.forms import refuse
from comptoir_kiosk.views.links import ROOT
from comptoir_kiosk.views.place import CHANNEL

_TOKEN = re.compile(r"[\w\-.~]{8,200}", re.ASCII)
_UNPROCESSABLE = 422
_CONFLICT = 409


async def enter(visit: Visit) -> Response:
    """Show the staff the field for a token."""
    return await visit.page("enrol.html", problem=None, in_use="")


async def enrol(visit: Visit) -> Response:
    """Sign the screen in with the token of a device that the shop knows; the visitor before it is forgotten.

    A token with which another screen is signed in is taken over only by a second form that says so.
    """
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    token = str(form.get("token", "")).strip()
    device = (await visit.ask("device", token=token))["device"] if _TOKEN.fullmatch(token) else None
    if device is None or device["channel"] != CHANNEL:
        return await _unknown(visit)
    change = await _sign_in(visit, token, take_over=form.get("take_over") == "1")
    if change["session"] is None:
        if any(error["code"] == "IN_USE" for error in change["userErrors"]):
            return await visit.page("enrol.html", status=_CONFLICT, problem=None, in_use=token)
        return await _unknown(visit)
    visit.cookies.update({"device": token, "session": change["session"], "place": None})
    forget_visitor(visit)
    return visit.redirect(f"{ROOT}/")


async def _sign_in(visit: Visit, token: str, *, take_over: bool) -> Mapping[str, Any]:
    kept = kept_session(visit)
    data = await visit.ask("device_sign_in", token=token, session=kept, takeOver=take_over)
    change: Mapping[str, Any] = data["change"]
    return change


async def _unknown(visit: Visit) -> Response:
    unknown = visit.texts.gettext(
        "The shop knows no device with this token. Check each character, or enrol the device again."
    )
    return await visit.page("enrol.html", status=_UNPROCESSABLE, problem=unknown, in_use="")


async def stores(visit: Visit) -> Response:
    """List the stores to choose from in a demonstration."""
    if (await find_place(visit)).kind == "device":
        return visit.redirect(f"{ROOT}/")
    return await visit.page("stores.html", back=f"{ROOT}/browse")


async def choose(visit: Visit) -> Response:
    """Stand at another store in a demonstration."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    place = await find_place(visit)
    wanted = str(form.get("location", ""))
    if any(row["id"] == wanted for row in place.locations):
        visit.cookies["place"] = wanted.rpartition("/")[2]
    return visit.redirect(f"{ROOT}/browse")
