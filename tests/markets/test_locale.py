"""Which market, country and language a request is in."""

import pytest
from comptoir.codes import LanguageCode
from comptoir.markets import MarketDraft, ShopDraft, save_market, save_shop
from comptoir.markets.locale import find_locale, language_code, language_key
from comptoir.markets.snapshot import build_markets


@pytest.fixture
def markets(sqlite_database):
    write = sqlite_database.write_now
    for draft in (
        MarketDraft(
            handle="eu", name="Euro", currency="EUR", countries=["FR", "DE"], languages=["fr", "de", "en"]
        ),
        MarketDraft(
            handle="br",
            name="Brasil",
            currency="BRL",
            countries=["BR"],
            languages=["en", "pt-br"],
            default_language="pt-br",
        ),
    ):
        write(save_market, draft=draft)
    write(save_shop, draft=ShopDraft(name="Test", default_market="eu"))
    return sqlite_database.read_now(build_markets, None)


@pytest.mark.parametrize(
    ("country", "language", "expected"),
    [
        ("FR", "FR", ("eu", "FR", "fr", "EUR")),
        ("DE", "DE", ("eu", "DE", "de", "EUR")),
        ("DE", "JA", ("eu", "DE", "fr", "EUR")),
        ("DE", "FR_CA", ("eu", "DE", "fr", "EUR")),
        ("BR", "PT_BR", ("br", "BR", "pt-br", "BRL")),
        ("BR", "PT", ("br", "BR", "pt-br", "BRL")),
        ("BR", None, ("br", "BR", "pt-br", "BRL")),
        ("br", "EN", ("br", "BR", "en", "BRL")),
        ("ZZ", "EN", ("eu", "FR", "en", "EUR")),
        ("JP", "JA", ("eu", "FR", "fr", "EUR")),
        (None, None, ("eu", "FR", "fr", "EUR")),
        ("nowhere", "", ("eu", "FR", "fr", "EUR")),
    ],
)
def test_a_request_is_placed(markets, country, language, expected):
    locale = find_locale(markets, country=country, language=language)
    assert (locale.market.handle, locale.country, locale.language, locale.currency) == expected


def test_the_same_place_is_the_same_object(markets):
    assert find_locale(markets, country="ZZ", language=None) is find_locale(
        markets, country="FR", language="FR"
    )


def test_places_asked_for_do_not_pile_up(markets):
    for number in range(10_000):
        find_locale(markets, country=f"X{number}", language="EN")
    assert len(markets.locales) < 5_000


def test_a_shop_without_rows_has_a_market(sqlite_database):
    markets = sqlite_database.read_now(build_markets, None)
    locale = find_locale(markets, country="US", language="FR")
    assert (locale.market.handle, locale.country, locale.language, locale.currency) == (
        "default", "FR", "en", "EUR"
    )  # fmt: skip
    assert (markets.shop.name, markets.shop.brand, markets.shop.currency) == ("Comptoir", None, "EUR")


def test_every_language_of_the_dialect_keeps_its_code():
    for code in LanguageCode:
        assert language_code(language_key(code.value)) == code.value
    assert language_key("PT_BR") == "pt-br"


def test_a_default_market_that_does_not_exist_means_the_first(sqlite_database):
    for handle, country in (("us", "US"), ("eu", "FR")):
        draft = MarketDraft(handle=handle, name=handle, currency="EUR", countries=[country])
        sqlite_database.write_now(save_market, draft=draft)
    sqlite_database.write_now(save_shop, draft=ShopDraft(name="Test", default_market="mars"))
    assert sqlite_database.read_now(build_markets, None).default.handle == "us"
