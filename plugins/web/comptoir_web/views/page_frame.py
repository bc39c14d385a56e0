"""What stands around every page: head, header, footer; and the tools that templates use."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from comptoir.api import dump_jsonld, format_date, format_money, picture_attributes
from markupsafe import Markup, escape

from comptoir_web.views.links import LOCALE_PARAMETERS, local_path, own_path, product_path

if TYPE_CHECKING:
    from comptoir_web.visit import Visit

_KEPT_IN_CANONICAL = frozenset({"page", "after", "before"})
LEGAL = ("termsOfService", "privacyPolicy", "shippingPolicy", "refundPolicy")


def tools(visit: "Visit") -> dict[str, Any]:
    """Return functions for templates, in the visitor's language."""
    language = visit.texts.language
    path = visit.path
    query = visit.request.url.query
    country = visit.country or visit.places.default_country
    money = partial(format_money, language=language, country=country)
    return {
        "_": visit.texts.gettext,
        "ngettext": visit.texts.ngettext,
        "language": language,
        "money": money,
        "price": partial(money, short=True),
        "date": partial(format_date, language=language, country=country),
        "picture": partial(picture, base=visit.site.base_url(visit.request)),
        "taxed": country in visit.places.taxed,
        "jsonld": jsonld,
        "product_path": product_path,
        "csrf": visit.csrf,
        "path": path,
        "here": f"{path}?{query}" if query else path,
    }


def frame(visit: "Visit", layout: Mapping[str, Any]) -> dict[str, Any]:
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
        "cart_quantity": cart["totalQuantity"] if cart else 0,
        "canonical": _canonical(visit, base),
        "alternates": _alternates(visit, base),
    }


def picture(
    image: Mapping[str, Any] | None,
    *,
    base: str,
    sizes: str,
    alt: str | None = None,
    css: str = "",
    eager: bool = False,
) -> Markup:
    """Return an `<img>`, or an initial where there is no picture to show.

    A picture on another host is none: pages ask no other host for anything. `eager` is for what is seen first.
    """
    # The shop's own pictures by path alone: shorter, and right behind any proxy.
    path = own_path(image["url"], base) if image else None
    if image is None or path is None:
        words = (image or {}).get("altText") or alt or ""
        spoken = Markup('role="img" aria-label="{}"').format(alt) if alt else Markup('aria-hidden="true"')
        return Markup('<span class="no-picture {}" {}>{}</span>').format(css, spoken, words[:1])
    own = image.get("altText")
    image = {**image, "url": path}
    attributes = picture_attributes(image, sizes=sizes, alt=own or alt if alt != "" else "")
    attributes |= {"fetchpriority": "high"} if eager else {"loading": "lazy"}
    attributes["decoding"] = "async"
    if css:
        attributes["class"] = css
    text = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    return Markup("<img {}>").format(Markup(text))  # noqa: S704


def jsonld(value: Mapping[str, Any]) -> Markup:
    """Return facts for machines as a script element that holds data, not code."""
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(dump_jsonld(value)))  # noqa: S704


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


def _speakable(visit: "Visit", localization: Mapping[str, Any]) -> dict[str, Any]:
    spoken = {language.upper() for language in visit.site.texts}
    languages = [row for row in localization["availableLanguages"] if row["isoCode"] in spoken]
    return {**localization, "availableLanguages": languages}


def _canonical(visit: "Visit", base: str) -> str:
    query = visit.request.query_params
    kept = [(name, value) for name, value in query.multi_items() if name in _KEPT_IN_CANONICAL]
    if all(name in query for name in LOCALE_PARAMETERS):
        kept += [(name, query[name]) for name in sorted(LOCALE_PARAMETERS)]
    path = visit.path
    return f"{base}{path}?{urlencode(kept)}" if kept else f"{base}{path}"


def _alternates(visit: "Visit", base: str) -> list[tuple[str, str]]:
    places = visit.places
    path = visit.path
    found = [
        (
            f"{language.lower()}-{country}",
            f"{base}{path}?{urlencode({'country': country, 'language': language})}",
        )
        for country, languages in sorted(places.languages.items())
        for language in sorted(languages)
    ]
    return [*found, ("x-default", f"{base}{path}")] if found else []
