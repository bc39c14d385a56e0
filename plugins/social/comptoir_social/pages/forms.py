"""The answer to a form that did not come from a page of ours."""

from comptoir.api import Visit
from starlette.responses import Response

_FORBIDDEN = 403


async def refuse(visit: Visit) -> Response:
    """Say that the page was open for too long, and change nothing."""
    return await visit.page("expired.html", status=_FORBIDDEN)
