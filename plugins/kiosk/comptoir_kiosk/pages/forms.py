"""What a form gets that this visitor was not shown, or that has grown too old."""

from comptoir.api import Visit
from starlette.responses import Response


async def refuse(visit: Visit) -> Response:
    """Say that nothing was changed, and how to go on."""
    return await visit.page("expired.html", status=403)
