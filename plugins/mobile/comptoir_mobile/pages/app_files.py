"""What makes pages an app: the manifest, the icons, the service worker, and the page for no network."""

import json

from comptoir.api import NotFoundError, Visit
from starlette.responses import Response

from comptoir_mobile.mobile_site import MobileSite
from comptoir_mobile.views.icons import Colours, icon_png, icon_svg
from comptoir_mobile.views.links import ROOT

_SIZES = {"icon-180.png": 180, "icon-192.png": 192, "icon-512.png": 512}
_MASKABLE = {"maskable-192.png": 192, "maskable-512.png": 512}
_DAY = {"cache-control": "public, max-age=86400"}


async def manifest(visit: Visit) -> Response:
    """Return the manifest (W3C Web App Manifest), in the visitor's language."""
    site = _app(visit)
    _ = visit.texts.gettext
    shop = (await visit.ask("layout", cartId="", hasCart=False))["shop"]
    paper = site.colour("color-paper", "#faf7f1")
    content = {
        "id": f"{ROOT}/",
        "name": shop["name"],
        "short_name": shop["name"][:12].strip(),
        "description": shop["description"] or shop["name"],
        "lang": visit.texts.language,
        "dir": "ltr",
        "start_url": f"{ROOT}/",
        "scope": f"{ROOT}/",
        "display": "standalone",
        "orientation": "portrait",
        "background_color": paper,
        "theme_color": paper,
        "categories": ["shopping"],
        "icons": [
            {"src": f"{ROOT}/icons/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            *_entries(_SIZES, purpose="any"),
            *_entries(_MASKABLE, purpose="maskable"),
        ],
        "shortcuts": [
            {"name": _("Scan a code"), "url": f"{ROOT}/scan"},
            {"name": _("Search"), "url": f"{ROOT}/search"},
            {"name": _("Bag"), "url": f"{ROOT}/cart"},
        ],
    }
    headers = {"cache-control": "private, no-cache"}
    return Response(
        json.dumps(content, ensure_ascii=False), media_type="application/manifest+json", headers=headers
    )


def _entries(sizes: dict[str, int], *, purpose: str) -> list[dict[str, str]]:
    return [
        {"src": f"{ROOT}/icons/{name}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size in sizes.items()
    ]


async def icon(visit: Visit) -> Response:
    """Return an icon in the brand's colours."""
    site = _app(visit)
    colours = Colours(
        ground=site.colour("color-ink", "#1f2328"),
        line=site.colour("color-paper", "#faf7f1"),
        accent=site.colour("color-icon-accent", "#d59a6f"),
    )
    name = visit.request.path_params["name"]
    if name == "icon.svg":
        return Response(icon_svg(colours), media_type="image/svg+xml", headers=_DAY)
    size = (_SIZES | _MASKABLE).get(name)
    if size is None:
        raise NotFoundError
    return Response(icon_png(size, colours, maskable=name in _MASKABLE), media_type="image/png", headers=_DAY)


async def service_worker(visit: Visit) -> Response:
    """Return the service worker, which knows the version of the app and the files to keep."""
    site = _app(visit)
    icons = [f"{ROOT}/icons/icon.svg", f"{ROOT}/icons/icon-192.png"]
    settings = {"version": site.version, "root": ROOT, "shell": [*site.shell, *icons, f"{ROOT}/offline"]}
    script = f"const APP = {json.dumps(settings)};\n" + (site.static_folder / "worker.js").read_text()
    headers = {"cache-control": "no-cache", "service-worker-allowed": f"{ROOT}/"}
    return Response(script, media_type="text/javascript", headers=headers)


async def offline(visit: Visit) -> Response:
    """Return the page for no network; it names nobody, so that every visitor may be shown it."""
    html = visit.site.templates.get_template("offline.html").render(
        _=visit.texts.gettext, language=visit.texts.language
    )
    return Response(html, media_type="text/html", headers={"cache-control": "no-cache"})


def _app(visit: Visit) -> MobileSite:
    assert isinstance(visit.site, MobileSite)
    return visit.site
