"""What stands around every page: head, header, footer."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from comptoir.api import Visit

from comptoir_web.views.links import LOCALE_PARAMETERS, local_path

_KEPT_IN_CANONICAL = frozenset({"page", "after", "before"})
LEGAL = ("termsOfService", "privacyPolicy", "shippingPolicy", "refundPolicy")


def frame(visit: Visit, layout: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a whole page needs besides its own."""
    base = visit.site.base_url(visit.request)
    shop = layout["shop"]
    hosts = {urlsplit(base).netloc, urlsplit(shop["primaryDomain"]["url"]).netloc}
    cart = layout.get("cart")
    return {
        "shop": shop,
        "base": base,
        "main_menu": _menu(layout["main"], hosts),
        "footer_menu": _menu(layout["footer"], hosts),
        "legal": [shop[name] for name in LEGAL if shop.get(name)],
        "localization": _speakable(visit, layout["localization"]),
        "has_cart": cart is not None,
        "cart_quantity": cart["totalQuantity"] if cart else 0,
        "canonical": _canonical(visit, base),
        "alternates": _alternates(visit, base),
    }


def _menu(menu: Mapping[str, Any] | None, hosts: set[str]) -> list[dict[str, Any]]:
    return _entries(menu["items"], hosts) if menu else []


def _entries(items: list[Mapping[str, Any]], hosts: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "title": item["title"],
            "path": local_path(item["url"], hosts),
            "items": _entries(item.get("items", []), hosts),
        }
        for item in items
    ]


def _speakable(visit: Visit, localization: Mapping[str, Any]) -> dict[str, Any]:
    spoken = {language.upper() for language in visit.site.texts}
    languages = [row for row in localization["availableLanguages"] if row["isoCode"] in spoken]
    return {**localization, "availableLanguages": languages}


def _canonical(visit: Visit, base: str) -> str:
    query = visit.request.query_params
    kept = [(name, value) for name, value in query.multi_items() if name in _KEPT_IN_CANONICAL]
    if all(name in query for name in LOCALE_PARAMETERS):
        kept += [(name, query[name]) for name in sorted(LOCALE_PARAMETERS)]
    path = visit.path
    return f"{base}{path}?{urlencode(kept)}" if kept else f"{base}{path}"


def _alternates(visit: Visit, base: str) -> list[tuple[str, str]]:
    """Return the page's addresses for each market in each of its languages, named by one country of the market."""
    places = visit.places
    found = [
        (
            f"{language.lower()}-{country}",
            f"{base}{visit.path}?{urlencode({'country': country, 'language': language})}",
        )
        for country in places.leading
        for language in sorted(places.languages[country])
    ]
    return [*found, ("x-default", f"{base}{visit.path}")] if found else []
