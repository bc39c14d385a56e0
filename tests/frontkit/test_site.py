"""What channels with pages share: pictures in templates, the places of a shop, codes to scan."""

from xml.etree import ElementTree as ET

import pytest
from comptoir.frontkit.site.places import read_places
from comptoir.frontkit.site.qr import qr_svg
from comptoir.frontkit.site.template_tools import picture


def test_a_picture_on_another_host_is_no_picture_of_this_site():
    base = "https://s.example"
    away = {"url": "https://elsewhere.example/a.jpg", "altText": None}
    here = {"url": f"{base}/media/a.jpg", "width": 100, "height": 100}
    foreign = picture(away, base=base, sizes="1px", alt='"Coat"')
    own = picture(here, base=base, sizes="1px", alt='A "coat"')

    assert foreign == '<span class="no-picture" role="img" aria-label="&#34;Coat&#34;">&#34;</span>'
    assert own.startswith('<img src="/media/a.jpg?width=100"')
    assert 'alt="A &#34;coat&#34;"' in own


@pytest.mark.parametrize(("alt", "css"), [("Coat", "card__second"), (None, "")])
def test_a_missing_picture_shows_an_initial_where_words_are_known(alt, css):
    shown = picture(None, base="https://s.example", sizes="1px", alt=alt, css=css)
    element = ET.fromstring(shown)

    assert element.get("class") == f"no-picture {css}".strip()
    assert (element.text or "") == (alt or "")[:1]
    assert element.get("aria-label") == alt
    assert (element.get("aria-hidden") == "true") is (alt is None)


def country(code, *, market, languages=("EN",)):
    return {
        "isoCode": code,
        "market": {"handle": market, "includesTax": market != "us"} if market else None,
        "defaultLanguage": {"isoCode": languages[0]},
        "availableLanguages": [{"isoCode": language} for language in languages],
    }


def test_each_market_is_led_by_one_country_and_the_shops_own_by_its_own():
    rows = [
        country("AT", market="eu", languages=("FR", "EN", "DE")),
        country("FR", market="eu", languages=("FR", "EN", "DE")),
        country("IE", market="isles"),
        country("GB", market="isles"),
        country("US", market="us"),
        country("CH", market=None, languages=("FR",)),
    ]
    places = read_places({"availableCountries": rows, "country": {"isoCode": "FR"}}, spoken=["en", "fr"])

    assert places.leading == ("CH", "FR", "IE", "US")
    assert places.languages["FR"] == {"FR", "EN"}
    assert places.taxed == {"AT", "FR", "IE", "GB"}


def test_a_code_to_scan_is_an_element_with_a_name_and_a_quiet_zone():
    element = ET.fromstring(qr_svg("https://s.example/x", label='The "bag" & <more>'))
    side = element.get("viewBox").split()[-1]

    assert element.get("aria-label") == 'The "bag" & <more>'
    assert element.get("role") == "img"
    # Version 2 (25 modules) with four modules of white on each side.
    assert side == "33"
