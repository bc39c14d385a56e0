"""Functions for templates, in the visitor's language: texts, amounts, dates, pictures, data for machines."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup, escape
from starlette.requests import Request

from comptoir.frontkit.amounts import format_money
from comptoir.frontkit.dates import format_date
from comptoir.frontkit.jsonld import dump_jsonld
from comptoir.frontkit.pictures import picture_attributes

if TYPE_CHECKING:
    from comptoir.frontkit.site.visit import Visit


def template_tools(visit: "Visit") -> dict[str, Any]:
    """Return what templates of every channel may call."""
    language = visit.texts.language
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
        "picture": partial(picture, base=visit.site.host.media_base(visit.request)),
        "taxed": country in visit.places.taxed,
        "jsonld": jsonld,
        "csrf": visit.csrf,
        "path": visit.path,
        "here": f"{visit.path}?{query}" if query else visit.path,
    }


def address_path(request: Request) -> str:
    """Return the path of a request as an address writes it: percent-encoded, whatever it holds."""
    return quote(request.url.path, safe="/:@!$&'()*+,;=~")


def own_path(url: str, base: str) -> str | None:
    """Return the path of an address on this site, or none for one on another host."""
    path = url.removeprefix(base)
    return path if path.startswith("/") and not path.startswith("//") else None


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
        return _initial((image or {}).get("altText") or alt or "", alt=alt, css=css)
    own = image.get("altText")
    image = {**image, "url": path}
    attributes = picture_attributes(image, sizes=sizes, alt=own or alt if alt != "" else "")
    attributes |= {"fetchpriority": "high"} if eager else {"loading": "lazy"}
    attributes["decoding"] = "async"
    if css:
        attributes["class"] = css
    text = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    return Markup("<img {}>").format(Markup(text))  # noqa: S704 - names are ours, values escaped


def _initial(words: str, *, alt: str | None, css: str) -> Markup:
    spoken = Markup('role="img" aria-label="{}"').format(alt) if alt else Markup('aria-hidden="true"')
    named = f"no-picture {css}".rstrip()
    return Markup('<span class="{}" {}>{}</span>').format(named, spoken, words[:1])


def jsonld(value: Mapping[str, Any]) -> Markup:
    """Return facts for machines as a script element that holds data, not code."""
    text = Markup(dump_jsonld(value))  # noqa: S704 - dump_jsonld escapes what could end the element
    return Markup('<script type="application/ld+json">{}</script>').format(text)
