"""What a form gets that this visitor was not shown, or that has grown too old; and what was typed into it."""

from collections.abc import Mapping

from comptoir.api import Visit
from starlette.responses import Response

_LONGEST = 255


async def refuse(visit: Visit) -> Response:
    """Say that nothing was changed, and how to go on."""
    return await visit.page("expired.html", status=403)


def read_text(form: Mapping[str, str], name: str) -> str:
    """Return what was typed into a field, without blanks around it and no longer than any field is."""
    return form.get(name, "").strip()[:_LONGEST]
