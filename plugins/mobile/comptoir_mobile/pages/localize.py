"""The choice of market and language."""

from urllib.parse import parse_qsl, urlsplit

from comptoir.api import Visit, keep_locale, read_form
from starlette.responses import Response

from comptoir_mobile.pages.forms import refuse
from comptoir_mobile.views.links import LOCALE_PARAMETERS, safe_return, with_query


async def choose(visit: Visit) -> Response:
    """Remember a market and language, tell the cart, and go back to the page they were chosen on."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    await keep_locale(visit, form)
    return visit.redirect(_back(str(form.get("return_to", ""))))


def _back(path: str) -> str:
    parts = urlsplit(safe_return(path))
    # Cursors are positions in a list that another market may order otherwise.
    dropped = LOCALE_PARAMETERS | {"after"}
    return with_query(parts.path, [pair for pair in parse_qsl(parts.query) if pair[0] not in dropped])
