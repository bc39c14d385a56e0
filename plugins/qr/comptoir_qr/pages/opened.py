"""A code that somebody scanned: genuine, over, or none of ours."""

from comptoir.api import Visit
from starlette.responses import Response

from comptoir_qr.codes import ExpiredCodeError, ForgedCodeError, Placement, PlacementKind
from comptoir_qr.pages import bag, item, places
from comptoir_qr.qr_site import site_of, stores

_NOT_FOUND = 404
_GONE = 410


async def show(visit: Visit) -> Response:
    """Show what stands behind a code, as seen from where it stands."""
    site = site_of(visit)
    try:
        placement = site.codes.read(visit.request.path_params["code"], today=site.today())
    except ForgedCodeError:
        return await sorry(visit, problem="forged", status=_NOT_FOUND)
    except ExpiredCodeError:
        return await sorry(visit, problem="expired", status=_GONE)
    return await _behind(visit, placement)


async def _behind(visit: Visit, placement: Placement) -> Response:
    at = placement.location
    if placement.variant is not None:
        return await _variant(visit, placement.variant, at)
    if placement.product is not None:
        data = await visit.ask("product_by_id", id=f"gid://shopify/Product/{placement.product}")
        if data["product"] is None:
            return await sorry(visit, problem="unpublished", status=_GONE)
        return await item.render(visit, data, at=at)
    if placement.kind is PlacementKind.FITTING_ROOM:
        return await bag.room(visit, at=at, spot=placement.spot)
    if at is None:
        return await places.start(visit)
    return await places.show(visit, at)


async def _variant(visit: Visit, number: int, at: int | None) -> Response:
    node = (await visit.ask("variant_product", id=f"gid://shopify/ProductVariant/{number}"))["node"]
    if not node:
        return await sorry(visit, problem="unpublished", status=_GONE)
    data = await visit.ask("product_by_id", id=node["product"]["id"])
    if data["product"] is None:
        return await sorry(visit, problem="unpublished", status=_GONE)
    return await item.render(visit, data, variant=number, at=at)


async def sorry(visit: Visit, *, problem: str, status: int, typed: str = "") -> Response:
    """Return the page for a code that leads nowhere: what it may be, a search, and the stores."""
    rows = await stores(visit)
    return await visit.page("missing.html", status=status, problem=problem, typed=typed, stores=rows)
