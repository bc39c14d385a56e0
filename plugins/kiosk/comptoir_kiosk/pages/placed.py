"""What holds for every page of the kiosk: a screen that the shop does not know shows nothing of the shop."""

from comptoir.api import Page, Visit
from starlette.responses import Response

from comptoir_kiosk.kiosk_site import find_place, leave_nothing

_FORBIDDEN = 403


def placed(page: Page) -> Page:
    """Return a page that asks for the staff on an unknown device, and that no browser keeps."""

    async def show(visit: Visit) -> Response:
        place = await find_place(visit)
        if place.kind == "unknown":
            return leave_nothing(await visit.page("unknown_device.html", status=_FORBIDDEN))
        return leave_nothing(await page(visit))

    return show


def unkept(page: Page) -> Page:
    """Return a page that no browser keeps, on any device."""

    async def show(visit: Visit) -> Response:
        return leave_nothing(await page(visit))

    return show
