"""The shop and the localization over GraphQL, through a whole shop."""

import pytest
from comptoir.codes import CurrencyCode, LanguageCode
from comptoir.graphql.execute import GraphQLRequest
from comptoir.markets import MarketDraft, ShopDraft, save_market, save_shop
from comptoir.markets.places import describe_currency, describe_language, money_format
from comptoir.money import is_currency
from comptoir.principal import VISITOR
from comptoir.settings import PluginSettings, Settings
from comptoir.startup import start_shop

pytestmark = pytest.mark.anyio


@pytest.fixture
def shop(sqlite_url, tmp_path, clock):
    settings = Settings(
        database_url=sqlite_url,
        data_dir=tmp_path / "shop",
        plugins=PluginSettings(strict=True, disabled=frozenset({"web", "atelier"})),
    )
    started = start_shop(settings, clock=clock)
    yield started
    started.db.close_now()


@pytest.fixture
def filled(shop):
    for draft in (
        MarketDraft(
            handle="eu", name="Euro", currency="EUR", countries=["FR", "DE"], languages=["en", "fr"]
        ),
        MarketDraft(
            handle="us", name="US", currency="USD", countries=["US"], languages=["en"],
            prices_include_tax=False,
        ),
    ):  # fmt: skip
        shop.db.write_now(save_market, draft=draft)
    draft = ShopDraft(
        name="Atelier", description="Clothes", host="atelier.example", slogan="Made to last",
        primary_colors=[("#1a1a1a", "#ffffff")], translations={"fr": {"slogan": "Fait pour durer"}},
    )  # fmt: skip
    shop.db.write_now(save_shop, draft=draft)
    return shop


async def ask(shop, query, *, country=None, language=None):
    context = await shop.context(
        base_url="http://127.0.0.1:8000", actor=VISITOR, country=country, language=language
    )
    answer = await shop.execute(GraphQLRequest(query=query), context)
    assert not answer.errors, answer.errors
    return answer.data


async def test_the_shop_introduces_itself(filled):
    data = await ask(
        filled,
        """{ shop {
          id name description moneyFormat shipsToCountries customerAccountUrl
          primaryDomain { host sslEnabled url }
          brand { slogan shortDescription colors { primary { background foreground } secondary { background } } }
          paymentSettings { countryCode currencyCode enabledPresentmentCurrencies acceptedCardBrands
            supportedDigitalWallets }
        } paymentSettings { currencyCode } }""",
    )
    assert data == {
        "shop": {
            "id": "gid://shopify/Shop/1",
            "name": "Atelier",
            "description": "Clothes",
            "moneyFormat": "€{{amount}}",
            "shipsToCountries": ["FR", "DE", "US"],
            "customerAccountUrl": None,
            "primaryDomain": {
                "host": "atelier.example", "sslEnabled": True, "url": "https://atelier.example"
            },
            "brand": {
                "slogan": "Made to last",
                "shortDescription": None,
                "colors": {
                    "primary": [{"background": "#1a1a1a", "foreground": "#ffffff"}], "secondary": []
                },
            },
            "paymentSettings": {
                "countryCode": "FR",
                "currencyCode": "EUR",
                "enabledPresentmentCurrencies": ["EUR", "USD"],
                "acceptedCardBrands": [],
                "supportedDigitalWallets": [],
            },
        },
        "paymentSettings": {"currencyCode": "EUR"},
    }  # fmt: skip


async def test_a_shop_without_data_answers(shop):
    data = await ask(
        shop,
        "{ shop { name brand { slogan } primaryDomain { host sslEnabled url } } "
        "localization { country { isoCode currency { isoCode } } availableLanguages { isoCode } } }",
    )
    assert data == {
        "shop": {
            "name": "Comptoir",
            "brand": None,
            "primaryDomain": {"host": "127.0.0.1:8000", "sslEnabled": False, "url": "http://127.0.0.1:8000"},
        },
        "localization": {
            "country": {"isoCode": "FR", "currency": {"isoCode": "EUR"}},
            "availableLanguages": [{"isoCode": "EN"}],
        },
    }


async def test_the_shop_speaks_the_language_of_the_request_where_it_has_words_for_it(filled):
    query = "{ shop { description brand { slogan } } }"
    french = await ask(filled, query, country="DE", language="FR")
    assert french == {"shop": {"description": "Clothes", "brand": {"slogan": "Fait pour durer"}}}
    english = await ask(filled, query, country="DE", language="EN")
    assert english == {"shop": {"description": "Clothes", "brand": {"slogan": "Made to last"}}}


async def test_names_are_in_the_language_of_the_request(filled):
    query = """{ localization {
      country { isoCode name unitSystem currency { isoCode name symbol } defaultLanguage { isoCode }
        market { id handle } }
      language { isoCode name endonymName }
      availableLanguages { isoCode name endonymName }
      availableCountries { isoCode name currency { isoCode } availableLanguages { isoCode } }
    } }"""
    data = (await ask(filled, query, country="DE", language="FR"))["localization"]
    assert data["country"] == {
        "isoCode": "DE",
        "name": "Allemagne",
        "unitSystem": "METRIC_SYSTEM",
        "currency": {"isoCode": "EUR", "name": "euro", "symbol": "€"},
        "defaultLanguage": {"isoCode": "EN"},
        "market": {"id": "gid://shopify/Market/1", "handle": "eu"},
    }
    assert data["language"] == {"isoCode": "FR", "name": "français", "endonymName": "français"}
    assert data["availableLanguages"][0] == {"isoCode": "EN", "name": "anglais", "endonymName": "English"}
    assert [(each["isoCode"], each["name"]) for each in data["availableCountries"]] == [
        ("DE", "Allemagne"), ("FR", "France"), ("US", "États-Unis"),
    ]  # fmt: skip


@pytest.mark.parametrize(("country", "expected"), [("US", "US"), ("ZZ", "FR"), ("JP", "FR"), ("BV", "FR")])
async def test_a_country_that_is_not_sold_to_means_the_default_market(filled, country, expected):
    query = "query @inContext(country: %s) { localization { country { isoCode unitSystem } } }" % country  # noqa: UP031
    found = (await ask(filled, query))["localization"]["country"]
    system = "IMPERIAL_SYSTEM" if expected == "US" else "METRIC_SYSTEM"
    assert found == {"isoCode": expected, "unitSystem": system}


async def test_the_shop_and_markets_are_nodes(filled):
    query = '{ nodes(ids: ["%s", "%s", "%s", "%s"]) { __typename id } }' % (  # noqa: UP031
        "gid://shopify/Shop/1", "gid://shopify/Market/2", "gid://shopify/Shop/2", "gid://shopify/Market/99",
    )  # fmt: skip
    assert (await ask(filled, query))["nodes"] == [
        {"__typename": "Shop", "id": "gid://shopify/Shop/1"},
        {"__typename": "Market", "id": "gid://shopify/Market/2"},
        None,
        None,
    ]


async def test_one_version_of_the_api_is_served(shop):
    assert await ask(shop, "{ publicApiVersions { handle displayName supported } }") == {
        "publicApiVersions": [{"handle": "2026-04", "displayName": "2026-04", "supported": True}]
    }


def test_amounts_are_written_as_each_language_does():
    assert money_format("EUR", "fr") == "{{amount_with_comma_separator}}\xa0€"
    assert money_format("GBP", "en") == "£{{amount}}"
    assert money_format("JPY", "en") == "¥{{amount_no_decimals}}"
    assert money_format("JPY", "de") == "{{amount_no_decimals_with_comma_separator}}\xa0¥"


def test_every_language_and_currency_of_the_dialect_has_names():
    for code in LanguageCode:
        language = code.value.lower().replace("_", "-")
        described = describe_language(language, reader=language)
        assert described.iso_code == code.value
        assert described.name
        assert described.endonym_name
        assert money_format("EUR", language).count("{{amount") == 1
    for currency in CurrencyCode:
        if is_currency(currency.value):
            assert describe_currency(currency.value, reader="en").name
