"""The choice of a market and a language."""

from comptoir.api import Visit, keep_locale, read_form
from starlette.responses import Response

from comptoir_social.pages.forms import refuse
from comptoir_social.views.links import ROOT


async def choose(visit: Visit) -> Response:
    """Remember a market and language, tell the cart, and go back to the page they were chosen on."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    await keep_locale(visit, form)
    return visit.redirect(_back(form.get("return_to", "")))


def _back(path: str) -> str:
    path = path.partition("?")[0].partition("#")[0]
    ours = path == f"{ROOT}/" or path.startswith(f"{ROOT}/")
    return path if ours and path.isprintable() and "\\" not in path else f"{ROOT}/"
