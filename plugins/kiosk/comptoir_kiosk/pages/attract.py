"""The attract screen, the first touch, and the end of a visit that leaves nothing behind."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from comptoir.api import ShopClientError, Visit, organization_jsonld, read_form
from starlette.responses import Response

from comptoir_kiosk.kiosk_site import find_place, forget_visitor
from comptoir_kiosk.pages.checkout.intent import give_up, read_intent
from comptoir_kiosk.pages.forms import refuse
from comptoir_kiosk.views.links import ROOT

_PICTURES = 4
_ENDONYMS = {"en": "English", "fr": "Français"}


async def show(visit: Visit) -> Response:
    """Show the attract screen: the brand, pictures, and a button to start with in each language."""
    data = await visit.ask("attract")
    shop = data["shop"]
    cookies = visit.request.cookies
    return await visit.page(
        "attract.html",
        slogan=(shop["brand"] or {}).get("slogan") or shop["description"],
        pictures=_pictures(data),
        greetings=_greetings(visit),
        someone=any(f"kiosk_{name}" in cookies for name in ("cart", "language")),
        facts=[
            organization_jsonld(
                name=shop["name"],
                url=f"{visit.site.base_url(visit.request)}{ROOT}/",
                description=shop["description"],
            )
        ],
    )


def _pictures(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    cover = (data["shop"]["brand"] or {}).get("coverImage")
    found = [cover["image"]] if cover and cover["image"] else []
    for row in data["collections"]["nodes"]:
        if row["image"] and all(row["image"]["url"] != other["url"] for other in found):
            found.append(row["image"])
    return found[:_PICTURES]


def _greetings(visit: Visit) -> Sequence[Mapping[str, str]]:
    """Return the languages to start in: that of the screen first, each greeting in its own words."""
    offered = [code for code in visit.site.texts if visit.places.offers(code.upper(), visit.country)]
    codes = sorted(offered or [visit.texts.language], key=lambda code: code != visit.texts.language)
    return [
        {
            "code": code,
            "language": _ENDONYMS.get(code, code.upper()),
            "start": visit.site.texts[code].gettext("Touch to start"),
        }
        for code in codes
    ]


async def start(visit: Visit) -> Response:
    """Begin a visit in a language, in the market of the country where the screen stands."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    country = visit.places.country((await find_place(visit)).country)
    if country:
        visit.cookies["country"] = country
    language = str(form.get("language", "")).upper()
    if visit.places.offers(language, country or visit.country):
        visit.cookies["language"] = language
    return visit.redirect(f"{ROOT}/browse")


async def reset(visit: Visit) -> Response:
    """End the visit: forget who was here, their bag and their language; the device stays enrolled.

    A reader that still asks for their card stops asking.

    No form token is asked for, since a screen must never keep a visitor because a page grew old; other sites are
    refused by what browsers say of them (Fetch Metadata).
    """
    if visit.request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return await refuse(visit)
    intent = read_intent(visit)
    if intent is not None:
        # A shop that does not answer is asked by its own job later; the screen forgets now.
        with suppress(ShopClientError, TimeoutError, ConnectionError):
            await give_up(visit, intent)
    forget_visitor(visit)
    return visit.redirect(f"{ROOT}/")
