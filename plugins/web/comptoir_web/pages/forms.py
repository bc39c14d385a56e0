"""What a form gets that this visitor was not shown, or that has grown too old."""

from comptoir.api import Visit
from starlette.responses import Response

FORBIDDEN = 403


async def refuse(visit: Visit) -> Response:
    """Say that the form could not be taken, and offer the way back."""
    if visit.wants_fragment:
        text = visit.texts.gettext("This page has been open for too long. Please load it again.")
        return visit.fragment("parts/problem.html", status=FORBIDDEN, text=text)
    return await visit.page("expired.html", status=FORBIDDEN, facts=[])
