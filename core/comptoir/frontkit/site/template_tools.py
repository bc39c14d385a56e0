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
    money = partial(format_money, language=language, country=visit.country)
    return {
        "_": visit.texts.gettext,
        "ngettext": visit.texts.ngettext,
        "language": language,
        "money": money,
        "price": partial(money, short=True),
        "date": partial(format_date, language=language, country=visit.country),
        "picture": partial(picture, base=visit.site.base_url(visit.request)),
        "taxed": (visit.country or visit.places.default_country) in visit.places.taxed,
        "jsonld": jsonld,
        "csrf": visit.csrf,
        "path": address_path(visit.request),
        "here": f"{address_path(visit.request)}?{query}" if query else address_path(visit.request),
    }


def address_path(request: Request) -> str:
    """Return the path of a request as an address writes it: percent-encoded, whatever it holds."""
    return quote(request.url.path, safe="/:@!$&'()*+,;=~")


def picture(
    image: Mapping[str, Any] | None,
    *,
    base: str,
    sizes: str,
    alt: str | None = None,
    css: str = "",
    eager: bool = False,
) -> Markup:
    """Return an `<img>`; nothing where there is no picture. `eager` is for what is seen first."""
    if image is None:
        return Markup('<span class="no-picture" aria-hidden="true"></span>')
    own = image.get("altText")
    # The shop's own pictures by path alone: shorter, and right behind any proxy.
    image = {**image, "url": image["url"].removeprefix(base)}
    attributes = picture_attributes(image, sizes=sizes, alt=own or alt if alt != "" else "")
    attributes |= {"fetchpriority": "high"} if eager else {"loading": "lazy"}
    attributes["decoding"] = "async"
    if css:
        attributes["class"] = css
    text = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    return Markup("<img {}>").format(Markup(text))  # noqa: S704 - names are ours, values escaped


def jsonld(value: Mapping[str, Any]) -> Markup:
    """Return facts for machines as a script element that holds data, not code."""
    text = Markup(dump_jsonld(value))  # noqa: S704 - dump_jsonld escapes what could end the element
    return Markup('<script type="application/ld+json">{}</script>').format(text)
