"""Codes as pictures, for those who make their own labels."""

from comptoir.api import NotFoundError, Visit
from starlette.responses import Response

from comptoir_qr.codes import ExpiredCodeError, ForgedCodeError
from comptoir_qr.drawing import draw_png, draw_svg
from comptoir_qr.qr_site import site_of
from comptoir_qr.views.links import code_path

_KINDS = {"svg": ("image/svg+xml", draw_svg), "png": ("image/png", draw_png)}
_HOUR = {"cache-control": "public, max-age=3600"}


async def show(visit: Visit) -> Response:
    """Return the picture of a genuine code as `<code>.svg` or `<code>.png`; no other text is drawn."""
    code, _, ending = visit.request.path_params["name"].rpartition(".")
    if ending not in _KINDS:
        raise NotFoundError
    site = site_of(visit)
    try:
        site.codes.read(code, today=site.today())
    except (ForgedCodeError, ExpiredCodeError) as error:
        raise NotFoundError from error
    kind, draw = _KINDS[ending]
    return Response(draw(site.base_url(visit.request) + code_path(code)), media_type=kind, headers=_HOUR)
