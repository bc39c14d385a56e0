"""The choice of a market and a language, from a form."""

from collections.abc import Mapping

from comptoir.frontkit.site.visit import Visit


async def keep_locale(visit: Visit, form: Mapping[str, str]) -> None:
    """Remember the market and language that a form's `country` and `language` name, and tell the cart.

    What the shop does not offer is passed over. The channel brings the document `cart_buyer`.
    """
    country = visit.places.country(form.get("country", "").upper())
    if country:
        visit.cookies["country"] = country
    language = form.get("language", "").upper()
    if visit.places.offers(language, country or visit.country):
        visit.cookies["language"] = language
    if country and visit.cart_id:
        await visit.ask("cart_buyer", cartId=visit.cart_id, buyer={"countryCode": country})
