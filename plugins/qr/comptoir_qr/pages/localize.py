"""The choice of market and language."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from comptoir.api import Visit, keep_locale, read_form
from starlette.responses import Response

from comptoir_qr.pages.bag_changes import refuse
from comptoir_qr.views.links import ROOT

_DROPPED = frozenset({"country", "language", "after", "added"})


async def choose(visit: Visit) -> Response:
    """Remember a market and language, tell the cart, and go back to the page they were chosen on."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    await keep_locale(visit, form)
    return visit.redirect(_back(str(form.get("return_to", ""))))


def _back(path: str) -> str:
    """Return a path of this channel to go back to; anything else becomes its front page."""
    if not path.startswith(f"{ROOT}/") or not path.isprintable() or "\\" in path:
        return f"{ROOT}/"
    parts = urlsplit(path)
    query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0] not in _DROPPED])
    return f"{parts.path}?{query}" if query else parts.path
