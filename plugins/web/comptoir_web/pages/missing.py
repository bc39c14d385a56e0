"""What is not here: redirects for what moved, else a page that helps people on."""

import re

from comptoir.api import Visit
from starlette.responses import Response

from comptoir_web.views.links import local_path

_PLAIN_PATH = re.compile(r"/[\w\-./~%]{0,250}")


async def not_found(visit: Visit) -> Response:
    """Send on when the address has moved, else say so with a search and a few things that people love."""
    target = await _moved(visit)
    if target is not None:
        return visit.redirect(target, status=301)
    found = await visit.ask("notfound")
    return await visit.page("missing.html", status=404, products=found["products"]["nodes"], facts=[])


async def _moved(visit: Visit) -> str | None:
    path = visit.request.url.path
    if visit.request.method == "POST" or not _PLAIN_PATH.fullmatch(path):
        return None
    redirects = (await visit.ask("redirect", query=f"path:{path}"))["urlRedirects"]["nodes"]
    target = next((row["target"] for row in redirects if row["path"].rstrip("/") == path.rstrip("/")), None)
    if target is None or target == path:
        return None
    return target if target.startswith(("http://", "https://")) else local_path(target, ())
