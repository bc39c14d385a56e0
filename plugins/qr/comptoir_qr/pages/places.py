"""The stores: the front page, and the page of one store."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import NotFoundError, Visit
from starlette.responses import Response

from comptoir_qr.qr_site import stores
from comptoir_qr.views.calling import CallForm
from comptoir_qr.views.links import geo_link, number_of, read_number

HIDDEN = ("frontpage", "home")
_SHELVES = 12


async def start(visit: Visit) -> Response:
    """Show the search, the way a code works, and the stores."""
    return await visit.page("start.html", stores=await stores(visit), number_of=number_of)


async def store(visit: Visit) -> Response:
    """Show a store by its number."""
    number = read_number(visit.request.path_params["number"])
    if number is None:
        raise NotFoundError
    return await show(visit, number)


async def show(visit: Visit, number: int, *, status: int = 200, calling: CallForm | None = None) -> Response:
    """Show a store: where it is, what is special there, and what one can look through."""
    data: Mapping[str, Any] = await visit.ask("store", id=f"gid://shopify/Location/{number}")
    place = data["node"]
    if not place:
        raise NotFoundError
    rows = [row for row in data["collections"]["nodes"] if not row["handle"].startswith(HIDDEN)]
    return await visit.page(
        "store.html",
        status=status,
        place=place,
        at=number,
        geo=geo_link(place["address"]),
        collections=rows[:_SHELVES],
        calling=calling or CallForm(),
    )
