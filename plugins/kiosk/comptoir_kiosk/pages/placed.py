"""What holds for every page of the kiosk: only screens that the shop knows show anything of it."""

from comptoir.api import Page, Visit
from starlette.responses import Response

from comptoir_kiosk.kiosk_site import find_place, forget_visitor, leave_nothing

_FORBIDDEN = 403
_CONFLICT = 409


def placed(page: Page) -> Page:
    """Return a page that asks for the staff on a device that is unknown or signed in elsewhere; none is kept."""

    async def show(visit: Visit) -> Response:
        place = await find_place(visit)
        if place.kind == "unknown":
            return await _rest(visit, "unknown_device.html", status=_FORBIDDEN)
        if place.kind == "elsewhere":
            return await _rest(visit, "elsewhere.html", status=_CONFLICT, device=place.device)
        return leave_nothing(await page(visit))

    return show


async def _rest(visit: Visit, template: str, *, status: int, **values: str) -> Response:
    """Ask for the staff, and forget who stood here."""
    forget_visitor(visit)
    return leave_nothing(await visit.page(template, status=status, **values))


def unkept(page: Page) -> Page:
    """Return a page that no browser keeps, on any device."""

    async def show(visit: Visit) -> Response:
        return leave_nothing(await page(visit))

    return show
